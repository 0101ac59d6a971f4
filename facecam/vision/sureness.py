"""How sure it is that a find is a face: more than O-Net's score of one window knows.

False finds are small, and poor faces to the judge; one of 100 pixels is hardly ever false, whatever O-Net says. A
logistic regression over the three says it (`python -m training detection sureness` finds the weights): at one share
of faces found, half of the false ones go. Where it leaves a doubt the context net's answer is the fourth, and the
weightiest.
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

    def chosen(self, which: NDArray[np.intp]) -> Finds:
        return Finds(self.boxes[which], self.points[which], self.scores[which], self.upright[which])


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the log-odds of a face."""

    score: float
    upright: float
    size: float
    all: float
    context: float = 0.0


WEIGHTS = Weights(score=1.02, upright=0.56, size=0.83, all=-3.23)
"""Of finds that passed stricter nets (decision 0033): it says what is in doubt, and `IN_CONTEXT` the rest."""
IN_CONTEXT = Weights(score=0.85, upright=0.09, size=1.21, context=1.15, all=-1.67)


def signs(finds: Finds, context: Floats | None = None) -> Floats:
    """(N, 3), or (N, 4) with what the context net says (N,): what speaks for a face, in the order of `Weights`."""
    sides = (finds.boxes[:, 2:] - finds.boxes[:, :2]).max(axis=1, initial=1.0)
    seen = [_log_odds(finds.scores), _log_odds(finds.upright), np.log(sides / MIDDLE)]
    return np.stack(seen if context is None else [*seen, _log_odds(context)], axis=1)


def sureness(finds: Finds, context: Floats | None = None) -> Floats:
    """(N,), 0..1; `context`: what the context net says (N,), 0..1."""
    weights = WEIGHTS if context is None else IN_CONTEXT
    counted = np.array([weights.score, weights.upright, weights.size, weights.context], np.float32)
    seen = signs(finds, context)
    sure: Floats = 1 / (1 + np.exp(-(seen @ counted[: seen.shape[1]] + np.float32(weights.all))))
    return sure


def _log_odds(scores: Floats) -> Floats:
    inside = scores.clip(1e-6, 1 - 1e-6)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
