"""A classifier of a closed set: aligned crops to how surely each is one of the people that it learnt.

It knows no strangers: whoever comes is given to the likeliest of its people. Only a high confidence makes a name of
that, and even this is no promise about strangers, as the gallery's threshold is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import ModelError
from facecam.base.types import Image
from facecam.vision.embedder import MOST
from facecam.vision.manifest import RESTORE, ModelEntry
from facecam.vision.sessions import Session


class Classifier:
    """An open classifier. `classify` may be called from several threads."""

    def __init__(self, session: Session, entry: ModelEntry) -> None:
        """Raises `ModelError` where the manifest lacks the model's crop size or its people."""
        if not (entry.size and entry.classes):
            raise ModelError("The manifest gives no size or people for {model}", RESTORE, model=entry.name)
        self._session = session
        self.entry = entry
        self.name = entry.name
        self.size = entry.size
        self.people = entry.classes

    def classify(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """(N, people) confidences, each row together 1, for N crops (size, size, 3) made by `align`; N may be 0."""
        if len(crops) == 0:
            return np.empty((0, len(self.people)), np.float32)
        starts = range(0, len(crops), MOST)
        scores = np.concatenate([self._session.run(np.stack(crops[at : at + MOST]))[0] for at in starts])
        sure = np.exp(scores - scores.max(axis=1, keepdims=True))
        confidences: NDArray[np.float32] = (sure / sure.sum(axis=1, keepdims=True)).astype(np.float32)
        return confidences
