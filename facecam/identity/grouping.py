"""Which faces belong together, when nobody has said whose they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ENOUGH = 0.95
"""A face as alike as this to one that was chosen adds nothing to it."""


def group(vectors: NDArray[np.float32], alike: float) -> NDArray[np.int64]:
    """(N, D) unit rows -> (N,) the number of each one's group, from 0.

    DBSCAN (Ester et al. 1996) on the cosine distance: two faces with a cosine of `alike` or more are of one group,
    and so is whoever is linked to them by others. A face that is like no other is a group of its own.
    """
    if not len(vectors):
        return np.empty(0, np.int64)
    from sklearn.cluster import DBSCAN

    # Rounding takes a cosine of 1 a little above it, and the distance below 0.
    labels = DBSCAN(eps=max(1 - alike, 1e-6), min_samples=1, metric="cosine").fit_predict(vectors)
    return np.asarray(labels, np.int64)


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
