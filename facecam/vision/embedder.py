"""Aligned crops to embeddings: unit vectors. Scaling, colour order and normalisation live inside the ONNX file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import ModelError
from facecam.base.messages import Message
from facecam.base.types import Image
from facecam.identity.neighbourhood import EVEN
from facecam.vision.centres import read_neighbourhood
from facecam.vision.contrast import stretched
from facecam.vision.manifest import RESTORE, ModelEntry
from facecam.vision.sessions import Provider, Session

MOST = 32
"""Faces in one run: ONNX Runtime keeps the memory that its largest run needed."""


UNIT = 0.01
"""How far the squared length of an embedding may be from 1."""


class Embedder:
    """An open embedder. `embed` may be called from several threads."""

    def __init__(self, session: Session, entry: ModelEntry) -> None:
        """Raises `ModelError` where the manifest lacks the model's space, crop size or dimension, and where the
        centres of its neighbourhood are missing, altered or another model's."""
        if not (entry.space and entry.size and entry.dimension):
            raise ModelError(
                "The manifest gives no space, size or dimension for {model}", RESTORE, model=entry.name
            )
        self._session = session
        self.entry = entry
        self.name = entry.name
        self.space = entry.space
        self.size = entry.size
        self.dimension = entry.dimension
        self.neighbourhood = EVEN
        """Of a model that brings no centres: its scores are cosines."""
        if entry.neighbourhood is not None:
            centres = entry.neighbourhood
            self.neighbourhood = read_neighbourhood(centres, entry.name, entry.space, entry.dimension)

    @property
    def provider(self) -> Provider:
        return self._session.provider

    @property
    def remark(self) -> Message | None:
        return self._session.remark

    def give_back(self) -> None:
        """Let go of the memory that the most faces so far needed."""
        self._session.give_back()

    def embed(self, crops: Sequence[Image] | NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, D) float32 rows of unit length for N crops (size, size, 3) made by `align`; N may be 0.

        Raises `ModelError` where the model fails, or what it gives are no such rows.
        """
        if len(crops) == 0:
            return np.empty((0, self.dimension), np.float32)
        starts = range(0, len(crops), MOST)
        rows = np.concatenate(
            [self._session.run(np.stack([stretched(crop) for crop in crops[at : at + MOST]]))[0] for at in starts]
        )
        fits = rows.shape == (len(crops), self.dimension)
        if not fits or not (np.abs(np.einsum("ij,ij->i", rows, rows) - 1) < UNIT).all():  # NaN, too
            raise ModelError(
                "The model {model} gave no embeddings",
                "Restart facecam; if it fails again, choose another model or gpu = off",
                model=self.name,
            )
        return rows
