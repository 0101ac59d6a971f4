"""Strangers who came more than once: their visits, grouped by face."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from facecam.errors import StoreError
from facecam.identity.grouping import group
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Ignored, Sighting
from facecam.store.sightings import Filter
from facecam.types import State

NEWEST = 3_000
"""Visits that are looked at: each is compared with all others."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A visit of somebody unknown whose face was kept."""

    id: int
    started: datetime
    ended: datetime
    source: str
    quality: float
    picture: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Visits of one stranger, as far as the faces tell; the newest first."""

    visits: tuple[Stranger, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(visit.id for visit in self.visits)

    @property
    def last(self) -> datetime:
        return max(visit.ended for visit in self.visits)

    @property
    def picture(self) -> int | None:
        """That of the best quality; None where none was kept."""
        kept = [visit for visit in self.visits if visit.picture is not None]
        return max(kept, key=lambda visit: visit.quality).picture if kept else None


@dataclass(frozen=True, slots=True, eq=False)
class Strangers:
    visits: list[Stranger]
    """The newest first."""
    faces: NDArray[np.float32]
    """(N, D): one unit row a visit."""
    ignored: NDArray[np.float32]
    """(M, D): faces that nobody wants to name."""

    def groups(self, alike: float) -> list[Group]:
        """Who came most often first. Faces with a cosine of `alike` or more are one person's
        (`identity.grouping`); those as near to an ignored one are left out."""
        shown = np.ones(len(self.visits), bool)
        if len(self.ignored) and len(self.visits):
            shown = (self.faces @ self.ignored.T).max(axis=1) < alike
        rows = np.flatnonzero(shown)
        members: dict[int, list[Stranger]] = {}
        for row, number in zip(rows.tolist(), group(self.faces[rows], alike).tolist(), strict=True):
            members.setdefault(number, []).append(self.visits[row])
        found = [Group(tuple(visits)) for visits in members.values()]
        return sorted(found, key=lambda one: (len(one.visits), one.last), reverse=True)


def load_strangers(db: Database, space: str, dimension: int) -> Strangers:
    """The newest visits of nobody known, with their faces by one model; raises `StoreError` where one of them has
    another dimension."""
    visits = (
        select(
            Sighting.id,
            Sighting.started,
            Sighting.ended,
            Sighting.source,
            Sighting.quality,
            Sighting.picture_id,
            Sighting.vector,
        )
        .where(*Filter(state=State.UNKNOWN).conditions(), Sighting.space == space, Sighting.vector.is_not(None))
        .order_by(Sighting.started.desc(), Sighting.id.desc())
        .limit(NEWEST)
    )
    ignored = select(Ignored.vector).where(Ignored.space == space, Ignored.hidden_by.is_(None))
    with db.read() as session:
        rows = [row for row in session.execute(visits) if row.vector is not None]  # nor one that was damaged
        out = [vector for vector in session.scalars(ignored) if vector is not None]
    try:
        faces = vectors.decode([row.vector for row in rows if row.vector is not None], dimension)
        hidden = vectors.decode(out, dimension)
    except ValueError as error:
        raise StoreError(
            f"The database {db.name} has visits that do not fit the model: {error}", "They go with their age"
        ) from error
    found = [Stranger(*row[:4], quality=row.quality or 0.0, picture=row.picture_id) for row in rows]
    return Strangers(found, faces, hidden)
