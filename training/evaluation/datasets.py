"""Raw pictures and the pairs that are asked about: LFW's archive, or any folder (or ZIP) with a pairs file.

Where each person has a folder, the open set and all pairs of pictures can be judged beside the pairs listed. A
pairs file is LFW's own (`10 300` on its first line, then `Name 1 4` and `Name 1 Other 2`), or has two paths and a 1
(one person) or 0 (two) on each line.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from facecam.errors import InputError
from training.validation import folds

KINDS = (".webp", ".jpg", ".jpeg", ".png", ".bmp")

Places = NDArray[np.int64]
"""Indices into a data set's names."""


@dataclass(frozen=True)
class Dataset:
    """names: of all pictures, paths inside `source`, sorted. person: of each picture, "" where no folder says so.

    pairs: places [P, 2]; same: of each pair, whether it is one person; fold: 0..9 of each pair.
    """

    title: str
    source: Path
    names: tuple[str, ...]
    person: NDArray[np.str_]
    pairs: Places
    same: NDArray[np.bool_]
    fold: NDArray[np.int64]

    @property
    def named(self) -> bool:
        """Whether it is known who is on each picture."""
        return bool((self.person != "").all())

    @contextmanager
    def opened(self) -> Iterator[Callable[[str], bytes]]:
        """A reader of pictures by name, for any number of threads."""
        if self.source.is_dir():
            yield lambda name: (self.source / name).read_bytes()
        else:
            with zipfile.ZipFile(self.source) as archive:
                yield archive.read


def read(source: Path, pairs: Path | None = None) -> Dataset:
    """The pictures of a folder or ZIP, and the pairs of `pairs` (default: its own `pairs.txt`).

    Raises `InputError`, naming the file and the line.
    """
    if source.is_dir():
        files = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
    elif source.exists() and zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            files = archive.namelist()
    else:
        raise InputError(f"{source} is no folder and no ZIP file", "name the pictures with --data")
    names = tuple(sorted(name for name in files if name.lower().endswith(KINDS)))
    if not names:
        raise InputError(f"there are no pictures in {source}", f"they end in {', '.join(KINDS)}")
    text = _text(source, pairs)
    where = str(pairs or source / "pairs.txt")
    lines = [line.split(",") if "," in line else line.split() for line in text.splitlines()]
    lines = [[part.strip() for part in line] for line in lines if any(line)]
    if not lines:
        raise InputError(f"{where} is empty", "give it a pair a line")
    found, same, fold = _official(lines, names, where) if _counts(lines[0]) else _listed(lines, names, where)
    person = np.array([PurePosixPath(name).parent.name for name in names])
    return Dataset(source.stem, source, names, person, found, same, fold)


def _text(source: Path, pairs: Path | None) -> str:
    """The pairs file's text."""
    try:
        if pairs is not None or source.is_dir():
            return (pairs or source / "pairs.txt").read_text(encoding="utf-8")
        with zipfile.ZipFile(source) as archive:
            return archive.read("pairs.txt").decode()
    except (OSError, KeyError, UnicodeDecodeError):
        raise InputError(f"{pairs or source / 'pairs.txt'} cannot be read", "name the pairs with --pairs") from None


def _counts(line: list[str]) -> bool:
    """Whether this is LFW's first line: the number of folds and of pairs in each, or of pairs alone."""
    return len(line) <= 2 and all(part.isdecimal() for part in line)


def _official(
    lines: list[list[str]], names: tuple[str, ...], where: str
) -> tuple[Places, NDArray[np.bool_], NDArray[np.int64]]:
    """LFW's pairs, and their folds where there are any (View 2)."""
    place = {PurePosixPath(name).stem: i for i, name in enumerate(names)}
    pairs, same = [], []
    for line in lines[1:]:
        match line:
            case [name, a, b] if a.isdecimal() and b.isdecimal():
                chosen = (name, a), (name, b)
            case [name, a, other, b] if a.isdecimal() and b.isdecimal():
                chosen = (name, a), (other, b)
            case _:
                raise InputError(f"{where} has the line {' '.join(line)!r}", "take the official file")
        stems = [f"{person}_{int(number):04d}" for person, number in chosen]
        pairs.append([_place(place, stem, where) for stem in stems])
        same.append(chosen[0][0] == chosen[1][0])
    truth = np.array(same)
    if len(lines[0]) == 1:
        return np.array(pairs), truth, folds(truth)
    count, size = (int(part) for part in lines[0])
    if len(pairs) != 2 * count * size:
        raise InputError(f"{where} has {len(pairs)} pairs, not 2 x {count} x {size}", "take the official file")
    return np.array(pairs), truth, np.arange(len(pairs)) // (2 * size)


def _listed(
    lines: list[list[str]], names: tuple[str, ...], where: str
) -> tuple[Places, NDArray[np.bool_], NDArray[np.int64]]:
    """Pairs as two paths and a label."""
    place = {name: i for i, name in enumerate(names)}
    pairs, same = [], []
    for line in lines:
        match line:
            case [a, b, ("0" | "1") as label]:
                pairs.append([_place(place, a, where), _place(place, b, where)])
                same.append(label == "1")
            case _:
                raise InputError(f"{where} has the line {' '.join(line)!r}", "give two paths and a 1 or a 0")
    truth = np.array(same)
    if truth.sum() < 10 or (~truth).sum() < 10:
        raise InputError(f"{where} has {truth.sum()} same and {(~truth).sum()} different pairs", "give 10 of each")
    return np.array(pairs), truth, folds(truth)


def _place(place: dict[str, int], name: str, where: str) -> int:
    if name not in place:
        raise InputError(f"{where} asks for {name}, which is not there", "add the picture or take out the pair")
    return place[name]
