"""`facecam history`: who was there, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.base.errors import InputError
from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, PersonId, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.store.attendance import Attendance
    from facecam.store.visits import VisitInfo
    from facecam.tasks.face_search import FaceSearch

SHOWN = 100
"""Rows in a table for people."""


def history(
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Only this person's visits.")
    ] = None,
    person_id: PersonId = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only visits that began on that day."
        ),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SOURCE", help="Only those there.")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="Only those of nobody known.")] = False,
    face: Annotated[
        Path | None,
        typer.Option("--face", metavar="PICTURE", help="Only those in which the face of this picture was seen."),
    ] = None,
    daily: Annotated[
        bool, typer.Option("--daily", help="Of each day and person when first, when last, and how long altogether.")
    ] = False,
    as_json: Json = False,
    file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write them to a file: CSV, or JSON where it is called so."),
    ] = None,
    sheet: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write them to a sheet.")] = None,
    db: Db = None,
) -> int:
    """List the visits that were noted, the newest first.

    With --json one object a line and visit, or day and person. Exits with 1 where nothing that was asked for is
    among them. With --face strangers are found, too; each visit has its likeness then.
    """
    from itertools import islice

    from facecam.store.export import export, export_daily, visit_json
    from facecam.store.visits import Filter
    from facecam.tasks.person_lookup import find_person

    wanted = person is not None or person_id is not None
    if unknown and wanted:
        raise InputError("--unknown and a person exclude each other", "Leave one of them out")
    if unknown and daily:
        raise InputError("--unknown and --daily exclude each other", "Leave one of them out")
    target = _target(as_json, file, sheet)
    asked = wanted or unknown or day is not None or source is not None
    if face is not None and (daily or target is not None):
        other = "--daily" if daily else "--csv and --xlsx"
        raise InputError("--face and {other} exclude each other", "Use --json", other=other)
    with opened(chosen(db)) as cam:
        who = find_person(cam.database, person, person_id).id if wanted else None
        began = day.date() if day else None
        if daily:
            days = cam.attendance(person=who, day=began, source=source)
            if target is not None:
                _written(export_daily(days, target), "row", target)
            else:
                _show_days(days, as_json)
            return DONE if days or target is not None or not asked else NO
        if target is not None:
            which = Filter(person=who, unknown=unknown, day=began, source=source)
            _written(export(cam.database, target, which), "visit", target)
            return DONE
        if face is not None:
            _show_found(cam.find_face(face, person=who, unknown=unknown, day=began, source=source), as_json)
            return DONE
        visits = cam.history(person=who, unknown=unknown, day=began, source=source)
        found = False
        if as_json:
            for visit in visits:
                print_json(visit_json(visit))
                found = True
        else:
            shown = list(islice(visits, SHOWN + 1))
            _show(shown)
            found = bool(shown)
    return DONE if found or not asked else NO


def _target(as_json: bool, file: Path | None, sheet: Path | None) -> Path | None:
    """The file that is to be written. Raises `InputError` where more than one thing is asked for."""
    given = [option for option, on in (("--json", as_json), ("--csv", file), ("--xlsx", sheet)) if on]
    if len(given) > 1:
        raise InputError(
            "{one} and {other} exclude each other", "Leave one of them out", one=given[0], other=given[1]
        )
    if sheet is not None and sheet.suffix.lower() != ".xlsx":
        raise InputError("{file} is no name of a sheet", "Let it end in .xlsx", file=str(sheet))
    return file or sheet


def _written(number: int, what: str, file: Path) -> None:
    note(f"{number:,} {what}{'s' * (number != 1)} written to {file}.")


def _show_found(found: FaceSearch, as_json: bool) -> None:
    from facecam.store.export import visit_json

    likeness = dict(zip((one.id for one in found.visits), found.scores, strict=True))
    if as_json:
        for visit in found.visits:
            print_json({**visit_json(visit), "likeness": round(likeness[visit.id], 4)})
    else:
        _show(list(found.visits[: SHOWN + 1]), likeness)
    visits = f"{found.compared:,} visit{'s' * (found.compared != 1)}"
    note(f"Compared with {visits}: found from a likeness of {found.threshold:.2f} on.")
    if found.compared:
        estimate = ", by estimate" if found.extrapolated else ""
        note(f"Of people who were never here 1 in {round(1 / found.promise):,} finds one all the same{estimate}.")
    if found.left_out:
        note(f"{found.left_out:,} have no face that can be compared.")


def _show(visits: list[VisitInfo], likeness: Mapping[int, float] | None = None) -> None:
    if not visits:
        say("No visits were noted that fit.")
        return
    from rich.table import Table

    table = Table("from", "to", "who", "likeness" if likeness else "score", "where", box=None, pad_edge=False)
    for visit in visits[:SHOWN]:
        start, end = visit.started.astimezone(), visit.ended.astimezone()
        value = likeness[visit.id] if likeness else visit.score
        score = "" if value is None else f"{value:.2f}"
        who = visit.name or ("removed" if visit.person is not None else visit.state.value)
        table.add_row(f"{start:%Y-%m-%d %H:%M:%S}", f"{end:%H:%M:%S}", who, score, visit.source)
    say(table)
    if len(visits) > SHOWN:
        note(f"These are the newest {SHOWN}; --json and --csv give all.")


def _show_days(days: list[Attendance], as_json: bool) -> None:
    from facecam.store.attendance import attendance_json

    if as_json:
        for one in days:
            print_json(attendance_json(one))
        return
    if not days:
        say("No visits were noted that fit.")
        return
    from rich.table import Table

    table = Table("day", "who", "first", "last", "altogether", "visits", box=None, pad_edge=False)
    for one in days[:SHOWN]:
        hours, rest = divmod(round(one.seconds), 3600)
        long = f"{hours}:{rest // 60:02}:{rest % 60:02}"
        table.add_row(
            f"{one.day:%Y-%m-%d}", one.name, f"{one.first:%H:%M:%S}", f"{one.last:%H:%M:%S}", long, str(one.visits)
        )
    say(table)
    if len(days) > SHOWN:
        note(f"These are the newest {SHOWN}; --json, --csv and --xlsx give all.")
