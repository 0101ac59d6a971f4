"""What happens at a source, as an immutable value: a visit began, was named, stayed unknown, ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from facecam.base.messages import Message, verbatim

if TYPE_CHECKING:
    from facecam.base.types import State


class Kind(StrEnum):
    STARTED = "visit.started"
    """A face is there, and nothing is said of it yet."""
    NAMED = "visit.named"
    """It was given a name, or another one."""
    UNKNOWN = "visit.unknown"
    """It was looked at for long enough and is nobody known. A visit that ends so is told as such in any case."""
    ENDED = "visit.ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a visit. It never holds a vector."""

    id: str
    """No two events have the same one, in any program."""
    kind: Kind
    visit: str
    """The events of one visit share it."""
    source: str
    """What the source calls itself, or is called by whoever watches it."""
    moment: datetime
    """When it happened, timezone-aware."""
    seconds: float
    """How long the visit had lasted by then, in seconds of the source's own time."""
    state: State
    """What is said of the face now."""
    person: int | None = None
    name: str | None = None
    score: float | None = None
    """The best person's cosine, also when the face stays unknown."""
    picture: bytes | None = field(default=None, repr=False)
    """The face as JPEG, where somebody asked for pictures."""


def event_json(event: Event) -> dict[str, Any]:
    """An event for other programs; its moment is ISO 8601, here. Without the picture."""
    return {
        "id": event.id,
        "event": event.kind.value,
        "visit": event.visit,
        "source": event.source,
        "moment": event.moment.astimezone().isoformat(),
        "seconds": round(event.seconds, 2),
        "state": event.state.value,
        "person": event.person,
        "name": event.name,
        "score": None if event.score is None else round(event.score, 4),
    }


def sentence(kind: str, name: str | None, source: str, seconds: float) -> Message:
    """What happened, for people to read; without a name somebody unknown is meant."""
    who = Message("Somebody unknown") if name is None else verbatim(name)
    match kind:
        case Kind.STARTED:
            return Message("Somebody came: {source}", source=source)
        case Kind.ENDED:
            return Message("{who} left after {seconds} s: {source}", who=who, seconds=round(seconds), source=source)
        case Kind.UNKNOWN if seconds >= LONG:
            return Message(
                "{who} has been here for {seconds} s: {source}", who=who, seconds=round(seconds), source=source
            )
    return Message("{who} is here: {source}", who=who, source=source)


LONG = 5.0
"""Seconds from which on it is said how long a stranger has been there."""
