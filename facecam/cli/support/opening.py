"""What commands open: the front door, with a database that may be encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facecam.base.secret import Secret
from facecam.cli.support.output import note
from facecam.cli.support.passphrase import with_passphrase

if TYPE_CHECKING:
    from facecam.base.settings import Settings
    from facecam.front_door import Facecam
    from facecam.store.database import Database


@contextmanager
def opened(settings: Settings, fast: bool = False) -> Iterator[Facecam]:
    """The front door with its database open; the passphrase is asked for where that is wanted."""
    with with_passphrase(lambda given: _open(settings, given, fast)) as cam:
        yield cam


def open_database(settings: Settings) -> Database:
    """The database alone, also an encrypted one."""
    from facecam.store.database import open_database

    return with_passphrase(lambda given: open_database(settings.database or None, passphrase=given))


def tell_left_out(cam: Facecam) -> None:
    """Say on stderr where samples are of another model, or damaged, so that they match nobody."""
    if others := cam.left_behind():
        samples = f"{others} samples" if others > 1 else "One sample"
        note(
            f"{samples} in {cam.database.name} came from another model than {cam.recognizer.model} and cannot be"
            " compared. Enrol these people anew, or name their model with --model."
        )
    if (damage := cam.damage()) is not None:
        note(str(damage))


def _open(settings: Settings, passphrase: Secret[str] | None, fast: bool) -> Facecam:
    from facecam.front_door import Facecam

    cam = Facecam(settings, passphrase, fast=fast)
    try:
        cam.database  # noqa: B018  what is wrong with it is said now
    except BaseException:
        cam.close()
        raise
    return cam
