"""Attendance: of each person and day when first, when last, and for how long altogether."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_

from facecam.base.days import day_span
from facecam.store.database import Database
from facecam.store.schema import Person, Visit
from facecam.store.visits import EVERYTHING, Filter

PAGE = 5_000
"""Visits that are read at a time."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person on one day, here: from one local midnight to the next."""

    day: date
    person: int
    name: str
    first: datetime
    """When the day's first visit began; midnight where that was before. In local time, like `last`."""
    last: datetime
    seconds: float
    """How long somebody saw the person altogether; two cameras at once count once."""
    visits: int
    """That lay on this day, as a whole or in part."""


def daily(db: Database, which: Filter = EVERYTHING) -> list[Attendance]:
    """By day and person, the newest day first, then by name; of people who are known and not removed.

    A visit over midnight belongs to both days, each with its part of it. `which.day` is the day that is wanted.
    """
    conditions = [*Filter(person=which.person, source=which.source).conditions(), Visit.person_id.is_not(None)]
    if which.day is not None:
        start, end = day_span(which.day)
        conditions += [Visit.started < end, Visit.ended >= start]
    found = _sums(db, conditions)
    rows = [sums.row(day) for (day, _), sums in found.items() if which.day in (None, day)]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.name.casefold(), row.person))


def between(db: Database, start: datetime, end: datetime) -> list[Attendance]:
    """Who was there from `start` to `end`, in local time; each person once, with the day of `start`."""
    conditions = [*EVERYTHING.conditions(), Visit.person_id.is_not(None), Visit.started < end, Visit.ended >= start]
    by_person: dict[int, _Sums] = {}
    for person, name, began, ended in _visits(db, conditions):
        by_person.setdefault(person, _Sums(person, name)).add(max(began, start), min(ended, end))
    day = start.astimezone().date()
    return sorted((one.row(day) for one in by_person.values()), key=lambda row: (row.name.casefold(), row.person))


def attendance_json(row: Attendance) -> dict[str, Any]:
    """As `facecam history --daily --json` prints it; times are ISO 8601, here."""
    return {
        "day": row.day.isoformat(),
        "person": row.person,
        "name": row.name,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "seconds": round(row.seconds, 1),
        "visits": row.visits,
    }


@dataclass(slots=True)
class _Sums:
    """Of a person on a day. Visits are added in the order in which they begin."""

    person: int
    name: str
    first: datetime | None = None
    last: datetime | None = None
    seconds: float = 0.0
    visits: int = 0

    def add(self, start: datetime, end: datetime) -> None:
        self.first = start if self.first is None else min(self.first, start)
        # What another camera saw at the same time is counted already.
        counted = start if self.last is None else max(start, self.last)
        self.seconds += max((end - counted).total_seconds(), 0.0)
        self.last = end if self.last is None else max(self.last, end)
        self.visits += 1

    def row(self, day: date) -> Attendance:
        assert self.first is not None and self.last is not None
        first, last = self.first.astimezone(), self.last.astimezone()
        return Attendance(day, self.person, self.name, first, last, self.seconds, self.visits)


def _sums(db: Database, conditions: list[ColumnElement[bool]]) -> dict[tuple[date, int], _Sums]:
    found: dict[tuple[date, int], _Sums] = {}
    for person, name, started, ended in _visits(db, conditions):
        for day, start, end in _by_day(started, ended):
            found.setdefault((day, person), _Sums(person, name)).add(start, end)
    return found


def _visits(db: Database, conditions: list[ColumnElement[bool]]) -> Iterator[tuple[int, str, datetime, datetime]]:
    """Person, name, start and end of each visit, the oldest first, a page at a time."""
    query = (
        select(Visit.person_id, Person.name, Visit.started, Visit.ended, Visit.id)
        .join(Person, (Person.id == Visit.person_id) & Person.hidden_by.is_(None))
        .where(*conditions)
        .order_by(Visit.started, Visit.id)
        .limit(PAGE)
    )
    after = query
    while True:
        with db.read() as session:
            rows = session.execute(after).all()
        for row in rows:
            assert row.person_id is not None
            yield row.person_id, row.name, row.started, row.ended
        if len(rows) < PAGE:
            return
        after = query.where(tuple_(Visit.started, Visit.id) > (rows[-1].started, rows[-1].id))


def _by_day(started: datetime, ended: datetime) -> Iterator[tuple[date, datetime, datetime]]:
    """The parts of a visit, one for each day that it touches."""
    start = started
    while True:
        day = start.astimezone().date()
        end = day_span(day)[1]
        if end >= ended or end <= start:
            yield day, start, ended
            return
        yield day, start, end
        start = end
