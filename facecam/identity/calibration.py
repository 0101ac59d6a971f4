"""From a score to a false match rate and back: how often is a stranger taken for somebody?

A score is a cosine, less what is taken off for crowded neighbourhoods (`neighbourhood.py`). The curve gives the
false match rate (FMR) of one comparison between two different people, measured on people whom the model was not
trained on. A stranger who is compared with n people is named with the probability

    FPIR = 1 - (1 - FMR)^n

(false positive identification rate, ISO/IEC 19795-1), as if the comparisons were independent. A person is one
comparison however many the samples: by their mean, of held-out people as strangers, and as galleries of 20 to 50
people with 3 or 5 samples, 0.45 to 0.76 % are named for a promise of 1 %, and 0.08 to 0.22 % for 0.1 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

HIGHEST = 0.95
"""No threshold lies above this score: beyond it even pictures of one person part ways."""


class Calibration:
    def __init__(self, score: Sequence[float], log10_fmr: Sequence[float]) -> None:
        """`score` ascending, `log10_fmr` the logarithm of the FMR at each, descending."""
        self._score = np.asarray(score, float)
        self._log = np.minimum.accumulate(np.asarray(log10_fmr, float))
        fits = self._score.ndim == 1 and len(self._score) >= 2 and self._score.shape == self._log.shape
        if not fits or not np.isfinite([self._score, self._log]).all() or (np.diff(self._score) <= 0).any():
            raise ValueError("a calibration needs two or more ascending scores with a rate each")
        # Beyond the measured tail the curve goes on with the slope of its last decade.
        tail = self._log <= self._log[-1] + 1
        first = min(int(np.argmax(tail)), len(self._score) - 2)
        fall = (self._log[-1] - self._log[first]) / (self._score[-1] - self._score[first])
        self._slope = min(fall, -1.0)

    @property
    def lowest_fmr(self) -> float:
        """The smallest rate that was measured; below it the curve is extrapolated."""
        return math.pow(10, self._log[-1])

    def fmr(self, score: float) -> float:
        """False match rate of one comparison at a threshold of `score`; at most the largest that was measured."""
        if score <= self._score[-1]:
            return math.pow(10, np.interp(score, self._score, self._log))
        return math.pow(10, self._log[-1] + self._slope * (score - self._score[-1]))

    def score(self, fmr: float) -> float:
        """The lowest threshold with at most this false match rate, at most `HIGHEST`."""
        wanted = math.log10(fmr)
        if wanted >= self._log[-1]:
            found = float(np.interp(-wanted, -self._log, self._score))
        else:
            found = float(self._score[-1] + (wanted - self._log[-1]) / self._slope)
        return min(found, HIGHEST)

    def threshold(self, fpir: float, people: int) -> float:
        """The score at which one stranger is named with the probability `fpir` in a gallery of this size."""
        return self.score(-math.expm1(math.log1p(-fpir) / max(people, 1)))

    def fpir(self, score: float, people: int) -> float:
        """The probability that a stranger reaches `score` with any of the people."""
        return -math.expm1(people * math.log1p(-min(self.fmr(score), 1 - 1e-12)))

    def extrapolated(self, score: float) -> bool:
        """Whether the rates at this score lie beyond what was measured."""
        return bool(score < self._score[0] or score > self._score[-1])
