"""Boxes that sit on faces: the newest result's, moved on to the time of the picture that is painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.types import Decision, Face, FrameResult

AHEAD = 0.15
"""Seconds over which a motion is believed."""

GAP = 0.5
"""Two boxes further apart in time say nothing about a motion."""

FORGOTTEN = 1.5
"""Seconds after which a result has nothing to do with the picture any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A face as it is to be painted."""

    track: int
    box: NDArray[np.float64]
    """(4,): x1, y1, x2, y2 in pixels of the frame."""
    face: Face
    decision: Decision


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    time: float
    box: NDArray[np.float64]
    speed: NDArray[np.float64]
    """(4,): pixels a second of each edge."""


class Motion:
    """Remembers the last box and speed of every track."""

    def __init__(self) -> None:
        self._result: FrameResult | None = None
        self._tracks: dict[int, _Seen] = {}

    def observe(self, result: FrameResult) -> None:
        tracks = {}
        for face in result.faces:
            if face.track is None:
                continue
            box = np.asarray(face.detection.box, np.float64)
            before = self._tracks.get(face.track)
            speed = np.zeros(4)
            if before is not None and 0 < (gap := result.captured - before.time) <= GAP:
                # The mean of the last two steps: half as restless as one, and hardly later.
                speed = ((box - before.box) / gap + before.speed) / 2
            tracks[face.track] = _Seen(result.captured, box, speed)
        self._result, self._tracks = result, tracks

    def knows(self, captured: float) -> bool:
        """Whether the faces of a picture taken then were looked for."""
        return self._result is not None and captured - self._result.captured <= FORGOTTEN

    def at(self, captured: float) -> list[Shown]:
        """The faces at the time of a picture (`time.monotonic()` of its capture), in the result's order."""
        if self._result is None or not self.knows(captured):
            return []
        shown = []
        for number, (face, decision) in enumerate(zip(self._result.faces, self._result.decisions, strict=True)):
            if face.track is None:
                box = np.asarray(face.detection.box, np.float64)
                shown.append(Shown(-1 - number, box, face, decision))
                continue
            seen = self._tracks[face.track]
            ahead = min(max(captured - seen.time, 0.0), AHEAD)
            shown.append(Shown(face.track, seen.box + seen.speed * ahead, face, decision))
        return shown

    def copy(self) -> Motion:
        """What is known now, for another thread."""
        other = Motion()
        other._result, other._tracks = self._result, self._tracks
        return other

    def forget(self) -> None:
        """Another source."""
        self._result, self._tracks = None, {}
