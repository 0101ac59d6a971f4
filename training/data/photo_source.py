"""Pictures where they lie: a folder or a ZIP, read in place, and LFW's way of naming two of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol

from facecam.base.errors import InputError
from facecam.capture.kinds import IMAGE_SUFFIXES, foreign

DIVISIONS = ("train", "training", "test", "testing", "val", "valid", "validation", "dev")
"""Folders that sets are divided into, which are nobody's."""

LISTS = (".txt", ".csv")
"""Files that say something about the pictures."""


class Store(Protocol):
    """Files under one root, named by their path in it with forward slashes, sorted. Any thread may read."""

    names: tuple[str, ...]

    def read(self, name: str) -> bytes: ...

    def close(self) -> None: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.names = tuple(sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()))

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def close(self) -> None:
        """There is nothing to close."""


class Archive:
    """A ZIP. Each process opens its own: an open archive has one position."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise InputError(
                "{path} is not a ZIP archive: {error}",
                "Fetch it again, or unpack it",
                path=str(path),
                error=str(error),
            ) from error
        self.names = tuple(sorted(name for name in self._zip.namelist() if not name.endswith("/")))

    def read(self, name: str) -> bytes:
        return self._zip.read(name)

    def close(self) -> None:
        self._zip.close()


def open_store(path: Path) -> Folder | Archive:
    """The files of a folder or ZIP. Raises `InputError` where it is neither."""
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Archive(path)
    raise InputError("{path} is not there", "Name a folder or a ZIP of photographs", path=str(path))


def of(names: Sequence[str]) -> list[str]:
    """The pictures among files, of every kind that facecam reads."""
    return [name for name in names if name.lower().endswith(IMAGE_SUFFIXES) and not _hidden(name)]


def unread(names: Sequence[str]) -> dict[str, str]:
    """What else lies among them and why it is not read, in words, by file. Nobody takes a list for a picture."""
    others = (name for name in names if not name.lower().endswith((*IMAGE_SUFFIXES, *LISTS)) and not _hidden(name))
    kinds = ((name, foreign(Path(name))) for name in others)
    return {name: "not read: " + (str(kind.one) if kind else "other file") for name, kind in kinds}


def _hidden(name: str) -> bool:
    """The shadows that macOS lays beside pictures, and what other programs hide."""
    return any(part == "__MACOSX" or part.startswith(".") for part in PurePosixPath(name).parts)


def people_of(names: Sequence[str]) -> list[str]:
    """Whose each picture is: the first folder below the root, whatever is in folders below that; "" where none is.

    A folder around everything is the set's, unless years alone lie in it, and so are those that divide it (train,
    test, ..., or years, as albums are). Raises `InputError` where the first folders are years and nobody's.
    """
    paths = [PurePosixPath(name).parts[:-1] for name in names]
    while _deeper(paths) and len({path[0] for path in paths}) == 1 and not all(_year(path[1]) for path in paths):
        paths = [path[1:] for path in paths]
    if _deeper(paths) and all(path[0].lower() in DIVISIONS or _year(path[0]) for path in paths):
        paths = [path[1:] for path in paths]
    people = [path[0] if path else "" for path in paths]
    named = sorted({person for person in people if person})
    if named and all(map(_year, named)):
        raise InputError(
            "The folders {folders} are years, and the first folder is to be the person",
            "Give each person a folder, with the person's name and the years in it",
            folders=", ".join(named[:3]) + (", ..." if len(named) > 3 else ""),
        )
    return people


def _deeper(paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether every picture lies in a folder in a folder."""
    return bool(paths) and all(len(path) > 1 for path in paths)


def _year(folder: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", folder) is not None


def pair(words: Sequence[str]) -> tuple[str, str, bool] | None:
    """A line of LFW's lists: `Name 1 4` (one person), `Name 1 Other 2` (two); None where it is neither.

    The two pictures' names without folder and ending, and whether they show one person.
    """
    match words:
        case [name, a, b] if a.isdecimal() and b.isdecimal():
            other = name
        case [name, a, other, b] if a.isdecimal() and b.isdecimal():
            pass
        case _:
            return None
    return f"{name}_{int(a):04d}", f"{other}_{int(b):04d}", name == other
