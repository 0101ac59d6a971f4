"""Boxes that sit on faces: the newest result's, moved on to the time of the picture that is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Decision, Face, Frame, FrameResult

if TYPE_CHECKING:
    from facecam.vision.scene_cuts import CutFinder

AHEAD = 0.15
"""Seconds over which a motion is believed."""

GAP = 0.5
"""Two boxes further apart in time say nothing about a motion, nor one picture about another."""

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


def faces_of(result: FrameResult) -> list[Shown]:
    """The faces where they were found, for the result's own frame."""
    return [
        Shown(
            -1 - number if face.track is None else face.track,
            np.asarray(face.detection.box, np.float64),
            face,
            decision,
        )
        for number, (face, decision) in enumerate(zip(result.faces, result.decisions, strict=True))
    ]


def decided(result: FrameResult, later: FrameResult) -> FrameResult:
    """The faces of a result, with what a later one says of them, as far as they are still there."""
    now = {
        face.track: one for face, one in zip(later.faces, later.decisions, strict=True) if face.track is not None
    }
    return replace(
        result,
        decisions=tuple(
            now.get(face.track, before) if face.track is not None else before
            for face, before in zip(result.faces, result.decisions, strict=True)
        ),
    )


class Motion:
    """Remembers the last box and speed of every track, within one shot."""

    def __init__(self) -> None:
        self._cuts: CutFinder | None = None
        self._frame: Frame | None = None
        self._shot = 0.0
        """`captured` of the first frame of the shot."""
        self._result: FrameResult | None = None
        self._tracks: dict[int, _Seen] = {}

    def follow(self, frame: Frame) -> None:
        """The next frame: where it begins another shot, nothing that was found before holds for it."""
        from facecam.vision.scene_cuts import CutFinder  # loads OpenCV: not with the window

        before, self._frame = self._frame, frame
        if self._cuts is None:
            self._cuts = CutFinder()
        cut = self._cuts.cut(frame.image)
        if before is None or before is frame:
            return
        # A film that is held and gone through by hand jumps in its own time, and stands still in ours.
        gap = max(frame.captured - before.captured, abs(frame.time - before.time))
        if cut or gap > GAP or frame.size != before.size:
            self._shot = frame.captured
            if self._result is not None and self._result.captured < self._shot:
                self._result, self._tracks = None, {}

    def observe(self, result: FrameResult) -> None:
        if result.captured < self._shot:
            return
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

    def decide(self, result: FrameResult) -> None:
        """Where the faces are stays; who they are is what a later result says of the same tracks."""
        if self._result is not None:
            self._result = decided(self._result, result)

    def at(self, captured: float) -> list[Shown]:
        """The faces at the time of a picture (`time.monotonic()` of its capture), in the result's order."""
        if self._result is None or captured - self._result.captured > FORGOTTEN:
            return []
        return [self._moved(face, captured) for face in faces_of(self._result)]

    def _moved(self, face: Shown, captured: float) -> Shown:
        if (seen := self._tracks.get(face.track)) is None:
            return face
        ahead = min(max(captured - seen.time, 0.0), AHEAD)
        return replace(face, box=seen.box + seen.speed * ahead)

    def forget(self) -> None:
        """Another source."""
        self._result, self._tracks = None, {}
        self._cuts = self._frame = None
        self._shot = 0.0
