"""The edits of the cameras that a server watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facecam.base.addresses import public
from facecam.base.errors import ConflictError, InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.steps import Plan, Step
from facecam.store.cameras import find_camera
from facecam.store.names import clean_name, fold
from facecam.store.schema import Camera

MOST_CAMERAS = 64


@dataclass(frozen=True, slots=True)
class AddCamera:
    """Watch `source` under this name; no two cameras have the same."""

    name: str
    source: str

    kind: ClassVar[str] = "add-camera"

    def plan(self, session: Session, operation: int) -> Plan:
        name = clean_name(self.name)
        _check_free(session, name)
        number = session.scalar(select(func.count(Camera.id)).where(Camera.hidden_by.is_(None))) or 0
        if number >= MOST_CAMERAS:
            raise InputError("There are {n} cameras already", "Remove one first", n=number)
        step = _new(session, name, self.source, operation)
        return Plan((step,), frozenset(), Message("Added the camera {name}", name=name))


@dataclass(frozen=True, slots=True)
class ChangeCamera:
    """Call it otherwise, or watch another source under its name."""

    name: str
    new: str = ""
    """Empty: as it was."""
    source: str = ""
    """Empty: as it was."""

    kind: ClassVar[str] = "change-camera"

    def plan(self, session: Session, operation: int) -> Plan:
        row = find_camera(session, self.name)
        name = clean_name(self.new) if self.new else row.name
        if fold(name) != row.folded:
            _check_free(session, name)
        words = Message("Changed the camera {name}", name=name)
        if self.source:
            # A secret must not stand in the journal: the camera is exchanged for another one.
            away = Step("camera", (row.id,), "hidden_by", None, operation)
            return Plan((away, _new(session, name, self.source, operation)), frozenset(), words)
        steps = []
        for column, value in (("name", name), ("folded", fold(name))):
            if getattr(row, column) != value:
                steps.append(Step("camera", (row.id,), column, getattr(row, column), value))
        return Plan(tuple(steps), frozenset(), words)


@dataclass(frozen=True, slots=True)
class RemoveCamera:
    """Watch it no more; its visits stay."""

    name: str

    kind: ClassVar[str] = "remove-camera"

    def plan(self, session: Session, operation: int) -> Plan:
        row = find_camera(session, self.name)
        step = Step("camera", (row.id,), "hidden_by", None, operation)
        return Plan((step,), frozenset(), Message("Removed the camera {name}", name=row.name))


def _new(session: Session, name: str, source: str, operation: int) -> Step:
    row = Camera(
        name=name,
        folded=fold(name),
        source=source.encode(),
        shown=public(source),
        created=datetime.now(UTC),
        hidden_by=operation,
    )
    session.add(row)
    session.flush()
    return Step("camera", (row.id,), "hidden_by", operation, None)


def _check_free(session: Session, name: str) -> None:
    try:
        find_camera(session, name)
    except NotFoundError:
        return
    raise ConflictError("There is a camera {name} already", "Choose another name", name=name)
