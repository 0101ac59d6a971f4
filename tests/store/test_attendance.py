"""Attendance: first, last and altogether, by person and local day."""

from __future__ import annotations

import csv
import json
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from helpers.events import enrol

from facecam.base.errors import InputError
from facecam.base.types import State
from facecam.operations import Remove, apply
from facecam.store import attendance, export
from facecam.store.attendance import between, daily
from facecam.store.database import Database
from facecam.store.export import export_daily
from facecam.store.visits import Filter, VisitRecord, add_visits


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def local(*moment: int) -> datetime:
    return datetime(*moment).astimezone()  # type: ignore[arg-type]


def visit(db: Database, person: int | None, start: datetime, seconds: float, source: str = "door") -> None:
    state = State.UNKNOWN if person is None else State.KNOWN
    add_visits(db, [VisitRecord(source, start, start + timedelta(seconds=seconds), 5, state, person)])


def test_first_last_and_altogether_of_each_day_and_person(db: Database) -> None:
    anna, bo = enrol(db, "Anna"), enrol(db, "Bo")
    visit(db, anna, local(2026, 3, 2, 8, 0), 60)
    visit(db, anna, local(2026, 3, 2, 17, 30), 30.5)
    visit(db, bo, local(2026, 3, 2, 9, 0), 10)
    visit(db, None, local(2026, 3, 2, 9, 0), 10)
    visit(db, anna, local(2026, 3, 3, 8, 0), 5)
    rows = daily(db)
    assert [(row.day.day, row.name, row.seconds, row.visits) for row in rows] == [
        (3, "Anna", 5.0, 1), (2, "Anna", 90.5, 2), (2, "Bo", 10.0, 1),
    ]  # fmt: skip
    assert rows[1].first == local(2026, 3, 2, 8, 0)
    assert rows[1].last == local(2026, 3, 2, 17, 30, 30) + timedelta(seconds=0.5)
    assert [row.name for row in daily(db, Filter(day=date(2026, 3, 2)))] == ["Anna", "Bo"]
    assert [row.day.day for row in daily(db, Filter(person=anna))] == [3, 2]
    assert daily(db, Filter(source="yard")) == []
    apply(db, Remove(bo))
    assert [row.name for row in daily(db)] == ["Anna", "Anna"]


def test_two_cameras_at_once_count_once(db: Database) -> None:
    anna = enrol(db, "Anna")
    visit(db, anna, local(2026, 3, 2, 8, 0), 100)
    visit(db, anna, local(2026, 3, 2, 8, 0, 50), 100, "yard")
    visit(db, anna, local(2026, 3, 2, 8, 1), 10, "hall")
    (row,) = daily(db)
    assert (row.seconds, row.visits, row.last) == (150.0, 3, local(2026, 3, 2, 8, 2, 30))


def test_a_visit_over_midnight_belongs_to_both_days(db: Database) -> None:
    anna = enrol(db, "Anna")
    visit(db, anna, local(2026, 3, 2, 23, 59, 30), 90)
    second, first = daily(db)
    assert (first.day, first.seconds, first.last) == (date(2026, 3, 2), 30.0, local(2026, 3, 3))
    assert (second.day, second.seconds, second.first) == (date(2026, 3, 3), 60.0, local(2026, 3, 3))
    assert [row.seconds for row in daily(db, Filter(day=date(2026, 3, 3)))] == [60.0]


def test_a_day_may_have_23_or_25_hours(db: Database) -> None:
    anna = enrol(db, "Anna")
    for month, day, hours in ((3, 29, 23), (10, 25, 25)):
        visit(db, anna, local(2026, month, day), hours * 3600)
    assert [(row.day, row.seconds / 3600) for row in daily(db)] == [
        (date(2026, 10, 25), 25.0), (date(2026, 3, 29), 23.0),
    ]  # fmt: skip


def test_many_visits_are_read_a_page_at_a_time(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "PAGE", 3)
    anna = enrol(db, "Anna")
    for minute in range(10):
        visit(db, anna, local(2026, 3, 2, 8, minute // 2 * 2), 10, f"door {minute % 2}")
    (row,) = daily(db)
    assert (row.visits, row.seconds) == (10, 50.0)


def test_who_was_there_between_two_moments(db: Database) -> None:
    anna = enrol(db, "Anna")
    visit(db, anna, local(2026, 3, 2, 17, 59), 120)
    visit(db, anna, local(2026, 3, 3, 8, 0), 10)
    visit(db, anna, local(2026, 3, 3, 19, 0), 10)
    (row,) = between(db, local(2026, 3, 2, 18, 0), local(2026, 3, 3, 18, 0))
    assert (row.seconds, row.visits, row.first) == (70.0, 2, local(2026, 3, 2, 18, 0))


NAMES = ("=HYPERLINK(0)", "+1", "-1", "@x", "Anna", "Ünï 名前", "http://x.org", 'a,"b"')


def test_names_are_names_in_every_file(db: Database, tmp_path: Path) -> None:
    """A spreadsheet runs none of them, and reads all of them."""
    for name in NAMES:
        visit(db, enrol(db, name), local(2026, 3, 2, 8, 0), 60)
    rows = daily(db)
    for suffix in (".csv", ".json", ".xlsx"):
        assert export_daily(rows, tmp_path / f"days{suffix}") == len(NAMES)
    with (tmp_path / "days.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert {row["name"] for row in table} == {f"'{name}" if name[0] in "=+-@" else name for name in NAMES}
    assert set(table[0]) == {"day", "person", "name", "first", "last", "seconds", "visits"}
    assert {row["name"] for row in json.loads((tmp_path / "days.json").read_text("utf-8"))} == set(NAMES)
    with zipfile.ZipFile(tmp_path / "days.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet.lower().replace("=hyperlink(0)", "")
    for name in NAMES:
        assert name.replace('"', "&quot;") in sheet or name in sheet


def test_a_sheet_that_is_too_long_leaves_no_file(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    for name in NAMES[:2]:
        visit(db, enrol(db, name), local(2026, 3, 2, 8, 0), 60)
    with pytest.raises(InputError, match="A sheet holds 1 rows at most"):
        export_daily(daily(db), tmp_path / "days.xlsx")
    with pytest.raises(InputError, match="cannot be written"):
        export_daily(daily(db), tmp_path / "none" / "days.csv")
    assert [path.name for path in tmp_path.iterdir() if "days" in path.name] == []
