"""What belongs to one source: which face is which from frame to frame, and what its samples say together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import cv2
import numpy as np

from facecam.base.types import Decision, DeniedLook, Face, Frame, FrameResult, Image, State, TrackSummary, Vector
from facecam.identity.clustering import ENOUGH
from facecam.identity.gallery import Enrolled
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.track_evidence import GOOD, TrackEvidence
from facecam.pipeline.recognizer import Recognizer, Stopwatch
from facecam.vision.geometry import iou
from facecam.vision.quality import ENROLLABLE
from facecam.vision.tracker import Tracked, Tracker

EAGER = 4
"""A young track is embedded on every frame until it has this many samples."""

INTERVAL = 0.5
"""Seconds after which every face is embedded again, known or not: for longer nobody stands under another's name."""

SURE = ENROLLABLE["upright"]
"""That part of the quality from which somebody who is not known was surely a face."""

DENIED_LOOKS = 6
"""Looks that one track adds to those of its face that are not somebody."""

RETURN = 2.0
"""Seconds in which a face that was lost comes back to its place as another track."""

AS_CLEAR = 0.05
"""Of looks whose quality is the best but for this the most typical one stands for the track: a hand before the face
takes nothing from its quality, and makes it unlike all the others."""

MORE_TYPICAL = 0.02
"""Cosine to the sum of all looks that another one must have more."""

CHANGED = 0.85
"""A crop whose correlation with the one before falls below this may be somebody else: it is embedded now."""


@dataclass(slots=True)
class _Track:
    first: float
    vote: TrackEvidence = field(default_factory=TrackEvidence)
    last: float = 0.0
    embedded: float = 0.0
    glance: np.ndarray | None = None
    best: Face | None = None
    clearest: float = 0.0
    """The best quality of a look so far."""
    summed: Vector | None = None
    """(D,): the sum of the looks, whose direction is what is typical."""
    seen: Face | None = None
    decision: Decision | None = None
    denied: dict[int, tuple[Vector, float]] = field(default_factory=dict)
    """Who it is not, by somebody's word, and what it looked like (mean and crowding) when that was noticed. It
    holds whatever the face does, and also for a track that goes on where this one broke, unless a face that is
    surely that person's takes its place."""
    people: Enrolled | None = None
    """By whom that was."""
    broken: bool = False
    """It goes on where another one broke: perhaps with somebody else."""
    looks: dict[int, list[Vector]] = field(default_factory=dict)
    """By who is denied, the looks that were told of (`FrameResult.denied`)."""

    def note(self, face: Face, look: Vector) -> None:
        """Of the good looks one is the best: typical among those that are clear."""
        score = _score(face)
        self.summed = look if self.summed is None else self.summed + look
        self.clearest = max(self.clearest, score)
        least = self.clearest - AS_CLEAR
        if self.best is None or self.best.embedding is None or _score(self.best) < least <= score:
            self.best = face
        elif score >= least:
            gain = float((look - self.best.embedding) @ self.summed)
            if gain > MORE_TYPICAL * float(np.linalg.norm(self.summed)):
                self.best = face


