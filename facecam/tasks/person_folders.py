"""Whose pictures are in files and folders that somebody gives all at once: one album a person."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facecam.base.messages import Message
from facecam.capture.folders import contents, is_folder
from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES, LeftOut, by_kind

LIST = ".csv"
"""How the name of a list of people ends."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of a list that cannot be followed, and why."""

    where: str
    reason: Message


@dataclass(frozen=True, slots=True)
class PersonFolder:
    """The pictures and videos of one person."""

    name: str
    """That of the folder; empty for files that came without one."""
    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    """What lies beside them and is not read."""
    external_id: str = ""
    """What another program calls the person, where a list says so."""
    groups: tuple[str, ...] = ()
    """Where a list says so."""
    problems: tuple[Problem, ...] = ()
    """What a list says of the person that cannot be done."""


def albums(paths: Sequence[str | os.PathLike[str]]) -> list[PersonFolder]:
    """Sort what was given by person, in the order given.

    All single files together are one person's. A folder is one person's and gives the name; in a folder of folders
    each subfolder is (with all below it), and so are the pictures that lie beside them. A ZIP archive is a folder
    of pictures. Files in folders are known by their suffix; single files are taken whatever they are called.
    Folders without any picture are left out. A list (CSV) among them says whose the pictures are, and all else that
    is given is where they are looked for (`tasks/person_lists.py`). Raises `InputError` for a folder that is gone,
    an archive that is not to be trusted, or a list that none of the pictures is in.
    """
    given = [Path(path) for path in paths]
    lists = [path for path in given if path.suffix.lower() == LIST and not path.is_dir()]
    if lists:
        from facecam.tasks.person_lists import listed

        return listed(lists, [path for path in given if path not in lists])
    single = tuple(str(path) for path in given if not is_folder(path))
    found = [PersonFolder("", single)] if single else []
    for folder in given:
        if is_folder(folder):
            found += _of_folder(folder)
    return found


def _of_folder(folder: Path) -> Iterator[PersonFolder]:
    """Of what is left out, each person is told what lies in that one's folder."""
    wanted = IMAGE_SUFFIXES + (VIDEO_SUFFIXES if folder.is_dir() else ())
    found = contents(folder, wanted)
    others = [file for kind in found.left_out for file in kind.files]
    by_person: dict[Path, tuple[list[str], list[Path]]] = {}
    for file in found.files:
        by_person.setdefault(_person(folder, file), ([], []))[0].append(str(file))
    for file in others:
        if (person := _person(folder, file)) in by_person:
            by_person[person][1].append(file)
    for person in sorted(by_person):
        files, left = by_person[person]
        name = person.resolve().name if person.is_dir() else person.stem if person == folder else person.name
        yield PersonFolder(spoken(name), tuple(files), by_kind(left))


def spoken(name: str) -> str:
    """A folder's name as a person's: many write `Anna_Berg`."""
    return name if " " in name else " ".join(name.split("_"))


def _person(folder: Path, file: Path) -> Path:
    return folder if file.parent == folder else folder / file.relative_to(folder).parts[0]
