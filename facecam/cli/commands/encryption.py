"""`facecam encrypt` and `facecam decrypt`: templates and pictures unreadable without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.support import passphrase
from facecam.cli.support.failures import DONE, INTERRUPTED
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Json, chosen
from facecam.cli.support.output import note, print_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from facecam.tasks.encryption import GoOn, Outcome


def encrypt(
    with_passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Lock the key with a passphrase, which is asked for.")
    ] = False,
    new_passphrase_fd: Annotated[
        int | None,
        typer.Option("--new-passphrase-fd", metavar="N", min=0, help="The same, read from a file descriptor."),
    ] = None,
    as_json: Json = False,
    db: Db = None,
) -> int:
    """Encrypt templates and pictures; where they are, change the key, which takes the passphrase of today.

    Without an option the key is kept in the system's keyring. Who loses the keyring, or the passphrase, loses the
    faces. Names, notes, and when and where visits were, are not encrypted. Backups of the database are, too.
    """
    from facecam.tasks import encryption

    wanted = with_passphrase or new_passphrase_fd is not None
    with opened(chosen(db)) as cam:
        database = cam.database
        phrase = passphrase.new(new_passphrase_fd) if wanted else None
        if encryption.state(database) is None:
            outcome = _run("Encrypting", lambda go_on: encryption.encrypt(database, phrase, go_on))
        else:
            outcome = encryption.change_key(database, phrase, passphrase.used.get())
        key = encryption.state(database)
    return _done(outcome, as_json, None if key is None else key.value)


def decrypt(as_json: Json = False, db: Db = None) -> int:
    """Keep templates and pictures in the clear again."""
    from facecam.tasks import encryption

    with opened(chosen(db)) as cam:
        database = cam.database
        outcome = _run("Decrypting", lambda go_on: encryption.decrypt(database, go_on, passphrase.used.get()))
    return _done(outcome, as_json, None)


def _run(label: str, act: Callable[[GoOn], Outcome | None]) -> Outcome | None:
    with interruption() as interrupted, progress(label) as step:

        def go_on(done: int, total: int) -> bool:
            step(f"{done:,} of {total:,}")
            return not interrupted.is_set()

        return act(go_on)


def _done(outcome: Outcome | None, as_json: bool, key: str | None) -> int:
    if outcome is None:
        note("Stopped: nothing was changed.")
        return INTERRUPTED
    if as_json:
        print_json(
            {"key": key, "backups": outcome.backups, "wiped": outcome.wiped, "sentence": str(outcome.message)}
        )
    else:
        say(f"{outcome.message}.")
    return DONE
