"""Samples of one model become those of another, made anew from their kept pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.operations.steps import Plan, Step, chunks
from facecam.store import vectors
from facecam.store.schema import Person, Template


@dataclass(frozen=True, slots=True, eq=False)
class Reembed:
    """Hide these templates and show new ones of the same pictures in their place; what was removed meanwhile stays
    removed. So a sample is never there twice, and to take it back is to have the old model's."""

    templates: tuple[int, ...]
    vectors: NDArray[np.float32]
    """(n, D): the new model's, a row a template."""
    space: str
    """Of the new model."""
    model: str
    """Its name, for people to read."""

    kind: ClassVar[str] = "reembed"

    def plan(self, session: Session, operation: int) -> Plan:
        there: dict[int, Template] = {}
        for chunk in chunks(self.templates):
            rows = select(Template).join(Person).where(
                Template.id.in_(chunk), Template.hidden_by.is_(None), Template.space != self.space,
                Person.hidden_by.is_(None),
            )  # fmt: skip
            there |= {row.id: row for row in session.scalars(rows)}
        pairs = [
            (there[id_], vector) for id_, vector in zip(self.templates, self.vectors, strict=True) if id_ in there
        ]
        made = [
            Template(
                person_id=old.person_id,
                space=self.space,
                vector=vectors.encode(vector),
                quality=old.quality,
                source=old.source,
                created=old.created,
                picture_id=old.picture_id,
                hidden_by=operation,
            )
            for old, vector in pairs
        ]
        session.add_all(made)
        session.flush()
        people = frozenset(old.person_id for old, _ in pairs)
        samples = f"{len(pairs):,} sample{'s' if len(pairs) != 1 else ''}"
        steps = (
            Step("template", tuple(row.id for row in made), "hidden_by", operation, None),
            Step("template", tuple(old.id for old, _ in pairs), "hidden_by", None, operation),
        )
        return Plan(steps if pairs else (), people, f"Brought {samples} over to the model {self.model}")
