"""Pixels that are not square (DVD, DV, HDV, many recorders), made square.

Such video is stored narrower or wider than it is meant to be seen, and a face in it is squeezed.
"""

from __future__ import annotations

import cv2
import numpy as np

from facecam.base.types import Image

_MOST = 4.0
"""A pixel that is more than so many times as wide as high, or the other way round, is a mistake of the file."""


def stored_ratio(capture: cv2.VideoCapture) -> float:
    """How wide a pixel is for its height, as the file or stream says; 1 where it says nothing that can be.

    Of a video that was filmed upright the pictures come turned, and their pixels with them.
    """
    width, height = capture.get(cv2.CAP_PROP_SAR_NUM), capture.get(cv2.CAP_PROP_SAR_DEN)
    if not (width > 0 and height > 0 and 1 / _MOST <= width / height <= _MOST):
        return 1.0
    turned = capture.get(cv2.CAP_PROP_ORIENTATION_AUTO) and capture.get(cv2.CAP_PROP_ORIENTATION_META) % 180 == 90
    return float(height / width if turned else width / height)


def wanted_ratio(size: tuple[int, int], aspect: str) -> float:
    """The ratio of a pixel where pictures of this size (width, height) are to be seen as `aspect`: "16:9"."""
    wide, _, high = aspect.partition(":")
    return float(wide) / float(high) * size[1] / size[0]


def with_square_pixels(image: Image, ratio: float) -> Image:
    """The picture drawn out in width or in height, so that nothing of it is lost."""
    if abs(ratio - 1) < 0.01:
        return image
    height, width = image.shape[:2]
    size = (round(width * ratio), height) if ratio > 1 else (width, round(height / ratio))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)
