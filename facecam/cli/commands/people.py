"""`facecam people`: who is enrolled, and every edit of that."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.base.errors import InputError, StoppedError
from facecam.base.messages import Message
from facecam.cli.support.failures import DONE, INTERRUPTED
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, PersonId, chosen
from facecam.cli.support.output import note, plain, print_json, progress, say

if TYPE_CHECKING:
    from facecam.front_door import Facecam
    from facecam.operations import Change
    from facecam.store.people import PersonInfo

SHOWN = 100
"""Rows in a table for people."""

app = typer.Typer(help="List the people, and rename, merge, remove, forget them.", rich_markup_mode=None)

Who = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The person's name; or use --id.")]


@app.command("list")
def list_people(as_json: Json = False, db: Db = None) -> int:
    """List everybody who is enrolled."""
    with opened(chosen(db)) as cam:
        everybody = cam.people()
    if as_json:
        print_json([_person(one) for one in everybody])
    elif everybody:
        from rich.table import Table

        table = Table("id", "name", "samples", "enrolled", "last seen", box=None, pad_edge=False)
        for one in everybody:
            table.add_row(str(one.id), one.name, str(one.templates), _day(one.created), _day(one.last_seen))
        say(table)
    else:
        say("Nobody is enrolled yet: `facecam enrol NAME PATH` changes that.")
    return DONE


@app.command()
def show(name: Who = None, person_id: PersonId = None, as_json: Json = False, db: Db = None) -> int:
    """Show what is kept of a person."""
    from facecam.store.people import templates

    with opened(chosen(db)) as cam:
        person = _find(cam, name, person_id)
        samples = templates(cam.database, person.id)
    if as_json:
        kept = [{**asdict(sample), "created": sample.created.isoformat()} for sample in samples]
        print_json({**_person(person), "notes": person.notes, "consent": person.consent, "samples": kept})
        return DONE
    from rich.table import Table

    say(f"{person.name} (person {person.id}), enrolled {_day(person.created)}, last seen {_day(person.last_seen)}")
    for label, text in (("Notes", person.notes), ("Consent", person.consent)):
        if text:
            say(f"{label}: {text}")
    table = Table("sample", "quality", "from", "model", "picture", box=None, pad_edge=False)
    for sample in samples:
        picture = "kept" if sample.has_picture else "no"
        table.add_row(str(sample.id), f"{sample.quality:.2f}", sample.source, sample.space[:12], picture)
    say(table)
    return DONE


@app.command()
def rename(
    names: Annotated[
        list[str], typer.Argument(metavar="[NAME] NEW", help="The name until now (or --id), and the new one.")
    ],
    person_id: PersonId = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Give a person another name."""
    from facecam.store.names import clean_name

    *old, new = names
    if len(old) > 1 or (not old and person_id is None):
        raise InputError(
            Message("{n} name was given", "{n} names were given", n=len(names)),
            "Say `rename NAME NEW`, or `rename --id ID NEW`; put a name of several words in quotation marks",
        )
    new = clean_name(new)
    with opened(chosen(db)) as cam:
        person = _find(cam, old[0] if old else None, person_id)
        change = cam.rename(person.id, new)
    return _done(change, as_json, person=person.id, name=new)


@app.command()
def merge(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[FROM] [INTO]", help="Their names, where no number is given.")
    ] = None,
    from_id: Annotated[int | None, typer.Option("--id", metavar="ID", help="The number of who goes.")] = None,
    into_id: Annotated[int | None, typer.Option("--into", metavar="ID", help="The number of who stays.")] = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Make one person of two: the second takes over all that is kept of the first."""
    given = list(names or ())
    wanted = (from_id is None) + (into_id is None)
    if len(given) != wanted:
        raise InputError(
            Message(
                "`merge` wants {n} name here, not {given}",
                "`merge` wants {n} names here, not {given}",
                n=wanted,
                given=len(given),
            ),
            "Say `merge FROM INTO`, or use --id and --into",
        )
    with opened(chosen(db)) as cam:
        gone = _find(cam, given.pop(0) if from_id is None else None, from_id)
        into = _find(cam, given.pop(0) if into_id is None else None, into_id)
        change = cam.merge(gone.id, into.id)
    return _done(change, as_json, person=into.id, name=into.name, merged=gone.id)


@app.command("move-samples")
def move_samples(
    samples: Annotated[list[int], typer.Argument(metavar="SAMPLE...", help="The samples' numbers, of `show`.")],
    name: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Whose they are until now.")] = None,
    person_id: PersonId = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help="Whose they are.")] = None,
    to_id: Annotated[int | None, typer.Option("--to-id", metavar="ID", help="The number of that person.")] = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Give samples of one person to another, who is there already."""
    with opened(chosen(db)) as cam:
        person, other = _find(cam, name, person_id), _find(cam, to, to_id)
        change = cam.move_samples(person.id, samples, other.id)
    return _done(change, as_json, person=other.id, name=other.name, moved=sorted(set(samples)))


@app.command()
def remove(name: Who = None, person_id: PersonId = None, as_json: Json = False, db: Db = None) -> int:
    """Remove a person; `undo` brings them back within 30 days."""
    with opened(chosen(db)) as cam:
        person = _find(cam, name, person_id)
        change = cam.remove(person.id)
    return _done(change, as_json, person=person.id, name=person.name)


