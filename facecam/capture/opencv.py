"""What all of capture needs from OpenCV: a quiet `VideoCapture`, and its properties made trustworthy."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import cv2
import numpy as np

from facecam.base.errors import SourceError
from facecam.base.types import Image

_TO_BGR = {1: cv2.COLOR_GRAY2BGR, 4: cv2.COLOR_BGRA2BGR}
"""By the number of channels."""


def quiet() -> None:
    """Keep OpenCV and FFmpeg from writing to stderr: what went wrong is said once, by a `FacecamError`.

    To be called before an image is decoded, a capture opened or a film written; FFmpeg's part is read by OpenCV at
    the first film, read or written, and holds for the process.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    if hasattr(cv2, "setLogLevel"):  # OpenCV 4
        cv2.setLogLevel(0)
    else:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def open_capture(target: int | str | BytesIO, backend: int, params: Sequence[int] = ()) -> cv2.VideoCapture | None:
    """An opened capture, or None. Blocks as long as the driver or server pleases.

    Raises `SourceError` for a path that is not valid text.
    """
    quiet()
    if isinstance(target, str) and not _is_text(target):
        # OpenCV 5.0 crashes on a string with lone surrogates (a Linux file name that is no UTF-8).
        raise SourceError(
            "The name of {file} is not valid text, and videos are opened by name",
            "Rename the file",
            file=repr(target),
        )
    try:
        # What OpenCV says of itself knows no bytes in memory.
        capture = cv2.VideoCapture(target, backend, list(params))  # type: ignore[arg-type]
    except cv2.error:
        return None
    if capture.isOpened():
        return capture
    close_capture(capture, target)
    return None


def close_capture(capture: cv2.VideoCapture, target: int | str | BytesIO) -> None:
    """Give the device or file free. One in memory goes with the last name for the capture: OpenCV 5.0's `release`
    lets go of it without Python's lock, and crashes."""
    if not isinstance(target, BytesIO):
        capture.release()


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def grab_picture(capture: cv2.VideoCapture) -> bool:
    """Go on to the next picture, which `retrieve_picture` makes; False where there is none."""
    try:
        return capture.grab()
    except (cv2.error, OSError):
        return False


def read_picture(capture: cv2.VideoCapture) -> Image | None:
    """The next picture, as `retrieve_picture` has it."""
    return _picture(capture.read)


def retrieve_picture(capture: cv2.VideoCapture) -> Image | None:
    """The picture that was grabbed, in three channels; None where there is none, whatever the driver calls that.

    Raises `SourceError` where there is no room for it.
    """
    return _picture(capture.retrieve)


def _picture(get: Callable[[], tuple[bool, Any]]) -> Image | None:
    try:
        found, image = get()
        if not found or image is None or not image.size:
            return None
        picture = np.asarray(image, np.uint8)
        if (conversion := _TO_BGR.get(picture.shape[2] if picture.ndim == 3 else 1)) is not None:
            picture = np.asarray(cv2.cvtColor(picture, conversion), np.uint8)
    except (cv2.error, OSError):
        return None
    except MemoryError as error:
        raise SourceError("There is not enough memory for a picture", "Close other programs") from error
    return picture


def claimed_fps(capture: cv2.VideoCapture) -> float | None:
    """Frames a second as the driver or container has it; None where it cannot be true."""
    fps = float(capture.get(cv2.CAP_PROP_FPS))
    return fps if math.isfinite(fps) and 0.1 <= fps <= 1000 else None


def describe_mode(capture: cv2.VideoCapture, width: int, height: int) -> str:
    """For people: size of the pictures that really come, pixel format or codec, and the claimed rate."""
    words = [f"{width}x{height}"]
    code = int(capture.get(cv2.CAP_PROP_FOURCC))
    letters = "".join(chr(code >> shift & 0xFF) for shift in (0, 8, 16, 24)) if code > 0 else ""
    if letters.isprintable() and letters.strip():
        words.append(letters.strip())
    fps = claimed_fps(capture)
    if fps is not None:
        words.append(f"{fps:.4g} fps")
    return " ".join(words)
