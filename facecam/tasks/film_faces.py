"""Whose face is where in a film, known from its whole length: whom to cover on each of its frames.

A film can be looked at twice, so nothing has to be said at once. Each frame is searched (`vision.scan.CAUTIOUS`)
and each face followed forwards, as live (`pipeline.track_pipeline`); from where a track begins it is followed
backwards through the frames before, and what cannot be seen is filled in: gaps between two tracks are bridged, and
beginnings and ends reached over, within one shot. All of that is covered, except where a face is surely of somebody
who is to be kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Face, Frame, Vector
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.track_evidence import ENOUGH_SAMPLES, ENOUGH_WEIGHT, GOOD, STALE
from facecam.pipeline.recognizer import Recognizer
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import SMALLEST_FACE
from facecam.vision.scan import CAUTIOUS
from facecam.vision.scene_cuts import CutFinder
from facecam.vision.tracker import MOVED, SAME

Box = NDArray[np.float32]

BEHIND = 1.0
"""Seconds through which a face is followed backwards from where it was found first."""
BUFFER = 256_000_000
"""Bytes of the frames that are kept for that."""
BRIDGED = 2.0
"""Seconds of a gap that is bridged: a head that turned away and back."""
FAST = 8.0
"""Widths of itself that a face moves in a second, at most..."""
FAR = 3.0
"""...and over a gap at most, that it is still the same."""
REACH = 0.4
"""Seconds before a face is seen first, and after it is seen last, that are covered too."""
SHORTEST = 0.5
"""Seconds of a shot: where several of fewer follow one another the picture is one that moves fast."""
GROWTH = 4.0
"""Share of its size by which a box that nobody sees grows in a second."""
ENDS = 0.3
"""Seconds before its first sample and after its last one through which a track's face is still the one it was."""


@dataclass(slots=True, eq=False)
class _Sample:
    index: int
    vector: Vector
    quality: float


@dataclass(slots=True, eq=False)
class _Track:
    shot: int
    boxes: dict[int, Box] = field(default_factory=dict)
    """(4,) by the frame's index."""
    samples: list[_Sample] = field(default_factory=list)
    """The good ones."""
    clear: frozenset[int] = frozenset()
    """The frames on which it is surely somebody who is to be kept."""
    score: float = 0.0
    person: int | None = None

    @property
    def first(self) -> int:
        return min(self.boxes)

    @property
    def last(self) -> int:
        return max(self.boxes)


@dataclass(frozen=True, slots=True)
class FilmFaces:
    """What a film's faces came to."""

    frames: int
    covered: dict[int, list[Box]]
    """By the frame's index, the boxes (4,) x1 y1 x2 y2 to cover."""
    tracks: int
    """Faces that were followed; one person may be several."""
    kept: int
    """Tracks that are left clear, at least on some frames."""
    doubtful: int
    """Tracks that looked like somebody to be kept and were covered all the same: not surely enough."""
    guessed: int
    """Frames with a box where no face was seen, only before, after or between where one was."""


