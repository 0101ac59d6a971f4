"""Who was there: visits, written in batches, read newest first, purged by age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.orm import Session

from facecam.base.days import day_span
from facecam.base.types import State, Vector
from facecam.store import vectors
from facecam.store.database import Database, affected
from facecam.store.schema import Ignored, Person, Picture, Template, Visit


@dataclass(frozen=True, slots=True, eq=False)
class BestFace:
    """The face of the best quality of a visit."""

    vector: Vector
    space: str
    """The model that made it."""
    quality: float


@dataclass(frozen=True, slots=True, eq=False)
class VisitRecord:
    """A visit to be kept."""

    source: str
    started: datetime
    """Timezone-aware, like `ended`."""
    ended: datetime
    samples: int
    """How many crops the decision rests on."""
    state: State
    person: int | None = None
    score: float | None = None
    picture: bytes | None = None
    """The best crop as JPEG, where pictures may be kept."""
    face: BestFace | None = None
    """For corrections, and to find a stranger who comes again."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which visits; each condition that is given narrows them down."""

    person: int | None = None
    unknown: bool = False
    """Only those of nobody known."""
    state: State | None = None
    day: date | None = None
    """Those that began on that day, here."""
    source: str | None = None
    since: datetime | None = None
    """Timezone-aware, like `until`: those that had not ended by then."""
    until: datetime | None = None
    """Those that had begun by then."""

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.person is not None:
            found.append(Visit.person_id == self.person)
        if self.unknown:
            found.append(Visit.person_id.is_(None))
        if self.state is State.KNOWN:
            found.append(Visit.person_id.is_not(None))
        elif self.state is not None:
            pending = Visit.state == State.PENDING.value
            found += [Visit.person_id.is_(None), pending if self.state is State.PENDING else ~pending]
        if self.day is not None:
            start, end = day_span(self.day)
            found += [Visit.started >= start, Visit.started < end]
        if self.source is not None:
            found.append(Visit.source == self.source)
        if self.since is not None:
            found.append(Visit.ended >= self.since)
        if self.until is not None:
            found.append(Visit.started < self.until)
        return found


EVERYTHING = Filter()


class Place(NamedTuple):
    """Where a visit stands among all, the newest first: a page goes on from there."""

    started: datetime
    id: int


@dataclass(frozen=True, slots=True)
class VisitInfo:
    id: int
    person: int | None
    name: str | None
    """None for nobody known and for a person who was removed."""
    source: str
    started: datetime
    ended: datetime
    samples: int
    state: State
    score: float | None
    picture: int | None
    face: bool
    """Its face was kept, so that it can be corrected for good."""


def add_visits(db: Database, records: Sequence[VisitRecord]) -> None:
    """Keep visits in one transaction.

    A visit of somebody who was merged meanwhile goes to the person who took over, one of somebody who was forgotten
    meanwhile is left out.
    """
    if not records:
        return
    with db.write() as session:
        owners = _owners(session, {record.person for record in records if record.person is not None})
        rows = [
            Visit(
                person_id=None if record.person is None else owners[record.person],
                source=record.source,
                started=record.started,
                ended=record.ended,
                samples=record.samples,
                score=record.score,
                state=record.state.value,
                picture_id=keep_picture(session, record.picture),
                **_face_columns(record.face),
            )
            for record in records
            if record.person is None or record.person in owners
        ]
        session.add_all(rows)


def were_added(db: Database, records: Sequence[VisitRecord]) -> bool:
    """Whether `add_visits` has kept these records already: all of them were, or none.

    For when the connection broke before the server had said so. No two visits of a source that are not among the
    records begin and end in the same microsecond.
    """
    starts = [record.started for record in records]
    moments = (Visit.source, Visit.started, Visit.ended)
    near = select(*moments, func.count()).where(Visit.started.between(min(starts), max(starts))).group_by(*moments)
    with db.read() as session:
        owners = _owners(session, {record.person for record in records if record.person is not None})
        found = {(source, started, ended): number for source, started, ended, number in session.execute(near)}
    wanted = Counter(
        (record.source, record.started, record.ended)
        for record in records
        if record.person is None or record.person in owners
    )
    return all(found.get(moment, 0) >= number for moment, number in wanted.items())


