"""Still images from files, read so that every viewer would agree with what is seen."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.capture.opencv import quiet
from facecam.errors import ImageError, InputError
from facecam.messages import Message
from facecam.types import Image

IMAGE_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".tif", ".tiff"),
    *(".gif", ".jp2", ".avif", ".pbm", ".pgm", ".ppm", ".pnm"),
)
_LARGEST_FILE = 2**31 - 1
"""Bytes: OpenCV's buffers count with 32 bits."""
_WANTED = Message("Give a path, or an array of BGR, uint8, (height, width, 3)")
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def read_image(path: str | os.PathLike[str]) -> Image:
    """BGR, uint8, (height, width, 3), contiguous, upright as its EXIF orientation says.

    Grey becomes BGR, 16 bit become 8 (the upper byte), of an animation the first picture is taken, and an alpha
    channel is dropped: a cut-out face keeps the colours that were stored for it, as in Pillow's `convert("RGB")`.
    (AVIF's own rotation, which OpenCV leaves out, is not applied.)
    The file's name may be anything the system allows. Raises `ImageError` for a file that is not there, is empty,
    cut short or no image, naming it and the remedy.
    """
    file = Path(path)
    if not file.exists():
        raise ImageError(f"There is no file {shown(file)}", "Check the path")
    if not file.is_file():
        raise ImageError(f"{shown(file)} is not a file", "Give the path of an image")
    try:
        size = file.stat().st_size
        if size > _LARGEST_FILE:
            raise ImageError(f"{shown(file)} has {size:,} bytes, too many for an image", "Save it smaller")
        data = file.read_bytes()
    except OSError as error:
        raise ImageError(f"{shown(file)} cannot be read: {error.strerror}", "Check its permissions") from error
    if not data:
        raise ImageError(f"{shown(file)} is empty (0 bytes)", "Copy it again from where it came from")
    if data.startswith(_PNG) and _PNG_END not in data:  # libpng would complain to stderr by itself
        raise ImageError(f"{shown(file)} is cut short", "Copy it again from where it came from")
    quiet()
    try:
        # IMREAD_COLOR applies the EXIF orientation, converts to 8 bit BGR, and refuses files that are cut short.
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError) as error:
        raise ImageError(
            f"{shown(file)} cannot be decoded: it is damaged or has too many pixels", "Save it anew, or smaller"
        ) from error
    if image is None:
        raise ImageError(
            f"{shown(file)} is damaged, cut short, or no image of a known kind",
            "Copy it again from where it came from, or save it as JPEG or PNG",
        )
    return np.ascontiguousarray(image, dtype=np.uint8)


def as_image(image: str | os.PathLike[str] | NDArray[Any]) -> Image:
    """The picture of a file as `read_image` reads it, or an array that is one already.

    Raises `ImageError` for a file, and `InputError` for an array that is not BGR, uint8, (height, width, 3).
    """
    if isinstance(image, str | os.PathLike):
        return read_image(image)
    if not isinstance(image, np.ndarray):
        raise InputError("{kind} is no picture", _WANTED, kind=type(image).__name__)
    if image.dtype != np.uint8:
        held = str(image.dtype)
        raise InputError("The array holds {kind}, and a picture holds uint8, 0 to 255", _WANTED, kind=held)
    if image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        shape = str(image.shape)
        raise InputError("The array's shape is {shape}, which is no colour picture", _WANTED, shape=shape)
    return np.ascontiguousarray(image)


def image_files(folder: str | os.PathLike[str]) -> list[Path]:
    """The images in a folder and its subfolders by their suffix, sorted; hidden ones are left out.

    Raises `InputError` where there is none, or no such folder.
    """
    root = Path(folder)
    found = files_in(root, IMAGE_SUFFIXES)
    if not found:
        raise InputError(
            f"There is no image in the folder {shown(root)}", f"Put some there ({', '.join(IMAGE_SUFFIXES)})"
        )
    return found


def files_in(root: Path, suffixes: Collection[str]) -> list[Path]:
    """The files in a folder and its subfolders that end so, sorted; hidden ones are left out.

    Raises `InputError` where there is no such folder.
    """
    if not root.is_dir():
        raise InputError(f"There is no folder {shown(root)}", "Check the path")
    found: list[Path] = []
    for parent, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(parent, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes
        ]
    return sorted(found)


def shown(path: Path) -> str:
    """The path as text that any terminal can print."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
