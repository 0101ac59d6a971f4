"""Raw pictures and the pairs that are asked about: LFW's archive, or any folder (or ZIP) with a pairs file.

Where each person has a folder, the open set and all pairs of pictures can be judged beside the pairs listed. A
pairs file is LFW's own (`10 300` on its first line, then `Name 1 4` and `Name 1 Other 2`), or has two paths and a 1
(one person) or 0 (two) on each line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.capture.kinds import IMAGE_SUFFIXES
from training.data import photo_source
from training.data.photo_source import Store, open_store
from training.metrics.rates import folds

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
        with closing(open_store(self.source)) as store:
            yield store.read


def read(source: Path, pairs: Path | None = None) -> Dataset:
    """The pictures of a folder or ZIP, and the pairs of `pairs` (default: its own `pairs.txt`).

    Raises `InputError`, naming the file and the line.
    """
    with closing(open_store(source)) as store:
        names = tuple(photo_source.of(store.names))
        if not names:
            raise InputError(
                "There are no pictures in {source}",
                "They end in {kinds}",
                source=str(source),
                kinds=", ".join(IMAGE_SUFFIXES),
            )
        text = _text(store, source, pairs)
    where = str(pairs or source / "pairs.txt")
    lines = [line.split(",") if "," in line else line.split() for line in text.splitlines()]
    lines = [[part.strip() for part in line] for line in lines if any(line)]
    if not lines:
        raise InputError("{where} is empty", "Give it a pair a line", where=where)
    found, same, fold = _official(lines, names, where) if _counts(lines[0]) else _listed(lines, names, where)
    person = np.array(photo_source.people_of(names))
    _agree(found, same, person, names, where)
    return Dataset(source.stem, source, names, person, found, same, fold)


def _agree(
    pairs: Places, same: NDArray[np.bool_], person: NDArray[np.str_], names: tuple[str, ...], where: str
) -> None:
    """Raises `InputError` where the pairs and the folders say different things of who is on a picture."""
    if not (person != "").all():
        return
    for place in np.flatnonzero((person[pairs[:, 0]] == person[pairs[:, 1]]) != same)[:1]:
        first, second = (names[number] for number in pairs[place])
        raise InputError(
            "{where} calls {first} and {second} {said}, and their folders {other}",
            "The first folder is the person: lay the pictures so, or correct the line",
            where=where,
            first=first,
            second=second,
            said="one person" if same[place] else "two people",
            other="two people" if same[place] else "one person",
        )


def _text(store: Store, source: Path, pairs: Path | None) -> str:
    """The pairs file's text."""
    try:
        return (pairs.read_bytes() if pairs is not None else store.read("pairs.txt")).decode()
    except (OSError, KeyError, UnicodeDecodeError):
        raise InputError(
            "The pairs {pairs} cannot be read",
            "Name the pairs with --pairs",
            pairs=str(pairs or source / "pairs.txt"),
        ) from None


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
        found = photo_source.pair(line)
        if found is None:
            raise InputError(
                "{where} has the line {line}", "Take the official file", where=where, line=repr(" ".join(line))
            )
        pairs.append([_place(place, stem, where) for stem in found[:2]])
        same.append(found[2])
    truth = np.array(same)
    if len(lines[0]) == 1:
        return np.array(pairs), truth, folds(truth)
    count, size = (int(part) for part in lines[0])
    if len(pairs) != 2 * count * size:
        raise InputError(
            "{where} has {number} pairs, not 2 x {count} x {size}",
            "Take the official file",
            where=where,
            number=str(len(pairs)),
            count=str(count),
            size=str(size),
        )
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
                raise InputError(
                    "{where} has the line {line}",
                    "Give two paths and a 1 or a 0",
                    where=where,
                    line=repr(" ".join(line)),
                )
    truth = np.array(same)
    if truth.sum() < 10 or (~truth).sum() < 10:
        raise InputError(
            "{where} has {same} same and {different} different pairs",
            "Give 10 of each",
            where=where,
            same=str(truth.sum()),
            different=str((~truth).sum()),
        )
    return np.array(pairs), truth, folds(truth)


def _place(place: dict[str, int], name: str, where: str) -> int:
    if name not in place:
        raise InputError(
            "{where} asks for {name}, which is not there",
            "Add the picture or take out the pair",
            where=where,
            name=name,
        )
    return place[name]
