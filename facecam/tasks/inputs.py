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
from facecam.capture.images import EncodedImage, as_image

Picture: TypeAlias = str | os.PathLike[str] | EncodedImage | NDArray[Any]


def several(images: Picture | Iterable[Picture]) -> Iterable[Picture]:
    """One picture as several."""
    return [images] if isinstance(images, str | os.PathLike | EncodedImage) or hasattr(images, "dtype") else images  # type: ignore[list-item]


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
        if path != "demo" and not os.path.exists(path):  # noqa: PTH110 (pathlib takes an empty path for a folder)
            raise InputError(
                "There is no file or folder {path}", "Check the path; nobody was enrolled", path=repr(public(path))
            )
        found.append(plain(path))
    if not found:
        raise InputError("No picture was given", "Give paths of images, folders or films, or arrays")
    return found


def plain(path: str) -> str:
    """A file may be named like a camera or a URL; only `demo` means more than a file here."""
    if path == "demo" or Path(path).is_absolute():
        return path
    return f"./{path}" if path.isdecimal() or "://" in path else path


def check_times(start: float, end: float | None) -> None:
    """Raises `InputError` where from `start` to `end` is no time."""
    if not (math.isfinite(start) and start >= 0):
        raise InputError("The start {start} is no time", "Give seconds, 0 or more", start=str(start))
    if end is not None and not start < end:
        raise InputError(
            "The end {end} is not after the start {start}", "Give seconds, the start first", end=end, start=start
        )
