"""Are these two one person? Ten-fold accuracy, accepted pairs at a false accept rate, and pairs by pose.

For the accuracy, a picture without a detected face makes each of its pairs an error, whatever the truth. For
TAR and FAR nobody accepts it, as ISO/IEC 19795-1 counts a failure to acquire: a FAR of 1e-3 allows three of 3,000.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.vision.quality import pose
from training.core.vectors import Vectors
from training.evaluation.datasets import Dataset
from training.evaluation.pipeline import Points
from training.metrics.confidence_intervals import Estimate, bootstrap, wilson
from training.metrics.rates import fold_decisions, tar_at

RATES = (1e-2, 1e-3)
MISSING = -2.0
"""Stands for the score of a pair with a face that was not found: below every threshold."""
YAWS = ((0, 15), (15, 30), (30, 90))
"""Degrees: the groups of pairs, by the picture of the two that is turned farther."""

Scores = NDArray[np.floating]


@dataclass(frozen=True)
class Verification:
    """scores: of all pairs, `MISSING` where a face was not found. same: the truth. called: the answer.

    accuracy: at each fold's threshold from the other folds. tar: by false accept rate, over all pairs.
    confusion: [[same called same, same called different], [different called same, different called different]].
    """

    scores: Scores
    same: NDArray[np.bool_]
    called: NDArray[np.bool_]
    accuracy: Estimate
    tar: dict[float, Estimate]
    confusion: NDArray[np.int64]


@dataclass(frozen=True)
class YawGroup:
    """Pairs whose more turned picture has a yaw in `degrees`; called as in the ten-fold judgement of all pairs."""

    degrees: tuple[int, int]
    accuracy: Estimate
    accepted: Estimate
    """of the same-person pairs"""
    refused: Estimate
    """of the pairs of two people"""


def verify(data: Dataset, vectors: Vectors, neighbourhood: Neighbourhood = EVEN) -> Verification:
    """All figures of the pairs; `vectors` [n, D] are unit rows, NaN where no face was found."""
    scores = pair_scores(data, vectors, neighbourhood)
    called = np.where(scores == MISSING, ~data.same, fold_decisions(scores, data.same, data.fold))
    confusion = np.array([[int((called[data.same == t] == c).sum()) for c in (True, False)] for t in (True, False)])
    right = int(confusion.trace())
    tar = {rate: tar_with_interval(scores[data.same], scores[~data.same], rate) for rate in RATES}
    return Verification(scores, data.same, called, wilson(right, len(scores)), tar, confusion)


def pair_scores(data: Dataset, vectors: Vectors, neighbourhood: Neighbourhood = EVEN) -> Scores:
    """The score of each pair, `MISSING` where a face was not found."""
    first, second = data.pairs.T
    crowding = neighbourhood.crowding(vectors)
    scores: Scores = (vectors[first] * vectors[second]).sum(axis=1) - crowding[first] - crowding[second]
    return np.where(np.isnan(scores), MISSING, scores)


def tar_with_interval(genuine: Scores, impostor: Scores, rate: float) -> Estimate:
    """True accept rate at a false accept rate; the interval draws both kinds of pairs anew, threshold included."""
    split = len(genuine)

    def measure(weights: NDArray[np.int64]) -> float:
        return tar_at(np.repeat(genuine, weights[:split]), np.repeat(impostor, weights[split:]), rate)

    return bootstrap(measure, (split, len(impostor)), split + len(impostor))


def by_yaw(data: Dataset, five: Points, verification: Verification) -> list[YawGroup]:
    """The pairs in groups by how far the more turned face looks to the side; those without a face are in none."""
    yaw = np.array([np.nan if np.isnan(face).any() else abs(pose(face).yaw) for face in five])
    turned = yaw[data.pairs].max(axis=1)  # NaN where one is missing, and in no group
    called = verification.called
    groups = []
    for low, high in YAWS:
        inside = (turned >= low) & (turned < high)
        same, other = inside & data.same, inside & ~data.same
        yes, no = int(called[same].sum()), int((~called[other]).sum())
        groups.append(
            YawGroup(
                (low, high),
                wilson(yes + no, int(inside.sum())),
                wilson(yes, int(same.sum())),
                wilson(no, int(other.sum())),
            )
        )
    return groups
