"""Which face is which from frame to frame, at a tenth of a full scan's cost.

Between rare full scans each face is followed where its smoothed velocity takes it (no Kalman filter: at 30 frames
a second there is little to predict); a scan's faces go to tracks by overlap, best first (data association). A
followed box locks onto whoever stands there, so a track ends rather than guesses: at a cut, after a gap, where the
box jumps, and where two tracks come to look at one face. That the person is still the same can only be said by
embeddings: `pipeline/track_pipeline.py` compares them and calls `end`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from facecam.base.types import Detection, Frame, Image
from facecam.vision.geometry import Floats, iou
from facecam.vision.scene_cuts import CutFinder

SCAN = 0.4
"""Seconds of frame time between full scans while there are faces; so a new one appears within half a second."""
SCAN_EMPTY = 0.2
"""The same while there is none."""
SCAN_LOST = 0.1
"""The same while a track's face is missing."""
HURRIED = 16
"""Where there is too much to do, full scans take the time in which faces would be followed: these are lost, and
looked for by more full scans. So a scan waits for so many times as long as frames are looked at late, ..."""
SCAN_LATEST = 2.0
"""... and for no more seconds than these."""
GAP = 0.3
"""A track whose face was not seen for this many seconds ends."""
SLOWEST = 1.0
"""Sources of few frames a second have longer gaps between any two frames: up to here they are none."""
MOVED = 0.4
"""IoU with its predicted place that a followed face must keep: one that jumps is not followed but looked for."""
SAME = 0.3
"""IoU with its predicted place from which a face that a full scan found belongs to a track."""
SHARED = 0.5
"""IoU from which two tracks look at one face."""
UNCONFIRMED = 2
"""This many full scans in a row may miss a face that is followed; then following has lost itself."""
SMOOTHING = 0.5
"""Weight of the newest displacement in a track's velocity."""


class Detector(Protocol):
    """What a tracker needs: `Mtcnn` in earnest."""

    def detect(self, image: Image) -> list[Detection]: ...

    def follow(self, image: Image, boxes: Floats) -> list[Detection | None]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """A face of the newest frame."""

    track: int
    """Counts from 1; never used again after its end."""
    detection: Detection
    measured: bool
    """False where the face was not seen on this frame and its box is predicted from its motion."""


@dataclass(slots=True, eq=False)
class _Track:
    number: int
    detection: Detection
    """As seen last."""
    seen: float
    """Frame time of that."""
    velocity: Floats
    """(2,): pixels a second."""
    unconfirmed: int = 0
    """Full scans in a row that did not find it."""

    def at(self, time: float) -> Detection:
        """Where it should be by now."""
        if time == self.seen:
            return self.detection
        shift = self.velocity * np.float32(time - self.seen)
        return Detection(
            self.detection.box + np.tile(shift, 2), self.detection.points + shift, self.detection.score
        )

    def follow(self, detection: Detection, time: float) -> None:
        """It was followed there: what the last full scan judged still holds, a moment later."""
        self.update(replace(detection, upright=self.detection.upright), time)

    def update(self, detection: Detection, time: float) -> None:
        passed = time - self.seen
        if passed > 0:
            now = (_centre(detection) - _centre(self.detection)) / np.float32(passed)
            self.velocity = self.velocity + SMOOTHING * (now - self.velocity)
        self.detection, self.seen = detection, time


