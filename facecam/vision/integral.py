"""Every small picture the detector's nets look at, from one integral image (summed-area table, Crow 1984).

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

from facecam.base.types import Image

Ints: TypeAlias = NDArray[np.int64]

SLACK = 256
"""Bytes: `cv2.integral` reads whole registers of up to 64 bytes for each of three colours, also past the end."""


def part_around(image: Image, boxes: Ints) -> tuple[Image, tuple[int, int]]:
    """The part of the image that the boxes x1, y1, x2, y2 (N, 4), N > 0, need, a view, and x and y of its first
    pixel."""
    height, width = image.shape[:2]
    left, top = np.clip(boxes[:, :2].min(axis=0), 0, [width, height]).tolist()
    right, bottom = np.clip(boxes[:, 2:].max(axis=0), [left, top], [width, height]).tolist()
    return image[top:bottom, left:right], (left, top)


class IntegralImage:
    """The table of an image, or of a part of it."""

    def __init__(self, image: Image, origin: tuple[int, int] = (0, 0)) -> None:
        """`origin`: x and y of the image's first pixel in what boxes are given in. Outside it is black."""
        self._origin = np.array(origin)
        # int32 may wrap around in large images; the differences that are taken of it stay right.
        self._table = cv2.integral(_with_slack(image)) if image.size else np.zeros((1, 1, 3), np.int32)

    def resized(self, width: int, height: int) -> Image:
        """The whole, as (height, width, 3)."""
        rows, columns = self._table.shape[:2]
        whole = np.array([[0, 0, columns - 1, rows - 1]]) + np.tile(self._origin, 2)
        resized: Image = self._means(whole, width, height)[0]
        return resized

    def crops(self, boxes: Ints, size: int) -> NDArray[np.uint8]:
        """(N, size, size, 3): what lies under each box (N, 4); black where one reaches outside the image."""
        return self._means(boxes, size, size)

    def _means(self, boxes: Ints, width: int, height: int) -> NDArray[np.uint8]:
        """(N, height, width, 3): means over the parts of each box."""
        rows, columns = self._table.shape[:2]
        left, right, widths = _parts(boxes[:, 0::2] - self._origin[0], width, columns - 1)
        top, bottom, heights = _parts(boxes[:, 1::2] - self._origin[1], height, rows - 1)
        edges_x = np.concatenate([left, right], axis=1)[:, None]
        edges_y = np.concatenate([top, bottom], axis=1)[..., None]
        corners = self._table.reshape(-1, 3).take(edges_y * columns + edges_x, axis=0)
        strips = corners[:, height:] - corners[:, :height]
        sums = (strips[:, :, width:] - strips[:, :, :width]).astype(np.float32)
        sums /= (heights[..., None] * widths[:, None])[..., None]
        rounded: NDArray[np.uint8] = (sums + np.float32(0.5)).astype(np.uint8)
        return rounded


def _with_slack(part: Image) -> Image:
    """A copy that lies in memory of its own, with readable bytes after its end.

    A frame may be the last thing in its mapping, and what `cv2.integral` reads past it then ends the program. The
    copy costs a tenth of the table's time; sums made by NumPy cost 18 to 35 times the table's.
    """
    memory = np.empty(part.size + SLACK, np.uint8)
    copy = memory[: part.size].reshape(part.shape)
    np.copyto(copy, part)
    return copy


def _parts(sides: Ints, count: int, limit: int) -> tuple[Ints, Ints, NDArray[np.float32]]:
    """Where each part of each side (N, 2) starts and stops within 0..limit, and its full length: (N, count)."""
    start = sides[:, :1]
    length = np.maximum(sides[:, 1:] - start, 1)
    steps = np.arange(count + 1) * length
    begin, end = start + steps[:, :-1] // count, start - (-steps[:, 1:] // count)
    lengths = (end - begin).astype(np.float32)
    return np.clip(begin, 0, limit), np.clip(end, 0, limit), lengths
