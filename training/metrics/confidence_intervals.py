"""Confidence intervals (95 %) of shares: by Wilson's formula, or by drawing again what was drawn (bootstrap)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

DRAWS = 400


def percent(share: float) -> str:
    """0.935 -> `93.50 %`; what is no number was not measured."""
    if math.isnan(share):
        return "not measured"
    return f"{100 * share:.2f} %"


@dataclass(frozen=True)
class Estimate:
    """A share 0..1, its 95 % interval, and of how many comparisons."""

    value: float
    low: float
    high: float
    comparisons: int

    def __str__(self) -> str:
        if not self.comparisons:
            return "none to compare"
        return f"{percent(self.value)} ({100 * self.low:.2f} to {100 * self.high:.2f})"


def wilson(count: int, n: int) -> Estimate:
    """`count` of `n` independent ones (Wilson 1927): right at the edges, too, where the plain formula is not."""
    if n == 0:
        return Estimate(float("nan"), 0.0, 1.0, 0)
    low, high = binomtest(count, n).proportion_ci(method="wilson")
    return Estimate(count / n, float(low), float(high), n)


def bootstrap(
    measure: Callable[[NDArray[np.int64]], float], groups: Sequence[int], comparisons: int, *, draws: int = DRAWS
) -> Estimate:
    """`measure` of everything, and the interval of what it is when its units are drawn anew (Efron 1979).

    `groups`: how many units (people, or pairs) of each kind there are; each kind is drawn by itself. `measure` gets
    a weight for each unit, the kinds end to end: how often it was drawn, 1 for all at first.
    """
    rng = np.random.default_rng(0)

    def weights() -> NDArray[np.int64]:
        return np.concatenate([np.bincount(rng.integers(n, size=n), minlength=n) for n in groups])

    value = measure(np.ones(sum(groups), np.int64))
    if value in (0.0, 1.0):
        # What never happened happens in no redrawing either: as doubtful as with so many independent units.
        bounds = wilson(round(value * min(groups)), min(groups))
        return Estimate(value, bounds.low, bounds.high, comparisons)
    low, high = np.quantile([measure(weights()) for _ in range(draws)], (0.025, 0.975))
    return Estimate(value, float(low), float(high), comparisons)
