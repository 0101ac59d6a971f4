"""The history as a file for other programs."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from facecam.base.errors import InputError
from facecam.store.database import Database
from facecam.store.visits import EVERYTHING, Filter, Place, VisitInfo, list_visits

PAGE = 1_000
"""Visits that are read at a time."""

COLUMNS = ("id", "person", "name", "state", "score", "source", "started", "ended", "samples")


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
    """Write visits to a file, JSON where its name ends in .json, else CSV; returns how many.

    The file is there as a whole or, where something goes wrong, not at all. Raises `InputError` where it cannot be
    written.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            write = _write_json if path.suffix.lower() == ".json" else _write_csv
            number = write(file, walk(db, which))
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}", "Choose another file", path=str(path), reason=str(error.strerror)
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return number


def _write_json(file: IO[str], visits: Iterator[VisitInfo]) -> int:
    number = 0
    file.write("[")
    for visit in visits:
        file.write(",\n" if number else "\n")
        json.dump(visit_json(visit), file, ensure_ascii=False)
        number += 1
    file.write("\n]\n")
    return number


def _write_csv(file: IO[str], visits: Iterator[VisitInfo]) -> int:
    number = -1  # without the head
    for line in csv_lines(visits):
        file.write(line)
        number += 1
    return number


def csv_lines(visits: Iterable[VisitInfo]) -> Iterator[str]:
    """The head and a line a visit, as spreadsheets read them."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in chain([COLUMNS], (visit_json(visit).values() for visit in visits)):
        writer.writerow([_plain(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _plain(value: object) -> object:
    """A spreadsheet would run a name that looks like a formula (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
