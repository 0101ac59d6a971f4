"""`facecam keys`: who may ask `facecam serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from facecam.cli.support.failures import DONE
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.store.access_keys import KeyInfo

app = typer.Typer(help="Make, list and revoke the keys of `facecam serve`.", rich_markup_mode=None)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")],
    scope: Annotated[
        Literal["read", "enrol", "admin"],
        typer.Option(
            "--scope", help="read: ask and look; enrol: also make people known and remove them; admin: also forget."
        ),
    ] = "read",
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Make a key. It is shown this once; the database keeps its digest only."""
    from facecam.store.access_keys import Scope

    with opened(chosen(db)) as cam:
        made = cam.add_key(name, Scope(scope))
    if as_json:
        print_json({**_key(made.info), "key": made.key})
    else:
        say(made.key)
        note(f"Key {made.info.id} ({made.info.name}, {made.info.scope}) is shown only now: keep it safe.")
    return DONE


@app.command("list")
def list_keys(as_json: Json = False, db: Db = None) -> int:
    """List the keys: what they are for, and what they open."""
    with opened(chosen(db)) as cam:
        keys = cam.keys()
    if as_json:
        print_json([_key(one) for one in keys])
    elif keys:
        from rich.table import Table

        table = Table("id", "for", "scope", "made", box=None, pad_edge=False)
        for one in keys:
            table.add_row(str(one.id), one.name, one.scope.value, f"{one.created.astimezone():%Y-%m-%d %H:%M}")
        say(table)
    else:
        say("There are no keys yet: `facecam keys add NAME` makes one.")
    return DONE


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="The key's number.")],
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Make a key open nothing any more, at once."""
    with opened(chosen(db)) as cam:
        cam.revoke_key(number)
    if as_json:
        print_json({"id": number, "revoked": True})
    else:
        say(f"Key {number} opens nothing any more.")
    return DONE


def _key(one: KeyInfo) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "scope": one.scope.value, "created": one.created.isoformat()}
