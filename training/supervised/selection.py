"""Which faces a recipe of the trainer learns from and which it is judged by: never the same person, or picture.

People of `heldout.txt` are on neither side: they are for calibration, of models of this package alone.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.base.types import Detection
from facecam.vision import quality
from facecam.vision.align import template
from training.data import faces as face_sets
from training.data import heldout, validation_split
from training.data.faces import Faces
from training.data.heldout import Rows
from training.data.shards import streamed
from training.supervised.recipe import Data, TrainRecipe
from training.supervised.samplers import Order, Pairs, draw_pairs, draw_triplets

NONE = np.empty((0, 3), np.int64)
"""No pairs, or triplets."""

HEAD = ("anchor", "positive", "negative")
"""The first line of a file of triplets."""


@dataclass(frozen=True)
class Asked:
    """Faces that a network is judged by, and what is asked about them.

    rows: indices into `Faces`. labels: who is on each; of a closed set the classes. pairs, triplets: [n, 3], of
    places in `rows`; empty where the same people are judged.
    """

    rows: Rows
    labels: NDArray[np.int64]
    pairs: Pairs
    triplets: NDArray[np.int64]


@dataclass(frozen=True)
class Selection:
    """rows: to learn from, indices into `faces`. labels: 0.. of each. classes: the people's names by label.

    validation: whoever chooses the best network; test: whoever judges it in the end, None where there is nobody.
    pairs, triplets: given ones of places in `rows`, empty where the recipe names no list or file.
    """

    faces: Faces
    rows: Rows
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    validation: Asked
    test: Asked | None = None
    pairs: Pairs = field(default_factory=lambda: NONE)
    triplets: NDArray[np.int64] = field(default_factory=lambda: NONE)

    @property
    def sets(self) -> tuple[str, ...]:
        """The names of the sets that are learnt from."""
        return tuple(self.faces.sets[number] for number in np.unique(self.faces.origin[self.rows]))

    def epoch(self, recipe: TrainRecipe) -> int:
        """How many faces, pairs or triplets the recipe learns from."""
        drawn = recipe.sampler.count if recipe.sampler.kind == "triplets" else 0
        return len(self.pairs) or len(self.triplets) or drawn or len(self.rows)

    def triplet_file(self, asked: Asked) -> str:
        """The triplets to judge by as lines of CSV: set and row of anchor, positive and negative."""
        lines = [",".join(HEAD)]
        for triplet in asked.rows[asked.triplets]:
            lines.append(",".join(f"{self.faces.sets[self.faces.origin[i]]}:{self.faces.row[i]}" for i in triplet))
        return "\n".join(lines) + "\n"

    def order(self, seed: int) -> Order | None:
        """The order in which shards are read; None where the faces lie in none."""
        if not len(self.faces.shards):
            return None
        bounds = np.searchsorted(self.rows, self.faces.shards)
        bounds = bounds[np.append(True, np.diff(bounds) > 0)]
        return lambda places, epoch: streamed(places, epoch, bounds, seed)


def select(recipe: TrainRecipe, folder: Path, cache: Path) -> Selection:
    """The faces of the sets in `folder` that `recipe` asks for. Raises `InputError` where too few are left."""
    faces = face_sets.load(folder, cache, trains_on_lfw=recipe.trains_on_lfw)
    if recipe.sampler.kind == "pairs" or recipe.judging.list:
        return _by_lists(recipe, faces, folder)
    return _closed(recipe, faces) if recipe.data.closed else _open(recipe, faces, folder)


def _open(recipe: TrainRecipe, faces: Faces, folder: Path) -> Selection:
    """People to learn from, others to choose the best network by, and others again to test it."""
    data, rows = recipe.data, _allowed(recipe.data, faces)
    given = _triplets(recipe.judging.file, faces, folder) if recipe.judging.file else NONE
    tested = np.unique(faces.person[given])
    rows = rows[~np.isin(faces.person[rows], tested)]
    part = validation_split.for_two(faces.with_several, data.validation)
    sides = np.array([validation_split.side(name, part, data.test) for name in faces.people])
    here = np.unique(faces.person[rows])
    if (sides[here] == 2).sum() < 2 or len(given):
        sides[sides == 2] = 0
    of_side = sides[faces.person[rows]]
    validation = _few(faces, rows[of_side == 1], data.validation_people, data.validation_each, recipe.seed)
    test = _few(faces, rows[of_side == 2], data.test_people, data.test_each, recipe.seed)
    triplets = NONE
    if recipe.sampler.file:
        triplets = _triplets(recipe.sampler.file, faces, folder)
        apart = np.isin(
            faces.person[triplets], [*np.unique(faces.person[validation]), *tested, *faces.person[test]]
        )
        triplets = triplets[~apart.any(axis=1)]
        learnt, triplets = _placed(triplets)
    else:
        learnt = _drawn(data, faces, rows[of_side == 0], recipe.seed)
    people, labels = _numbered(faces.person[learnt], len(faces.people))
    if len(people) < 2 or len(np.unique(faces.person[validation])) < 2:
        raise InputError(
            "{learnt} people are left to learn from and {judged} to judge by",
            "Give more people with several faces each, or judge by more: `validation` in the recipe's [data]",
            learnt=str(len(people)),
            judged=str(len(np.unique(faces.person[validation]))),
        )
    asked = _asked(recipe, faces, validation)
    return Selection(
        faces,
        learnt,
        labels,
        tuple(faces.people[i] for i in people),
        asked,
        _of_triplets(faces, given) if len(given) else _asked(recipe, faces, test) if len(test) else None,
        triplets=triplets,
    )


def _numbered(person: NDArray[np.int64], people: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who occurs, and the number of each among those; without sorting, for there may be many millions."""
    occurs = np.bincount(person, minlength=people) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[person]


