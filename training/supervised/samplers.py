"""Which faces make batch `k`: depends on the seed and `k` alone, so a stopped run goes on as if it had not been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError

Places = NDArray[np.int64]
Pairs = NDArray[np.int64]
"""[n, 3]: two places, and whether they show one person (1) or two (0)."""


@dataclass(frozen=True)
class Drawn:
    """places: of the faces of a batch, among those to learn from.

    indices: within the batch, which of them make given pairs (anchor, positive, anchor, negative) or triplets
    (anchor, positive, negative); None where the labels say.
    """

    places: Places
    indices: tuple[Places, ...] | None = None


Draw = Callable[[int], Drawn]


def walk(n: int, size: int, step: int, seed: int) -> Places:
    """The numbers from `step * size` to `(step + 1) * size` of an endless walk through shuffled epochs of n."""
    positions = np.arange(step * size, (step + 1) * size)
    order = {int(e): np.random.default_rng([seed, int(e)]).permutation(n) for e in np.unique(positions // n)}
    return np.array([order[int(p // n)][p % n] for p in positions], np.int64)


def shuffled(n: int, batch: int, seed: int, repeats: int = 1) -> Draw:
    """All faces in turn; an epoch has each of them `repeats` times."""
    return lambda step: Drawn(walk(n * repeats, batch, step, seed) % n)


def balanced(labels: NDArray[np.int64], batch: int, each: int, seed: int) -> Draw:
    """So many faces `each` of people drawn anew; a face recurs in a batch only where its person has too few.

    Raises `InputError` where there are not people enough.
    """
    of_person = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    people = batch // each
    if people > len(of_person):
        raise InputError(
            "A batch of {batch} with {each} of each wants {people} people, and there are {number}",
            "Make `batch` smaller, or `each` of [sampler] larger",
            batch=str(batch),
            each=str(each),
            people=str(people),
            number=str(len(of_person)),
        )

    def draw(step: int) -> Drawn:
        rng = np.random.default_rng([seed, step, 5])
        chosen = rng.choice(len(of_person), people, replace=False)
        return Drawn(np.concatenate([_some(of_person[i], each, rng) for i in chosen]))

    return draw


def of_pairs(pairs: Pairs, batch: int, seed: int) -> Draw:
    """Given pairs, half a batch of them at a time."""
    same = pairs[:, 2] == 1

    def draw(step: int) -> Drawn:
        chosen = walk(len(pairs), batch // 2, step, seed)
        first = np.arange(0, 2 * len(chosen), 2)
        one, two = first[same[chosen]], first[~same[chosen]]
        return Drawn(pairs[chosen, :2].ravel(), (one, one + 1, two, two + 1))

    return draw


def of_triplets(triplets: NDArray[np.int64], batch: int, seed: int) -> Draw:
    """Given triplets [n, 3] of places, a third of a batch of them at a time."""

    def draw(step: int) -> Drawn:
        chosen = walk(len(triplets), batch // 3, step, seed)
        first = np.arange(0, 3 * len(chosen), 3)
        return Drawn(triplets[chosen].ravel(), (first, first + 1, first + 2))

    return draw


def draw_pairs(labels: NDArray[np.int64], count: int, seed: int) -> Pairs:
    """`count` pairs of one person and as many of two, or as many of each as there are."""
    rng = np.random.default_rng([seed, 9])
    same = []
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        first, second = np.triu_indices(len(mine), 1)
        same.append(np.column_stack([mine[first], mine[second]]))
    alike = rng.permutation(np.concatenate(same))[:count]
    tried = np.unique(np.sort(rng.integers(0, len(labels), (4 * len(alike) + 16, 2)), axis=1), axis=0)
    other = rng.permutation(tried[labels[tried[:, 0]] != labels[tried[:, 1]]])[: len(alike)]
    fewest = min(len(alike), len(other))
    kinds = (np.column_stack([pairs[:fewest], np.full(fewest, kind)]) for pairs, kind in ((alike, 1), (other, 0)))
    return np.concatenate(list(kinds))


def draw_triplets(labels: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """`count` triplets [count, 3] of places: two faces of one person and one of another, evenly over people."""
    rng = np.random.default_rng([seed, 6])
    of_person = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    able = [places for places in of_person if len(places) > 1]
    triplets = np.empty((count, 3), np.int64)
    for triplet in triplets:
        mine = able[rng.integers(len(able))]
        triplet[:2] = rng.choice(mine, 2, replace=False)
        while True:
            triplet[2] = rng.integers(len(labels))
            if labels[triplet[2]] != labels[triplet[0]]:
                break
    return triplets


def _some(places: Places, n: int, rng: np.random.Generator) -> Places:
    return rng.choice(places, n, replace=len(places) < n)
