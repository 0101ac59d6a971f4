"""Whose pictures are in files and folders that somebody gives all at once: one album a person."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facecam.capture.images import IMAGE_SUFFIXES, files_in

VIDEO_SUFFIXES = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv", ".mts", ".3gp")


@dataclass(frozen=True, slots=True)
class PersonFolder:
    """The pictures and videos of one person."""

    name: str
    """That of the folder; empty for files that came without one."""
    files: tuple[str, ...]


def albums(paths: Sequence[str | os.PathLike[str]]) -> list[PersonFolder]:
    """Sort what was given by person, in the order given.

    All single files together are one person's. A folder is one person's and gives the name; in a folder of folders
    each subfolder is (with all below it), and so are the pictures that lie beside them. Files in folders are known
    by their suffix; single files are taken whatever they are called. Folders without any picture are left out.
    Raises `InputError` for a folder that is gone.
    """
    given = [Path(path) for path in paths]
    single = tuple(str(path) for path in given if not path.is_dir())
    found = [PersonFolder("", single)] if single else []
    for folder in given:
        if folder.is_dir():
            found += _of_folder(folder)
    return found


def _of_folder(folder: Path) -> Iterator[PersonFolder]:
    by_person: dict[Path, list[str]] = {}
    for file in files_in(folder, IMAGE_SUFFIXES + VIDEO_SUFFIXES):
        first = file.relative_to(folder).parts[0]
        by_person.setdefault(folder if file.parent == folder else folder / first, []).append(str(file))
    for person in sorted(by_person):
        yield PersonFolder(person.resolve().name, tuple(by_person[person]))
