"""How crowded is the place of a face among all faces? Where many lie near, a cosine says less.

Small children, the very old and some ethnicities lie near each other, so at one cosine for all they pass for one
another hundreds of times as often as promised. The neighbourhood of a face is the mean cosine m to its nearest
among centres that are nobody's face; what exceeds a knee is taken off every score of that face:

    score(a, b) = cosine(a, b) - g(a) - g(b)        g(x) = weight / 2 * max(0, m(x) - knee)

(cohort normalisation, as speaker recognition's AS-norm; Auckenthaler et al. 2000). Ordinary adults lie below the
knee: their score is the cosine.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.base.arrays import read_arrays

_PORTION = 1_024
"""Vectors that are compared at a time: 50,000 templates at once would take 100 MB."""

_LENGTH = 1e-2
"""How far from 1 a centre's length may be, in half precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """What a model's embeddings are measured against. Immutable."""

    centres: NDArray[np.float32]
    """(C, D) unit rows."""
    nearest: int
    """How many centres are near, 1..C."""
    knee: float
    """The mean cosine to them from which a place is crowded."""
    weight: float

    def __post_init__(self) -> None:
        if self.centres.ndim != 2 or (len(self.centres) and not 1 <= self.nearest <= len(self.centres)):
            raise ValueError(f"{self.nearest} of {self.centres.shape} centres")

    def crowding(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, D) unit rows -> (N,): what is taken off every score of each; 0 where it is not crowded."""
        if not len(self.centres) or not len(vectors):
            return np.zeros(len(vectors), np.float32)
        vectors = np.asarray(vectors, np.float32)
        near = np.empty(len(vectors), np.float32)
        for start in range(0, len(vectors), _PORTION):
            cosines = vectors[start : start + _PORTION] @ self.centres.T
            cosines.partition(-self.nearest, axis=1)
            near[start : start + _PORTION] = cosines[:, -self.nearest :].mean(axis=1)
        taken: NDArray[np.float32] = np.float32(self.weight / 2) * np.maximum(near - np.float32(self.knee), 0)
        return taken


EVEN = Neighbourhood(np.empty((0, 0), np.float32), 1, 0.0, 0.0)
"""Of a model without centres: no place is crowded, and a score is the cosine."""


def pack(neighbourhood: Neighbourhood) -> bytes:
    """The bytes of an .npz, which `unpack` reads; the centres in half precision."""
    file = io.BytesIO()
    np.savez(
        file,
        centres=neighbourhood.centres.astype(np.float16),
        nearest=np.int64(neighbourhood.nearest),
        knee=np.float64(neighbourhood.knee),
        weight=np.float64(neighbourhood.weight),
    )
    return file.getvalue()


def unpack(content: bytes, dimension: int) -> Neighbourhood:
    """What `pack` made of one for vectors of `dimension` numbers; raises `ValueError` for anything else."""
    numbers = ("nearest", "knee", "weight")
    stored = read_arrays(io.BytesIO(content), ("centres", *numbers))
    if len(stored) < 1 + len(numbers):
        raise ValueError("no centres")
    centres = stored["centres"].astype(np.float32)
    nearest, knee, weight = (stored[key].item() for key in numbers)
    if centres.ndim != 2 or centres.shape[1] != dimension or not len(centres):
        raise ValueError(f"centres {centres.shape} for vectors of {dimension}")
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    if not (np.abs(lengths - 1) < _LENGTH).all() or not np.isfinite([nearest, knee, weight]).all() or weight < 0:
        raise ValueError("centres that are no directions, or numbers that are none")
    return Neighbourhood(centres / lengths, int(nearest), float(knee), float(weight))
