"""Visits: written in batches, filtered, paged, purged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import func, select

from facecam.base.types import State
from facecam.operations import Enrol, Forget, Merge, Remove, Sample, apply
from facecam.store.database import Database
from facecam.store.schema import Picture
from facecam.store.visits import (
    Filter,
    VisitRecord,
    add_visits,
    count_visits,
    list_visits,
    purge,
    sources,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def enrol(db: Database, name: str) -> int:
    (person,) = apply(db, Enrol(name, (Sample(np.ones(8, np.float32), 0.5, "a.jpg"),), "space")).persons
    return person


def visit(
    minutes: float, person: int | None = None, source: str = "door", picture: bytes | None = None
) -> VisitRecord:
    state = State.UNKNOWN if person is None else State.KNOWN
    start = NOON + timedelta(minutes=minutes)
    return VisitRecord(source, start, start + timedelta(seconds=30), 4, state, person, 0.5, picture)


def pictures(db: Database) -> int:
    with db.read() as session:
        return session.scalars(select(func.count()).select_from(Picture)).one()


def test_a_visit_comes_back_as_it_went_in(db: Database) -> None:
    anna = enrol(db, "Anna")
    add_visits(db, [visit(0, anna, picture=b"jpeg")])
    (seen,) = list_visits(db)
    assert (seen.person, seen.name, seen.source, seen.state) == (anna, "Anna", "door", State.KNOWN)
    assert (seen.started, seen.ended) == (NOON, NOON + timedelta(seconds=30))
    assert (seen.samples, seen.score) == (4, 0.5)
    assert seen.picture is not None and pictures(db) == 1


def test_filters(db: Database) -> None:
    anna, bea = enrol(db, "Anna"), enrol(db, "Bea")
    add_visits(db, [visit(0, anna), visit(1, bea, "desk"), visit(2), visit(3, anna, "desk")])
    minutes = {seen.id: (seen.started - NOON).seconds // 60 for seen in list_visits(db)}
    assert list(minutes.values()) == [3, 2, 1, 0]
    assert [minutes[seen.id] for seen in list_visits(db, Filter(person=anna))] == [3, 0]
    assert [minutes[seen.id] for seen in list_visits(db, Filter(unknown=True))] == [2]
    assert [minutes[seen.id] for seen in list_visits(db, Filter(source="desk"))] == [3, 1]
    assert [minutes[seen.id] for seen in list_visits(db, Filter(person=anna, source="desk"))] == [3]
    assert sources(db) == ["desk", "door"]
    assert (count_visits(db, Filter(person=anna)), count_visits(db, Filter(person=bea))) == (2, 1)


def test_what_passed_by_and_letters_of_names_and_places(db: Database) -> None:
    anna = enrol(db, "Änna O'Neill")
    add_visits(db, [visit(0, anna, "Desk 100%"), visit(1), visit(2, source="yard")])
    start = NOON + timedelta(minutes=3)
    for seconds, state, person in ((0.4, State.UNKNOWN, None), (9, State.PENDING, None), (0.4, State.KNOWN, anna)):
        end = start + timedelta(seconds=seconds)
        add_visits(db, [VisitRecord("door", start, end, 1, state, person)])
    assert len(list_visits(db)) == 6
    assert count_visits(db, Filter(glimpses=False)) == 4, "known people never are glimpses"
    told = {
        text: len(list_visits(db, Filter(text=text))) for text in ("änna", " o'n ", "100%", "0_%", "AR", "x", "")
    }
    assert told == {"änna": 2, " o'n ": 2, "100%": 1, "0_%": 0, "AR": 1, "x": 0, "": 6}
    apply(db, Remove(anna))
    assert list_visits(db, Filter(text="änna")) == []
    chosen = tuple(one.id for one in list_visits(db, limit=2))
    assert [one.id for one in list_visits(db, Filter(among=chosen))] == list(chosen)


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer in New Zealand: 13 hours before UTC in March."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set")
@pytest.mark.usefixtures("far_away")
def test_a_day_is_a_day_here(db: Database) -> None:
    midnight = datetime(2026, 2, 28, 11, tzinfo=UTC)
    starts = [
        midnight - timedelta(seconds=1),
        midnight,
        midnight + timedelta(hours=23),
        midnight + timedelta(days=1),
    ]
    add_visits(db, [VisitRecord("door", start, start, 1, State.UNKNOWN) for start in starts])
    assert [seen.started for seen in list_visits(db, Filter(day=date(2026, 3, 1)))] == [starts[2], starts[1]]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_meet_without_gap(db: Database, size: int) -> None:
    add_visits(db, [visit(number // 3) for number in range(20)])  # threes begin at the same moment
    everything = list_visits(db)
    walked = page = list_visits(db, limit=size)
    while page := list_visits(db, before=page[-1], limit=size):
        walked = walked + page
    assert walked == everything and len(everything) == 20
    assert list_visits(db, offset=5, limit=size) == everything[5 : 5 + size]


def test_who_was_merged_or_forgotten_meanwhile(db: Database) -> None:
    anna, bea, cleo, dora = (enrol(db, name) for name in ("Anna", "Bea", "Cleo", "Dora"))
    apply(db, Merge(anna, bea))
    apply(db, Merge(bea, cleo))
    apply(db, Forget(dora))
    add_visits(db, [visit(0, anna), visit(1, dora), visit(2)])
    assert [seen.person for seen in list_visits(db)] == [None, cleo]


def test_the_removed_are_not_named(db: Database) -> None:
    anna = enrol(db, "Anna")
    apply(db, Remove(anna))
    add_visits(db, [visit(0, anna)])
    (seen,) = list_visits(db)
    assert (seen.person, seen.name) == (anna, None)


def test_purge(db: Database) -> None:
    now = datetime.now(UTC)
    ages = [timedelta(days=3), timedelta(days=2, minutes=1), timedelta(days=1), timedelta(0)]
    long = VisitRecord("door", now - timedelta(days=3), now, 1, State.UNKNOWN, picture=b"long")
    old = [VisitRecord("door", now - age, now - age, 1, State.UNKNOWN, picture=b"jpeg") for age in ages]
    add_visits(db, [long, *old])
    assert purge(db, days=2) == 2
    assert sorted(seen.ended for seen in list_visits(db)) == sorted([old[2].ended, old[3].ended, now])
    assert pictures(db) == 3
    assert purge(db, days=2) == 0


def test_odd_source_names(db: Database) -> None:
    add_visits(db, [visit(0, source="caf\udce9.mp4"), visit(1, source="x" * 5000)])
    assert sources(db) == ["caf?.mp4", "x" * 5000]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone cannot be changed for one program")
@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # has no midnight
        ("Asia/Beirut", date(2022, 3, 27), 23),
        ("America/Sao_Paulo", date(2018, 2, 17), 25),  # its last hour comes twice
        ("America/Havana", date(2022, 11, 6), 25),  # its first hour comes twice
        ("Europe/Berlin", date(2026, 3, 29), 23),
    ],
)
def test_a_day_without_a_midnight_has_all_its_visits(
    db: Database, monkeypatch: pytest.MonkeyPatch, zone: str, day: date, hours: int
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        quarters = [noon + timedelta(minutes=15 * count) for count in range(-4 * 30, 4 * 40)]
        add_visits(db, [VisitRecord("door", at, at, 1, State.UNKNOWN) for at in quarters])
        local = [at for at in quarters if at.astimezone(ZoneInfo(zone)).date() == day]
        assert len(local) == 4 * hours
        shown = [seen.started for seen in list_visits(db, Filter(day=day))]
        assert sorted(shown) == local
    finally:
        monkeypatch.undo()
        time.tzset()
