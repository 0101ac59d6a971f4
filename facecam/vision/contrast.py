"""A picture of little contrast, taken in the dark or through a haze, is stretched before a net sees it.

The nets learnt from photographs, whose darkest and brightest parts lie far apart. Where they do not, a table makes
it so (linear contrast stretching by percentiles); a photograph with enough of it stays as it is, to the bit.
"""

from __future__ import annotations

from math import isqrt

import cv2
import numpy as np

from facecam.base.types import Image

ENOUGH = 70
"""Between the percentiles. Of 45,292 aligned faces with names 1 in 2,000 has less; stretching
the 126 who have less than 110 changes no score."""
WANTED = 180
MOST = 6.0
"""Times the contrast: at 12 the noise of a bare wall became a face, now and then."""
DARKEST = 10
SHARE = 0.02
"""Of the values that are darker or brighter than the percentiles."""
SAMPLES = 400
"""Pixels that are looked at."""


def stretched(image: Image) -> Image:
    """The picture itself, or one of its size with more contrast. `image`: uint8 BGR (H, W, 3)."""
    step = max(1, isqrt(image.shape[0] * image.shape[1] // SAMPLES))
    values = np.sort(image[::step, ::step], axis=None, kind="stable")  # of bytes a radix sort, twice as fast
    if not len(values):
        return image
    beyond = int(SHARE * len(values))
    low, high = int(values[beyond]), int(values[-1 - beyond])
    if high - low >= ENOUGH:
        return image
    times = min(WANTED / max(high - low, 1), MOST)
    table = np.clip((np.arange(256) - low) * times + min(low, DARKEST), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)
