"""What of a set had better not be learnt from: the same photograph twice, and faces under a wrong name."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

HASH_SIDE = 16
"""Low frequencies along each side that a hash describes."""
HASH_BYTES = HASH_SIDE * HASH_SIDE // 8
DUPLICATE = 26
"""Bits of 256 in which two hashes of one photograph differ at most."""
MISLABELLED = 0.2
"""Cosine to the centre of the identity under which a face is someone else's."""
FEWEST = 3
"""Faces that a centre needs: of two that disagree nobody knows which is wrong."""

Hashes = NDArray[np.uint8]


def photo_hash(image: NDArray[np.uint8]) -> Hashes:
    """[32] bytes that a smaller, darker or newly compressed copy of the photograph (BGR) keeps, nearly.

    The signs of the low frequencies against their median (Zauner 2010, "pHash"), of the whole photograph: aligned
    faces resemble each other too much.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (4 * HASH_SIDE, 4 * HASH_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:HASH_SIDE, :HASH_SIDE].ravel()
    return np.packbits(low > np.median(low[1:]))


def duplicates(hashes: Hashes, worth: NDArray[np.integer]) -> dict[int, int]:
    """Which of one person's photographs [n, 32] are copies: place -> place of the kept one, of most `worth`."""
    kept: list[int] = []
    copies: dict[int, int] = {}
    for place in np.argsort(-worth.astype(np.int64), kind="stable").tolist():
        if kept:
            differ = np.bitwise_count(hashes[kept] ^ hashes[place]).sum(axis=1)
            nearest = int(differ.argmin())
            if differ[nearest] <= DUPLICATE:
                copies[place] = kept[nearest]
                continue
        kept.append(place)
    return copies


def strangers(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of one identity's faces (unit rows [n, D]) are far from its centre; none of fewer than `FEWEST`.

    The centre is that of the half of the faces nearest to the mean, so that a few wrong ones do not move it.
    """
    if len(vectors) < FEWEST:
        return np.zeros(len(vectors), np.bool_)
    nearest = np.argsort(-(vectors @ vectors.mean(axis=0)))[: (len(vectors) + 1) // 2]
    centre = vectors[nearest].mean(axis=0)
    far: NDArray[np.bool_] = vectors @ centre < MISLABELLED * np.linalg.norm(centre)
    return far
