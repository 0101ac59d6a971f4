"""`facecam enrol`: a person from images, folders and videos."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.addresses import public
from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.opening import open_matcher, opened
from facecam.cli.support.options import Db, GpuChoice, Json, Model, PersonId, chosen
from facecam.cli.support.output import note, print_json, progress, say
from facecam.cli.support.person_lookup import find_person
from facecam.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from facecam.store.database import Database
    from facecam.store.people import PersonInfo
    from facecam.tasks.enrolment import Refusal, Taken


def enrol(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Images, folders of images, videos: of that person alone; `demo`."),
    ],
    start: Annotated[float, typer.Option("--start", metavar="S", min=0, help="From this second of a video.")] = 0.0,
    end: Annotated[float | None, typer.Option("--end", metavar="S", min=0, help="To this second of it.")] = None,
    person_id: PersonId = None,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Make a person known from pictures.

    They are added to the person of that name; where there is none, it is made.
    """
    from facecam.operations import Enrol, apply
    from facecam.pipeline.recognizer import open_recognizer
    from facecam.store.people import clean_name
    from facecam.tasks.enrolment import Enrolment, from_files, split

    settings = chosen(db, gpu, model)
    name = clean_name(name)
    if not math.isfinite(start):
        raise InputError(f"--start {start} is no time", "Give seconds")
    if end is not None and not start < end:
        raise InputError(f"--end {end:g} is not after --start {start:g}", "Give seconds, the start first")
    for path in paths:
        if path != "demo" and not os.path.exists(path):  # noqa: PTH110 (pathlib takes an empty path for a folder)
            raise InputError(f"There is no file or folder {public(path)!r}", "Check the path; nobody was enrolled")
    with opened(settings, to_write=True) as database:
        known = _known(database, name, person_id)
        recognizer = open_recognizer(settings)
        matcher = open_matcher(recognizer, database, settings)
        outcome: list[Taken | Refusal] = []
        with progress("Looking at pictures") as step:
            for one in from_files(recognizer, matcher, [_plain(path) for path in paths], start, end):
                outcome.append(one)
                step(f"{len(outcome)} seen")
        taken, refused = split(outcome)
        enrolment = Enrolment(matcher)
        enrolment.taken = taken
        alike = enrolment.looks_like()
        if alike is not None and (known is None or alike.person != known.id):
            note(f"These pictures look like {alike.name} (person {alike.person}), who is enrolled already.")
        person = known.id if known else None
        if taken:
            samples = tuple(one.sample(settings.keep_pictures) for one in taken)
            change = apply(database, Enrol(name, samples, recognizer.embedder.space, person))
            (person,) = change.persons
    answer = {
        "person": person,
        "name": known.name if known else name,
        "accepted": len(taken),
        "refused": [_refusal(one) for one in refused],
    }
    if as_json:
        print_json(answer)
    else:
        _tell(answer)
    return DONE if taken else NO


def _known(database: Database, name: str, number: int | None) -> PersonInfo | None:
    """The person who gets the pictures; None for a new one."""
    try:
        return find_person(database, name, number)
    except NotFoundError:
        if number is not None:
            raise
        return None


def _plain(path: str) -> str:
    """A file may be named like a camera or a URL; only `demo` means more than a file here."""
    if path == "demo" or Path(path).is_absolute():
        return path
    return f"./{path}" if path.isdecimal() or "://" in path else path


def _refusal(one: Refusal) -> dict[str, Any]:
    time = None if one.time is None else round(one.time, 4)
    return {"path": one.path, "time": time, "reason": str(one.reason)}


def _tell(answer: dict[str, Any]) -> None:
    accepted, refused = answer["accepted"], answer["refused"]
    if accepted:
        say(f"{answer['name']} (person {answer['person']}): {accepted} picture{'s' if accepted > 1 else ''} taken")
    else:
        say(f"{answer['name']} was not enrolled: no picture was good enough")
    reasons: dict[str, int] = {}
    for one in refused:
        reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
    for reason, times in sorted(reasons.items(), key=lambda item: -item[1]):
        say(f"  {times} refused: {reason}")
