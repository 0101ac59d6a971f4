"""Open-set identification: who is this, and is it anybody we know? As NIST's FRTE 1:N counts it.

Gallery: the first picture of every person with two or more; probes: all their others; strangers: people with one.
FPIR is the share of strangers who are given a name, FNIR the share of probes that are not given their own. A probe
in which no face was found is a miss, and a gallery picture without one makes all its probes misses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.identity.calibration import Calibration
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from training.core.vectors import Vectors
from training.evaluation.datasets import Dataset, Places
from training.metrics.confidence_intervals import Estimate, bootstrap, wilson

RATES = (0.01, 0.003)


@dataclass(frozen=True)
class CalibrationCheck:
    """What the shipped calibration said, and what came of it at its threshold."""

    threshold: float
    fpir: Estimate
    fnir: Estimate
    named: tuple[int, int, int]
    """probes given their own name, another's, none"""


@dataclass(frozen=True)
class OpenSet:
    """own: each probe's score where its own person is the nearest, else -1. top: its score whoever is nearest.

    stranger: each stranger's highest score. fnir, threshold: by FPIR. promised: by the FPIR that was promised.
    """

    people: int
    own: NDArray[np.float32]
    top: NDArray[np.float32]
    stranger: NDArray[np.float32]
    fnir: dict[float, Estimate]
    threshold: dict[float, float]
    promised: dict[float, CalibrationCheck]


def split(data: Dataset) -> tuple[Places, Places, Places]:
    """Places of gallery, probes and strangers."""
    _, first, number, counts = np.unique(data.person, return_index=True, return_inverse=True, return_counts=True)
    many = counts[number] > 1
    is_first = np.zeros(len(data.names), bool)
    is_first[first] = True
    return np.flatnonzero(many & is_first), np.flatnonzero(many & ~is_first), np.flatnonzero(~many)


def identify(
    data: Dataset, vectors: Vectors, calibration: Calibration | None, neighbourhood: Neighbourhood = EVEN
) -> OpenSet | None:
    """All figures; None where nobody is known, or nobody is a stranger. `vectors` [n, D], NaN: no face."""
    gallery, probes, strangers = split(data)
    if not data.named or not len(gallery) or not len(strangers):
        return None
    missing: NDArray[np.bool_] = np.asarray(np.isnan(vectors).any(axis=1))
    unit = np.where(missing[:, None], 0, vectors).astype(np.float32)

    crowding = neighbourhood.crowding(unit)

    def scores(places: Places) -> NDArray[np.float32]:
        products = unit[places] @ unit[gallery].T - crowding[places][:, None] - crowding[gallery]
        products[missing[places]] = -1
        products[:, missing[gallery]] = -1
        return products

    by_probe = scores(probes)
    top, nearest = by_probe.max(axis=1), by_probe.argmax(axis=1)
    own = np.where(data.person[gallery][nearest] == data.person[probes], top, np.float32(-1))
    stranger = scores(strangers).max(axis=1)
    _, whose = np.unique(data.person[probes], return_inverse=True)
    fnir = {rate: fnir_with_interval(own, whose, stranger, rate) for rate in RATES}
    threshold = {rate: float(np.quantile(stranger, 1 - rate)) for rate in RATES}
    promised = {}
    for rate in RATES if calibration else ():
        assert calibration is not None
        limit = calibration.threshold(rate, len(gallery))
        right, named = int((own > limit).sum()), int((top > limit).sum())
        promised[rate] = CalibrationCheck(
            limit,
            wilson(int((stranger > limit).sum()), len(stranger)),
            wilson(len(own) - right, len(own)),
            (right, named - right, len(own) - named),
        )
    return OpenSet(len(gallery), own, top, stranger, fnir, threshold, promised)


def fnir_with_interval(
    own: NDArray[np.float32], whose: NDArray[np.int64], stranger: NDArray[np.float32], rate: float
) -> Estimate:
    """FNIR at an FPIR; the interval draws people (`whose`: each probe's) and strangers anew, threshold included."""
    people = int(whose.max()) + 1

    def measure(weights: NDArray[np.int64]) -> float:
        threshold = np.quantile(np.repeat(stranger, weights[people:]), 1 - rate)
        counted = weights[:people][whose]
        return float(1 - counted[own > threshold].sum() / max(counted.sum(), 1))

    return bootstrap(measure, (people, len(stranger)), len(own) + len(stranger))