class TrackPipeline:
    """Turns the frames of one source into results. Not thread-safe: one thread drives it."""

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self._tracker = Tracker(recognizer.detector)
        self._tracks: dict[int, _Track] = {}
        self._ended: list[TrackSummary] = []
        """Not yet told: of a frame that failed, too."""
        self._denied: list[DeniedLook] = []
        """The same."""
        self._lost: list[_Track] = []
        """Tracks that ended lately and were denied a name."""

    def process(self, frame: Frame, matcher: Matcher, *, thorough: bool = False) -> FrameResult:
        """`thorough`: search the whole frame for new faces, whether or not that is due."""
        watch = Stopwatch()
        with watch.stage("total"):
            with watch.stage("detect"):
                tracked = self._tracker.update(frame, thorough=thorough)
            for track in self._tracker.ended:
                self._close(track)
            with watch.stage("align"):
                faces = [self._look(frame, one) for one in tracked]
            with watch.stage("embed"):
                faces = self._embed(faces, frame.time)
            with watch.stage("match"):
                faces = self._vote(faces, frame.time, matcher)
                decisions = self._decide(faces, frame.time, matcher)
        denied, self._denied = tuple(self._denied), []
        return FrameResult(
            frame.index, frame.time, frame.captured, frame.source, frame.size,
            tuple(faces), tuple(decisions), self._take_ended(), watch.ms, self._tracker.scanned, denied,
        )  # fmt: skip

    def look(self, frame: Frame, matcher: Matcher) -> FrameResult:
        """A picture that is looked at for itself, as one at which a film was stopped: each face is decided on this
        one sample, and has a number of its own. All tracks end."""
        for track in list(self._tracks):
            self._close(track)
        found = self.recognizer.still(frame, matcher)
        numbers = self._tracker.leave(len(found.faces))
        faces = [dataclasses.replace(face, track=track) for face, track in zip(found.faces, numbers, strict=True)]
        return dataclasses.replace(found, faces=tuple(faces), ended=self._take_ended())

    def finish(self) -> tuple[TrackSummary, ...]:
        """End all tracks, when the source has ended or is left."""
        for track in list(self._tracks):
            self._close(track)
        self._tracker = Tracker(self.recognizer.detector)
        return self._take_ended()

    def _look(self, frame: Frame, one: Tracked) -> Face:
        """Align and measure what was seen; a predicted box keeps the quality measured last."""
        track = self._tracks.setdefault(one.track, _Track(frame.time))
        if not one.measured:
            quality = track.seen.quality if track.seen else None
            return Face(one.detection, quality, track=one.track, measured=False)
        track.last = frame.time
        face = self.recognizer.measure(frame.image, one.detection, one.track)
        track.seen = face
        return face

    def _embed(self, faces: list[Face], time: float) -> list[Face]:
        due = [i for i, face in enumerate(faces) if face.crop is not None and self._due(face, time)]
        embedded = self.recognizer.embed([faces[i] for i in due]) if due else []
        for i, face in zip(due, embedded, strict=True):
            faces[i] = face
        return faces

    def _due(self, face: Face, time: float) -> bool:
        assert face.track is not None and face.crop is not None
        track = self._tracks[face.track]
        glance, before = _glance(face.crop), track.glance
        track.glance = glance
        changed = before is not None and float(glance @ before) < CHANGED
        if not (changed or track.vote.samples < EAGER or time - track.embedded >= INTERVAL):
            return False
        track.embedded = time
        return True

    def _vote(self, faces: list[Face], time: float, matcher: Matcher) -> list[Face]:
        """Give each sample to its track; a sample of somebody else ends the track, so no name is inherited."""
        for i, face in enumerate(faces):
            embedding, quality = face.embedding, face.quality
            if embedding is None or quality is None or face.track is None:
                continue
            track = self._tracks[face.track]
            other = track.vote.likeness(embedding) < matcher.continuity
            if quality.score < GOOD:
                if other:
                    track.vote.suspect()
                continue
            if other:
                new = self._tracker.end(face.track)
                self._close(face.track)
                before = track
                self._tracks[new] = track = _Track(
                    time, last=time, embedded=time, glance=before.glance, broken=True
                )
                track.denied, track.people = before.denied, before.people
                face = dataclasses.replace(face, track=new)
                faces[i] = face
            if not track.vote.samples and not track.denied:
                self._return(track, face, time, matcher)
            crowding = float(matcher.gallery.neighbourhood.crowding(embedding[None])[0])
            track.vote.add(embedding, quality.score, time, crowding)
            self._note_look(track, embedding, crowding, matcher)
            track.seen = face
            track.note(face, embedding)
        return faces

    def _return(self, track: _Track, face: Face, time: float, matcher: Matcher) -> None:
        """A face that was denied a name, was lost for a moment and is there again is denied it still."""
        self._lost = [one for one in self._lost if time - one.last <= RETURN]
        for one in self._lost:
            assert one.seen is not None and face.embedding is not None
            here = iou(one.seen.detection.box[None], face.detection.box[None])[0, 0] > 0
            if here and one.vote.likeness(face.embedding) >= matcher.continuity:
                track.denied, track.people, track.broken = one.denied, one.people, True

    def _note_look(self, track: _Track, look: Vector, crowding: float, matcher: Matcher) -> None:
        """One that what was said of this face does not reach is to be kept with it."""
        for person, (face, _) in track.denied.items():
            told = track.looks.setdefault(person, [])
            if len(told) == DENIED_LOOKS or any(float(one @ look) >= ENOUGH for one in told):
                continue
            weighed = matcher.weigh(person, look, crowding)
            if matcher.unreached(*weighed) and not (track.broken and matcher.theirs(*weighed)):
                told.append(look)
                self._denied.append(DeniedLook(person, face, look))

    def _decide(self, faces: list[Face], time: float, matcher: Matcher) -> list[Decision]:
        tracks = [self._tracks[face.track] for face in faces if face.track is not None]
        asked = [track for track in tracks if track.vote.mean is not None]
        for track in asked:
            _heed(track, matcher)
        evidence = [
            Evidence(
                mean,
                track.vote.crowding,
                doubt=track.vote.doubt(time),
                on_track=True,
                named=track.vote.named,
                denied=frozenset(track.denied),
            )
            for track in asked
            if (mean := track.vote.mean) is not None
        ]
        for track, decision in zip(asked, matcher.decide(evidence), strict=True):
            track.decision = decision
            if decision.denied and (mean := track.vote.mean) is not None:
                now = dict.fromkeys(decision.denied, (mean, track.vote.crowding))
                track.denied = {**now, **track.denied}
            if decision.state is not State.PENDING:
                track.vote.named = decision.person
        return [
            track.decision or Decision(State.PENDING, matcher.threshold, reason=track.vote.doubt(time))
            for track in tracks
        ]

    def _close(self, number: int) -> None:
        """End a track; one that nothing was ever said of, or that may never have been a face, leaves nothing."""
        track = self._tracks.pop(number, None)
        if track is not None and track.denied:
            self._lost = [*(one for one in self._lost if track.last - one.last <= RETURN), track]
        if track is not None and track.decision is not None and not _doubtful(track):
            summary = TrackSummary(number, track.first, track.last, track.decision, track.vote.samples, track.best)
            self._ended.append(summary)

    def _take_ended(self) -> tuple[TrackSummary, ...]:
        ended, self._ended = self._ended, []
        return tuple(ended)


