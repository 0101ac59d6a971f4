"""Strangers who came more than once: their visits, grouped by face."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.identity.clustering import group
from facecam.identity.matching import Matcher
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Ignored, Visit
from facecam.store.visits import Filter

NEWEST = 3_000
"""Visits that are looked at: each is compared with all others."""

ASKED = 0.05
"""The share of strangers of whom it may be asked whether they are a person of that name: a question costs less than
a wrong name, and who is known is most often missed by little."""

_PORTION = 64
"""Faces that are compared with everybody at a time."""


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
    perhaps: str = ""
    """The name of whom they look like, were one to ask; empty where that is nobody."""

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

    def groups(self, matcher: Matcher) -> list[Group]:
        """Who came most often first. Faces that are alike are one person's (`identity.grouping`); those as near to
        an ignored one are left out."""
        # One wrong link among so many faces is as rare as a stranger who is given a name.
        alike = matcher.calibration.threshold(matcher.fpir, len(self.visits))
        shown = np.ones(len(self.visits), bool)
        crowding = matcher.gallery.neighbourhood.crowding
        taken = crowding(self.faces)
        if len(self.ignored) and len(self.visits):
            near = self.faces @ self.ignored.T - crowding(self.ignored)
            shown = near.max(axis=1) - taken < alike
        rows = np.flatnonzero(shown)
        members: dict[int, list[int]] = {}
        for row, number in zip(rows.tolist(), group(self.faces[rows], alike, taken[rows]).tolist(), strict=True):
            members.setdefault(number, []).append(row)
        means = [self.faces[theirs].mean(axis=0) for theirs in members.values()]
        crowds = [float(taken[theirs].mean()) for theirs in members.values()]
        found = [
            Group(tuple(self.visits[row] for row in theirs), name)
            for theirs, name in zip(members.values(), _perhaps(means, crowds, matcher), strict=True)
        ]
        return sorted(found, key=lambda one: (len(one.visits), one.last), reverse=True)


def _perhaps(faces: list[NDArray[np.float32]], crowds: list[float], matcher: Matcher) -> list[str]:
    """For each of the mean faces (D,), whose `crowds` are the mean crowding, the name to ask for, or none."""
    gallery = matcher.gallery
    if not len(gallery.people):
        return [""] * len(faces)
    enough = matcher.calibration.threshold(ASKED, len(gallery.people))
    names: list[str] = []
    for start in range(0, len(faces), _PORTION):
        portion = np.stack(faces[start : start + _PORTION])
        crowding = np.array(crowds[start : start + _PORTION], np.float32)
        scores = gallery.scores(portion, crowding)
        scores[gallery.refused(portion, scores, crowding)] = -np.inf
        best = scores.argmax(axis=1)
        names += [
            gallery.names[int(gallery.people[at])] if row[at] >= enough else ""
            for at, row in zip(best, scores, strict=True)
        ]
    return names


def load_strangers(db: Database, space: str, dimension: int) -> Strangers:
    """The newest visits of nobody known, with their faces by one model; raises `StoreError` where one of them has
    another dimension."""
    visits = (
        select(
            Visit.id,
            Visit.started,
            Visit.ended,
            Visit.source,
            Visit.quality,
            Visit.picture_id,
            Visit.vector,
        )
        .where(*Filter(state=State.UNKNOWN).conditions(), Visit.space == space, Visit.vector.is_not(None))
        .order_by(Visit.started.desc(), Visit.id.desc())
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
            "The database {database} has visits that do not fit the model: {reason}",
            "They go with their age",
            database=db.name,
            reason=str(error),
        ) from error
    found = [Stranger(*row[:4], quality=row.quality or 0.0, picture=row.picture_id) for row in rows]
    return Strangers(found, faces, hidden)