def _closed(recipe: TrainRecipe, faces: Faces) -> Selection:
    """Pictures of the same people to learn from, to choose the best network by, and to test it."""
    data = recipe.data
    rows = _drawn(data, faces, _allowed(data, faces), recipe.seed)
    sides = _split(faces.person[rows], data.validation, data.test, recipe.seed)
    learnt, validation, test = (rows[sides == side] for side in range(3))
    people, labels = np.unique(faces.person[learnt], return_inverse=True)
    if len(people) < 2 or not len(validation):
        raise InputError(
            "{learnt} people are left to learn from and {judged} pictures to judge by",
            "Give more people with several faces each, or judge by more: `validation` in the recipe's [data]",
            learnt=str(len(people)),
            judged=str(len(validation)),
        )

    def asked(mine: Rows) -> Asked:
        return Asked(mine, np.searchsorted(people, faces.person[mine]), NONE, NONE)

    called = faces.called or faces.people
    classes = tuple(called[i] for i in people)
    return Selection(faces, learnt, labels, classes, asked(validation), asked(test) if len(test) else None)


def _asked(recipe: TrainRecipe, faces: Faces, rows: Rows) -> Asked:
    """Pairs and triplets of these faces. Only what is asked about is kept: a large set has far more faces."""
    labels = np.unique(faces.person[rows], return_inverse=True)[1]
    pairs = draw_pairs(labels, recipe.judging.pairs, recipe.seed)
    if (pairs[:, 2] == 1).sum() < 2:
        raise InputError(
            "The people to judge by have too few pictures for two pairs of one person",
            "Give more pictures of each, or judge by more people: `validation` in the recipe's [data]",
        )
    triplets = draw_triplets(labels, recipe.judging.triplets, recipe.seed)
    used, places = np.unique(np.concatenate([pairs[:, :2].ravel(), triplets.ravel()]), return_inverse=True)
    drawn, triples = places[: 2 * len(pairs)].reshape(-1, 2), places[2 * len(pairs) :].reshape(-1, 3)
    return Asked(rows[used], labels[used], np.column_stack([drawn, pairs[:, 2]]), triples)


def _of_triplets(faces: Faces, triplets: NDArray[np.int64]) -> Asked:
    """Given triplets, each of which is a pair of one person and one of two."""
    rows, places = _placed(triplets)
    alike, other = places[:, [0, 1]], places[:, [0, 2]]
    ones = np.ones((len(places), 1), np.int64)
    pairs = np.concatenate([np.hstack([alike, ones]), np.hstack([other, 0 * ones])])
    return Asked(rows, np.unique(faces.person[rows], return_inverse=True)[1], pairs, places)


