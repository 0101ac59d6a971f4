"""Every small picture the detector's nets look at, from one summed-area table (Crow 1984).

The table holds at each place the sum of all pixels above and to the left, so the mean of any rectangle costs four
look-ups, however large it is. Pyramid levels and crops are made of such means, exactly as PyTorch's adaptive
average pooling makes them, which facenet-pytorch uses: each output pixel is the mean over the input pixels that it
touches. That keeps the boxes and points those of the original; and it is faster than resizing box by box.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.types import Image

Ints: TypeAlias = NDArray[np.int64]


class Summed:
    """The table of an image, or of the part of it that some boxes need."""

    def __init__(self, image: Image, around: Ints | None = None) -> None:
        """`around` (N, 4): boxes x1, y1, x2, y2; what lies outside them all is not summed and reads as black."""
        height, width = image.shape[:2]
        left, top, right, bottom = 0, 0, width, height
        if around is not None:
            left, top = np.clip(around[:, :2].min(axis=0), 0, [width, height]).tolist()
            right, bottom = np.clip(around[:, 2:].max(axis=0), [left, top], [width, height]).tolist()
        self._origin = np.array([left, top])
        # int32 may wrap around in large images; the differences that are taken of it stay right.
        if right > left and bottom > top:
            self._table = cv2.integral(image[top:bottom, left:right])
        else:
            self._table = np.zeros((1, 1, 3), np.int32)

    def resized(self, width: int, height: int) -> Image:
        """The whole, as (height, width, 3)."""
        rows, columns = self._table.shape[:2]
        top, bottom = _bins(rows - 1, height)
        left, right = _bins(columns - 1, width)
        strips = self._table[bottom] - self._table[top]
        sums = strips.take(right, axis=1) - strips.take(left, axis=1)
        return _mean(sums, (bottom - top)[:, None] * (right - left))

    def crops(self, boxes: Ints, size: int) -> NDArray[np.uint8]:
        """(N, size, size, 3): what lies under each box (N, 4); black where one reaches outside the image."""
        place = boxes - np.tile(self._origin, 2)
        sides = np.maximum(place[:, 2:] - place[:, :2], 1)
        start, stop = _bins(sides[..., None], size)  # (N, 2, size): x, then y
        start, stop = start + place[:, :2, None], stop + place[:, :2, None]
        areas = (stop - start)[:, 1, :, None] * (stop - start)[:, 0, None, :]
        rows, columns = self._table.shape[:2]
        limit = np.array([[columns - 1], [rows - 1]])
        start, stop = np.clip(start, 0, limit), np.clip(stop, 0, limit)
        edges_x = np.concatenate([start[:, 0], stop[:, 0]], axis=1)  # (N, 2 size)
        edges_y = np.concatenate([start[:, 1], stop[:, 1]], axis=1)
        corners = self._table.reshape(-1, 3).take(edges_y[:, :, None] * columns + edges_x[:, None, :], axis=0)
        strips = corners[:, size:] - corners[:, :size]
        return _mean(strips[:, :, size:] - strips[:, :, :size], areas)


def _bins(length: int | Ints, count: int) -> tuple[Ints, Ints]:
    """First and last-plus-one input place of each of `count` output places, along the last axis."""
    steps = np.arange(count)
    return steps * length // count, -((-(steps + 1) * length) // count)


def _mean(sums: NDArray[np.int32], areas: Ints) -> NDArray[np.uint8]:
    return (sums * (1 / areas).astype(np.float32)[..., None] + np.float32(0.5)).astype(np.uint8)
