"""Who was there: visits, written in batches, read newest first, purged by age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Double, delete, func, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from facecam.base.days import day_span
from facecam.base.types import State, Vector
from facecam.store import vectors
from facecam.store.clips import keep_clip, trim_clips
from facecam.store.database import Database, affected
from facecam.store.names import fold
from facecam.store.schema import Clip, Ignored, Person, Picture, Template, Visit

GLIMPSE = 1.0
"""Seconds: a stranger who was seen for less passed by, or was no face."""


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
    position: float | None = None
    """Where it begins in the film that `source` is, in seconds."""
    clip: bytes | None = None
    """Its last seconds (`clips.pack`), where clips may be kept."""


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
    text: str = ""
    """Those whose person's name, or source, has these letters in it."""
    glimpses: bool = True
    """Also strangers who were not seen well enough, or for less than `GLIMPSE` seconds."""
    among: tuple[int, ...] | None = None
    """Only these, by number."""

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [Visit.hidden_by.is_(None)]
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
        if text := self.text.strip():
            called = select(Person.id).where(Person.folded.contains(fold(text), autoescape=True))
            there = func.lower(Visit.source).contains(text.lower(), autoescape=True)
            found.append(Visit.person_id.in_(called.where(Person.hidden_by.is_(None))) | there)
        if not self.glimpses:
            found.append(~_GLIMPSE)
        if self.among is not None:
            found.append(Visit.id.in_(self.among))
        return found


class _Seconds(FunctionElement[float]):
    """From one moment to another."""

    type = Double()
    inherit_cache = True
    name = "seconds_between"


@compiles(_Seconds)
def _seconds(element: _Seconds, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in element.clauses)
    return f"EXTRACT(EPOCH FROM {end} - {start})"


@compiles(_Seconds, "sqlite")
def _seconds_of_sqlite(element: _Seconds, compiler: SQLCompiler, **how: Any) -> str:
    start, end = (compiler.process(clause, **how) for clause in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400)"


_GLIMPSE = Visit.person_id.is_(None) & (
    (Visit.state == State.PENDING.value) | (_Seconds(Visit.started, Visit.ended) < GLIMPSE)
)

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
    position: float | None = None
    """Where it begins in the film that `source` is, in seconds."""
    clip: bool = False
    """Its last seconds were kept."""


def add_visits(db: Database, records: Sequence[VisitRecord], *, clip_room: int | None = None) -> None:
    """Keep visits in one transaction.

    A visit of somebody who was merged meanwhile goes to the person who took over, one of somebody who was forgotten
    meanwhile is left out. `clip_room`: bytes that all clips may have, for which the oldest ones go.
    """
    if not records:
        return
    with db.write() as session:
        owners = _owners(session, {record.person for record in records if record.person is not None})
        kept = [record for record in records if record.person is None or record.person in owners]
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
                position=record.position,
                **_face_columns(record.face),
            )
            for record in kept
        ]
        session.add_all(rows)
        if any(record.clip is not None for record in kept):
            session.flush()
            for record, row in zip(kept, rows, strict=True):
                if record.clip is not None:
                    keep_clip(session, row.id, record.clip)
            session.flush()
            if clip_room is not None:
                trim_clips(session, clip_room)


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
    # Together or not at all; some may have been deleted since.
    return not wanted or any(found.get(moment, 0) >= number for moment, number in wanted.items())


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
            Visit.position,
            select(Clip.id).where(Clip.sighting_id == Visit.id).exists().label("clip"),
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
                position=row.position,
                clip=row.clip,
            )
            for row in session.execute(query)
        ]


def count_visits(db: Database, which: Filter) -> int:
    """How many visits of a kind are kept."""
    with db.read() as session:
        return session.scalars(select(func.count()).select_from(Visit).where(*which.conditions())).one()


def count_strangers(db: Database, start: datetime, end: datetime) -> int:
    """How many visits of nobody known began from `start` to `end`."""
    those = (Visit.person_id.is_(None), Visit.state == State.UNKNOWN.value, Visit.hidden_by.is_(None))
    with db.read() as session:
        return session.scalars(
            select(func.count()).where(Visit.started >= start, Visit.started < end, *those)
        ).one()


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
    query = select(Picture.jpeg).join(Visit, Visit.picture_id == Picture.id)
    query = query.where(Visit.id == visit, Visit.hidden_by.is_(None))
    with db.read() as session:
        found = session.execute(query).one_or_none()
    return None if found is None else found.jpeg or b""


def picture(db: Database, picture: int) -> bytes | None:
    """A visit's picture as JPEG; None where it is gone, empty where it was damaged."""
    with db.read() as session:
        found = session.execute(select(Picture.jpeg).where(Picture.id == picture)).one_or_none()
    return None if found is None else found.jpeg or b""


def purge(db: Database, days: int) -> int:
    """Delete the visits that ended more than `days` ago, with their pictures and clips, and the faces that were
    ignored before (but for those who are ignored for ever); returns how many visits went."""
    limit = datetime.now(UTC) - timedelta(days=days)
    old_face = (Ignored.created < limit, Ignored.kind == "stranger")
    # A visit starts before it ends: the first condition lets the index on the start find them.
    old = (Visit.started < limit, Visit.ended < limit)
    with db.read() as session:
        ignored = session.scalar(select(Ignored.id).where(*old_face).limit(1))
        if ignored is None and session.scalar(select(Visit.id).where(*old).limit(1)) is None:
            return 0
    with db.write() as session:
        session.execute(delete(Ignored).where(*old_face))
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
