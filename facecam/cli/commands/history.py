"""`facecam history`: who was there, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.base.errors import InputError
from facecam.cli.support.failures import DONE
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, PersonId, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.store.visits import VisitInfo
    from facecam.tasks.face_search import FaceSearch

SHOWN = 100
"""Visits in a table for people."""


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
    as_json: Json = False,
    file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write them to a file: CSV, or JSON where it is called so."),
    ] = None,
    db: Db = None,
) -> int:
    """List the visits that were noted, the newest first.

    With --json one object a line and visit. With --face strangers are found, too; each visit has its likeness then.
    """
    from itertools import islice

    from facecam.store.export import export, visit_json
    from facecam.store.visits import Filter
    from facecam.tasks.person_lookup import find_person

    wanted = person is not None or person_id is not None
    if unknown and wanted:
        raise InputError("--unknown and a person exclude each other", "Leave one of them out")
    if face is not None and file is not None:
        raise InputError("--face and --csv exclude each other", "Use --json")
    if as_json and file is not None:
        raise InputError("--json and --csv exclude each other", "Leave one of them out")
    with opened(chosen(db)) as cam:
        who = find_person(cam.database, person, person_id).id if wanted else None
        began = day.date() if day else None
        if file is not None:
            which = Filter(person=who, unknown=unknown, day=began, source=source)
            number = export(cam.database, file, which)
            note(f"{number:,} visit{'s' * (number != 1)} written to {file}.")
            return DONE
        if face is not None:
            found = cam.find_face(face, person=who, unknown=unknown, day=began, source=source)
            _show_found(found, as_json)
            return DONE
        visits = cam.history(person=who, unknown=unknown, day=began, source=source)
        if as_json:
            for visit in visits:
                print_json(visit_json(visit))
        else:
            _show(list(islice(visits, SHOWN + 1)))
    return DONE


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
