"""A shuffled order that is computed and not kept: where each number goes follows from the seed (a bijection)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = 6

Numbers = NDArray[np.int64]


def permuted(places: Numbers, n: int, seed: Sequence[int]) -> Numbers:
    """What stands at `places` (0..n-1) of the order of n numbers that `seed` gives; each stands at one place.

    A Feistel network over a rectangle of hardly more than n numbers, walked along its cycle until the result is
    under n (Black and Rogaway 2002). Of 17 million faces a batch costs a tenth of a millisecond, and no memory.
    """
    rows = max(1, math.isqrt(n - 1) + 1)
    columns = -(-n // rows)
    keys = np.random.SeedSequence([*seed, n]).generate_state(ROUNDS, np.uint64).astype(np.uint64)
    out = _mixed(np.asarray(places, np.uint64), keys, rows, columns)
    while (beyond := np.flatnonzero(out >= n)).size:
        out[beyond] = _mixed(out[beyond], keys, rows, columns)
    return out.astype(np.int64)


def _mixed(numbers: NDArray[np.uint64], keys: NDArray[np.uint64], rows: int, columns: int) -> NDArray[np.uint64]:
    """Each half is moved in turn by a hash of the other one."""
    tall, wide = np.uint64(rows), np.uint64(columns)
    row, column = np.divmod(numbers, wide)
    for first, second in zip(keys[::2], keys[1::2], strict=True):
        row = (row + _hash(column + first)) % tall
        column = (column + _hash(row + second)) % wide
    return row * wide + column


def _hash(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """32 bits of each word, well stirred (splitmix64, Steele et al. 2014)."""
    words = words * np.uint64(0x9E3779B97F4A7C15)
    return ((words ^ (words >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(32)