def list_visits(
    db: Database,
    which: Filter = EVERYTHING,
    *,
    before: VisitInfo | Place | None = None,
    offset: int = 0,
    limit: int = 100,
) -> list[VisitInfo]:
    """The newest visits first, by their start.

    `before`: the last one of the page before, or where it stood (quick in any depth, unlike `offset`).
    """
    query = (
        select(
            Visit.id,
            Visit.person_id,
            Person.name,
            Visit.source,
            Visit.started,
            Visit.ended,
            Visit.samples,
            Visit.state,
            Visit.score,
            Visit.picture_id,
            Visit.vector.is_not(None).label("face"),
        )
        .outerjoin(Person, (Person.id == Visit.person_id) & Person.hidden_by.is_(None))
        .where(*which.conditions())
        .order_by(Visit.started.desc(), Visit.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if before is not None:
        query = query.where(tuple_(Visit.started, Visit.id) < (before.started, before.id))
    with db.read() as session:
        return [
            VisitInfo(
                *row[:7],
                state=state(row.person_id, row.state),
                score=row.score,
                picture=row.picture_id,
                face=row.face,
            )
            for row in session.execute(query)
        ]


def count_visits(db: Database, person: int) -> int:
    """How many visits of a person are kept."""
    with db.read() as session:
        return session.scalars(select(func.count()).where(Visit.person_id == person)).one()


def sources(db: Database) -> list[str]:
    """The sources that sightings name, sorted."""
    # One step in the index a source, where DISTINCT walks over all of it
    # (https://wiki.postgresql.org/wiki/Loose_indexscan).
    first = select(func.min(Visit.source).label("source")).cte("named", recursive=True)
    after = select(func.min(Visit.source)).where(Visit.source > first.c.source).scalar_subquery()
    named = first.union_all(select(after).select_from(first).where(first.c.source.is_not(None)))
    with db.read() as session:
        return sorted(session.scalars(select(named.c.source).where(named.c.source.is_not(None))))


def picture_of(db: Database, visit: int) -> bytes | None:
    """The picture of a visit as JPEG; None where none was kept, empty where it was damaged."""
    query = select(Picture.jpeg).join(Visit, Visit.picture_id == Picture.id).where(Visit.id == visit)
    with db.read() as session:
        found = session.execute(query).one_or_none()
    return None if found is None else found.jpeg or b""


def picture(db: Database, picture: int) -> bytes | None:
    """A visit's picture as JPEG; None where it is gone, empty where it was damaged."""
    with db.read() as session:
        found = session.execute(select(Picture.jpeg).where(Picture.id == picture)).one_or_none()
    return None if found is None else found.jpeg or b""


def purge(db: Database, days: int) -> int:
    """Delete the visits that ended more than `days` ago, with their pictures, and the faces that were ignored
    before; returns how many visits went."""
    limit = datetime.now(UTC) - timedelta(days=days)
    # A visit starts before it ends: the first condition lets the index on the start find them.
    old = (Visit.started < limit, Visit.ended < limit)
    with db.read() as session:
        ignored = session.scalar(select(Ignored.id).where(Ignored.created < limit).limit(1))
        if ignored is None and session.scalar(select(Visit.id).where(*old).limit(1)) is None:
            return 0
    with db.write() as session:
        session.execute(delete(Ignored).where(Ignored.created < limit))
        gone = affected(session, delete(Visit).where(*old))
        sweep_pictures(session)
        return gone


def state(person: int | None, decided: str) -> State:
    """A visit's state today: corrections change whose it is, and leave what was decided then."""
    if person is not None:
        return State.KNOWN
    return State.PENDING if decided == State.PENDING.value else State.UNKNOWN


def _owners(session: Session, persons: set[int]) -> dict[int, int]:
    """Who has the sightings of each of `persons` today; the forgotten are left out."""
    merged = dict(
        session.execute(select(Person.id, Person.merged_into).where(Person.merged_into.is_not(None))).all()
    )
    there = session.scalars(select(Person.id).where(Person.id.in_(persons)))
    owners = {person: person for person in there}
    for person in owners:
        while (into := merged.get(owners[person])) is not None:
            owners[person] = into
    return owners


def _face_columns(face: BestFace | None) -> dict[str, object]:
    if face is None:
        return {}
    return {"space": face.space, "vector": vectors.encode(face.vector), "quality": face.quality}


def keep_picture(session: Session, jpeg: bytes | None) -> int | None:
    """Add a picture, where there is one, and give its id."""
    if jpeg is None:
        return None
    picture = Picture(jpeg=jpeg)
    session.add(picture)
    session.flush()
    return picture.id


def sweep_pictures(session: Session) -> int:
    """Delete the pictures that no template and no sighting shows; returns how many."""
    used = (
        select(Template.id).where(Template.picture_id == Picture.id).exists()
        | select(Visit.id).where(Visit.picture_id == Picture.id).exists()
    )
    return affected(session, delete(Picture).where(~used))
