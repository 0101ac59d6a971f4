"""`facecam enrol`: a person from images, folders and videos."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.base.errors import InputError
from facecam.cli.support.agreement import agreement
from facecam.cli.support.failures import DONE, INTERRUPTED, NO
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, PersonId, chosen
from facecam.cli.support.output import note, print_json, progress, say

if TYPE_CHECKING:
    from facecam.front_door import Refusal
    from facecam.tasks.roster import Enrolled, Report

Consent = Annotated[
    str | None, typer.Option("--consent", metavar="PURPOSE", help="What they agree to; with --until.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="The last day of it, 2027-12-31.")]


def enrol(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Images, folders of images, videos: of that person alone; `demo`."),
    ],
    start: Annotated[float, typer.Option("--start", metavar="S", min=0, help="From this second of a video.")] = 0.0,
    end: Annotated[float | None, typer.Option("--end", metavar="S", min=0, help="To this second of it.")] = None,
    consent: Consent = None,
    until: Until = None,
    person_id: PersonId = None,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Make a person known from pictures.

    They are added to the person of that name; where there is none, it is made.
    """
    from facecam.store.names import clean_name

    settings = chosen(db, gpu, model)
    name = clean_name(name)
    if not math.isfinite(start):
        raise InputError("--start {start} is no time", "Give seconds", start=str(start))
    if end is not None and not start < end:
        raise InputError(
            "--end {end} is not after --start {start}",
            "Give seconds, the start first",
            end=f"{end:g}",
            start=f"{start:g}",
        )
    agreed = agreement(consent, until)
    with opened(settings, fast) as cam, progress("Looking at pictures") as step:
        tell_left_out(cam)
        done = cam.enrol(
            name,
            paths,
            person=person_id,
            start=start,
            end=end,
            agreed=agreed,
            on_picture=lambda number: step(f"{number} seen"),
        )
    if (other := done.looks_like) is not None:
        note(f"These pictures look like {other.name} (person {other.person}), who is enrolled already.")
    answer = {
        "person": done.person,
        "name": done.name,
        "accepted": done.accepted,
        "refused": [_refusal(one) for one in done.refused],
    }
    if as_json:
        print_json(answer)
    else:
        _tell(answer)
    return DONE if done.accepted else NO


def enrol_many(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="A list (CSV: id,name,group,picture) with its pictures, folders of folders (one a person), ZIPs.",
        ),
    ],
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write what became of each to a CSV file.")
    ] = None,
    consent: Consent = None,
    until: Until = None,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Make many people known, one after the other.

    Ctrl-C stops after the person of now. Who is here already, by the id or else by the name, is left alone: the
    same command goes on. Exits with 1 where somebody could not be enrolled.
    """
    from collections import Counter

    from facecam.tasks.roster import Outcome

    agreed = agreement(consent, until)
    counts: Counter[Outcome] = Counter()
    with interruption() as interrupted, opened(chosen(db, gpu, model), fast) as cam, closing_report(report) as kept:
        tell_left_out(cam)
        with progress("Enrolling") as step:
            for one in cam.enrol_many(paths, agreed=agreed):
                counts[one.outcome] += 1
                if kept is not None:
                    kept.add(one)
                if as_json:
                    print_json(_became(one))
                elif one.outcome not in (Outcome.ENROLLED, Outcome.KNOWN):
                    who = one.album.name or "Without a name"
                    say(f"{who}: {one.outcome.value}{'' if one.why is None else f' ({one.why})'}")
                step(f"{counts.total()} seen, {one.album.name}")
                if interrupted.is_set():
                    break
    if not as_json:
        say(", ".join(f"{number} {outcome.value}" for outcome, number in counts.items()) + ".")
    if interrupted.is_set():
        note("Stopped; the same command goes on from here.")
        return INTERRUPTED
    return NO if counts[Outcome.NO_PICTURE] or counts[Outcome.WRONG] else DONE


@contextmanager
def closing_report(path: Path | None) -> Iterator[Report | None]:
    if path is None:
        yield None
        return
    from facecam.tasks.roster import Report

    made = Report(path)
    try:
        yield made
    finally:
        made.close()


def _became(one: Enrolled) -> dict[str, Any]:
    return {
        "id": one.album.external_id,
        "name": one.album.name,
        "groups": list(one.album.groups),
        "outcome": one.outcome.value,
        "person": one.person,
        "taken": one.taken,
        "refused": one.refused,
        "why": None if one.why is None else str(one.why),
    }


def _refusal(one: Refusal) -> dict[str, Any]:
    time = None if one.time is None else round(one.time, 4)
    return {"path": one.source, "time": time, "reason": one.reason}


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
