"""Who was there: visits, written in batches, read newest first, purged by age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from facecam.store.database import Database, affected
from facecam.store.schema import Person, Picture, Sighting, Template
from facecam.types import State


@dataclass(frozen=True, slots=True)
class SightingRecord:
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


@dataclass(frozen=True, slots=True)
class SightingInfo:
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


def add_sightings(db: Database, records: Sequence[SightingRecord]) -> None:
    """Keep visits in one transaction.

    A visit of somebody who was merged meanwhile goes to the person who took over, one of somebody who was forgotten
    meanwhile is left out.
    """
    if not records:
        return
    with db.write() as session:
        owners = _owners(session, {record.person for record in records if record.person is not None})
        rows = [
            Sighting(
                person_id=None if record.person is None else owners[record.person],
                source=record.source,
                started=record.started,
                ended=record.ended,
                samples=record.samples,
                score=record.score,
                state=record.state.value,
                picture_id=keep_picture(session, record.picture),
            )
            for record in records
            if record.person is None or record.person in owners
        ]
        session.add_all(rows)


def list_sightings(
    db: Database,
    *,
    person: int | None = None,
    unknown: bool = False,
    day: date | None = None,
    source: str | None = None,
    before: SightingInfo | None = None,
    offset: int = 0,
    limit: int = 100,
) -> list[SightingInfo]:
    """The newest visits first, by their start.

    `unknown`: only those of nobody known; `day`: those that began on that day, here; `before`: the last one of the
    page before (quick in any depth, unlike `offset`).
    """
    query = (
        select(
            Sighting.id,
            Sighting.person_id,
            Person.name,
            Sighting.source,
            Sighting.started,
            Sighting.ended,
            Sighting.samples,
            Sighting.state,
            Sighting.score,
            Sighting.picture_id,
        )
        .outerjoin(Person, (Person.id == Sighting.person_id) & Person.hidden_by.is_(None))
        .order_by(Sighting.started.desc(), Sighting.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if person is not None:
        query = query.where(Sighting.person_id == person)
    if unknown:
        query = query.where(Sighting.person_id.is_(None))
    if day is not None:
        # Local midnights: a day may have 23 or 25 hours.
        start = datetime.combine(day, time.min).astimezone()
        end = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        query = query.where(Sighting.started >= start, Sighting.started < end)
    if source is not None:
        query = query.where(Sighting.source == source)
    if before is not None:
        query = query.where(tuple_(Sighting.started, Sighting.id) < (before.started, before.id))
    with db.read() as session:
        return [
            SightingInfo(*row[:7], state=State(row.state), score=row.score, picture=row.picture_id)
            for row in session.execute(query)
        ]


def count_sightings(db: Database, person: int) -> int:
    """How many visits of a person are kept."""
    with db.read() as session:
        return session.scalars(select(func.count()).where(Sighting.person_id == person)).one()


def sources(db: Database) -> list[str]:
    """The sources that sightings name, sorted."""
    with db.read() as session:
        return list(session.scalars(select(Sighting.source).distinct().order_by(Sighting.source)))


def purge(db: Database, days: int) -> int:
    """Delete the visits that ended more than `days` ago, with their pictures; returns how many."""
    limit = datetime.now(UTC) - timedelta(days=days)
    # A visit starts before it ends: the first condition lets the index on the start find them.
    old = (Sighting.started < limit, Sighting.ended < limit)
    with db.read() as session:
        if session.scalar(select(Sighting.id).where(*old).limit(1)) is None:
            return 0
    with db.write() as session:
        gone = affected(session, delete(Sighting).where(*old))
        sweep_pictures(session)
        return gone


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
        | select(Sighting.id).where(Sighting.picture_id == Picture.id).exists()
    )
    return affected(session, delete(Picture).where(~used))
