"""Pairs of people held out of training, by whom students are judged. Never by LFW."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.core.vectors import Vectors
from training.data.faces import Faces
from training.data.heldout import Rows
from training.metrics.figures import Figures
from training.metrics.rates import fold_accuracy, folds, tar_at

LABEL_ERROR = 0.55
"""Teachers' cosine above which two "different" people are taken for one with two names."""

Pairs = NDArray[np.int64]


@dataclass(frozen=True)
class HeldOutPairs:
    """Held-out faces, and what they are asked.

    rows: the faces, at most `PER_PERSON` of each person, indices into `Faces`.
    same, other: pairs of places in `rows`: one person; two people, half of them alike within their set.
    person: of each place in `rows`. doubtful: pairs of "different" people that the teachers take for one.
    """

    rows: Rows
    person: NDArray[np.int64]
    same: Pairs
    other: Pairs
    doubtful: NDArray[np.bool_]
    teacher: Vectors
    """the teachers' vectors [len(rows), D]"""

    def judge(self, embed: Callable[[Rows], Vectors]) -> Figures:
        """`embed` gives unit vectors [len(rows), D] of rows of `Faces`.

        accuracy: of verification on the pairs, ten-fold. tar: of all pairs. agreement: correlation of the scores of
        different people with the teachers', the figure of the least noise.
        """
        vectors = embed(self.rows)
        scores = vectors @ vectors.T
        upper = np.triu(np.ones(scores.shape, bool), 1)
        alike = self.person[:, None] == self.person
        genuine = scores[upper & alike]
        different = upper & ~alike & ~self.doubtful
        impostor = scores[different]
        tar = {rate: tar_at(genuine, impostor, rate) for rate in (1e-3, 1e-4)}
        pairs = np.concatenate([self.same, self.other])
        truth = np.arange(len(pairs)) < len(self.same)
        accuracy = fold_accuracy(scores[pairs[:, 0], pairs[:, 1]], truth, folds(truth))
        agreement = np.corrcoef(impostor, (self.teacher @ self.teacher.T)[different])[0, 1]
        rates = {f"tar_at_far_{rate:g}": value for rate, value in tar.items()}
        return Figures(
            "agreement",
            {"accuracy": accuracy, **rates, "agreement": float(agreement)},
            len(genuine) + len(impostor),
        )


PER_PERSON = 12
PAIRS = 3000
HARD = 0.05
"""Share of the pairs within a set, nearest by the teachers, from which half of the different pairs come."""


def prepare(faces: Faces, rows: Rows, vectors: Vectors, seed: int = 0) -> HeldOutPairs:
    """Draw faces and pairs from the held-out labelled `rows`; `vectors` are the teachers', for all faces."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(rows)
    order = rows[np.argsort(faces.person[rows], kind="stable")]
    person = faces.person[order]
    first = np.searchsorted(person, person)
    order = order[np.arange(len(order)) - first < PER_PERSON]
    person, origin = faces.person[order], faces.origin[order]

    teacher = vectors[order] @ vectors[order].T
    upper = np.triu(np.ones(teacher.shape, bool), 1)
    alike = person[:, None] == person
    doubtful = ~alike & (teacher > LABEL_ERROR)
    same = np.argwhere(upper & alike)
    in_set = upper & ~alike & ~doubtful & (origin[:, None] == origin)
    easy = np.argwhere(in_set)
    hardest = easy[np.argsort(-teacher[easy[:, 0], easy[:, 1]], kind="stable")[: int(HARD * len(easy))]]
    other = np.concatenate([_some(easy, PAIRS // 2, rng), _some(hardest, PAIRS // 2, rng)])
    return HeldOutPairs(order, person, _some(same, PAIRS, rng), rng.permutation(other), doubtful, vectors[order])


def _some(pairs: Pairs, n: int, rng: np.random.Generator) -> Pairs:
    return pairs[rng.choice(len(pairs), min(n, len(pairs)), replace=False)]
