"""Whom a person belongs to, and the picture that stands for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.edits import changed_column, visible
from facecam.operations.steps import Plan
from facecam.store.groups import as_text
from facecam.store.schema import Template


@dataclass(frozen=True, slots=True)
class SetGroups:
    """The groups that a person is in: these and no others."""

    person: int
    groups: tuple[str, ...]

    kind: ClassVar[str] = "groups"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        steps = changed_column(person, "groups", as_text(self.groups))
        return Plan(tuple(steps), frozenset({person.id}), Message("Changed the groups of {name}", name=person.name))


@dataclass(frozen=True, slots=True)
class SetPortrait:
    """The picture of this sample stands for the person."""

    person: int
    template: int

    kind: ClassVar[str] = "portrait"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        template = session.get(Template, self.template)
        if template is None or template.person_id != person.id or template.hidden_by is not None:
            raise NotFoundError(
                "{name} has no sample {sample}",
                "List the person's samples",
                name=person.name,
                sample=str(self.template),
            )
        if template.picture_id is None:
            raise InputError("No picture was kept of this sample", "Choose another sample")
        steps = changed_column(person, "portrait", template.id)
        return Plan(tuple(steps), frozenset({person.id}), Message("Chose a picture of {name}", name=person.name))
