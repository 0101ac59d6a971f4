"""From the results of one source to its events: a visit began, was named, stayed unknown, ended.

A visit begins with the first sample that proves anything, as everything does that is ever said of a track; so each
that began also ends, and is a visit in the history where those are kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from facecam.base.types import Decision, Face, FrameResult, State, TrackSummary
from facecam.events.event import Event, Kind
from facecam.identity.track_evidence import GOOD

STAYED = 2.0
"""Seconds that a face has to be unknown without a break until that is told, or to the visit's end."""

Publish = Callable[[Sequence[Event]], None]
Picture = Callable[[Face | None, State], bytes | None]


@dataclass(slots=True)
class _Visit:
    first: float
    """Frame time."""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    person: int | None = None
    """As whom it was told."""
    unknown: float | None = None
    """Frame time since when it has been unknown."""
    told: bool = False
    """That it stayed unknown."""


class VisitEvents:
    """The events of one source. Not thread-safe: the thread that drives the source's tracks calls it."""

    def __init__(self, source: str, publish: Publish, picture: Picture) -> None:
        """`picture` makes a face's JPEG, where pictures are wanted and may leave."""
        self._source = source
        self._publish = publish
        self._picture = picture
        self._visits: dict[int, _Visit] = {}

    def see(self, result: FrameResult, now: datetime) -> None:
        """Of each face in a frame that was captured at `now`."""
        happened: list[Event] = []
        for face, decision in zip(result.faces, result.decisions, strict=True):
            if face.track is None:
                continue
            visit = self._visits.get(face.track)
            if visit is None:
                if not _proves(face):
                    continue
                visit = self._begin(face.track, result.time, now, happened)
            if decision.state is State.UNKNOWN:
                visit.unknown = result.time if visit.unknown is None else visit.unknown
                due = result.time - visit.unknown >= STAYED
            else:
                visit.unknown, due = None, False
            happened += self._said(visit, face, decision, result.time, now, due)
        self._publish(happened)

    def end(self, summary: TrackSummary, ended: datetime) -> None:
        """A track has ended, at that moment."""
        happened: list[Event] = []
        # One that nobody saw begin: the frame on which it did failed later on.
        visit = self._visits.pop(summary.track, None) or self._begin(
            summary.track, summary.first, ended, happened, keep=False
        )
        visit.first = summary.first
        decision, last = summary.decision, summary.last
        happened += self._said(visit, summary.best, decision, last, ended, decision.state is State.UNKNOWN)
        happened.append(self._event(Kind.ENDED, visit, last, ended, decision, summary.best))
        self._publish(happened)

    def _begin(
        self, track: int, first: float, now: datetime, happened: list[Event], *, keep: bool = True
    ) -> _Visit:
        visit = _Visit(first)
        if keep:
            self._visits[track] = visit
        happened.append(Event(_id(), Kind.STARTED, visit.id, self._source, now, 0.0, State.PENDING))
        return visit

    def _said(
        self, visit: _Visit, face: Face | None, decision: Decision, time: float, now: datetime, unknown: bool
    ) -> list[Event]:
        """A name that is new, or that it stayed unknown: nobody who once had a name does."""
        if decision.person is not None and decision.person != visit.person:
            visit.person = decision.person
            return [self._event(Kind.NAMED, visit, time, now, decision, face)]
        if unknown and not visit.told and visit.person is None:
            visit.told = True
            return [self._event(Kind.UNKNOWN, visit, time, now, decision, face)]
        return []

    def _event(
        self, kind: Kind, visit: _Visit, time: float, now: datetime, decision: Decision, face: Face | None
    ) -> Event:
        return Event(
            _id(), kind, visit.id, self._source, now, max(time - visit.first, 0.0), decision.state,
            decision.person, decision.name, decision.score, self._picture(face, decision.state),
        )  # fmt: skip


def _id() -> str:
    return uuid.uuid4().hex


def _proves(face: Face) -> bool:
    """Whether this frame's sample is one of those that decisions rest on (`TrackPipeline`)."""
    return face.embedding is not None and face.quality is not None and face.quality.score >= GOOD
