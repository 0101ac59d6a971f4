"""Scene cuts, where a film goes on with another picture: nothing may be followed across it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image

GRID = 32
"""Samples along each side."""
LIKENESS = 0.6
"""Correlation with the frame before under which the picture is another one. In the test clip, with a moving head
and camera, neighbours never fall under 0.88; pictures of different scenes lie between -0.5 and 0.7."""
FLAT = 8.0
"""Standard deviation of grey levels under which a frame has too little in it to say."""


class CutFinder:
    """Compares each frame with the one before by a grid of samples, whatever its size."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def cut(self, image: Image) -> bool:
        """Whether `image` begins another scene. A change of light alone is none: levels are normalised."""
        samples = cv2.resize(image, (GRID, GRID), interpolation=cv2.INTER_NEAREST)[..., 1].astype(np.float32)
        samples -= samples.mean()
        spread = float(samples.std())
        now = samples / (spread * GRID) if spread >= FLAT else None
        before, self._before = self._before, now
        return now is not None and before is not None and float(np.vdot(now, before)) < LIKENESS
