"""Every picture against every other: the true accept rate at false accept rates that few pairs cannot show.

The interval draws people anew, not pairs: the pairs of one person stand and fall together. A picture without a
detected face is accepted by nobody, as ISO/IEC 19795-1 counts a failure to acquire: if it were a false accept with
everybody, four such pictures among 13,000 would alone exceed a rate of 1e-4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from training.core.vectors import Vectors
from training.metrics.confidence_intervals import Estimate, bootstrap

ROWS = 512
SPARE = 4
"""Impostor scores that are kept, in multiples of those that the rate lets through: resampling needs more."""


@dataclass(frozen=True)
class Tail:
    """All genuine scores, and the highest of the impostors', with the people (0..P-1) that they are of.

    faces: pictures of each person. doubtful: the two people of each pair that does not count.
    """

    genuine: NDArray[np.float32]
    genuine_person: NDArray[np.int64]
    impostor: NDArray[np.float32]
    impostor_people: NDArray[np.int64]
    """[k, 2], in the order of `impostor`: descending"""
    faces: NDArray[np.int64]
    doubtful: NDArray[np.int64]

    def impostors(self, weights: NDArray[np.int64]) -> float:
        """How many pairs of two people there are when each person counts as often as `weights` says."""
        total = weights @ self.faces
        own = ((weights * self.faces) ** 2).sum()
        first, second = self.doubtful.T
        return float((total**2 - own) / 2 - (weights[first] * weights[second]).sum())

    def threshold(self, rate: float, weights: NDArray[np.int64]) -> float:
        """The highest score that over this share of the impostor pairs reaches."""
        first, second = self.impostor_people.T
        reached = np.cumsum(weights[first] * weights[second])
        place = int(np.searchsorted(reached, rate * self.impostors(weights), side="right"))
        return float(self.impostor[min(place, len(self.impostor) - 1)])

    def tar(self, rate: float, weights: NDArray[np.int64]) -> float:
        """Share of the genuine pairs above that score."""
        counted = weights[self.genuine_person]
        return float(counted[self.genuine > self.threshold(rate, weights)].sum() / max(counted.sum(), 1))


def tar_all_pairs(
    vectors: Vectors,
    person: NDArray[np.generic],
    rate: float = 1e-4,
    doubtful: NDArray[np.bool_] | None = None,
    neighbourhood: Neighbourhood = EVEN,
) -> Estimate:
    """TAR at the false accept rate `rate` over all pairs of `vectors` [n, D] (NaN: no face), of `person` [n].

    doubtful: [n, n], pairs of "two people" that do not count because they are taken for one.
    """
    kept = tail(vectors, person, rate, doubtful, neighbourhood)
    everybody = np.ones(len(kept.faces), np.int64)
    comparisons = len(kept.genuine) + int(kept.impostors(everybody))
    return bootstrap(lambda weights: kept.tar(rate, weights), (len(kept.faces),), comparisons, draws=200)


def tail(
    vectors: Vectors,
    person: NDArray[np.generic],
    rate: float,
    doubtful: NDArray[np.bool_] | None = None,
    neighbourhood: Neighbourhood = EVEN,
) -> Tail:
    """Compare all pairs, a few rows at a time, and keep what the rate can depend on."""
    missing: NDArray[np.bool_] = np.asarray(np.isnan(vectors).any(axis=1))
    found = np.where(missing[:, None], 0, vectors).astype(np.float32)
    _, number, faces = np.unique(person, return_inverse=True, return_counts=True)
    crowding = neighbourhood.crowding(found)
    n = len(found)
    keep = int(SPARE * rate * n * (n - 1) / 2) + 1000
    genuine, genuine_person, scores, people, left_out = [], [], [], [], []
    floor, waiting = -np.inf, 0
    for start in range(0, n, ROWS):
        rows = np.arange(start, min(start + ROWS, n))
        block = found[rows] @ found[start:].T - crowding[rows][:, None] - crowding[start:]
        block[missing[rows]] = -1
        block[:, missing[start:]] = -1
        later = np.arange(start, n) > rows[:, None]
        alike = number[rows][:, None] == number[start:]
        own = later & alike
        genuine.append(block[own])
        genuine_person.append(number[rows[np.nonzero(own)[0]]])
        counts = later & ~alike
        if doubtful is not None:
            strange = counts & doubtful[rows, start:]
            left_out.append(_people(number, rows, start, strange))
            counts &= ~strange
        high = counts & (block > floor)
        scores.append(block[high])
        people.append(_people(number, rows, start, high))
        waiting += len(scores[-1])
        if waiting > 2 * keep:
            scores, people = _highest(scores, people, keep)
            floor, waiting = float(scores[0][-1]), keep
    scores, people = _highest(scores, people, keep)
    nobody = np.empty((0, 2), np.int64)
    return Tail(
        np.concatenate(genuine),
        np.concatenate(genuine_person),
        scores[0],
        people[0],
        faces.astype(np.int64),
        np.concatenate([nobody, *left_out]),
    )


def _people(
    number: NDArray[np.int64], rows: NDArray[np.int64], start: int, chosen: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The two people of each chosen pair of a block, [k, 2]."""
    i, j = np.nonzero(chosen)
    return np.stack([number[rows[i]], number[start + j]], axis=1).astype(np.int64)


def _highest(
    scores: list[NDArray[np.float32]], people: list[NDArray[np.int64]], keep: int
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.int64]]]:
    """The `keep` highest scores, descending, with their people."""
    joined, whose = np.concatenate(scores), np.concatenate(people)
    best = np.argpartition(-joined, keep)[:keep] if len(joined) > keep else np.arange(len(joined))
    order = best[np.argsort(-joined[best])]
    return [joined[order]], [whose[order]]
