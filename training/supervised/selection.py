"""Which faces a recipe of the trainer learns from and which it is judged by: never the same person, or picture.

People of `heldout.txt` are on neither side: they are for calibration, of models of this package alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from training.supervised.recipe import Data, TrainRecipe
from training.supervised.samplers import Pairs, draw_pairs, draw_triplets


@dataclass(frozen=True)
class Selection:
    """rows: to learn from, indices into `faces`. labels: 0.. of each. classes: the people's names by label.

    judged, judged_labels: likewise to judge by. pairs: of places in `rows`, empty where the recipe names no list.
    judged_pairs: of places in `judged`, empty where the same people are judged. judged_triplets: likewise [n, 3].
    """

    faces: Faces
    rows: Rows
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    judged: Rows
    judged_labels: NDArray[np.int64]
    pairs: Pairs
    judged_pairs: Pairs
    judged_triplets: NDArray[np.int64]

    @property
    def sets(self) -> tuple[str, ...]:
        """The names of the sets that are learnt from."""
        return tuple(self.faces.sets[number] for number in np.unique(self.faces.origin[self.rows]))

    def triplet_file(self) -> str:
        """The triplets to judge by as lines of CSV: set and row of anchor, positive and negative."""
        lines = ["anchor,positive,negative"]
        for triplet in self.judged[self.judged_triplets]:
            lines.append(",".join(f"{self.faces.sets[self.faces.origin[i]]}:{self.faces.row[i]}" for i in triplet))
        return "\n".join(lines) + "\n"


NO_PAIRS = np.empty((0, 3), np.int64)


def select(recipe: TrainRecipe, folder: Path, cache: Path) -> Selection:
    """The faces of the sets in `folder` that `recipe` asks for. Raises `InputError` where too few are left."""
    faces = face_sets.load(folder, cache, trains_on_lfw=recipe.trains_on_lfw)
    if recipe.sampler.kind == "pairs" or recipe.judging.list:
        return _by_lists(recipe, faces, folder)
    data = recipe.data
    rows = _allowed(data, faces)
    if data.closed:
        rows = _drawn(data, faces, rows, recipe.seed)
        for_judging = _some_of_each(faces.person[rows], data.validation, recipe.seed)
    else:
        sides = np.array([validation_split.validates(name, data.validation) for name in faces.people], np.bool_)
        for_judging = sides[faces.person[rows]]
        learnt, judged = rows[~for_judging], rows[for_judging]
        rows = np.concatenate([_drawn(data, faces, learnt, recipe.seed), _some_faces(faces, judged)])
        for_judging = sides[faces.person[rows]]
    learnt, judged = rows[~for_judging], rows[for_judging]
    people, labels = np.unique(faces.person[learnt], return_inverse=True)
    judged_people, judged_labels = np.unique(faces.person[judged], return_inverse=True)
    if data.closed:
        judged_labels = np.searchsorted(people, faces.person[judged])
    if len(people) < 2 or len(judged_people) < 2:
        raise InputError(
            "{learnt} people are left to learn from and {judged} to judge by",
            "Give more people with several faces each, or judge by more: `validation` in the recipe's [data]",
            learnt=str(len(people)),
            judged=str(len(judged_people)),
        )
    classes = tuple(faces.people[i] for i in people)
    if data.closed:
        return Selection(faces, learnt, labels, classes, judged, judged_labels, NO_PAIRS, NO_PAIRS, NO_PAIRS)
    # Only what is asked about is kept to judge by: a large set has many times as many faces.
    pairs = draw_pairs(judged_labels, recipe.judging.pairs, recipe.seed)
    triplets = draw_triplets(judged_labels, recipe.judging.triplets, recipe.seed)
    used, places = np.unique(np.concatenate([pairs[:, :2].ravel(), triplets.ravel()]), return_inverse=True)
    asked, triples = places[: 2 * len(pairs)].reshape(-1, 2), places[2 * len(pairs) :].reshape(-1, 3)
    judged_pairs = np.column_stack([asked, pairs[:, 2]])
    return Selection(
        faces, learnt, labels, classes, judged[used], judged_labels[used], NO_PAIRS, judged_pairs, triples
    )


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
    if data.each:
        rows = np.concatenate([rows[faces.person[rows] == person][: data.each] for person in people])
    return np.sort(rows)


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


def _some_faces(faces: Faces, rows: Rows, most: int = 20) -> Rows:
    """At most so many faces of each person: nobody shall be most of a judgement."""
    order = rows[np.argsort(faces.person[rows], kind="stable")]
    person = faces.person[order]
    kept: Rows = np.sort(order[np.arange(len(order)) - np.searchsorted(person, person) < most])
    return kept


def _some_of_each(person: NDArray[np.int64], part: float, seed: int) -> NDArray[np.bool_]:
    """True for the share `part` of each person's faces, one at least."""
    rng = np.random.default_rng([seed, 8])
    out = np.zeros(len(person), np.bool_)
    for one in np.unique(person):
        places = rng.permutation(np.flatnonzero(person == one))
        out[places[: max(1, round(part * len(places)))]] = True
    return out


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
    (rows, pairs), (judged, judged_pairs) = (_placed(pairs) for pairs in lists)
    people, labels = np.unique(faces.person[rows], return_inverse=True)
    classes = tuple(faces.people[i] for i in people)
    return Selection(faces, rows, labels, classes, judged, faces.person[judged], pairs, judged_pairs, NO_PAIRS)


def _placed(pairs: Pairs) -> tuple[Rows, Pairs]:
    """The rows that occur in pairs [n, 3], and the pairs as places among them."""
    rows, places = np.unique(pairs[:, :2], return_inverse=True)
    return rows, np.column_stack([places.reshape(-1, 2), pairs[:, 2]])
