"""Faces made unrecognisable: nothing of what was there stays, so that nothing brings it back.

A mosaic keeps a few numbers of a face, and a film of mosaics keeps others on every frame, which together give more
of it away. So a face is filled from the pixels around it: push-pull interpolation (Gortler et al., "The Lumigraph",
1996, section 3.4), which reads no pixel of what it fills.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image

AROUND = 0.25
"""Share of its size by which a box grows on each side: hair and chin, and where a moving face will be."""
BORDER = 0.25
"""Share of a box's size around it from which its colours come."""
NOTHING = 128.0
"""The grey of a box that has nothing around it."""
WHOLE = 12
"""Squares along the shorter side of a picture that is blurred as a whole."""


def blur_faces(image: Image, boxes: Iterable[NDArray[np.floating]]) -> Image:
    """A copy of the picture with these boxes (4,), x1 y1 x2 y2 in pixels, blurred; they may reach outside it.

    What comes out is the same whatever the boxes held.
    """
    height, width = image.shape[:2]
    places = []
    for box in boxes:
        grown = _grown(box, AROUND, width, height)
        if grown[0] < grown[2] and grown[1] < grown[3]:
            places.append(grown)
    blurred = image.copy()
    if not places:
        return blurred
    clear = np.ones((height, width), np.float32)
    for left, top, right, bottom in places:
        clear[top:bottom, left:right] = 0
    for place in places:
        left, top, right, bottom = place
        x1, y1, x2, y2 = _grown(np.array(place), BORDER, width, height)
        filled = _filled(image[y1:y2, x1:x2], clear[y1:y2, x1:x2])
        blurred[top:bottom, left:right] = filled[top - y1 : bottom - y1, left - x1 : right - x1]
    return blurred


def blur_all(image: Image) -> Image:
    """The whole picture blurred, for while nobody knows where the faces are."""
    height, width = image.shape[:2]
    scale = WHOLE / min(height, width)
    cells = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(image, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _grown(box: NDArray[np.generic], share: float, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in whole pixels of the picture."""
    x1, y1, x2, y2 = (float(value) for value in box)
    across, down = (x2 - x1) * share, (y2 - y1) * share
    left, right = max(int(x1 - across), 0), min(int(np.ceil(x2 + across)), width)
    top, bottom = max(int(y1 - down), 0), min(int(np.ceil(y2 + down)), height)
    return left, top, right, bottom


def _filled(part: Image, clear: NDArray[np.float32]) -> Image:
    """(H, W, 3): where `clear` (H, W) is 0 filled from where it is 1."""
    colours, weight = part * clear[..., None], clear
    levels = []
    while min(weight.shape) > 1 and weight.min() == 0:
        levels.append((colours, weight))
        size = ((weight.shape[1] + 1) // 2, (weight.shape[0] + 1) // 2)
        colours, weight = (
            np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.float32) for one in (colours, weight)
        )
    known = weight[..., None] > 0
    colours = np.where(known, colours / np.where(known, weight[..., None], 1), NOTHING).astype(np.float32)
    for finer, clear_there in reversed(levels):
        size = (clear_there.shape[1], clear_there.shape[0])
        coarse = cv2.resize(colours, size, interpolation=cv2.INTER_LINEAR).reshape(finer.shape)
        colours = finer + (1 - clear_there[..., None]) * coarse
    return np.asarray(np.clip(np.rint(colours), 0, 255), np.uint8)
