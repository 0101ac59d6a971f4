"""The image pyramid: sizes in which P-Net sees a picture, so that a face of any size fills its window in one."""

from __future__ import annotations

from collections.abc import Iterator

import cv2

from facecam.base.types import Image
from facecam.vision.integral import IntegralImage
from facecam.vision.scan import Scan

WINDOW = 12
"""Side in pixels of what P-Net looks at."""
FACTOR = 0.709
STEPWISE = 4
"""This many levels are made by linear steps; sums over levels this large would cost more than they give."""


def pyramid(image: Image, integral: IntegralImage, min_face: float, scan: Scan) -> Iterator[tuple[Image, float]]:
    """P-Net's levels with the scan's border around each, and their scales: from the one where `min_face` fills a
    window down to the whole image in one.

    A level's true scale differs a little from the one that is given, because its sides are whole pixels; boxes are
    carried back by the given one, as in the original.
    """
    height, width = image.shape[:2]
    scale, index = WINDOW / min_face, 0
    while (shorter := min(height, width) * scale) + 2 * scan.border >= WINDOW and shorter >= WINDOW / 2:
        size = int(width * scale + 1), int(height * scale + 1)
        if index not in scan.skipped:
            level = _reduced(image, size) if index < STEPWISE else integral.resized(*size)
            if index < STEPWISE and index % 2 == 0:
                image = level
            yield _bordered(level, scan.border), scale
        scale, index = scale * FACTOR, index + 1


def _bordered(level: Image, border: int) -> Image:
    if not border:
        return level
    return cv2.copyMakeBorder(level, border, border, border, border, cv2.BORDER_CONSTANT)  # type: ignore[return-value]


def _reduced(image: Image, size: tuple[int, int]) -> Image:
    """`image` at the width and height `size`, by halving and one linear step."""
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        image = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
