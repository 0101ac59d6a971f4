"""All pairs of the people held out of training: what decides between models, where LFW may not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from training.core.vectors import Vectors
from training.data import heldout
from training.data.augmentation import resized
from training.data.faces import Faces
from training.metrics import heldout_pairs
from training.metrics.all_pairs import tail, tar_all_pairs
from training.metrics.confidence_intervals import Estimate
from training.teachers.embedders import Embedder


class Examination:
    """rows: the faces, indices into `Faces`, some of each person. person: of each row. doubtful: [n, n], pairs of
    "different" people that the teachers take for one, which do not count."""

    def __init__(self, faces: Faces, answers: Vectors) -> None:
        """`answers`: the teachers' unit vectors [len(faces), D]."""
        self._faces = faces
        check = heldout_pairs.prepare(faces, heldout.labelled_rows(faces, heldout.read()), answers)
        self.rows, self.person, self.doubtful = check.rows, check.person, check.doubtful

    def vectors(self, embedder: Embedder) -> Vectors:
        """Unit vectors [len(rows), D]."""
        return embedded(self._faces, self.rows, embedder)

    def tar(self, vectors: Vectors, rate: float, neighbourhood: Neighbourhood = EVEN) -> Estimate:
        """True accept rate at a false accept rate; the interval draws people anew."""
        return tar_all_pairs(vectors, self.person, rate, self.doubtful, neighbourhood)

    def threshold(self, vectors: Vectors, rate: float, neighbourhood: Neighbourhood = EVEN) -> float:
        """The score that this share of the pairs of two people exceeds."""
        kept = tail(vectors, self.person, rate, self.doubtful, neighbourhood)
        return kept.threshold(rate, np.ones(len(kept.faces), np.int64))


def embedded(faces: Faces, rows: heldout.Rows, embedder: Embedder) -> Vectors:
    """Unit vectors [len(rows), D] of the faces' crops as they are."""
    parts = np.array_split(rows, max(1, len(rows) // 64))
    return np.concatenate([embedder.embed(crops_of(faces, part, embedder.side)) for part in parts])


def crops_of(faces: Faces, rows: heldout.Rows, side: int) -> NDArray[np.uint8]:
    """uint8 BGR [len(rows), side, side, 3]."""
    return np.stack([resized(faces.pixels[row], side) for row in rows])
