"""Whose pictures lie in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facecam.base.messages import Message
from facecam.capture.folders import contents
from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES, LeftOut, by_kind


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


def of_folder(folder: Path) -> Iterator[PersonFolder]:
    """The people whose pictures lie in a folder; of what is left out, each is told what is in that one's own."""
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