def _doubtful(track: _Track) -> bool:
    """Whether even the best face of somebody who is not known is none by the bar that samples are held to."""
    best, decision = track.best, track.decision
    known = decision is not None and decision.state is State.KNOWN
    return not known and best is not None and best.quality is not None and best.quality.upright < SURE


def _heed(track: _Track, matcher: Matcher) -> None:
    """Where the people have changed: what was said of this track may have been taken back, or outweighed. And where
    it broke: who came may be the very person."""
    if track.people is not matcher.gallery:
        track.people = matcher.gallery
        track.denied = {person: told for person, told in track.denied.items() if person in matcher.denied(*told)}
    mean = track.vote.mean
    if track.broken and track.denied and mean is not None:
        track.denied = {
            person: told
            for person, told in track.denied.items()
            if not matcher.theirs(*matcher.weigh(person, mean, track.vote.crowding))
        }
    track.looks = {person: looks for person, looks in track.looks.items() if person in track.denied}


def _score(face: Face) -> float:
    return face.quality.score if face.quality else 0.0


def _glance(crop: Image) -> np.ndarray:
    """(256,): the crop at 16x16 grey, zero mean, unit length, so that a product of two is their correlation."""
    small = cv2.cvtColor(cv2.resize(crop, (16, 16), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    flat = small.ravel().astype(np.float32)
    flat -= flat.mean()
    return flat / np.float32(max(float(np.linalg.norm(flat)), 1e-6))
