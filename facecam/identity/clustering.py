"""Which faces belong together, when nobody has said whose they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from facecam.identity import linkage

ENOUGH = 0.95
"""A face as alike as this to one that was chosen adds nothing to it."""

LENIENCE = 0.1
"""A person's faces are on average less alike than those that link them. Among 621 held-out faces of 360 people this
much kept 97 of 100 pairs of one person that the links alone had found, and 7 in 100 of its pairs of two."""

_BLOCK = 512
"""Faces that are compared with all others at a time."""

_MOST = 2_000
"""Linked faces whose pairs are all looked at for average linkage."""

_DRIFT = 0.02
"""Groups are good for a likeness that differs by this from the one they were made with."""

_FRESH = 200
"""Faces that may join groups one by one before all are grouped anew; of many, a tenth of them."""


def group(
    vectors: NDArray[np.float32], alike: float, crowding: NDArray[np.float32] | None = None
) -> NDArray[np.int64]:
    """(N, D) unit rows -> (N,) the number of each one's group, from 0.

    `crowding` (N,) is that of their neighbourhoods (`Neighbourhood`); None: they are nowhere crowded.

    Single linkage (which is DBSCAN of Ester et al. 1996 where one face is enough for a cluster) finds whom a score
    of `alike` or more links, directly or by others. Such links make chains of different strangers; so each of its
    clusters falls into the parts that are, over all pairs of their faces, less alike than that by `LENIENCE`
    (average linkage, Sokal and Michener 1958). A face that is like no other is a group of its own.
    """
    taken = np.zeros(len(vectors), np.float32) if crowding is None else crowding
    labels = np.empty(len(vectors), np.int64)
    number = 0
    for rows in _linked(vectors, taken, alike):
        parts = _parts(vectors[rows], taken[rows], alike)
        labels[rows] = number + parts
        number += int(parts.max()) + 1
    return labels


def _linked(vectors: NDArray[np.float32], crowding: NDArray[np.float32], alike: float) -> list[NDArray[np.int64]]:
    """The rows of each single-linkage cluster; a block of all pairs is in the memory at a time."""
    number = len(vectors)
    cluster = np.arange(number)
    # Rounding takes the cosine of a face and itself a little below 1.
    enough = min(alike, 1 - 1e-6)
    for start in range(0, number, _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = vectors[block] @ vectors[start:].T - crowding[block, None] - crowding[start:]
        near = scores >= enough
        for at, row in enumerate(near, start):
            theirs = cluster[start + np.flatnonzero(row)]
            first, last = (theirs.min(), theirs.max()) if len(theirs) else (cluster[at], cluster[at])
            if first != last:
                cluster[np.isin(cluster, np.unique(theirs))] = first
    order = np.argsort(cluster, kind="stable")
    ends = np.flatnonzero(np.diff(cluster[order])) + 1
    return np.split(order, ends) if number else []


def _parts(vectors: NDArray[np.float32], crowding: NDArray[np.float32], alike: float) -> NDArray[np.int64]:
    """The average-linkage clusters among faces that are linked, from 0; beyond `_MOST` faces the rest go to the
    part that they are most like on average, if they are as like it as its own have to be."""
    # Rounding takes a cosine of 1 a little above it, and the distance below 0.
    core, taken = vectors[:_MOST], crowding[:_MOST]
    apart = np.maximum(1 - core @ core.T, 0) + taken[:, None] + taken
    parts = linkage.clusters(apart, 1 - alike + LENIENCE, linkage.average)
    if len(vectors) == len(core):
        return parts
    means = np.stack([core[parts == part].mean(axis=0) for part in range(int(parts.max()) + 1)])
    crowds = np.array([taken[parts == part].mean() for part in range(len(means))])
    likeness = vectors[_MOST:] @ means.T - crowding[_MOST:, None] - crowds
    rest = likeness.argmax(axis=1)
    alone = likeness.max(axis=1) < alike - LENIENCE
    rest[alone] = len(means) + np.arange(int(alone.sum()))
    return np.concatenate([parts, rest])


class Grouping:
    """Groups of faces that come and go: who is in one stays in it, and new faces join or begin one.

    All faces are grouped anew where many came since, or where another likeness is asked for.
    """

    def __init__(self) -> None:
        self._labels: dict[int, int] = {}
        """By face, the group it is in."""
        self._alike = 0.0
        self._came = 0
        """Faces since all were grouped."""
        self._next = 0
        self._apart: list[frozenset[int]] = []
        """Faces that somebody took out of their group, each set a group of its own."""

    def separate(self, ids: Collection[int]) -> None:
        """These faces are not the person's with whom they are: from now on they are a group of their own."""
        self._apart.append(frozenset(ids))
        self._next += 1
        self._labels |= {id_: self._next - 1 for id_ in ids if id_ in self._labels}

    def update(
        self,
        ids: Sequence[int],
        vectors: NDArray[np.float32],
        alike: float,
        crowding: NDArray[np.float32] | None = None,
    ) -> NDArray[np.int64]:
        """`ids` of the (N, D) unit rows -> (N,) the number of each one's group, the same as long as it lasts.

        `crowding`: as `group` takes it.
        """
        taken = np.zeros(len(vectors), np.float32) if crowding is None else crowding
        new = [row for row, id_ in enumerate(ids) if id_ not in self._labels]
        self._came += len(new)
        if abs(alike - self._alike) > _DRIFT or self._came > max(_FRESH, len(ids) // 10):
            labels = group(vectors, alike, taken)
            self._alike, self._came, self._next = alike, 0, int(labels.max(initial=-1)) + 1
            for apart in self._apart:
                labels[[id_ in apart for id_ in ids]] = self._next
                self._next += 1
        else:
            labels = np.array([self._labels.get(id_, -1) for id_ in ids], np.int64)
            for row in reversed(new):  # the oldest first, where the newest are on top
                labels[row] = self._join(row, vectors, taken, labels)
        self._labels = dict(zip(ids, labels.tolist(), strict=True))
        return labels

    def _join(
        self,
        row: int,
        vectors: NDArray[np.float32],
        crowding: NDArray[np.float32],
        labels: NDArray[np.int64],
    ) -> int:
        """The group that average linkage would add this face to, or a new one."""
        likeness = vectors @ vectors[row] - crowding - crowding[row]
        grouped = labels >= 0
        groups = np.unique(labels[grouped & (likeness >= self._alike)])
        means = [likeness[labels == one].mean() for one in groups]
        if means and max(means) >= self._alike - LENIENCE:
            return int(groups[int(np.argmax(means))])
        self._next += 1
        return self._next - 1


def varied(vectors: NDArray[np.float32], most: int) -> list[int]:
    """The rows of at most `most` of the (N, D) unit rows that stand for all: the one in the middle, then always the
    one least like those chosen (farthest-first traversal, Gonzalez 1985)."""
    if not len(vectors):
        return []
    chosen = [int(np.argmax(vectors @ vectors.mean(axis=0)))]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < most and nearest.min() < ENOUGH:
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return chosen
