"""A list of people as a CSV file: `name`, and where they are known `id`, `group` and `picture`.

One line a person, or several of one id (without ids: of one name), each with another picture. `picture` names a
file or a folder, from the list's own folder or among the pictures that are given with it; several are separated by
`|`, several groups also by commas and semicolons, as in the window. Without the column the person's pictures are a
folder, or files, called by the id or the name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from facecam.base.errors import FacecamError, InputError
from facecam.base.messages import Message
from facecam.capture.folders import contents, is_folder
from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from facecam.store.names import clean_name, fold
from facecam.tasks.person_folders import PersonFolder, Problem

LARGEST = 50 * 1024 * 1024
"""Bytes of a list."""

_COLUMNS = {
    "id": ("id", "number", "nr", "nummer", "personalnummer", "employee id"),
    "name": ("name", "person", "full name"),
    "group": ("group", "groups", "gruppe", "gruppen", "department", "abteilung"),
    "picture": ("picture", "pictures", "file", "photo", "image", "bild", "bilder", "foto", "datei"),
}
"""What the columns may be called."""

_BETWEEN_GROUPS = re.compile(r"[|;,]")


@dataclass(slots=True)
class _Person:
    name: str
    external_id: str
    line: str
    groups: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def listed(lists: Sequence[Path], places: Sequence[Path]) -> list[PersonFolder]:
    """The people of the lists with their pictures, which lie beside the list or in `places` (files, folders, ZIPs).

    What fits nobody comes last, as a person without a name. Raises `InputError` where a list cannot be read, has no
    column `name`, or none of its lines fits a picture.
    """
    known = _Places(places)
    people: dict[str, _Person] = {}
    lines = 0
    for file in lists:
        for line, row in _rows(file):
            lines += 1
            _add(people, f"{file.name}:{line}", row, known, file.parent)
    if not any(one.files for one in people.values()):
        raise InputError(
            "None of the {lines} lines of {list} fits a picture",
            "Name the files in a column picture, and give the pictures with the list or lay them beside it",
            lines=lines,
            list=", ".join(str(file) for file in lists),
        )
    found = [
        PersonFolder(
            one.name,
            tuple(dict.fromkeys(one.files)),
            external_id=one.external_id,
            groups=tuple(dict.fromkeys(one.groups)),
            problems=tuple(one.problems),
        )
        for one in people.values()
    ]
    taken = {file for one in found for file in one.files}
    rest = tuple(
        Problem(file, Message("no line of the list names it")) for file in known.all() if file not in taken
    )
    return [*found, PersonFolder("", (), problems=rest)] if rest else found


def _add(people: dict[str, _Person], where: str, row: dict[str, str], places: _Places, beside: Path) -> None:
    external_id = row.get("id", "").strip()
    try:
        name = clean_name(row.get("name", ""))
    except FacecamError as error:
        people[where] = _Person("", external_id, where, problems=[Problem(where, error.message)])
        return
    person = people.setdefault(
        f"id {external_id}" if external_id else f"name {fold(name)}", _Person(name, external_id, where)
    )
    if fold(person.name) != fold(name):
        told = Message("the id {id} is {name}'s, in {where}", id=external_id, name=person.name, where=person.line)
        person.problems.append(Problem(where, told))
        return
    person.groups += [one.strip() for one in _BETWEEN_GROUPS.split(row.get("group", "")) if one.strip()]
    named = [one.strip() for one in row.get("picture", "").split("|") if one.strip()]
    for one in named or [external_id, name]:
        files = places.find(one, beside) if one else []
        person.files += files or []
        if named and files is None:
            several = Message("{file} is in several folders: write its folder, too", file=one)
            person.problems.append(Problem(where, several))
        elif named and not files:
            person.problems.append(Problem(where, Message("there is no picture {file}", file=one)))
        if not named and files:
            break
    else:
        if not named:
            person.problems.append(Problem(where, Message("there is no picture called by the id or the name")))


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line below the heading, by the column's name here."""
    text = _text(file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        head = next(reader, [])
        columns = {name: _column(head, called) for name, called in _COLUMNS.items()}
        if columns["name"] is None:
            raise InputError(
                "{list} has no column that is called name",
                "Its first line says what the columns are: id,name,group,picture",
                list=str(file),
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                at = {name: place for name, place in columns.items() if place is not None}
                yield reader.line_num, {name: cells[place] for name, place in at.items() if place < len(cells)}
    except csv.Error as error:
        raise InputError(
            "{list} cannot be read in line {line}: {reason}", "Save it as CSV anew",
            list=str(file), line=reader.line_num, reason=str(error),
        ) from error  # fmt: skip


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise InputError("{list} is too large for a list of people", "Use 50 MB at most", list=str(file))
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{list} cannot be read: {reason}", "Choose another file", list=str(file), reason=error.strerror or ""
        ) from error
    for encoding in ("utf-8-sig", "cp1252"):  # spreadsheets still write the second
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").replace("\0", "")


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max((",", ";", "\t"), key=head.count)


def _column(head: Sequence[str], called: Sequence[str]) -> int | None:
    return next((at for at, cell in enumerate(head) if cell.strip().lower() in called), None)


class _Places:
    """Where pictures are looked for by name: what was given, whatever folder it is in."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._files: dict[str, list[str]] = {}
        """By name, with and without its ending, and by the folder that it lies in."""
        self._all: list[str] = []
        for place in places:
            wanted = IMAGE_SUFFIXES + (VIDEO_SUFFIXES if place.is_dir() else ())
            for file in contents(place, wanted).files if is_folder(place) else [place]:
                self._all.append(str(file))
                for key in {fold(file.name), fold(file.stem), fold(file.parent.name)}:
                    self._files.setdefault(key, []).append(str(file))

    def all(self) -> list[str]:
        return self._all

    def find(self, name: str, beside: Path) -> list[str] | None:
        """The files that a name means: what was given first, then what lies beside the list. None where files of
        several folders are called so.

        Where the name has folders, its file lies in them: that of another folder is another person's.
        """
        path = Path(name.replace("\\", "/"))
        found = self._given(path)
        if found is None or found:
            return found
        there = beside / path
        if there.is_dir():
            return [str(file) for file in contents(there, IMAGE_SUFFIXES + VIDEO_SUFFIXES).files]
        if there.is_file():
            return [str(there)]
        return [str(file) for end in IMAGE_SUFFIXES if (file := there.with_name(there.name + end)).is_file()]

    def _given(self, path: Path) -> list[str] | None:
        called, parts = self._files.get(fold(path.name), []), [fold(part) for part in path.parts]
        if path.is_absolute() or (path.parts[:1] and path.parts[0].endswith(":")):
            # Of another computer: as much of its end counts as fits one of those that were given.
            fits = (parts[at:] for at in range(len(parts)))
            parts = next((end for end in fits if any(_ends_with(Path(file), end) for file in called)), parts)
        called = [file for file in called if _ends_with(Path(file), parts)]
        if in_folder := [file for file in called if fold(Path(file).parent.name) == parts[-1]]:
            return in_folder
        return called if len({Path(file).parent for file in called}) < 2 else None


def _ends_with(file: Path, parts: list[str]) -> bool:
    """Whether its path ends with these folded names; the last may be without its ending, or its folder's."""
    own = [fold(part) for part in file.parts]
    return any(one[-len(parts) :] == parts for one in (own, [*own[:-1], fold(file.stem)], own[:-1]))
