"""`facecam consent`: who agreed to being known, until when, and whether that is wanted of everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from facecam.cli.support.agreement import agreement
from facecam.cli.support.failures import DONE
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, PersonId, chosen
from facecam.cli.support.output import print_json, say

app = typer.Typer(help="Who agreed to being known, and until when.", no_args_is_help=True)


@app.command()
def want(as_json: Json = False, db: Db = None) -> int:
    """From now on enrol nobody without a consent, and at each start remove whoever has none any more."""
    return _want(True, as_json, db)


@app.command()
def free(as_json: Json = False, db: Db = None) -> int:
    """Enrol without consents again."""
    return _want(False, as_json, db)


@app.command()
def give(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The person, where no number is given.")
    ] = None,
    consent: Annotated[str, typer.Option("--consent", metavar="PURPOSE", help="What they agree to.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="The last day of it, 2027-12-31.")] = "",
    person_id: PersonId = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Note what somebody agrees to; who was removed for want of it is there again."""
    from facecam.operations import GiveConsent
    from facecam.tasks.person_lookup import find_person

    agreed = agreement(consent, until)
    assert agreed is not None
    with opened(chosen(db)) as cam:
        person = find_person(cam.database, name, person_id, hidden=True)
        change = cam.apply(GiveConsent(person.id, agreed))
    if as_json:
        print_json({"person": person.id, "until": agreed.until.isoformat(), "sentence": str(change.message)})
    else:
        say(f"{change.message}.")
    return DONE


@app.command("list")
def list_(
    within: Annotated[
        int | None, typer.Option("--within", metavar="DAYS", min=0, help="Only those that run out in so many days.")
    ] = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Everybody with the last day of their consent, who has none first."""
    from facecam.operations import consents

    with opened(chosen(db)) as cam:
        found = consents(cam.database, None if within is None else timedelta(days=within))
    for one in found:
        until = None if one.until is None else one.until.astimezone()
        if as_json:
            print_json({"person": one.person, "name": one.name, "until": until and until.isoformat()})
        else:
            says = "no consent" if until is None else f"until {until:%Y-%m-%d %H:%M}"
            say(f"{one.name} (person {one.person}): {says}")
    return DONE


def _want(wanted: bool, as_json: bool, db: str | None) -> int:
    from facecam.operations import want_consent

    with opened(chosen(db)) as cam:
        want_consent(cam.database, wanted)
    if as_json:
        print_json({"wanted": wanted})
    else:
        say("Consent is wanted from now on." if wanted else "Consent is no longer wanted.")
    return DONE
