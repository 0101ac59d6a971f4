"""Which faces make batch `k`: depends on the seed and `k` alone, so a stopped run goes on as if it had not been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from training.core.permutation import permuted

Places = NDArray[np.int64]
Pairs = NDArray[np.int64]
"""[n, 3]: two places, and whether they show one person (1) or two (0)."""

Order = Callable[[Places, int], Places]
"""The places at positions of an epoch (its number comes second)."""


@dataclass(frozen=True)
class Drawn:
    """places: of the faces of a batch, among those to learn from.

    indices: within the batch, which of them make given pairs (anchor, positive, anchor, negative) or triplets
    (anchor, positive, negative); None where the labels say.
    """

    places: Places
    indices: tuple[Places, ...] | None = None
    shown: Places | None = None
    """how often each face was shown before in its epoch; None for the first time"""


Draw = Callable[[int], Drawn]


class ByPerson:
    """The places of each person, found by sorting the labels once: a scan a person would take hours of millions."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self._order = np.argsort(labels, kind="stable")
        ranked = labels[self._order]
        self._ends = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]) + 1, len(ranked))
        self.counts = np.diff(self._ends, prepend=0)

    def __len__(self) -> int:
        return len(self.counts)

    def places(self, person: int) -> Places:
        """In ascending order, of the person of that number in the order of the labels."""
        end = int(self._ends[person])
        return self._order[end - int(self.counts[person]) : end]


def walk(n: int, size: int, step: int, seed: int, order: Order | None = None) -> Places:
    """The numbers from `step * size` to `(step + 1) * size` of an endless walk through shuffled epochs of n."""
    positions = np.arange(step * size, (step + 1) * size)
    epochs, places = positions // n, positions % n
    shuffle = order or (lambda inside, epoch: permuted(inside, n, [seed, epoch]))
    return np.concatenate([shuffle(places[epochs == epoch], int(epoch)) for epoch in np.unique(epochs)])


def shuffled(n: int, batch: int, seed: int, repeats: int = 1, order: Order | None = None) -> Draw:
    """All faces in turn; an epoch has each of them `repeats` times. order: of the places, where it is not any."""
    if order is not None:  # the whole in this order, as often
        return lambda step: Drawn(walk(n, batch, step, seed, order))

    def draw(step: int) -> Drawn:
        shown, places = np.divmod(walk(n * repeats, batch, step, seed), n)
        return Drawn(places, shown=shown)

    return draw


def balanced(labels: NDArray[np.int64], batch: int, each: int, seed: int) -> Draw:
    """So many faces `each` of people drawn anew; a face recurs in a batch only where its person has too few.

    Raises `InputError` where there are not people enough.
    """
    of_person = ByPerson(labels)
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
        chosen = permuted(np.arange(people), len(of_person), [seed, step, 5])
        return Drawn(np.concatenate([_some(of_person.places(int(i)), each, rng) for i in chosen]))

    return draw


def of_pairs(pairs: Pairs, batch: int, seed: int) -> Draw:
    """Given pairs, half a batch of them at a time."""
    same = pairs[:, 2] == 1

    def draw(step: int) -> Drawn:
        chosen = walk(len(pairs), batch // 2, step, seed)
        return Drawn(pairs[chosen, :2].ravel(), paired(same[chosen]))

    return draw


def paired(same: NDArray[np.bool_]) -> tuple[Places, ...]:
    """The indices of pairs that lie one after another, two places each (anchor, positive, anchor, negative)."""
    first = np.arange(0, 2 * len(same), 2)
    one, two = first[same], first[~same]
    return one, one + 1, two, two + 1


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
    of_person = ByPerson(labels)
    same = []
    for person in rng.permutation(len(of_person)) if len(of_person) > count else range(len(of_person)):
        mine = of_person.places(int(person))
        first, second = np.triu_indices(len(mine), 1)
        same.append(np.column_stack([mine[first], mine[second]]))
        if len(of_person) > count and sum(map(len, same)) >= 4 * count:
            break  # enough of one person, of people enough
    alike = rng.permutation(np.concatenate(same))[:count]
    tried = np.unique(np.sort(rng.integers(0, len(labels), (4 * len(alike) + 16, 2)), axis=1), axis=0)
    other = rng.permutation(tried[labels[tried[:, 0]] != labels[tried[:, 1]]])[: len(alike)]
    fewest = min(len(alike), len(other))
    kinds = (np.column_stack([pairs[:fewest], np.full(fewest, kind)]) for pairs, kind in ((alike, 1), (other, 0)))
    return np.concatenate(list(kinds))


def draw_triplets(labels: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """`count` triplets [count, 3] of places: two faces of one person and one of another, evenly over people."""
    rng = np.random.default_rng([seed, 6])
    of_person = ByPerson(labels)
    able = np.flatnonzero(of_person.counts > 1)
    triplets = np.empty((count, 3), np.int64)
    for triplet in triplets:
        mine = of_person.places(int(able[rng.integers(len(able))]))
        triplet[:2] = rng.choice(mine, 2, replace=False)
        while True:
            triplet[2] = rng.integers(len(labels))
            if labels[triplet[2]] != labels[triplet[0]]:
                break
    return triplets


def _some(places: Places, n: int, rng: np.random.Generator) -> Places:
    return rng.choice(places, n, replace=len(places) < n)
