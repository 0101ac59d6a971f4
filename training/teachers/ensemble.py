"""A teacher ensemble: one vector of the answers of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.core.vectors import Vectors, unit


@dataclass(frozen=True)
class TeacherEnsemble:
    """Several teachers as one: answers normalised, laid side by side, projected, normalised again.

    projection: float32 [sum of their D, dimension], orthonormal columns: the directions of most energy. They are
    not centred, so that the ensemble's cosine stays the mean of its members' cosines as nearly as it can.
    """

    projection: Vectors
    kept_energy: float
    """Share (0..1) of the answers' energy that the projection keeps."""
    rank: int
    """Dimensions that keep all of it, but for a millionth. Later ones are 0, and may be left out."""

    @staticmethod
    def concatenate(answers: Sequence[Vectors]) -> Vectors:
        """[N, D1], [N, D2], ... -> unit vectors [N, D1 + D2 + ...]; their cosine is the members' mean."""
        return unit(np.concatenate(answers, axis=1))

    @classmethod
    def fit(cls, answers: Sequence[Vectors], rows: NDArray[np.int64], dimension: int) -> TeacherEnsemble:
        """Find the projection from the given rows alone (those of people who are not held out)."""
        joined = cls.concatenate([answer[rows] for answer in answers])
        energy, directions = np.linalg.eigh(joined.T @ joined)  # ascending
        kept = np.cumsum(energy[::-1]) / energy.sum()
        rank = int(np.searchsorted(kept, 1 - 1e-6)) + 1
        return cls(np.ascontiguousarray(directions[:, ::-1][:, :dimension]), float(kept[dimension - 1]), rank)

    def project(self, answers: Sequence[Vectors]) -> Vectors:
        """Unit targets [N, dimension]."""
        return unit(self.concatenate(answers) @ self.projection)
