"""A track's memory of its samples: what they say together, weighted by their quality."""

from __future__ import annotations

import numpy as np

from facecam.base.messages import Message
from facecam.base.types import Vector

GOOD = 0.2
"""A sample below this quality proves nothing: it neither names a face nor keeps a name alive."""

ENOUGH_SAMPLES = 2
ENOUGH_WEIGHT = 0.6
"""Samples, and the sum of their qualities, before a track is given a name."""

MEMORY = 0.9
"""What a new sample leaves of the older ones' weight: a vote stands on about its last ten samples."""

STALE = 1.2
"""Seconds after which a vote without a new good sample says nothing any more."""


class TrackEvidence:
    """The quality-weighted mean of a track's embeddings."""

    def __init__(self) -> None:
        self._sum: Vector | None = None
        self._weight = 0.0
        self._crowding = 0.0
        self.samples = 0
        self._last = 0.0
        self._broken = False
        self.named: int | None = None
        """The person whose name the track carries, for hysteresis."""

    @property
    def mean(self) -> Vector | None:
        """(D,): its product with a template is the mean cosine of the samples; None before the first."""
        return None if self._sum is None else self._sum / np.float32(self._weight)

    @property
    def crowding(self) -> float:
        """The mean of the samples', weighted alike: the mean vector itself lies in no neighbourhood of faces."""
        return self._crowding / max(self._weight, 1e-12)

    def likeness(self, embedding: Vector) -> float:
        """Cosine of a new sample to the mean; 1 before the first sample."""
        if self._sum is None:
            return 1.0
        return float(embedding @ self._sum / max(float(np.linalg.norm(self._sum)), 1e-12))

    def add(self, embedding: Vector, quality: float, time: float, crowding: float = 0.0) -> None:
        """Count a good sample; `crowding` is that of its neighbourhood (`Neighbourhood.crowding`)."""
        weight = np.float32(quality)
        if self._sum is None:
            self._sum = embedding * weight
        else:
            self._sum = self._sum * np.float32(MEMORY) + embedding * weight
        self._weight = self._weight * MEMORY + float(weight)
        self._crowding = self._crowding * MEMORY + crowding * float(weight)
        self.samples += 1
        self._last = time
        self._broken = False

    def suspect(self) -> None:
        """A poor sample looked like somebody else: nothing is said until a good one comes."""
        self._broken = True

    def doubt(self, time: float) -> Message | None:
        """Why the vote says nothing at this time; None when it can be asked."""
        if self._sum is None:
            return Message("Not seen clearly yet")
        if self._broken:
            return Message("Something changed: looking again")
        if time - self._last > STALE:
            return Message("Not seen clearly any more")
        if self.samples < ENOUGH_SAMPLES or self._weight < ENOUGH_WEIGHT:
            return Message("Still deciding")
        return None
