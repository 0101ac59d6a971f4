"""A person's samples of one model, with their vectors."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from facecam.base.errors import NotFoundError
from facecam.base.types import Vector
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.people import TemplateInfo
from facecam.store.schema import Person, Template


@dataclass(frozen=True, slots=True, eq=False)
class StoredSample:
    info: TemplateInfo
    vector: Vector


def page_of_samples(
    db: Database, person: int | None = None, *, offset: int = 0, limit: int = 100
) -> tuple[int, list[tuple[int, str]]]:
    """How many samples of all models there are, of one person or of all, and some of them with the person's name,
    the oldest first."""
    which: list[ColumnElement[bool]] = [Person.hidden_by.is_(None), Template.hidden_by.is_(None)]
    if person is not None:
        which.append(Person.id == person)
    of = select(func.count()).select_from(Template).join(Person, Person.id == Template.person_id).where(*which)
    page = select(Template.id, Person.name).join(Person, Person.id == Template.person_id).where(*which)
    with db.read() as session:
        rows = session.execute(page.order_by(Template.id).offset(offset).limit(limit))
        return session.scalars(of).one(), [(row.id, row.name) for row in rows]


def sample_of(db: Database, sample: int) -> tuple[int, str, Vector | None, str]:
    """Whose a sample is: the person, the name, its vector (None where that was damaged) and its space.

    Raises `NotFoundError` where there is none.
    """
    query = (
        select(Person.id, Person.name, Template.vector, Template.space)
        .join(Person, Person.id == Template.person_id)
        .where(Template.id == sample, Template.hidden_by.is_(None), Person.hidden_by.is_(None))
    )
    with db.read() as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("There is no sample {sample}", "List the person's samples", sample=str(sample))
    blob = row.vector
    vector = None if blob is None else vectors.decode([blob], len(blob) // vectors.STORED.itemsize)[0]
    return row.id, row.name, vector, row.space


def samples_of(db: Database, person: int, space: str, dimension: int) -> list[StoredSample]:
    """The oldest first, without those that were damaged; raises `StoreError` where one has another dimension."""
    query = (
        select(Template)
        .where(Template.person_id == person, Template.hidden_by.is_(None), Template.space == space)
        .order_by(Template.id)
    )
    with db.read() as session:
        found = [(row, row.vector) for row in session.scalars(query)]
    sound = [(row, vector) for row, vector in found if vector is not None]
    matrix = vectors.of_templates(db.name, [vector for _, vector in sound], dimension)
    return [
        StoredSample(
            TemplateInfo(row.id, row.space, row.quality, row.source, row.created, row.picture_id is not None),
            vector,
        )
        for (row, _), vector in zip(sound, matrix, strict=True)
    ]
