"""A notification as it leaves: what every target is told, by name."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from facecam.base.messages import Message, paragraph
from facecam.events.outbox import SUMMARY, Waiting
from facecam.store.attendance import attendance_json, between
from facecam.store.database import Database
from facecam.store.visits import count_strangers

TEST = "test"
"""In place of an event's kind: somebody tries whether a rule's target is reached."""


def payload(db: Database, what: Waiting) -> dict[str, Any]:
    """`targets.FIELDS`, and for a summary who was there: read now, so that nobody is in it who was forgotten."""
    values: dict[str, Any] = {
        "id": what.key,
        "event": what.event,
        "visit": what.visit or None,
        "source": what.source or None,
        "moment": what.moment.astimezone().isoformat(),
        "seconds": round(what.seconds, 2),
        "state": what.decided or None,
        "person": what.person,
        "name": what.name,
        "score": None if what.score is None else round(what.score, 4),
        "sentence": str(paragraph(what.told)),
    }
    if what.picture:
        values["picture"] = base64.b64encode(what.picture).decode()
    if what.times > 1:
        values["times"] = what.times
    if what.event == SUMMARY:
        start = what.moment - timedelta(days=1)
        people = between(db, start, what.moment)
        strangers = count_strangers(db, start, what.moment)
        listed = ", ".join(f"{one.name} ({one.first:%H:%M}-{one.last:%H:%M})" for one in people)
        values["people"] = [attendance_json(one) for one in people]
        values["strangers"] = strangers
        values["sentence"] = str(paragraph(_who_was_there(what, listed, strangers)))
    return values


def _who_was_there(what: Waiting, listed: str, strangers: int) -> Message:
    who = Message("{told}: {people}", told=what.told, people=listed or Message("nobody known"))
    return Message("{who}, {n} visit of strangers", "{who}, {n} visits of strangers", who=who, n=strangers)


def example() -> dict[str, Any]:
    """What a test sends: as if somebody unknown had come, and said to be a test."""
    moment = datetime.now(UTC)
    return {
        "id": f"{TEST}-{moment.timestamp():.6f}",
        "event": TEST,
        "visit": None,
        "source": "facecam",
        "moment": moment.astimezone().isoformat(),
        "seconds": 0.0,
        "state": "unknown",
        "person": None,
        "name": None,
        "score": None,
        "sentence": str(paragraph(Message("This is a test of facecam"))),
    }
