"""What is noted about a person beside the face: number, groups, fields, and the picture that stands for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.edits import changed_column, visible
from facecam.operations.steps import Plan
from facecam.store.details import FIELD_LENGTH, keep_fields, keep_groups
from facecam.store.schema import Template


@dataclass(frozen=True, slots=True)
class SetDetails:
    """The person's number in one's own lists, groups and fields; None: as they were."""

    person: int
    number: str | None = None
    groups: tuple[str, ...] | None = None
    fields: Mapping[str, str] | None = None

    kind: ClassVar[str] = "details"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        steps = []
        if self.number is not None:
            number = self.number.strip()
            if len(number) > FIELD_LENGTH:
                raise InputError(
                    "{what} has {length} characters",
                    "Use at most {most}",
                    what=Message("The number"),
                    length=len(number),
                    most=FIELD_LENGTH,
                )
            steps += changed_column(person, "number", number)
        if self.groups is not None:
            steps += changed_column(person, "groups", keep_groups(self.groups))
        if self.fields is not None:
            steps += changed_column(person, "fields", keep_fields(self.fields))
        said = Message("Changed the details of {name}", name=person.name)
        return Plan(tuple(steps), frozenset({person.id}), said)


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