class FilmSearch:
    """Looks at a film's frames in order; not thread-safe."""

    def __init__(self, recognizer: Recognizer, matcher: Matcher, keep: Collection[int]) -> None:
        """`keep`: the numbers of the people who stay clear."""
        detector = recognizer.detector.looking(CAUTIOUS, SMALLEST_FACE)
        self._detector = detector
        self._pipeline = TrackPipeline(Recognizer(detector, recognizer.embedder, recognizer.calibration))
        self._matcher = matcher
        self._keep = frozenset(keep)
        self._cuts = CutFinder()
        self._shot = 0
        self._shots: list[int] = []
        """By frame index."""
        self._times: list[float] = []
        self._tracks: dict[int, _Track] = {}
        self._behind: deque[Frame] = deque()

    def look(self, frame: Frame) -> None:
        """The next frame; their indices follow one another from 0."""
        if self._cuts.cut(frame.image):
            self._shot += 1
            self._behind.clear()
        self._shots.append(self._shot)
        self._times.append(frame.time)
        result = self._pipeline.process(frame, self._matcher, thorough=True)
        for face in result.faces:
            assert face.track is not None
            new = face.track not in self._tracks
            track = self._tracks.setdefault(face.track, _Track(self._shot))
            track.boxes[frame.index] = face.detection.box
            if face.embedding is not None and face.quality is not None and face.quality.score >= GOOD:
                track.samples.append(_Sample(frame.index, face.embedding, face.quality.score))
            if new:
                self._follow_back(track, face)
        self._remember(frame)

    def finish(self) -> FilmFaces:
        """After the last frame."""
        self._join_short_shots()
        tracks = list(self._tracks.values())
        for track in tracks:
            self._identify(track)
        self._one_at_a_time(tracks)
        seen: dict[int, list[Box]] = {}
        for track in tracks:
            for index, box in track.boxes.items():
                if index not in track.clear:
                    seen.setdefault(index, []).append(box)
        unseen: dict[int, list[Box]] = {}
        for index, box in (*self._reached(tracks), *self._bridged(tracks)):
            unseen.setdefault(index, []).append(box)
        covered = {index: seen.get(index, []) + unseen.get(index, []) for index in {*seen, *unseen}}
        kept = sum(bool(track.clear) for track in tracks)
        doubtful = sum(not track.clear and track.score >= self._matcher.threshold for track in tracks)
        return FilmFaces(len(self._times), covered, len(tracks), kept, doubtful, len(unseen.keys() - seen.keys()))

    def _join_short_shots(self) -> None:
        """Where one cut follows on another at once, most of the picture moves fast, and that is one shot: what
        enters, leaves or turns in it is reached over and bridged as ever."""
        if not self._shots:
            return
        starts = [at for at in range(len(self._shots)) if at == 0 or self._shots[at] != self._shots[at - 1]]
        ends = [*(self._times[at] for at in starts[1:]), self._times[-1]]
        short = [end - self._times[start] < SHORTEST for start, end in zip(starts, ends, strict=True)]
        joined, shot = {self._shots[0]: 0}, 0
        for at, start in enumerate(starts[1:], 1):
            shot += not (short[at - 1] and short[at])
            joined[self._shots[start]] = shot
        self._shots = [joined[one] for one in self._shots]
        for track in self._tracks.values():
            track.shot = joined[track.shot]

    def _remember(self, frame: Frame) -> None:
        self._behind.append(frame)
        most = max(BUFFER // frame.image.nbytes, 1)
        while len(self._behind) > most or frame.time - self._behind[0].time > BEHIND:
            self._behind.popleft()

    def _follow_back(self, track: _Track, face: Face) -> None:
        """Through the frames before, as far as it is seen there and nobody else's track is."""
        box = face.detection.box
        for frame in reversed(self._behind):
            others = [one.boxes[frame.index] for one in self._tracks.values() if frame.index in one.boxes]
            if others and iou(box[None], np.stack(others)).max() >= SAME:
                return
            (found,) = self._detector.follow(frame.image, box[None])
            if found is None or iou(box[None], found.box[None])[0, 0] < MOVED:
                return
            track.boxes[frame.index] = box = found.box

    def _identify(self, track: _Track) -> None:
        """Whose track it is by all of its samples, and on which frames that is sure."""
        weight = sum(sample.quality for sample in track.samples)
        if not weight:
            return
        mean = np.sum([sample.vector * sample.quality for sample in track.samples], axis=0) / weight
        (decision,) = self._matcher.decide([Evidence(mean.astype(np.float32), on_track=True)])
        if decision.best is not None and decision.best.person in self._keep:
            track.score = decision.best.score
        sure = len(track.samples) >= ENOUGH_SAMPLES and weight >= ENOUGH_WEIGHT
        if not sure or decision.person not in self._keep:
            return
        track.person = decision.person
        whole = mean / np.linalg.norm(mean)
        clear: set[int] = set()
        for before, after in pairwise(track.samples):
            alike = min(float(sample.vector @ whole) for sample in (before, after)) >= self._matcher.continuity
            if alike and self._times[after.index] - self._times[before.index] <= STALE:
                clear.update(range(before.index, after.index + 1))
        if not clear:
            return
        if not self._handed_over(track, track.first, -1):
            clear.update(self._near(track, min(clear), -1))
        if not self._handed_over(track, track.last, 1):
            clear.update(self._near(track, max(clear), 1))
        track.clear = frozenset(clear & track.boxes.keys())

    def _near(self, track: _Track, index: int, step: int) -> Iterator[int]:
        """The frames of the track next to one on which it is sure, for a moment."""
        start = self._times[index]
        while index in track.boxes and abs(self._times[index] - start) <= ENDS:
            yield index
            index += step

    def _handed_over(self, track: _Track, index: int, step: int) -> bool:
        """Whether another track goes on where this one ends (or ends where it begins): they may have been mixed."""
        box = track.boxes[index][None]
        others = (one.boxes.get(index + step) for one in self._tracks.values() if one is not track)
        return any(other is not None and iou(box, other[None])[0, 0] >= SAME for other in others)

    def _one_at_a_time(self, tracks: list[_Track]) -> None:
        """Nobody is in the picture twice: of two who seem to be one person the less likely is covered."""
        claims: dict[tuple[int, int], list[_Track]] = {}
        for track in tracks:
            for index in track.clear:
                assert track.person is not None
                claims.setdefault((index, track.person), []).append(track)
        for (index, _), rivals in claims.items():
            for track in sorted(rivals, key=lambda one: -one.score)[1:]:
                track.clear -= {index}

    def _reached(self, tracks: list[_Track]) -> Iterator[tuple[int, Box]]:
        """Before a track's beginning and after its end, on its way, where it is covered there."""
        for track in tracks:
            for index, step in ((track.first, -1), (track.last, 1)):
                if index in track.clear:
                    continue
                box, velocity = track.boxes[index], self._velocity(track, index, -step)
                at = index + step
                while self._within(at, track.shot) and abs(self._times[at] - self._times[index]) <= REACH:
                    passed = self._times[at] - self._times[index]
                    yield at, _grown(box + np.tile(velocity * passed, 2), GROWTH * abs(passed))
                    at += step

    def _bridged(self, tracks: list[_Track]) -> Iterator[tuple[int, Box]]:
        """Between the end of a track and the beginnings of those that may be the same face."""
        by_shot: dict[int, list[_Track]] = {}
        for track in tracks:
            by_shot.setdefault(track.shot, []).append(track)
        for some in by_shot.values():
            some.sort(key=lambda one: one.first)
            for one in some:
                for other in some:
                    gap = self._times[other.first] - self._times[one.last]
                    if not 0 < gap <= BRIDGED or (one.last in one.clear and other.first in other.clear):
                        continue
                    if self._apart(one.boxes[one.last], other.boxes[other.first], gap):
                        continue
                    yield from self._between(one, other)

    def _between(self, one: _Track, other: _Track) -> Iterator[tuple[int, Box]]:
        start, end = self._times[one.last], self._times[other.first]
        for index in range(one.last + 1, other.first):
            share = (self._times[index] - start) / (end - start)
            box = one.boxes[one.last] * (1 - share) + other.boxes[other.first] * share
            yield index, _grown(box, GROWTH * min(self._times[index] - start, end - self._times[index]) / 2)

    def _apart(self, one: Box, other: Box, gap: float) -> bool:
        """Whether they are too far from one another for one face."""
        size = max(float(box[2] - box[0]) for box in (one, other))
        return float(np.linalg.norm(_centre(one) - _centre(other))) > size * min(1 + FAST * gap, FAR)

    def _velocity(self, track: _Track, index: int, step: int) -> NDArray[np.float32]:
        """(2,): pixels a second at one end of a track, from a few frames."""
        near = [at for at in range(index, index + 4 * step, step) if at in track.boxes]
        passed = self._times[near[-1]] - self._times[near[0]]
        if not passed:
            return np.zeros(2, np.float32)
        return (_centre(track.boxes[near[-1]]) - _centre(track.boxes[near[0]])) / np.float32(passed)

    def _within(self, index: int, shot: int) -> bool:
        return 0 <= index < len(self._shots) and self._shots[index] == shot


def _centre(box: Box) -> NDArray[np.float32]:
    return (box[:2] + box[2:]) / np.float32(2)


def _grown(box: Box, share: float) -> Box:
    """By so much of its size, about its middle."""
    more = (box[2:] - box[:2]) * np.float32(share / 2)
    return np.concatenate([box[:2] - more, box[2:] + more])
