"""Faces made unrecognisable: what stays of one is a few numbers, which no sharpening brings back."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import FrameResult, Image, State

CELLS = 6
"""Squares along each side of a face: far too few to tell people apart."""
AROUND = 0.25
"""Share of its size by which a box grows on each side: hair and chin, and where a moving face will be."""
WHOLE = 24
"""Squares along the shorter side of a picture that is blurred as a whole."""


def blur_faces(image: Image, boxes: Iterable[NDArray[np.floating]]) -> Image:
    """A copy of the picture with these boxes (4,), x1 y1 x2 y2 in pixels, blurred; they may reach outside it."""
    height, width = image.shape[:2]
    blurred = image.copy()
    for box in boxes:
        x1, y1, x2, y2 = (float(value) for value in box)
        across, down = (x2 - x1) * AROUND, (y2 - y1) * AROUND
        left, right = max(int(x1 - across), 0), min(int(np.ceil(x2 + across)), width)
        top, bottom = max(int(y1 - down), 0), min(int(np.ceil(y2 + down)), height)
        if left < right and top < bottom:
            blurred[top:bottom, left:right] = _coarse(image[top:bottom, left:right], (CELLS, CELLS))
    return blurred


def cover(image: Image, found: FrameResult | None) -> Image:
    """A copy of a picture, (H, W, 3) BGR, in which nobody can be recognised who is not known; all of it is blurred
    where nobody has looked for faces on it."""
    if found is None:
        return blur_all(image)
    pairs = zip(found.faces, found.decisions, strict=True)
    return blur_faces(image, [face.detection.box for face, one in pairs if one.state is not State.KNOWN])


def blur_all(image: Image) -> Image:
    """The whole picture blurred, for while nobody knows where the faces are."""
    height, width = image.shape[:2]
    scale = WHOLE / min(height, width)
    return _coarse(image, (max(round(width * scale), 1), max(round(height * scale), 1)))


def _coarse(part: Image, cells: tuple[int, int]) -> Image:
    small = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
    wide = cv2.resize(small, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide, np.uint8)
