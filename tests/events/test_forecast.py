"""What a rule would have told of the visits that are kept."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from helpers.events import enrol

from facecam.base.types import State
from facecam.events.event import Kind
from facecam.events.forecast import forecast
from facecam.events.rules import Condition
from facecam.store.database import Database
from facecam.store.visits import VisitRecord, add_visits

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def see(
    db: Database, minutes: float, seconds: float = 20.0, person: int | None = None, source: str = "door"
) -> None:
    start = NOW - timedelta(minutes=minutes)
    state = State.UNKNOWN if person is None else State.KNOWN
    add_visits(db, [VisitRecord(source, start, start + timedelta(seconds=seconds), 3, state, person)])


STRANGERS = (Kind.UNKNOWN,)


@pytest.mark.parametrize(("condition", "times"), [
    (Condition(), 6),
    (Condition(tuple(Kind)), 18),
    (Condition(STRANGERS, strangers=True), 3),
    (Condition(STRANGERS, strangers=True, stays=15), 2),
    (Condition((Kind.NAMED,), persons=(1,)), 3),
    (Condition((Kind.NAMED,), persons=(1,), gap=600), 2),
    (Condition((Kind.NAMED,), persons=(1,), once_a_day=True), 2),
    (Condition((Kind.ENDED,), sources=("yard",)), 1),
    (Condition(daily=time(18)), 7),
    (Condition(paused=True), 6),
])  # fmt: skip
def test_how_often_it_would_have_told(db: Database, condition: Condition, times: int) -> None:
    anna = enrol(db)
    assert anna == 1
    for minutes in (10, 14, 2 * 24 * 60):
        see(db, minutes, person=anna)
    see(db, 60)
    see(db, 61, seconds=5)
    see(db, 90, source="yard")
    see(db, 8 * 24 * 60)  # too long ago
    assert forecast(db, condition, to_person=True, now=NOW).times == times


def test_of_a_thousand_all_but_thirty_an_hour_are_held_back(db: Database) -> None:
    for at in range(100):
        see(db, 55 - at / 2)
    told = forecast(db, Condition(), to_person=True, now=NOW)
    assert (told.times, told.held) == (100, 70)
    assert "counted and not told" in str(told.words) and "30 an hour" in str(told.words)
    assert forecast(db, Condition(), to_person=False, now=NOW).held == 0
