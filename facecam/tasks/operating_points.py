"""What thresholds mean: how many strangers are named at each, and how many of those who are known are missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facecam.identity.matching import Matcher
from facecam.tasks.verification import missed

STEP = 0.01
LOWEST, HIGHEST = 0.0, 0.9


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    threshold: float
    """The cosine from which a name is given."""
    fpir: float
    """The share of strangers who are given a name, among the people as they are."""
    fnmr: float | None
    """The share of pairs of one person under the threshold, as measured on LFW; None where it was not."""


def operating_points(matcher: Matcher, figures: Mapping[str, Any]) -> list[OperatingPoint]:
    """From the lowest threshold to the highest; `figures` are the model's."""
    curve, people = matcher.calibration, max(matcher.gallery.size, 1)
    thresholds = [round(LOWEST + STEP * step, 2) for step in range(round((HIGHEST - LOWEST) / STEP) + 1)]
    return [OperatingPoint(at, curve.fpir(at, people), missed(figures, curve.fmr(at))) for at in thresholds]
