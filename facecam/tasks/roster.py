"""Many people enrolled one after the other, from folders, ZIPs and lists, with a report; to be gone on with.

Each person is written by itself. Who is here already, by the id or else by the name, is left alone: whoever stops
in between starts again, and only the others are looked at.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.private_files import private_file
from facecam.store.database import Database
from facecam.store.export import harmless
from facecam.store.people import find, with_external_id
from facecam.tasks.person_folders import PersonFolder

COLUMNS = ("id", "name", "groups", "outcome", "person", "taken", "refused", "why")
"""Of a report."""


class Outcome(StrEnum):
    ENROLLED = "enrolled"
    KNOWN = "known"
    """They are here already, and nothing was looked at."""
    NO_PICTURE = "no picture"
    """None was good enough."""
    WRONG = "wrong"
    """What the list says of them cannot be done."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of one person of many."""

    album: PersonFolder
    outcome: Outcome
    person: int | None = None
    taken: int = 0
    refused: int = 0
    why: Message | None = None
    """The commonest reason of those refused, or what is wrong."""


def known(db: Database, album: PersonFolder) -> int | None:
    """The number of the person who is here already: of that id or, without one, of that name."""
    if album.external_id:
        return with_external_id(db, album.external_id)
    found = find(db, album.name)
    return found[0].id if found else None


def unusable(album: PersonFolder) -> Enrolled | None:
    """What becomes of a person without a name or a picture, before anything is looked at; None of the others."""
    if album.files and album.name:
        return None
    why = album.problems[0].reason if album.problems else Message("the name is missing")
    return Enrolled(album, Outcome.WRONG, refused=len(album.problems), why=why)


def outcome_of(album: PersonFolder, person: int | None, taken: int, refused: Sequence[Message]) -> Enrolled:
    """What became of a person whose pictures were looked at."""
    reasons = [*refused, *(one.reason for one in album.problems)]
    why = Counter(reasons).most_common(1)[0][0] if reasons else None
    outcome = Outcome.ENROLLED if taken else Outcome.NO_PICTURE
    return Enrolled(album, outcome, person, taken, len(reasons), why)


class Report:
    """What became of everybody, as CSV, a line as soon as it is known."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Raises `InputError` where it cannot be written."""
        self.path = Path(path)
        try:
            private_file(self.path)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise self._failed(error) from error
        self._rows = csv.writer(self._file)
        self._rows.writerow(COLUMNS)

    def add(self, one: Enrolled) -> None:
        """Raises `InputError` where it cannot be written."""
        album = one.album
        groups = "|".join(album.groups)
        cells = (album.external_id, album.name, groups, one.outcome, one.person, one.taken, one.refused, one.why)
        try:
            self._rows.writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
            self._file.flush()
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        with suppress(OSError):  # what was not written was told of when it failed
            self._file.close()

    def _failed(self, error: OSError) -> InputError:
        return InputError(
            "{path} cannot be written: {reason}",
            "Choose another file",
            path=str(self.path),
            reason=str(error.strerror),
        )
