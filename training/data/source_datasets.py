"""Face sets as they are handed out: a folder or a ZIP of photographs, with who is on each.

Four layouts are known by what lies in them. Where a set brings no more than folders, a folder's name is the
person's.

- LFW: `Name_Surname/Name_Surname_0001.jpg`, and lists of pairs (`pairs*.txt`).
- CelebA: all photographs in one folder; `identity_CelebA.txt` says who, `list_attr_celeba.txt` of what sex, with or
  without glasses. Both may lie in the set or beside it.
- VGGFace2: `n000002/0001_01.jpg`; `identity_meta.csv`, in the set or beside it, has the names and the sexes.
- CASIA-WebFace: `0000045/001.jpg`; a list of names ("0000045 Name_Surname") may be given.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from facecam.base.errors import InputError
from training.data import photo_source
from training.data.faces import normalised
from training.data.photo_source import Store, open_store

BENCHMARK_NAMES = "lfw-names.txt"


@dataclass(frozen=True, slots=True)
class Photograph:
    """file: path in the set. person: the name that the set gives. sex: 0 male, 1 female. -1 where unknown."""

    file: str
    person: str
    sex: int = -1
    glasses: int = -1


@dataclass(frozen=True)
class RawSet:
    """photographs: in the order of their files. pairs: by list (`pairsDevTrain`): file, file, the same person.

    strays: photographs of which neither a folder nor a list says who is on them. unread: other files, and why they
    are not read.
    """

    path: Path
    photographs: tuple[Photograph, ...]
    pairs: dict[str, list[tuple[str, str, bool]]] = field(default_factory=dict)
    strays: tuple[Photograph, ...] = ()
    unread: dict[str, str] = field(default_factory=dict)


def read(path: Path, names: Path | None = None) -> RawSet:
    """The photographs of the set at `path` and who is on them; `names`: lines of a folder's and a person's name.

    Raises `InputError` where there is nothing to read, or a line of one of the set's lists is not understood.
    """
    store = open_store(path)
    files = photo_source.of(store.names)
    texts = _Texts(store, path)
    called = dict(_columns(names.read_text(encoding="utf-8"), names.name, 2)) if names else {}
    # CelebA's list may lie beside other sets too: then it names none of their files.
    photographs = _celeba(files, texts.find("identity_CelebA.txt"), texts.find("list_attr_celeba.txt"), path)
    photographs = photographs or _folders(files, called, texts.find("identity_meta.csv"), path)
    if not photographs:
        raise InputError(
            "{path} has no photographs of people", "Give it one folder a person, with images in it", path=str(path)
        )
    placed = {photograph.file for photograph in photographs}
    strays = tuple(Photograph(file, "") for file in files if file not in placed)
    return RawSet(path, tuple(photographs), _pairs(store, files), strays, photo_source.unread(store.names))


def benchmark_people(path: Path) -> frozenset[str]:
    """The normalised names of a benchmark's people: from `lfw-names.txt`, alone or in its archive or folder."""
    if path.suffix == ".txt" and path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        store = open_store(path)
        found = [name for name in store.names if PurePosixPath(name).name == BENCHMARK_NAMES]
        if not found:
            raise InputError(
                "{path} has no {file}",
                "Name LFW's archive, or the list itself",
                path=str(path),
                file=BENCHMARK_NAMES,
            )
        text = store.read(found[0]).decode()
    return frozenset(normalised(line.split()[0]) for line in text.splitlines() if line.strip())


class _Texts:
    """The set's own lists, in it or in the folder that it lies in."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store, self._beside = store, path.resolve().parent

    def find(self, name: str) -> str:
        """The list's text; empty where there is none."""
        for inside in self._store.names:
            if PurePosixPath(inside).name == name:
                return self._store.read(inside).decode("utf-8-sig")
        outside = self._beside / name
        return outside.read_text(encoding="utf-8-sig") if outside.is_file() else ""


def _folders(files: list[str], called: dict[str, str], meta: str, path: Path) -> list[Photograph]:
    """One folder a person; its name, or what a list calls it, is the person's."""
    sexes: dict[str, int] = {}
    for row in csv.reader(meta.splitlines(), skipinitialspace=True):
        if len(row) >= 2 and row[0] != "Class_ID":
            called.setdefault(row[0], row[1])
            sexes[row[0]] = {"m": 0, "f": 1}.get(row[-1].strip(), -1)
    photographs = []
    for file, folder in zip(files, photo_source.people_of(files), strict=True):
        if folder:
            photographs.append(
                Photograph(file, called.get(folder) or _numbered(folder, path), sexes.get(folder, -1))
            )
    return photographs


def _celeba(files: list[str], identity: str, attributes: str, path: Path) -> list[Photograph]:
    """The identity file has lines of a file and a number, the attributes' one a header of 40 names."""
    who = dict(_columns(identity, "identity_CelebA.txt", 2))
    traits: dict[str, tuple[int, int]] = {}
    lines = attributes.splitlines()
    if lines:
        header = lines[1].split()
        male, glasses = header.index("Male"), header.index("Eyeglasses")
        for name, *values in _columns("\n".join(lines[2:]), "list_attr_celeba.txt", len(header) + 1):
            traits[name] = int(values[male] != "1"), int(values[glasses] == "1")
    photographs = []
    for file in files:
        name = PurePosixPath(file).name
        if name in who:
            photographs.append(Photograph(file, _numbered(who[name], path), *traits.get(name, (-1, -1))))
    return photographs


def _numbered(folder: str, path: Path) -> str:
    """A number means someone else in every set, so it takes the set's name."""
    return f"{path.stem}_{folder}" if re.fullmatch(r"n?\d+", folder) else folder


def _columns(text: str, where: str, count: int) -> Iterable[list[str]]:
    """The words of each line; the last column of two may be several words."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split(maxsplit=count - 1)
        if not words:
            continue
        if len(words) != count:
            raise InputError(
                "Line {number} of {where} has not {count} columns: {line}",
                "Take the set's own file",
                number=str(number),
                where=where,
                count=str(count),
                line=repr(line),
            )
        yield words


def _pairs(store: Store, files: list[str]) -> dict[str, list[tuple[str, str, bool]]]:
    """LFW's lists: lines of a name and two numbers, or of two names with a number each."""
    by_stem = {PurePosixPath(file).stem: file for file in files}
    lists: dict[str, list[tuple[str, str, bool]]] = {}
    for name in store.names:
        if not re.fullmatch(r"pairs\w*\.txt", PurePosixPath(name).name):
            continue
        pairs = lists.setdefault(PurePosixPath(name).stem, [])
        for line in store.read(name).decode().splitlines():
            if found := photo_source.pair(line.split()):  # not the head, which says how many
                first, second, same = found
                if first in by_stem and second in by_stem:
                    pairs.append((by_stem[first], by_stem[second], same))
    return lists
