"""Strangers: their visits, grouped by face."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from facecam.base.types import State
from facecam.identity.clustering import Grouping
from facecam.identity.matching import Matcher
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Ignored, Visit
from facecam.store.visits import Filter

NEWEST = 10_000
"""Visits that are looked at."""

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

    @property
    def worth(self) -> float:
        """How often they were seen, each time as much as its face is good: what is no face comes last."""
        return sum(visit.quality for visit in self.visits)


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """All strangers, in the order in which they are worth a name."""

    groups: tuple[Group, ...] = ()
    faces: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """(G, D): what each looks like on average, of unit length."""
    crowding: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    """(G,): of the neighbourhoods of these faces."""
    asked: float = 1.0
    """The score from which two of them may be one: worth a question, and no more."""

    def nearest(self, at: int) -> int | None:
        """The group that may be the same person as the one at this place; None where none is like it."""
        if len(self.groups) < 2:
            return None
        likeness = self.faces @ self.faces[at] - self.crowding - self.crowding[at]
        likeness[at] = -1
        other = int(likeness.argmax())
        return other if likeness[other] >= self.asked else None


@dataclass(frozen=True, slots=True, eq=False)
class Strangers:
    visits: list[Stranger]
    """The newest first."""
    faces: NDArray[np.float32]
    """(N, D): one unit row a visit."""
    ignored: NDArray[np.float32]
    """(M, D): faces that nobody wants to name."""

    def grouped(self, matcher: Matcher, grouping: Grouping | None = None) -> Grouped:
        """Who was seen best and most often first. Faces that are alike are one person's (`identity.clustering`);
        those as near to an ignored one are left out. `grouping`: that of the time before."""
        # One wrong link among so many faces is as rare as a stranger who is given a name.
        alike = matcher.calibration.threshold(matcher.fpir, len(self.visits))
        shown = np.ones(len(self.visits), bool)
        crowding = matcher.gallery.neighbourhood.crowding
        taken = crowding(self.faces)
        if len(self.ignored) and len(self.visits):
            near = self.faces @ self.ignored.T - crowding(self.ignored)
            shown = near.max(axis=1) - taken < alike
        rows = np.flatnonzero(shown)
        labels = (grouping or Grouping()).update(
            [self.visits[row].id for row in rows.tolist()], self.faces[rows], alike, taken[rows]
        )
        members: dict[int, list[int]] = {}
        for row, number in zip(rows.tolist(), labels.tolist(), strict=True):
            members.setdefault(number, []).append(row)
        means = [self.faces[theirs].mean(axis=0) for theirs in members.values()]
        crowds = [float(taken[theirs].mean()) for theirs in members.values()]
        names = _perhaps(means, crowds, matcher)
        found = [
            (Group(tuple(self.visits[row] for row in theirs), name), mean)
            for theirs, name, mean in zip(members.values(), names, means, strict=True)
        ]
        found.sort(key=lambda one: (one[0].worth, one[0].last), reverse=True)
        faces = np.stack([mean for _, mean in found]) if found else np.empty((0, self.faces.shape[1]), np.float32)
        faces = faces / np.maximum(np.linalg.norm(faces, axis=1, keepdims=True), 1e-9)
        asked = matcher.calibration.threshold(ASKED, max(len(found) - 1, 1))
        return Grouped(tuple(group for group, _ in found), faces, crowding(faces), asked)


def _perhaps(faces: list[NDArray[np.float32]], crowds: list[float], matcher: Matcher) -> list[str]:
    """For each of the mean faces (D,), whose `crowds` are the mean crowding, the name to ask for, or none."""
    everybody = matcher.gallery
    if not everybody.size:
        return [""] * len(faces)
    enough = matcher.calibration.threshold(ASKED, everybody.size)
    names: list[str] = []
    for start in range(0, len(faces), _PORTION):
        portion = np.stack(faces[start : start + _PORTION])
        crowding = np.array(crowds[start : start + _PORTION], np.float32)
        gallery = everybody.near(portion)
        if not gallery.size:  # they were removed meanwhile
            names += [""] * len(portion)
            continue
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
    faces = vectors.of_visits(db.name, [row.vector for row in rows if row.vector is not None], dimension)
    hidden = vectors.of_visits(db.name, out, dimension)
    found = [Stranger(*row[:4], quality=row.quality or 0.0, picture=row.picture_id) for row in rows]
    return Strangers(found, faces, hidden)
