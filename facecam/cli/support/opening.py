"""What commands open: the database, and the people in it that a model can compare faces with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facecam.cli.support.output import note
from facecam.cli.support.passphrase import with_passphrase

if TYPE_CHECKING:
    from facecam.identity.matching import Matcher
    from facecam.pipeline.recognizer import Recognizer
    from facecam.settings import Settings
    from facecam.store.database import Database


@contextmanager
def opened(settings: Settings, *, to_write: bool = False) -> Iterator[Database]:
    """The database; where it is going to be written anyway, what was removed long ago is deleted first."""
    from facecam.operations import purge_expired

    database = open_database(settings)
    try:
        if to_write:
            purge_expired(database)
        yield database
    finally:
        database.close()


def open_database(settings: Settings) -> Database:
    """The database, also an encrypted one."""
    from facecam.store.database import open_database

    return with_passphrase(lambda given: open_database(settings.database or None, passphrase=given))


def open_matcher(recognizer: Recognizer, database: Database, settings: Settings) -> Matcher:
    """The people as they are now. Says on stderr where some were enrolled with another model, or damaged."""
    from facecam.identity.matching import Matcher
    from facecam.store.people import load_gallery, other_spaces, unreadable

    embedder = recognizer.embedder
    if others := other_spaces(database, embedder.space):
        samples = f"{others} samples" if others > 1 else "One sample"
        note(
            f"{samples} in {database.name} came from another model than {embedder.name} and cannot be compared."
            " Enrol these people anew, or name their model with --model."
        )
    gallery = load_gallery(database, embedder.space, embedder.dimension)
    if (damage := unreadable(database, gallery)) is not None:
        note(str(damage))
    return Matcher(gallery, recognizer.calibration, 1 / settings.strangers)
