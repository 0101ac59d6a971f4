"""Aligned crops as they are kept: JPEG, for people to see and for a model to look at again."""

from __future__ import annotations

import cv2
import numpy as np

from facecam.base.types import Image


def encode_crop(crop: Image) -> bytes:
    """A picture (H, W, 3) BGR as JPEG: a crop for the database, or all that a camera shows."""
    return bytes(cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


def kept_crop(jpeg: bytes | None, size: int) -> Image | None:
    """The crop (BGR) at the side in pixels that a model wants (faces lie alike in all sizes); None where it is no
    image, or none that is square."""
    crop = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if crop is None or crop.shape[0] != crop.shape[1]:
        return None
    if len(crop) != size:
        crop = cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA if len(crop) > size else cv2.INTER_CUBIC)
    return np.asarray(crop, np.uint8)
