"""The faces that nobody wants to name, for whoever wants one of them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from facecam.store.database import Database
from facecam.store.schema import Ignored, Visit


class Kind(StrEnum):
    STRANGER = "stranger"
    """For as long as visits are kept."""
    FOREVER = "forever"
    NO_FACE = "no-face"
    """For ever: a poster's corner, a pattern."""


@dataclass(frozen=True, slots=True)
class IgnoredFace:
    """What one act ignored."""

    ids: tuple[int, ...]
    kind: Kind
    created: datetime
    picture: int | None
    """Of a visit that it was taken from; None where none is kept any more (`visits.picture`)."""


def list_ignored(db: Database) -> list[IgnoredFace]:
    """The newest first."""
    query = (
        select(Ignored.id, Ignored.kind, Ignored.created, Visit.picture_id)
        .outerjoin(Visit, Visit.id == Ignored.sighting)
        .where(Ignored.hidden_by.is_(None))
        .order_by(Ignored.created.desc(), Ignored.id)
    )
    acts: dict[tuple[datetime, str], list[tuple[int, int | None]]] = {}
    with db.read() as session:
        for id_, kind, created, picture in session.execute(query):
            acts.setdefault((created, kind), []).append((id_, picture))
    return [
        IgnoredFace(
            tuple(id_ for id_, _ in faces),
            Kind(kind),
            created,
            next((picture for _, picture in faces if picture is not None), None),
        )
        for (created, kind), faces in acts.items()
    ]