def _triplets(file: str, faces: Faces, folder: Path) -> NDArray[np.int64]:
    """The rows [n, 3] of a file of triplets: anchor, positive, negative, each as SET:ROW or its source's path."""
    try:
        lines = list(csv.reader(Path(file).read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The triplets {file} cannot be read: {reason}", "Correct its name", file=file, reason=str(error)
        ) from error
    known: dict[str, int] = {}
    for number, name in enumerate(faces.sets):
        first = int(np.flatnonzero(faces.origin == number)[0])
        count = int((faces.origin == number).sum())
        known |= {f"{name}:{row}": first + row for row in range(count)}
        if (path := folder / f"{name}.npz").exists():
            with np.load(path, allow_pickle=False) as stored:
                if "source_file" in stored:
                    known |= {str(source): first + row for row, source in enumerate(stored["source_file"])}
    rows = []
    for number, line in enumerate(lines, 1):
        if tuple(line) == HEAD or not line:
            continue
        if len(line) != 3:
            raise InputError(
                "Line {number} of {file} is no triplet: {line}",
                "Give anchor, positive and negative, with commas between",
                number=str(number),
                file=file,
                line=repr(",".join(line)),
            )
        for name in line:
            if name.strip() not in known:
                raise InputError(
                    "Line {number} of {file} names {picture}, which {folder} has not",
                    "Give the sets that it was made of, or take the line out",
                    number=str(number),
                    file=file,
                    picture=name,
                    folder=str(folder),
                )
        anchor, positive, negative = (known[name.strip()] for name in line)
        if faces.person[anchor] != faces.person[positive] or faces.person[anchor] == faces.person[negative]:
            raise InputError(
                "Line {number} of {file} is no triplet of these sets",
                "Give two pictures of one person, and one of somebody else",
                number=str(number),
                file=file,
            )
        rows.append((anchor, positive, negative))
    if len(rows) < 2:
        raise InputError("{file} has no two triplets", "Give more of them", file=file)
    return np.array(rows, np.int64)


def _allowed(data: Data, faces: Faces) -> Rows:
    """The labelled faces that nothing speaks against, of people who have two or more of them."""
    good = (faces.person >= 0) & ~heldout.read().mask(faces) & (faces.width >= data.smallest)
    good &= np.isin(faces.origin, _numbers(data.sets, faces.sets))
    rows = np.flatnonzero(good)
    if data.quality > 0:
        rows = np.array([row for row in rows if score(faces, int(row)) >= data.quality], np.int64)
    several = np.bincount(faces.person[rows], minlength=len(faces.people)) >= max(2, data.each)
    return rows[several[faces.person[rows]]]


def score(faces: Faces, row: int) -> float:
    """`facecam.vision.quality` of a crop, whose points lie where the template has them."""
    width = float(faces.width[row])
    face = Detection(np.array([0, 0, width, width], np.float32), template(faces.side), 1.0)
    return quality.measure(face, np.asarray(faces.pixels[row])).score


def _numbers(names: Sequence[str], known: Sequence[str]) -> NDArray[np.int64]:
    for name in names:
        if name not in known:
            raise InputError("There is no face set {name}", "There are {known}", name=name, known=", ".join(known))
    return np.array([number for number, name in enumerate(known) if not names or name in names], np.int64)


def _drawn(data: Data, faces: Faces, rows: Rows, seed: int) -> Rows:
    """The wanted number of people, evenly over the traits, and of faces of each."""
    if not (data.people or data.each):
        return rows
    rng = np.random.default_rng([seed, 7])
    people = rng.permutation(np.unique(faces.person[rows]))
    if data.people:
        if len(people) < data.people:
            raise InputError(
                "{number} people have {each} faces, and the recipe wants {people}",
                "Give more sets, or fewer `people` in [data]",
                number=str(len(people)),
                each=str(max(2, data.each)),
                people=str(data.people),
            )
        people = _evenly(people, [_trait(data, faces, rows, int(person)) for person in people], data.people)
    rows = rng.permutation(rows[np.isin(faces.person[rows], people)])
    return _first_of_each(faces, rows, data.each) if data.each else np.sort(rows)


def _trait(data: Data, faces: Faces, rows: Rows, person: int) -> tuple[bool, ...]:
    """What most of a person's pictures show, for each balanced trait."""
    mine = rows[faces.person[rows] == person]
    known = {"sex": faces.sex, "glasses": faces.glasses}
    return tuple(bool(np.mean(known[trait][mine] == 1) >= 0.5) for trait in data.balance if len(known[trait]))


def _evenly(people: NDArray[np.int64], traits: Sequence[tuple[bool, ...]], count: int) -> NDArray[np.int64]:
    """`count` people, in turn from each group of equal traits, as long as a group has any."""
    groups: dict[tuple[bool, ...], list[int]] = {}
    for person, trait in zip(people.tolist(), traits, strict=True):
        groups.setdefault(trait, []).append(person)
    chosen: list[int] = []
    while len(chosen) < count:
        for group in groups.values():
            if group and len(chosen) < count:
                chosen.append(group.pop())
    return np.array(chosen, np.int64)


def _few(faces: Faces, rows: Rows, people: int, each: int, seed: int, most: int = 20) -> Rows:
    """So many people with so many faces of each, or all with up to `most`: nobody shall be most of a judgement."""
    if each:
        rows = rows[np.bincount(faces.person[rows], minlength=len(faces.people))[faces.person[rows]] >= each]
    if people:
        able = np.unique(faces.person[rows])
        chosen = np.random.default_rng([seed, 11]).permutation(able)[:people]
        rows = rows[np.isin(faces.person[rows], chosen)]
    return _first_of_each(faces, rows, each or most)


def _first_of_each(faces: Faces, rows: Rows, most: int) -> Rows:
    """The first `most` of each person's faces in the order of `rows`, sorted."""
    order = rows[np.argsort(faces.person[rows], kind="stable")]
    person = faces.person[order]
    kept: Rows = np.sort(order[np.arange(len(order)) - np.searchsorted(person, person) < most])
    return kept


def _split(person: NDArray[np.int64], validation: float, test: float, seed: int) -> NDArray[np.int64]:
    """0, 1 or 2 for each face: such shares of all are validation and test, drawn alike; everybody keeps one."""
    sides = np.zeros(len(person), np.int64)
    left = np.bincount(person)
    order = np.random.default_rng([seed, 8]).permutation(len(person)).tolist()
    for side, wanted in ((1, max(1, round(validation * len(person)))), (2, round(test * len(person)))):
        for place in order:
            if wanted and not sides[place] and left[person[place]] > 1:
                sides[place], wanted = side, wanted - 1
                left[person[place]] -= 1
    return sides


def _by_lists(recipe: TrainRecipe, faces: Faces, folder: Path) -> Selection:
    """The pairs of the set's own lists; people of both lists, if there are any, are judged only."""
    number = int(_numbers(recipe.data.sets, faces.sets)[0])
    name = faces.sets[number]
    first = int(np.flatnonzero(faces.origin == number)[0])
    lists = []
    with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
        for wanted in (recipe.sampler.pairs, recipe.judging.list):
            if f"pairs.{wanted}" not in stored:
                has = [key.partition(".")[2] for key in stored.files if key.startswith("pairs.")]
                raise InputError(
                    "{name} has no list {wanted}",
                    "It has {known}",
                    name=name,
                    wanted=repr(wanted),
                    known=", ".join(has) or "none",
                )
            pairs = stored[f"pairs.{wanted}"].astype(np.int64)
            pairs[:, :2] += first
            lists.append(pairs)
    judged_people = np.unique(faces.person[lists[1][:, :2]])
    lists[0] = lists[0][~np.isin(faces.person[lists[0][:, :2]], judged_people).any(axis=1)]
    rows, pairs = _paired(lists[0])
    people, labels = np.unique(faces.person[rows], return_inverse=True)
    classes = tuple(faces.people[i] for i in people)
    # Of each kind every other pair chooses, and the rest test: nobody on them was learnt from.
    turn = np.concatenate([np.flatnonzero(lists[1][:, 2] == kind)[1::2] for kind in (0, 1)])
    tests = np.isin(np.arange(len(lists[1])), turn)
    validation, test = (_of_pairs(faces, lists[1][chosen]) for chosen in (~tests, tests))
    return Selection(faces, rows, labels, classes, validation, test, pairs=pairs)


def _of_pairs(faces: Faces, pairs: Pairs) -> Asked:
    rows, placed = _paired(pairs)
    return Asked(rows, np.unique(faces.person[rows], return_inverse=True)[1], placed, NONE)


def _paired(pairs: Pairs) -> tuple[Rows, Pairs]:
    """The rows that occur in pairs [n, 3], and the pairs as places among them."""
    rows, places = _placed(pairs[:, :2])
    return rows, np.column_stack([places, pairs[:, 2]])


def _placed(tuples: NDArray[np.int64]) -> tuple[Rows, NDArray[np.int64]]:
    """The rows that occur in pairs or triplets [n, k], and those as places among them."""
    rows, places = np.unique(tuples, return_inverse=True)
    return rows, places.reshape(tuples.shape)
