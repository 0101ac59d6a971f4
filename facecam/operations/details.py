"""What other programs know a person by: an id of their own, and fields that facecam keeps and does not read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.base.errors import ConflictError, InputError
from facecam.store.schema import Person

ID_LENGTH = 200
FIELDS_LENGTH = 10_000
"""Characters of all fields as JSON."""


@dataclass(frozen=True, slots=True)
class Details:
    external_id: str = ""
    """Empty: none."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What JSON can hold, by name."""
    groups: tuple[str, ...] = ()
    """The groups of somebody new."""


NO_DETAILS = Details()


def free_id(session: Session, external_id: str, person: int | None = None) -> str:
    """The id as it is kept, which no other person has; empty where there is none.

    Raises `InputError` for one that is too long or cannot be seen, `ConflictError` where somebody else has it.
    """
    external_id = external_id.strip()
    if len(external_id) > ID_LENGTH or not external_id.isprintable():
        raise InputError(
            "The external id {start} is too long, or has characters that cannot be seen",
            "Use at most {most} letters and digits on one line",
            start=repr(external_id[:20]),
            most=ID_LENGTH,
        )
    if not external_id:
        return ""
    having = select(Person.id, Person.name).where(Person.external_id == external_id, Person.hidden_by.is_(None))
    for row in session.execute(having):
        if row.id != person:
            raise ConflictError(
                "The external id {id} is that of {name} (person {person})",
                "Use another id, or add the pictures to that person",
                id=external_id,
                name=row.name,
                person=str(row.id),
            )
    return external_id


def as_text(fields: Mapping[str, Any]) -> str:
    """Fields as they are kept: JSON, by name; empty where there are none. Raises `InputError` for too many."""
    if not fields:
        return ""
    try:
        text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(
            "The fields are nothing that JSON can hold", "Use texts, numbers, lists and objects"
        ) from error
    if len(text) > FIELDS_LENGTH:
        raise InputError(
            "The fields have {length} characters", "Use at most {most}", length=len(text), most=FIELDS_LENGTH
        )
    return text


def as_lines(fields: Mapping[str, Any]) -> str:
    """Fields as somebody reads and writes them, `class: 7b`, one a line; what is no text as JSON."""
    return "\n".join(_line(name, value) for name, value in fields.items())


def from_lines(text: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that these lines tell of. A line that is as it was in `before` keeps what it stands for, be it a
    number or a list; what is written anew is text. Raises `InputError` for a line without a colon or a name.
    """
    kept = {_line(name, value): (name, value) for name, value in before.items()}
    fields: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if line not in kept and not (name.strip() and colon):
            raise InputError("{line} is not a field and its text", "Write a colon between them", line=repr(line))
        name, value = kept.get(line, (name.strip(), value.strip()))
        fields[name] = value
    return fields


def _line(name: str, value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(f"{name}: {said}".split())
