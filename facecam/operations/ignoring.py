"""Faces that nobody wants to name: for a while, for ever, or since they are none; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.corrections import TEMPLATES, varied_of, visits_of
from facecam.operations.steps import Plan, Step, chunks
from facecam.store.ignored import Kind
from facecam.store.schema import Ignored, Visit


@dataclass(frozen=True, slots=True)
class IgnoreUnknowns:
    """These strangers need no name: they and who looks like them stay out of the unknowns, for as long as visits
    are kept, or for ever."""

    sightings: tuple[int, ...]
    forever: bool = False

    kind: ClassVar[str] = "ignore"

    def plan(self, session: Session, operation: int) -> Plan:
        rows = visits_of(session, self.sightings)
        step = _ignore(session, rows, Kind.FOREVER if self.forever else Kind.STRANGER, operation)
        if self.forever:
            said = Message(
                "Ignored an unknown face for ever, seen in {n} visit",
                "Ignored an unknown face for ever, seen in {n} visits",
                n=len(rows),
            )
        else:
            said = Message(
                "Ignored an unknown face, seen in {n} visit",
                "Ignored an unknown face, seen in {n} visits",
                n=len(rows),
            )
        return Plan((step,), frozenset(), said)


@dataclass(frozen=True, slots=True)
class NotFaces:
    """What was seen in these visits is no face: they are deleted, and what looks like it is never asked about."""

    sightings: tuple[int, ...]

    kind: ClassVar[str] = "not-faces"

    def plan(self, session: Session, operation: int) -> Plan:
        rows = visits_of(session, self.sightings)
        steps = (
            _ignore(session, rows, Kind.NO_FACE, operation),
            Step("sighting", tuple(row.id for row in rows), "hidden_by", None, operation),
        )
        touched = frozenset(row.person_id for row in rows if row.person_id is not None)
        said = Message("Not a face: deleted {n} visit", "Not a face: deleted {n} visits", n=len(rows))
        return Plan(steps, touched, said)


@dataclass(frozen=True, slots=True)
class StopIgnoring:
    """These faces are among the unknowns again."""

    faces: tuple[int, ...]
    """Rows of `ignored`."""

    kind: ClassVar[str] = "stop-ignoring"

    def plan(self, session: Session, operation: int) -> Plan:
        found: list[int] = []
        for chunk in chunks(self.faces):
            found += session.scalars(select(Ignored.id).where(Ignored.id.in_(chunk), Ignored.hidden_by.is_(None)))
        if not found:
            raise NotFoundError("These faces are not ignored any more", "Look at the list anew")
        step = Step("ignored", tuple(found), "hidden_by", None, operation)
        said = Message("Ignored no longer: {n} face", "Ignored no longer: {n} faces", n=len(found))
        return Plan((step,), frozenset(), said)


def _ignore(session: Session, rows: Sequence[Visit], kind: Kind, operation: int) -> Step:
    faces = varied_of(rows, TEMPLATES)
    if not faces:
        raise InputError("No face was kept of these visits", "They are no unknowns; look at the history anew")
    now = datetime.now(UTC)
    made = [
        Ignored(
            space=row.space or "", vector=row.vector or b"", kind=kind.value, sighting=row.id,
            created=now, hidden_by=operation,
        )
        for row in faces
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    return Step("ignored", tuple(row.id for row in made), "hidden_by", operation, None)
