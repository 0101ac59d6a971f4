"""Which faces belong together, when nobody has said whose they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.identity import linkage

ENOUGH = 0.95
"""A face as alike as this to one that was chosen adds nothing to it."""

LENIENCE = 0.1
"""A person's faces are on average less alike than those that link them. Among 621 held-out faces of 360 people this
much kept 97 of 100 pairs of one person that the links alone had found, and 7 in 100 of its pairs of two."""


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
    # Rounding takes a cosine of 1 a little above it, and the distance below 0.
    apart = np.maximum(1 - vectors @ vectors.T, 0)
    if crowding is not None:
        apart += crowding[:, None] + crowding
    linked = linkage.clusters(apart, max(1 - alike, 1e-6), linkage.single)
    labels = np.empty(len(vectors), np.int64)
    number = 0
    for cluster in range(linked.max(initial=-1) + 1):
        rows = np.flatnonzero(linked == cluster)
        parts = linkage.clusters(apart[np.ix_(rows, rows)], 1 - alike + LENIENCE, linkage.average)
        labels[rows] = number + parts
        number += int(parts.max()) + 1
    return labels


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