@app.command()
def forget(
    name: Who = None,
    person_id: PersonId = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Delete all that is kept of a person, with all backups of the database. It cannot be undone.

    Reaches people who were removed, too.
    """
    from facecam.operations import Forget

    with opened(chosen(db)) as cam:
        person = _find(cam, name, person_id, hidden=True)
        if not (yes or as_json) and sys.stdin.isatty():
            typer.confirm(plain(f"Forget {person.name} (person {person.id}) for good?"), abort=True, err=True)
        with interruption() as interrupted, progress("Comparing strangers' faces") as step:

            def go_on(done: int, total: int) -> bool:
                step(f"{done:,} of {total:,}")
                return not interrupted.is_set()

            try:
                change = cam.apply(Forget(person.id, go_on))
            except StoppedError as error:
                note(str(error))
                return INTERRUPTED
    proof = asdict(change.proof) if change.proof is not None else None
    complete = change.proof is not None and change.proof.complete
    _done(change, as_json, person=person.id, name=person.name, complete=complete, proof=proof)
    for file in change.proof.files_left if change.proof is not None else ():
        note(f"Delete this file yourself, it may show that person: {file}")
    return DONE


@app.command()
def confirm(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is.")],
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="A picture of that person.")],
    person_id: PersonId = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Yes, this is that person: a face that scored low becomes a sample, unless it is an outlier."""
    with opened(chosen(db)) as cam:
        person = _find(cam, name, person_id)
        change = cam.confirm(person.id, picture)
        past = len(cam.redecided(change.operation).visits)
    return _corrected(change, person, past, as_json)


@app.command()
def deny(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is not.")],
    visit: Annotated[int, typer.Option("--visit", metavar="ID", help="The visit's number, of `history --json`.")],
    person_id: PersonId = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """No, this visit was not that person: no face like it is given the name."""
    with opened(chosen(db)) as cam:
        person = _find(cam, name, person_id)
        change = cam.deny_visit(person.id, visit)
        past = len(cam.redecided(change.operation).visits)
    return _corrected(change, person, past, as_json)


@app.command()
def review(
    change: Annotated[
        bool, typer.Option("--change", help="Change them; one `undo` takes back the correction and this.")
    ] = False,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """List the past visits that the newest correction (`confirm`, `deny`, also the window's) decides otherwise."""
    from facecam.base.types import State
    from facecam.store.export import visit_json
    from facecam.tasks.redecision import redecide

    with opened(chosen(db)) as cam:
        found = cam.redecided()
        done = redecide(cam.database, found) if change else None
    if as_json:
        print_json(
            {
                "correction": found.operation,
                "sentence": str(found.correction if done is None else done.message),
                "changed": done is not None and done.operation is not None,
                "visits": [
                    {**visit_json(one.visit), "now": {"person": one.person, "name": one.name}}
                    for one in found.visits
                ],
                "more": found.more,
            }
        )
        return DONE
    say(f"{found.correction if done is None else done.message}.")
    if done is None and not found.visits:
        say("No past visit would be decided otherwise now.")
    if found.visits:
        from rich.table import Table

        table = Table("visit", "from", "where", "was", "now", box=None, pad_edge=False)
        for one in found.visits[:SHOWN]:
            was, now = one.visit.name or one.visit.state.value, one.name or State.UNKNOWN.value
            table.add_row(str(one.visit.id), _day(one.visit.started), one.visit.source, was, now)
        say(table)
    if done is None and found.visits:
        note("Change them with `facecam people review --change`; one `undo` takes back all.")
    if found.more:
        note("There are more, older ones: ask again.")
    return DONE


@app.command()
def undo(as_json: Json = False, db: Db = None) -> int:
    """Take back the newest edit, whoever made it."""
    with opened(chosen(db)) as cam:
        change = cam.undo()
    return _done(change, as_json, persons=sorted(change.persons))


def _find(cam: Facecam, name: str | None, number: int | None, *, hidden: bool = False) -> PersonInfo:
    """By name or number; where both are given they must agree."""
    from facecam.tasks.person_lookup import find_person

    return find_person(cam.database, name, number, hidden=hidden)


def _done(change: Change, as_json: bool, **about: Any) -> int:
    if as_json:
        print_json({**about, "kind": change.kind, "operation": change.operation, "sentence": str(change.message)})
    else:
        say(f"{change.message}.")
    return DONE


def _corrected(change: Change, person: PersonInfo, past: int, as_json: bool) -> int:
    """Say what was corrected, and of how many past visits it would decide otherwise."""
    _done(change, as_json, person=person.id, name=person.name, past_visits=past)
    if past:
        visits = f"{past:,} past visit{'s' * (past != 1)}"
        note(f"{visits} would be decided otherwise now: `facecam people review` lists them.")
    return DONE


def _person(one: PersonInfo) -> dict[str, Any]:
    return {
        "person": one.id,
        "name": one.name,
        "templates": one.templates,
        "created": one.created.isoformat(),
        "last_seen": one.last_seen.isoformat() if one.last_seen else None,
    }


def _day(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"
