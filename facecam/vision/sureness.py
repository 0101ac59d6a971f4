"""How sure it is that a find is a face: more than O-Net's score of one window knows.

False finds are small, and poor faces to the judge; one of 100 pixels is hardly ever false, whatever O-Net says. A
logistic regression over the three says it (`python -m training detection sureness` finds the weights): at one share
of faces found, half of the false ones go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.vision.geometry import Floats

MIDDLE = 40.0
"""Pixels of the longer side of the box from which its size counts for the face, and under which against it."""


@dataclass(frozen=True, slots=True, eq=False)
class Finds:
    """What the nets say of N places that may be faces."""

    boxes: Floats
    """(N, 4)"""
    points: Floats
    """(N, 5, 2)"""
    scores: Floats
    """(N,) O-Net's, 0..1."""
    upright: Floats
    """(N,) the judge's, 0..1."""

    def looked_at_again(self, chosen: NDArray[np.bool_], scores: Floats, upright: Floats) -> Finds:
        """With a second look's scores and judgements of those that are chosen, each as the mean of the log-odds."""
        both = []
        for first, second in ((self.scores, scores), (self.upright, upright)):
            mean = first.copy()
            mean[chosen] = 1 / (1 + np.exp(-(_log_odds(first[chosen]) + _log_odds(second)) / 2))
            both.append(mean)
        return Finds(self.boxes, self.points, *both)


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the log-odds of a face."""

    score: float
    upright: float
    size: float
    all: float


WEIGHTS = Weights(score=1.02, upright=0.56, size=0.83, all=-3.23)


def signs(finds: Finds) -> Floats:
    """(N, 3): what speaks for a face, in the order of `Weights`."""
    sides = (finds.boxes[:, 2:] - finds.boxes[:, :2]).max(axis=1, initial=1.0)
    return np.stack([_log_odds(finds.scores), _log_odds(finds.upright), np.log(sides / MIDDLE)], axis=1)


def sureness(finds: Finds, weights: Weights = WEIGHTS) -> Floats:
    """(N,), 0..1."""
    counted = np.array([weights.score, weights.upright, weights.size], np.float32)
    sure: Floats = 1 / (1 + np.exp(-(signs(finds) @ counted + np.float32(weights.all))))
    return sure


def _log_odds(scores: Floats) -> Floats:
    inside = scores.clip(1e-6, 1 - 1e-6)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
