"""Samples and corrections of one model become those of another, made anew from kept pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from facecam.base.messages import Message
from facecam.base.types import Vector
from facecam.operations.steps import Plan, Step, chunks
from facecam.store import vectors
from facecam.store.schema import Negative, Person, Template


@dataclass(frozen=True, slots=True, eq=False)
class Reembed:
    """Hide these templates and negatives and show new ones of the same pictures in their place; what was removed
    meanwhile stays removed. So none is ever there twice, and to take it back is to have the old model's."""

    templates: Mapping[int, Vector]
    """By the template's id, what the new model says: (D,)."""
    space: str
    """Of the new model."""
    model: str
    """Its name, for people to read."""
    negatives: Mapping[int, Vector] = field(default_factory=dict)
    """The same of the faces that are not somebody."""

    kind: ClassVar[str] = "reembed"

    def plan(self, session: Session, operation: int) -> Plan:
        samples = self._there(session, Template, self.templates)
        corrections = self._there(session, Negative, self.negatives)
        made = [
            Template(
                person_id=old.person_id,
                space=self.space,
                vector=vectors.encode(self.templates[old.id]),
                quality=old.quality,
                source=old.source,
                created=old.created,
                picture_id=old.picture_id,
                hidden_by=operation,
            )
            for old in samples
        ]
        said = [
            Negative(
                person_id=old.person_id,
                shown_id=old.shown_id,
                sighting_id=old.sighting_id,
                space=self.space,
                vector=vectors.encode(self.negatives[old.id]),
                created=old.created,
                hidden_by=operation,
            )
            for old in corrections
        ]
        session.add_all([*made, *said])
        session.flush()
        people = {old.person_id for old in (*samples, *corrections)}
        people |= {old.shown_id for old in corrections if old.shown_id is not None}
        steps = (
            *_swap("template", samples, made, operation),
            *_swap("negative", corrections, said, operation),
        )
        message = Message(
            "Brought {what} over to the model {model}", what=_told(len(samples), len(corrections)), model=self.model
        )
        return Plan(steps, frozenset(people), message)

    def _there(self, session: Session, model: Any, wanted: Mapping[int, Vector]) -> list[Any]:
        """The rows that are still in force and not yet the new model's."""
        rows: list[Any] = []
        for chunk in chunks(list(wanted)):
            query: Select[Any] = (
                select(model)
                .join(Person, Person.id == model.person_id)
                .where(model.id.in_(chunk), model.hidden_by.is_(None), model.space != self.space)
                .where(Person.hidden_by.is_(None))
            )
            rows += session.scalars(query)
        return rows


def _told(samples: int, corrections: int) -> Message:
    told = Message("{n} sample", "{n} samples", n=samples)
    if not corrections:
        return told
    return Message("{samples} and {n} correction", "{samples} and {n} corrections", samples=told, n=corrections)


def _swap(table: str, old: list[Any], new: list[Any], operation: int) -> tuple[Step, ...]:
    if not new:
        return ()
    return (
        Step(table, tuple(row.id for row in new), "hidden_by", operation, None),
        Step(table, tuple(row.id for row in old), "hidden_by", None, operation),
    )