class Tracker:
    """The tracks of one source. Not thread-safe: one thread drives it."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._cuts = CutFinder()
        self._tracks: list[_Track] = []
        self._numbers = 0
        self._time: float | None = None
        self._interval: float | None = None
        """Seconds of frame time between two looks, of late."""
        self._index: int | None = None
        self._step = 1.0
        """How many frames came in that time."""
        self._scanned = -np.inf
        self.ended: list[int] = []
        """The tracks that ended with the newest frame."""
        self.scanned = False
        """Whether all of the newest frame was searched, and every face that was found has its track."""

    def update(self, frame: Frame, *, thorough: bool = False) -> list[Tracked]:
        """The faces of the next frame, seen or predicted, in the order of their numbers.

        `thorough` searches all of it even where no full scan is due, so that nobody is in it unseen for a moment.
        """
        before = [track.number for track in self._tracks]
        self._pass_time(frame)
        lost = self._follow(frame) if not self._scan_due(frame.time) else None
        due = lost is None or (lost and self._waited(frame.time, SCAN_LOST))
        self.scanned = due or thorough
        if self.scanned:
            self._scan(frame, due)
        self._separate(frame.time)
        still = {track.number for track in self._tracks}
        self.ended = [number for number in before if number not in still]
        return [Tracked(track.number, track.at(frame.time), track.seen == frame.time) for track in self._tracks]

    def end(self, track: int) -> int:
        """End a track because somebody else stands there; the number under which the face goes on."""
        for one in self._tracks:
            if one.number == track:
                one.number = self._next_number()
                self._tracks.sort(key=lambda t: t.number)
                return one.number
        raise ValueError(f"there is no track {track}")

    def leave(self, faces: int) -> list[int]:
        """End all tracks: the next frame has nothing to do with the last. Numbers for so many faces that have
        none, as they are on a picture that is looked at for itself."""
        self._tracks.clear()
        self._time = self._index = None
        self._scanned = -np.inf
        return [self._next_number() for _ in range(faces)]

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _pass_time(self, frame: Frame) -> None:
        """End what cannot go on: everything where time or the picture jumps, else tracks unseen for too long."""
        cut = self._cuts.cut(frame.image)
        if self._time is not None and self._index is not None:
            passed = frame.time - self._time
            if cut or passed < 0:
                self._tracks.clear()
                self._scanned = -np.inf
            else:
                usual = passed if self._interval is None else self._interval
                longest = max(GAP, min(2 * usual, SLOWEST))
                self._tracks = [track for track in self._tracks if frame.time - track.seen <= longest]
                self._interval = usual + 0.2 * (passed - usual)
                self._step += 0.2 * (max(frame.index - self._index, 1) - self._step)
        self._time, self._index = frame.time, frame.index

    def _scan_due(self, time: float) -> bool:
        return self._waited(time, SCAN if self._tracks else SCAN_EMPTY)

    def _waited(self, time: float, seconds: float) -> bool:
        """Whether the last full scan is so long ago, or as long as there is too much to do for another one."""
        late = 0.0 if self._interval is None else self._interval * (1 - 1 / self._step)
        # A frame's time is rarely an exact multiple: half a millisecond early is in time.
        return time - self._scanned >= max(seconds, min(HURRIED * late, SCAN_LATEST)) - 5e-4

    def _follow(self, frame: Frame) -> bool:
        """Look for each face where it should be; whether one is missing."""
        if not self._tracks:
            return False
        lost = False
        places = _boxes([track.at(frame.time) for track in self._tracks])
        for track, place, found in zip(
            self._tracks, places, self._detector.follow(frame.image, places), strict=True
        ):
            if found is not None and iou(place[None], found.box[None])[0, 0] >= MOVED:
                track.follow(found, frame.time)
            else:
                lost = True
        return lost

    def _scan(self, frame: Frame, due: bool) -> None:
        """Look everywhere; give each found face to the track that should be there, or to a new one.

        A scan that is not due only adds faces: those that it misses were followed a moment ago.
        """
        if due:
            self._scanned = frame.time
        found = self._detector.detect(frame.image)
        overlap = iou(_boxes([track.at(frame.time) for track in self._tracks]), _boxes(found))
        free = set(range(len(found)))
        unmatched = set(range(len(self._tracks)))
        for flat in np.argsort(-overlap, axis=None, kind="stable").tolist():
            row, column = divmod(flat, len(found))
            if overlap[row, column] < SAME:
                break
            if row in unmatched and column in free:
                unmatched.discard(row)
                free.discard(column)
                self._tracks[row].update(found[column], frame.time)
                self._tracks[row].unconfirmed = 0
        if due:
            self._keep_unconfirmed([self._tracks[row] for row in sorted(unmatched)], frame)
        for column in sorted(free):
            if self._is_new(found[column], frame.time):
                self._tracks.append(_Track(self._next_number(), found[column], frame.time, np.zeros(2, np.float32)))

    def _keep_unconfirmed(self, tracks: Sequence[_Track], frame: Frame) -> None:
        """A full scan may miss a face that O-Net still sees (turned, half covered): follow it for a while."""
        followed = [track for track in tracks if track.seen < frame.time]
        places = _boxes([track.at(frame.time) for track in followed])
        for track, place, found in zip(followed, places, self._detector.follow(frame.image, places), strict=True):
            if found is not None and iou(place[None], found.box[None])[0, 0] >= MOVED:
                track.follow(found, frame.time)
        for track in tracks:
            track.unconfirmed += 1
            if track.unconfirmed > UNCONFIRMED:
                self._tracks.remove(track)

    def _is_new(self, detection: Detection, time: float) -> bool:
        """Whether no track looks at this face already."""
        seen = _boxes([track.detection for track in self._tracks if track.seen == time])
        return bool((iou(detection.box[None], seen) < SHARED).all())

    def _separate(self, time: float) -> None:
        """Where two tracks are at one face, the one that was not seen there ends; on doubt both do."""
        if len(self._tracks) < 2:
            return
        boxes = _boxes([track.at(time) for track in self._tracks])
        ending: set[int] = set()
        for pair in np.argwhere(np.triu(iou(boxes, boxes) >= SHARED, k=1)).tolist():
            seen = [self._tracks[index].seen for index in pair]
            ending.update(index for index in pair if self._tracks[index].seen == min(seen))
            self.scanned &= len(set(seen)) > 1  # else both end, and the face has no track for a moment
        if ending:
            self._tracks = [track for index, track in enumerate(self._tracks) if index not in ending]
            self._scanned = -np.inf


def _centre(detection: Detection) -> Floats:
    return (detection.box[:2] + detection.box[2:]) / np.float32(2)


def _boxes(detections: Sequence[Detection]) -> Floats:
    return np.array([d.box for d in detections], np.float32).reshape(-1, 4)
