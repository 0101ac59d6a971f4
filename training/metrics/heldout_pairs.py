"""How good a student is, by people held out of its training. Never by LFW."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.faces import Faces
from training.data.heldout import Rows
from training.teachers.onnx_teacher import Vectors

LABEL_ERROR = 0.55
"""Teachers' cosine above which two "different" people are taken for one with two names."""

Pairs = NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """accuracy: of verification on the pairs, ten-fold. tar: true accept rate at a false accept rate, all pairs.
    agreement: correlation of the scores of different people with the teachers', the figure of the least noise."""

    accuracy: float
    tar: dict[float, float]
    agreement: float
    comparisons: int

    @property
    def scores(self) -> dict[str, float]:
        rates = {f"tar_at_far_{rate:g}": value for rate, value in self.tar.items()}
        return {"accuracy": self.accuracy, "agreement": self.agreement} | rates

    def __str__(self) -> str:
        rates = "  ".join(f"TAR@{rate:.0e} {value:.3f}" for rate, value in self.tar.items())
        return f"pairs {100 * self.accuracy:.2f} %  {rates}  agreement {self.agreement:.3f}"


@dataclass(frozen=True)
class Validation:
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
        """`embed` gives unit vectors [len(rows), D] of rows of `Faces`."""
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
        return Figures(accuracy, tar, float(agreement), len(genuine) + len(impostor))


PER_PERSON = 12
PAIRS = 3000
HARD = 0.05
"""Share of the pairs within a set, nearest by the teachers, from which half of the different pairs come."""


def prepare(faces: Faces, rows: Rows, vectors: Vectors, seed: int = 0) -> Validation:
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
    return Validation(order, person, _some(same, PAIRS, rng), rng.permutation(other), doubtful, vectors[order])


def _some(pairs: Pairs, n: int, rng: np.random.Generator) -> Pairs:
    return pairs[rng.choice(len(pairs), min(n, len(pairs)), replace=False)]


def tar_at(genuine: Vectors, impostor: Vectors, rate: float) -> float:
    """Share of genuine scores above the score that this share of impostors exceeds."""
    threshold = np.quantile(impostor, 1 - rate)
    return float((genuine > threshold).mean())


def folds(truth: NDArray[np.bool_], n: int = 10) -> NDArray[np.int64]:
    """A fold's number for each pair, the same share of both kinds in each."""
    out = np.empty(len(truth), np.int64)
    for kind in (True, False):
        places = np.flatnonzero(truth == kind)
        out[places] = np.arange(len(places)) % n
    return out


def fold_accuracy(scores: Vectors, truth: NDArray[np.bool_], fold: NDArray[np.int64]) -> float:
    """Mean accuracy over folds, each judged at the threshold that is best on all others (LFW's protocol)."""
    right = fold_decisions(scores, truth, fold) == truth
    return float(np.mean([right[fold == number].mean() for number in np.unique(fold)]))


def fold_decisions(scores: Vectors, truth: NDArray[np.bool_], fold: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each pair is called the same person, at the threshold that is best on all other folds."""
    called = np.empty(len(scores), bool)
    for number in np.unique(fold):
        inside = fold == number
        called[inside] = scores[inside] > best_threshold(scores[~inside], truth[~inside])
    return called


def best_threshold(scores: Vectors, truth: NDArray[np.bool_]) -> float:
    """The score that separates `truth` best when everything above it is called the same person."""
    order = np.argsort(scores, kind="stable")
    ranked, right = scores[order], truth[order]
    # Cutting after place i: the different ones up to i and the same ones beyond it are right.
    correct = np.cumsum(~right) + (right.sum() - np.cumsum(right))
    place = int(np.argmax(correct))
    following = ranked[place + 1] if place + 1 < len(ranked) else ranked[place]
    return float((ranked[place] + following) / 2)
