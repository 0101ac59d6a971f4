"""HEIC and HEIF (ISO 23008-12), in which telephones keep their photographs, decoded by libheif."""

from __future__ import annotations

import io

import numpy as np

from facecam.base.types import Image

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def is_heif(data: bytes) -> bool:
    """By its brand; AVIF is a relative that OpenCV reads itself."""
    size = int.from_bytes(data[:4], "big")
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS and b"avif" not in data[8 : min(size, 256)]


def decode(data: bytes) -> Image | None:
    """The picture that the file names as its main one, BGR and turned as the file says; None where it is damaged.

    How it is to be turned stands in the file itself; its EXIF orientation repeats that and must not be used.
    """
    import pi_heif  # here, as it loads a library that most never need

    try:
        file = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True, bgr_mode=True)
        main = file[file.primary_index]
        image = np.asarray(main)[:, : main.size[0]]  # rows may be padded
    except (ValueError, OSError, EOFError, SyntaxError, RuntimeError, MemoryError, IndexError):
        return None
    if image.dtype == np.uint16:  # grey keeps its depth
        image = image >> 8
    if image.ndim == 2 or image.shape[2] < 3:
        grey = image if image.ndim == 2 else image[..., 0]
        image = np.repeat(grey[..., None], 3, axis=2)
    # A copy in any case: the library frees its own memory.
    return np.array(image[..., :3], np.uint8, order="C")


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of the main picture, of which nothing is decoded; None where the file is damaged."""
    import pi_heif

    try:
        file = pi_heif.open_heif(io.BytesIO(data))
        width, height = file[file.primary_index].size
    except (ValueError, OSError, EOFError, SyntaxError, RuntimeError, MemoryError, IndexError):
        return None
    return int(width), int(height)
