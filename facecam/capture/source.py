"""What a source of frames is, and how one is found from what a person typed."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from facecam.capture.camera import CameraSource, is_device_path
from facecam.capture.demo import DemoSource
from facecam.capture.images import IMAGE_SUFFIXES, shown
from facecam.capture.media import FolderSource, ImageSource, VideoSource
from facecam.capture.stream import SCHEMES, UrlSource
from facecam.errors import InputError, SourceError
from facecam.types import Frame

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_FILE = re.compile(r"[/\\]|\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
"""What names a file and no camera; many a camera is called like `USB2.0 HD UVC WebCam`."""


class SourceState(StrEnum):
    OPENING = "opening"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    """Stalled or lost; tried again until it comes back."""
    ENDED = "ended"
    FAILED = "failed"
    """Given up; the message says why and what to do."""


class Source(Protocol):
    """Where frames come from. `open`, `read` and `close` are called by one thread, which owns the device."""

    name: str
    """What it calls itself, for people; holds no password."""
    live: bool
    """Frames come when the device pleases (camera, stream) and not when they are asked for (file). Of a URL this
    is known only once it is open; before, it is True."""
    fps: float | None
    """The rate that the device or file claims, once it is open; None where it has none that can be true."""
    mode: str
    """What was obtained, for people, once it is open: `1280x720 MJPG 30 fps`."""
    remark: str
    """What is odd about the pictures now, in words; mostly empty."""
    no_answer: str
    """What to say, and to do, when a call does not return: a sentence without its full stop."""

    def open(self) -> None:
        """May block for seconds. May be called again after `close`. Raises a `FacecamError`."""
        ...

    def read(self) -> Frame | None:
        """The next frame; blocks until there is one. None at the end of a file.

        Raises a `FacecamError` where the source is lost or damaged.
        """
        ...

    def rewind(self) -> bool:
        """Go back to the first frame, index and time counting on; False where the source plays only once."""
        ...

    def close(self) -> None:
        """Give the device free. Harmless when it is not open."""
        ...


def open_source(spec: str) -> Source:
    """Find out what `spec` means; nothing is opened before `Source.open()`.

    `spec` is `demo`, a camera (index, name or stable path), a video, an image, a folder of images, or a URL. A
    file that is named like one of the others is reached with a leading `./`. Raises `InputError` for what can
    mean nothing, `SourceError` for a file that is not there.
    """
    text = spec.strip()
    if not text:
        raise InputError("No source was named", "Give a camera, a file, a folder, a URL or `demo`")
    if text == "demo":
        return DemoSource()
    if url := _URL.match(text):
        if url[1].lower() not in SCHEMES:
            raise InputError(f"{url[1]}:// is not a kind of stream that is known", f"Use {', '.join(SCHEMES)}")
        return UrlSource(text)
    if text.isdecimal() or is_device_path(text):
        return CameraSource(text)
    path = Path(spec).expanduser()
    if path.is_dir():
        return FolderSource(path)
    if path.exists():
        return ImageSource(path) if path.suffix.lower() in IMAGE_SUFFIXES else VideoSource(path)
    if _FILE.search(text):
        raise SourceError(f"There is no file or folder {shown(path)}", "Check the path")
    return CameraSource(text)


def shows_stills(source: Source) -> bool:
    """Whether its pictures have nothing to do with each other, so that no face is followed from one to the next."""
    return isinstance(source, ImageSource | FolderSource)
