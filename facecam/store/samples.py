"""A person's samples of one model, with their vectors."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from facecam.base.errors import StoreError
from facecam.base.types import Vector
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.people import TemplateInfo
from facecam.store.schema import Template


@dataclass(frozen=True, slots=True, eq=False)
class StoredSample:
    info: TemplateInfo
    vector: Vector


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
    try:
        matrix = vectors.decode([vector for _, vector in sound], dimension)
    except ValueError as error:
        raise StoreError(
            "The database {database} has templates that do not fit the model: {reason}",
            "Enrol these people anew",
            database=db.name,
            reason=str(error),
        ) from error
    return [
        StoredSample(
            TemplateInfo(row.id, row.space, row.quality, row.source, row.created, row.picture_id is not None),
            vector,
        )
        for (row, _), vector in zip(sound, matrix, strict=True)
    ]
