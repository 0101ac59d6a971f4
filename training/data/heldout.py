"""Who is held out of everything: no training, no cache of targets and no int8 calibration sees them.

`heldout.txt` is committed and was fixed before the first run; a set that came later (fairface) was added before any
run had seen it. Its lines:

    set NAME            everyone in that set
    person NAME         that person (normalised name) in every set
    every NAME K        of an unlabelled set, each K-th face (rows 0, K, 2K, ...)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from training.core.vectors import Vectors, unit
from training.data import validation_split
from training.data.faces import Faces

LIST = Path(__file__).with_name("heldout.txt")

SEED = 20261122
WHOLE_SETS = ("ukmps",)
EVERY = 10
"""A tenth of each labelled set's people, and each tenth face of the unlabelled sets."""

SAME_PERSON = 0.6
"""Cosine of the teachers' centroids (or of a face and a centroid) above which two names are one person."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class HeldOut:
    sets: frozenset[str]
    people: frozenset[str]
    every: dict[str, int]

    def mask(self, faces: Faces) -> NDArray[np.bool_]:
        """True for each face of a person held out, and for the held-out faces of unlabelled sets."""
        by_name = np.array([name in self.people for name in (*faces.people, "")])  # -1 reads the last
        held: NDArray[np.bool_] = by_name[faces.person]
        for number, name in enumerate(faces.sets):
            inside = faces.origin == number
            if name in self.sets:
                held |= inside
            elif name in self.every:
                held |= inside & (faces.row % self.every[name] == 0)
        # Someone of a held-out set may have pictures in other sets too, under the same name.
        held_people = np.unique(faces.person[held & (faces.person >= 0)])
        return held | np.isin(faces.person, held_people)


def read(path: Path = LIST) -> HeldOut:
    sets, people, every = set(), set(), {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match line.partition("#")[0].split():
            case []:
                pass
            case ["set", name]:
                sets.add(name)
            case ["person", name]:
                people.add(name)
            case ["every", name, k]:
                every[name] = int(k)
            case _:
                raise InputError(
                    "Line {number} of {path} is none of: set, person, every",
                    "Restore the file",
                    number=str(number),
                    path=str(path),
                )
    return HeldOut(frozenset(sets), frozenset(people), every)


def for_sets(faces: Faces) -> HeldOut:
    """Who is held out of these faces: by the list, or where they show fewer than two of those (photographs of one's
    own) the people by whom `train` chooses, too.
    """
    listed = read()
    if several(faces, np.flatnonzero(listed.mask(faces) & (faces.person >= 0))):
        return listed
    part = validation_split.for_two(faces.with_several)
    judged = frozenset(name for name in faces.people if validation_split.validates(name, part))
    return HeldOut(frozenset(), judged, {})


def draw(faces: Faces, vectors: Vectors) -> str:
    """The text of a new list: people drawn from each labelled set, and their doubles under other names."""
    rng = np.random.default_rng(SEED)
    people: set[str] = set()
    every = []
    for number, name in enumerate(faces.sets):
        present = np.unique(faces.person[faces.origin == number])
        present = present[present >= 0]
        if not len(present):
            every.append(name)
        elif name not in WHOLE_SETS:
            chosen = rng.choice(present, -(-len(present) // EVERY), replace=False)
            people |= {faces.people[i] for i in chosen}
    held = HeldOut(frozenset(WHOLE_SETS), frozenset(people), {}).mask(faces)
    doubles = _doubles(faces, vectors, held)
    lines = [
        "# Held out of all training (see heldout.py). Add sets that no model has seen, and change nothing else: "
        "models already trained rely on it.",
        *(f"set {name}" for name in WHOLE_SETS),
        *(f"every {name} {EVERY}" for name in every),
        *(f"person {name}" for name in sorted(people)),
        "# Other names whose teacher centroids say that they are someone above.",
        *(f"person {name}" for name in sorted(doubles - people)),
    ]
    return "\n".join(lines) + "\n"


def centroids(faces: Faces, vectors: Vectors) -> Vectors:
    """Unit mean of each person's vectors, [people, D]."""
    sums = np.zeros((len(faces.people), vectors.shape[1]), np.float32)
    known = faces.person >= 0
    np.add.at(sums, faces.person[known], vectors[known])
    return unit(sums)


def _doubles(faces: Faces, vectors: Vectors, held: NDArray[np.bool_]) -> set[str]:
    """Names outside `held` whose centroid is nearer than `SAME_PERSON` to that of someone inside."""
    centre = centroids(faces, vectors)
    inside = np.unique(faces.person[held & (faces.person >= 0)])
    outside = np.setdiff1d(np.unique(faces.person[faces.person >= 0]), inside)
    nearest = (centre[outside] @ centre[inside].T).max(axis=1)
    return {faces.people[i] for i in outside[nearest > SAME_PERSON]}


def training_rows(faces: Faces, held_out: HeldOut, vectors: Vectors) -> Rows:
    """The faces one may learn from: not held out, and not looking like someone who is.

    The second condition finds held-out people among the unlabelled faces and under wrong labels: the teachers'
    cosine (`vectors`: unit, [n, D]) to each held-out person's centroid stays under `SAME_PERSON`. To teachers that
    know little most faces are somebody's who is held out; of theirs, the hundredth goes that is nearest.
    """
    held = held_out.mask(faces)
    inside = np.unique(faces.person[held & (faces.person >= 0)])
    centre = centroids(faces, vectors)[inside]
    rows = np.flatnonzero(~held)
    if not len(centre):
        return rows
    nearest = np.concatenate([(vectors[part] @ centre.T).max(axis=1) for part in np.array_split(rows, 64)])
    limit = SAME_PERSON if np.median(nearest) < SAME_PERSON else np.quantile(nearest, 0.99)
    return rows[nearest < limit]


def labelled_rows(faces: Faces, held_out: HeldOut) -> Rows:
    """The held-out faces whose person is known, for pairs. Raises `InputError` where they are not of two people."""
    rows = np.flatnonzero(held_out.mask(faces) & (faces.person >= 0))
    if not several(faces, rows):
        raise InputError(
            "{sets} show fewer than two people to judge by",
            "Give more people with several pictures each: a tenth, drawn by name, is kept to judge by",
            sets=", ".join(faces.sets),
        )
    return rows


def several(faces: Faces, rows: Rows) -> bool:
    """Whether these faces are of two people or more."""
    return len(np.unique(faces.person[rows])) > 1
