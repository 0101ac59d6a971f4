import csv
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from helpers.terminal import Facecam

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import open_database
from facecam.store.export import harmless
from facecam.store.visits import VisitRecord, add_visits

KEYS = {"id", "person", "name", "state", "score", "source", "started", "ended", "samples"}
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def visits() -> None:
    """Anna at the door and at the desk, a stranger at the door on the next day, and somebody with an odd name."""
    database = open_database()
    for name in ("Anna", "=1+1"):
        apply(database, Enrol(name, (Sample(np.ones(8, np.float32), 0.9, "test"),), "a space"))
    seen = [(0, 1, "door"), (5, 1, "desk"), (24 * 60, None, "door"), (26 * 60, 2, "door")]
    records = []
    for minutes, person, source in seen:
        start = NOON + timedelta(minutes=minutes)
        state = State.UNKNOWN if person is None else State.KNOWN
        records.append(VisitRecord(source, start, start + timedelta(seconds=9), 3, state, person, 0.5))
    add_visits(database, records)
    database.close()


def rows(facecam: Facecam, *options: str) -> list[dict[str, object]]:
    run = facecam("history", *options, "--json")
    assert run.code == (0 if run.out else 1) and run.err == ""
    return [json.loads(line) for line in run.out.splitlines()]


def test_no_spreadsheet_takes_a_name_for_a_formula() -> None:
    for sign in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b":
        assert harmless(f"{sign}1+1") == f"'{sign}1+1", hex(ord(sign))
        if not sign.isspace():
            assert harmless(f" \u3000{sign}1+1") == f"' \u3000{sign}1+1", "some skip spaces"
    assert [harmless(value) for value in ("Anna", "", -1.5, None, "\u00c4nne")] == [
        "Anna",
        "",
        -1.5,
        None,
        "\u00c4nne",
    ]


def test_json_is_one_visit_a_line_the_newest_first(facecam: Facecam) -> None:
    found = rows(facecam)
    assert all(set(one) == KEYS for one in found)
    assert [one["name"] for one in found] == ["=1+1", None, "Anna", "Anna"]
    assert datetime.fromisoformat(str(found[-1]["started"])) == NOON


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--person", "anna"), [2, 1]),
        (("--id", "1"), [2, 1]),
        (("--unknown",), [3]),
        (("--source", "desk"), [2]),
        (("--day", f"{(NOON + timedelta(days=1)).astimezone():%Y-%m-%d}"), [4, 3]),
        (("--person", "anna", "--source", "nowhere"), []),
    ],
)
def test_filters(facecam: Facecam, options: tuple[str, ...], ids: list[int]) -> None:
    assert [one["id"] for one in rows(facecam, *options)] == ids


def test_a_table_for_people(facecam: Facecam) -> None:
    out = facecam("history").out
    assert "Anna" in out and "desk" in out and "unknown" in out
    nothing = facecam("history", "--source", "nowhere")
    assert "No visits" in nothing.out and nothing.code == 1, "nothing that was asked for is found"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("daily", [(), ("--daily",)])
def test_days_at_the_ends_of_the_calendar(facecam: Facecam, day: str, daily: tuple[str, ...]) -> None:
    run = facecam("history", "--day", day, *daily)
    assert run.code == 1 and not run.err


def test_files(facecam: Facecam, tmp_path: Path) -> None:
    run = facecam("history", "--csv", str(tmp_path / "visits.csv"))
    assert (run.code, run.out) == (0, "") and "4 visits" in run.err
    with (tmp_path / "visits.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    # A spreadsheet does not run it.
    assert [row["name"] for row in table] == ["'=1+1", "", "Anna", "Anna"] and set(table[0]) == KEYS
    assert facecam("history", "--csv", str(tmp_path / "visits.json"), "--unknown").code == 0
    (only,) = json.loads((tmp_path / "visits.json").read_text("utf-8"))
    assert only["id"] == 3 and only["person"] is None
    assert sorted(path.name for path in tmp_path.glob("*visits*")) == ["visits.csv", "visits.json"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--person", "Nobody"), 1, "nobody called Nobody"),
        (("--unknown", "--id", "1"), 2, "exclude"),
        (("--json", "--csv", "x.csv"), 2, "exclude"),
        (("--day", "yesterday"), 2, "yesterday"),
        (("--csv", "/nowhere/at/all.csv"), 2, "/nowhere/at/all.csv"),
    ],
)
def test_what_cannot_be_done_is_said(facecam: Facecam, options: tuple[str, ...], code: int, words: str) -> None:
    run = facecam("history", *options)
    assert (run.code, run.out) == (code, "") and words in run.err


def test_attendance_by_day_as_lines_table_csv_and_sheet(facecam: Facecam, tmp_path: Path) -> None:
    days = rows(facecam, "--daily")
    assert [(day["person"], day["name"], day["seconds"], day["visits"]) for day in days] == [
        (2, "=1+1", 9.0, 1), (1, "Anna", 18.0, 2),
    ]  # fmt: skip
    assert set(days[0]) == {"day", "person", "name", "first", "last", "seconds", "visits"}
    assert (
        datetime.fromisoformat(str(days[1]["first"])) == NOON and days[1]["day"] == f"{NOON.astimezone():%Y-%m-%d}"
    )
    assert [day["name"] for day in rows(facecam, "--daily", "--person", "anna", "--source", "desk")] == ["Anna"]
    assert "Anna" in facecam("history", "--daily").out and "0:00:18" in facecam("history", "--daily").out
    for option, name in (("--csv", "days.csv"), ("--xlsx", "days.xlsx"), ("--xlsx", "visits.xlsx")):
        daily = [] if name.startswith("visits") else ["--daily"]
        run = facecam("history", *daily, option, str(tmp_path / name))
        assert run.code == 0 and run.err.endswith(f"written to {tmp_path / name}.\n")
    with (tmp_path / "days.csv").open() as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["'=1+1", "Anna"]
    assert (tmp_path / "days.xlsx").read_bytes()[:2] == b"PK" == (tmp_path / "visits.xlsx").read_bytes()[:2]


def test_attendance_that_cannot_be(facecam: Facecam, tmp_path: Path) -> None:
    for options, said in (
        (["--daily", "--unknown"], "--unknown and --daily exclude each other"),
        (["--csv", "a", "--xlsx", "b.xlsx"], "--csv and --xlsx exclude each other"),
        (["--xlsx", str(tmp_path / "b.csv")], "is no name of a sheet. Let it end in .xlsx"),
    ):
        run = facecam("history", *options)
        assert run.code == 2 and said in run.err


def test_what_was_seen_in_a_file_with_an_odd_name_commands_no_terminal(facecam: Facecam) -> None:
    """ESC, the same in one byte (C1), BEL, and what turns the direction of a line around."""
    odd, now = "\x1b[31mred\x1b]0;x\x07\x9b2J\u202egpj\u2069\u2068\u05d0.mp4", datetime.now(UTC)
    db = open_database()
    add_visits(db, [VisitRecord(odd, now, now, 3, State.UNKNOWN)])
    db.close()
    commands = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]|\u2069.*\u2068|\u2068[^\u2069]*$", re.MULTILINE)
    table = facecam("history")
    assert "[31mred" in table.out and not commands.search(table.out)
    line = facecam("history", "--source", odd, "--json")
    assert json.loads(line.out)["source"] == odd and not commands.search(line.out)
    gone = facecam("identify", odd)
    assert "red" in gone.err and not commands.search(gone.err)
