"""The history as a file for other programs: CSV, JSON, or a sheet (XLSX)."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from facecam.base.errors import InputError
from facecam.base.unfinished import in_one_step
from facecam.store.attendance import Attendance, attendance_json
from facecam.store.database import Database
from facecam.store.visits import EVERYTHING, Filter, Place, VisitInfo, list_visits

PAGE = 1_000
"""Visits that are read at a time."""

COLUMNS = ("id", "person", "name", "state", "score", "source", "started", "ended", "samples")
DAILY = ("day", "person", "name", "first", "last", "seconds", "visits")

MOST_ROWS = 1_048_575
"""That a sheet can hold below its heading."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What one begins with."""

Rows = Iterator[dict[str, Any]]


def visit_json(visit: VisitInfo) -> dict[str, Any]:
    """A visit as `facecam history --json` prints it; times are ISO 8601, here."""
    return {
        "id": visit.id,
        "person": visit.person,
        "name": visit.name,
        "state": visit.state.value,
        "score": None if visit.score is None else round(visit.score, 4),
        "source": visit.source,
        "started": visit.started.astimezone().isoformat(),
        "ended": visit.ended.astimezone().isoformat(),
        "samples": visit.samples,
    }


def walk(db: Database, which: Filter = EVERYTHING, after: VisitInfo | Place | None = None) -> Iterator[VisitInfo]:
    """All visits of a kind, the newest first, a page at a time; with `after` those that follow it."""
    page = list_visits(db, which, before=after, limit=PAGE)
    while page:
        yield from page
        page = list_visits(db, which, before=page[-1], limit=PAGE)


def export(db: Database, path: Path, which: Filter = EVERYTHING) -> int:
    """Write visits to a file, as its name says: .json, .xlsx, else CSV; returns how many.

    The file is there as a whole or, where something goes wrong, not at all. Raises `InputError` where it cannot be
    written.
    """
    return _write(path, COLUMNS, map(visit_json, walk(db, which)))


def export_daily(days: Iterable[Attendance], path: Path) -> int:
    """Write attendance to a file, as `export` does."""
    return _write(path, DAILY, map(attendance_json, days))


def _write(path: Path, columns: Sequence[str], rows: Rows) -> int:
    try:
        with in_one_step(path) as file:
            return _WRITERS.get(path.suffix.lower(), _write_csv)(file, columns, rows)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}", "Choose another file", path=str(path), reason=str(error.strerror)
        ) from error


def _write_json(path: Path, columns: Sequence[str], rows: Rows) -> int:
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            file.write(",\n" if number else "\n")
            json.dump(row, file, ensure_ascii=False)
            number += 1
        file.write("\n]\n")
    return number


def _write_csv(path: Path, columns: Sequence[str], rows: Rows) -> int:
    number = -1  # without the head
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in _csv_lines(columns, rows):
            file.write(line)
            number += 1
    return number


def _write_xlsx(path: Path, columns: Sequence[str], rows: Rows) -> int:
    """A sheet in which texts are texts, also those that look like a formula, and moments are dates."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    number = 0
    # A row at a time, so that a million of them need no memory. What looks like an address is no link.
    book = Workbook(str(path), {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("facecam")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 20)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, bold)
    for row in rows:
        number += 1
        if number > MOST_ROWS:
            raise InputError("A sheet holds {n} rows at most", "Choose a day or a person, or CSV", n=MOST_ROWS)
        for at, (column, value) in enumerate(row.items()):
            if column == "day":
                sheet.write_datetime(number, at, date.fromisoformat(value), day)
            elif column in ("first", "last", "started", "ended"):
                sheet.write_datetime(number, at, datetime.fromisoformat(value).replace(tzinfo=None), moment)
            elif isinstance(value, str):
                sheet.write_string(number, at, value)
            elif value is not None:
                sheet.write_number(number, at, value)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error
    return number


_WRITERS: dict[str, Callable[[Path, Sequence[str], Rows], int]] = {".json": _write_json, ".xlsx": _write_xlsx}


def csv_lines(visits: Iterable[VisitInfo]) -> Iterator[str]:
    """The head and a line a visit, as spreadsheets read them."""
    return _csv_lines(COLUMNS, map(visit_json, visits))


def _csv_lines(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    for values in chain([columns], (row.values() for row in rows)):
        writer.writerow([harmless(value) for value in values])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def harmless(value: object) -> object:
    """A spreadsheet would run a name that looks like a formula (CWE-1236), some also one in full-width signs."""
    if not isinstance(value, str):
        return value
    starts = (unicodedata.normalize("NFKC", one[:1]) for one in (value, value.lstrip()))  # and some skip spaces
    return f"'{value}" if any(start.startswith(_FORMULA) for start in starts) else value
