"""Days of every length, in the zones that have them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from facecam.base.days import day_span

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone cannot be changed here")


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "first", "odd"),
    [
        ("America/Sao_Paulo", date(2018, 1, 1), {"2018-02-17": 25, "2018-11-04": 23}),
        ("Asia/Beirut", date(2022, 1, 1), {"2022-03-27": 23, "2022-10-29": 25}),
        ("America/Havana", date(2022, 1, 1), {"2022-03-13": 23, "2022-11-06": 25}),
        ("Pacific/Apia", date(2011, 7, 1), {"2011-09-24": 23, "2011-12-30": 0, "2012-04-01": 25}),
        ("Europe/Berlin", date(2026, 1, 1), {"2026-03-29": 23, "2026-10-25": 25}),
        ("UTC", date(2026, 1, 1), {}),
    ],
    indirect=["zone"],
)
def test_a_year_of_days_follow_one_another_without_gaps(zone: str, first: date, odd: dict[str, int]) -> None:
    end = day_span(first)[0]
    for count in range(365):
        day = first + timedelta(days=count)
        start, after = day_span(day)
        assert start == end
        end = after
        assert (after - start) / timedelta(hours=1) == odd.get(day.isoformat(), 24)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"], indirect=True)
def test_the_ends_of_the_calendar_are_days_as_others(zone: str) -> None:
    for day in (date.min, date.max):
        start, end = day_span(day)
        assert end - start == timedelta(days=1)
