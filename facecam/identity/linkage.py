"""Clusters by agglomeration: the two nearest become one, again and again, until none are near enough."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Update = Callable[[NDArray[np.float64], NDArray[np.float64], int, int], NDArray[np.float64]]
"""How far two clusters are, as one, from all others (Lance and Williams 1967): of the distances of both and the
number of faces in each."""


def single(one: NDArray[np.float64], other: NDArray[np.float64], _: int, __: int) -> NDArray[np.float64]:
    """As far as the nearest pair."""
    return np.minimum(one, other)


def average(
    one: NDArray[np.float64], other: NDArray[np.float64], size: int, size_of_other: int
) -> NDArray[np.float64]:
    """As far as all pairs are on average."""
    return (size * one + size_of_other * other) / (size + size_of_other)


def clusters(apart: NDArray[np.floating], most: float, update: Update) -> NDArray[np.int64]:
    """(N, N) distances, symmetrical -> (N,) the number of each one's cluster, from 0: what a tree links at `most`.

    Follows nearest neighbours until two are each other's (the nearest-neighbour chain, Murtagh 1983), which finds
    the pairs of the tree in O(N^2). A cluster whose nearest is farther than `most` stays alone: merging others
    brings none nearer.
    """
    distances = apart.astype(np.float64)
    np.fill_diagonal(distances, np.inf)
    cluster = np.arange(len(apart))
    size = np.ones(len(apart), int)
    left = set(range(len(apart)))
    chain: list[int] = []
    while left:
        last = chain[-1] if chain else min(left)
        chain = chain or [last]
        nearest = int(np.argmin(distances[last]))
        if distances[last, nearest] > most:
            distances[:, last] = np.inf  # nor may rounding bring it nearer
            left.remove(chain.pop())
        elif nearest not in chain:
            chain.append(nearest)
        else:  # they are each other's nearest; those between them, if any, are equally near
            del chain[chain.index(nearest) :]
            row = update(distances[nearest], distances[last], int(size[nearest]), int(size[last]))
            distances[nearest], distances[:, nearest] = row, row
            distances[last], distances[:, last] = np.inf, np.inf
            distances[nearest, nearest] = np.inf
            size[nearest] += size[last]
            cluster[cluster == last] = nearest
            left.remove(last)
    return np.unique(cluster, return_inverse=True)[1]
