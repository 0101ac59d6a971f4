"""Still images from files, read so that every viewer would agree with what is seen."""

from __future__ import annotations

import io
import os
import warnings
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.addresses import public
from facecam.base.errors import ImageError, ImageKindError, ImageSizeError, InputError
from facecam.base.messages import Message
from facecam.base.types import Image
from facecam.capture import archives, avif, heif
from facecam.capture.folders import shown
from facecam.capture.kinds import foreign
from facecam.capture.opencv import quiet

_LARGEST_FILE = 2**31 - 1
"""Bytes: OpenCV's buffers count with 32 bits."""
_WIDEST = 1_000_000
"""Pixels that libpng takes in one direction."""
WANTED = Message("Give a path, or an array of BGR, uint8, (height, width, 3)")
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_SENT = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""Pillow's names of what is read of pictures from elsewhere, beside HEIC: each reader is one more way in."""
AGAIN = Message("Copy it again from where it came from")


@dataclass(frozen=True, slots=True, eq=False)
class EncodedImage:
    """A picture that came from elsewhere, in the bytes of its file: a JPEG, PNG, WebP, HEIC, GIF, BMP or TIFF."""

    data: bytes = field(repr=False)
    name: str
    """What it is called, for people to read; no file is looked for."""
    most: int = 40_000_000
    """Pixels that it may have, which is looked at before they take any memory."""


def read_image(path: str | os.PathLike[str]) -> Image:
    """BGR, uint8, (height, width, 3), contiguous, upright as its EXIF orientation says.

    Grey becomes BGR, 16 bit become 8 (the upper byte), of an animation the first picture is taken, of a HEIC file
    the main one, and an alpha channel is dropped: a cut-out face keeps the colours that were stored for it, as in
    Pillow's `convert("RGB")`. The file's name may be anything the system allows, and it may lie in a ZIP archive.
    Raises `ImageError` for a file that is not there, is empty, cut short or no image, naming it and the remedy.
    """
    file = Path(path)
    data = _bytes(file)
    if not data:
        raise ImageError("{file} is empty (0 bytes)", AGAIN, file=shown(file))
    if data.startswith(_PNG) and _PNG_END not in data:
        raise ImageError("{file} is cut short", AGAIN, file=shown(file))
    image = decode(data)
    if image is not None:
        return image
    if (kind := foreign(file)) is not None:
        raise ImageError(
            "{file} is no image that can be read ({kind})",
            "Save it as JPEG or PNG",
            file=shown(file),
            kind=kind.one,
        )
    raise ImageError(
        "{file} is damaged, cut short, has too many pixels, or is no image of a known kind",
        "Copy it again from where it came from, or save it as JPEG or PNG",
        file=shown(file),
    )


def decode(data: bytes) -> Image | None:
    """The picture in the bytes of a file, as `read_image` gives it; None where it is damaged or none."""
    if heif.is_heif(data):
        return heif.decode(data)
    if avif.is_avif(data) and avif.readable():
        return avif.decode(data)
    if data.startswith(_PNG) and not _is_whole(data):
        return None
    quiet()
    try:
        # IMREAD_COLOR applies the EXIF orientation, converts to 8 bit BGR, and refuses files that are cut short.
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError):
        return None
    return None if image is None else np.ascontiguousarray(image, dtype=np.uint8)


def _is_whole(png: bytes) -> bool:
    """Whether libpng would take it (ISO 15948); of what it refuses it complains to stderr by itself."""
    at = len(_PNG)
    while at + 12 <= len(png):
        kind, end = png[at + 4 : at + 8], at + 12 + int.from_bytes(png[at : at + 4], "big")
        if end > len(png):
            return False
        needed = kind[0] < ord("a")  # what is not may be damaged
        if needed and zlib.crc32(png[at + 4 : end - 4]) != int.from_bytes(png[end - 4 : end], "big"):
            return False
        if kind == b"IHDR" and not all(
            0 < int.from_bytes(png[place : place + 4], "big") <= _WIDEST for place in (at + 8, at + 12)
        ):
            return False
        if kind == b"IEND":
            return True
        at = end
    return False


def read_encoded(image: EncodedImage) -> Image:
    """As `read_image`, of a picture from elsewhere, of which only the usual kinds are read.

    Raises `ImageKindError` for another kind, `ImageSizeError` for too many pixels, `ImageError` for one that is
    empty, damaged or cut short.
    """
    from PIL import Image as Pillow

    if not image.data:
        raise ImageError("{file} is empty (0 bytes)", AGAIN, file=image.name)
    if heif.is_heif(image.data):
        size = heif.size(image.data)
    else:
        try:
            with warnings.catch_warnings():  # of many pixels, which are counted below
                warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
                size = Pillow.open(io.BytesIO(image.data), formats=_SENT).size  # no pixel is decoded
        except Pillow.DecompressionBombError:
            raise _too_large(image) from None
        except Exception as error:  # its readers raise whatever comes to their mind
            raise ImageKindError(
                "{file} is no image of a known kind", "Save it as JPEG or PNG", file=image.name
            ) from error
    if size is not None and size[0] * size[1] > image.most:
        raise _too_large(image)
    pixels = decode(image.data)
    if pixels is None:
        raise ImageError("{file} is damaged or cut short", AGAIN, file=image.name)
    return pixels


def _too_large(image: EncodedImage) -> ImageSizeError:
    return ImageSizeError(
        "{file} has more than {most} megapixels", "Save it smaller", file=image.name, most=image.most // 1_000_000
    )


def _bytes(file: Path) -> bytes:
    if (inside := archives.split(file)) is not None:
        try:
            return archives.read(*inside)
        except InputError as error:
            raise ImageError(error.message, error.advice or archives.UNPACK) from error
    if not file.exists():
        raise ImageError("There is no file {file}", "Check the path", file=public(shown(file)))
    if not file.is_file():
        raise ImageError("{file} is not a file", "Give the path of an image", file=shown(file))
    try:
        size = file.stat().st_size
        if size > _LARGEST_FILE:
            raise ImageError(
                "{file} has {size} bytes, too many for an image", "Save it smaller", file=shown(file), size=size
            )
        return file.read_bytes()
    except OSError as error:
        raise ImageError(
            "{file} cannot be read: {reason}", "Check its permissions", file=shown(file), reason=str(error.strerror)
        ) from error


def as_image(image: str | os.PathLike[str] | EncodedImage | NDArray[Any]) -> Image:
    """The picture of a file as `read_image` reads it, of its bytes, or an array that is one already.

    Raises `ImageError` for a file or its bytes, `InputError` for an array that is not BGR, uint8, of the shape
    (height, width, 3).
    """
    if isinstance(image, str | os.PathLike):
        return read_image(image)
    if isinstance(image, EncodedImage):
        return read_encoded(image)
    if not isinstance(image, np.ndarray):
        raise InputError("{kind} is no picture", WANTED, kind=type(image).__name__)
    if image.dtype != np.uint8:
        held = str(image.dtype)
        raise InputError("The array holds {kind}, and a picture holds uint8, 0 to 255", WANTED, kind=held)
    if image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        shape = str(image.shape)
        raise InputError("The array's shape is {shape}, which is no colour picture", WANTED, shape=shape)
    return np.ascontiguousarray(image)
