"""What a program gives to be looked at: checked before anything is opened."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from numpy.typing import NDArray

from facecam.base.addresses import public
from facecam.base.errors import InputError
from facecam.capture import archives
from facecam.capture.images import WANTED, EncodedImage, as_image

Picture: TypeAlias = str | os.PathLike[str] | EncodedImage | NDArray[Any]


def several(images: Picture | Iterable[Picture]) -> Iterable[Picture]:
    """One picture as several. Raises `InputError` for what is neither a picture nor some of them."""
    if isinstance(images, str | os.PathLike | EncodedImage) or hasattr(images, "dtype"):
        return [images]  # type: ignore[list-item]
    if isinstance(images, bytes | bytearray) or not isinstance(images, Iterable):
        raise InputError("{kind} is no picture", WANTED, kind=type(images).__name__)
    return images


def sources(given: Picture | Iterable[Picture]) -> list[Picture]:
    """What there is to enrol from: paths of files and folders that are there, `demo`, images.

    Raises `InputError` where there is nothing, or something of no kind.
    """
    found: list[Picture] = []
    for source in several(given):
        if isinstance(source, EncodedImage):
            found.append(source)  # decoded when its turn comes: what is wrong with it is a refusal
            continue
        if not isinstance(source, str | os.PathLike):
            found.append(as_image(source))
            continue
        path = os.fspath(source)
        if path != "demo":
            check_there(path)
        found.append(plain(path))
    if not found:
        raise InputError("No picture was given", "Give paths of images, folders or films, or arrays")
    return found


def check_there(path: str) -> None:
    """Raises `InputError` where there is no file or folder to enrol from, on the disk or in a ZIP archive."""
    if not os.path.exists(path) and archives.split(Path(path)) is None:  # noqa: PTH110 (to pathlib "" is a folder)
        raise InputError(
            "There is no file or folder {path}", "Check the path; nobody was enrolled", path=repr(public(path))
        )


def plain(path: str) -> str:
    """A file may be named like a camera or a URL; only `demo` means more than a file here."""
    if path == "demo" or Path(path).is_absolute():
        return path
    return f"./{path}" if path.isdecimal() or "://" in path else path


def check_top(top: int) -> None:
    """Raises `InputError` where so many candidates are none."""
    if top < 1:
        raise InputError("{top} candidates are none", "Ask for 1 or more", top=str(top))


def check_times(start: float, end: float | None) -> None:
    """Raises `InputError` where from `start` to `end` is no time."""
    if not (math.isfinite(start) and start >= 0):
        raise InputError("The start {start} is no time", "Give seconds, 0 or more", start=str(start))
    if end is not None and not start < end:
        raise InputError(
            "The end {end} is not after the start {start}", "Give seconds, the start first", end=end, start=start
        )
