"""AVIF, turned as the file says, which OpenCV leaves out: read by Pillow where its build can."""

from __future__ import annotations

import io
import warnings

import numpy as np

from facecam.base.types import Image

_BRANDS = (b"avif", b"avis")


def is_avif(data: bytes) -> bool:
    brands = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return data[4:8] == b"ftyp" and any(brand in brands for brand in _BRANDS)


def readable() -> bool:
    """From Pillow 11.3 on."""
    from PIL import features

    return bool(features.check("avif"))


def decode(data: bytes) -> Image | None:
    """The first picture, BGR and upright; None where it is damaged."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():  # of many pixels, which other kinds may have too
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=["AVIF"]) as file:
                # Pillow tells the file's own turning (irot, imir) as an EXIF orientation.
                picture = ImageOps.exif_transpose(file).convert("RGB")
    except Exception:  # its readers raise whatever comes to their mind
        return None
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[:, :, ::-1])
