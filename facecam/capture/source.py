"""What a source of frames is, and how one is found from what a person typed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from facecam.base.addresses import is_address, parse
from facecam.base.errors import InputError, SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame
from facecam.capture import archives
from facecam.capture.camera import CameraSource, is_device_path
from facecam.capture.demo import DemoSource
from facecam.capture.folders import is_folder, shown
from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO, foreign
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.video import VideoSource

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
    no_answer: Message
    """What to say, and to do, when a call does not return: a sentence without its full stop."""

    @property
    def remark(self) -> Message | None:
        """What is odd about the pictures now; mostly nothing."""
        ...

    @property
    def damaged(self) -> int:
        """How many pictures could not be read and were passed over, since it was opened first."""
        ...

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


@runtime_checkable
class Grabbing(Protocol):
    """A source that can pass over a frame for a part of what its picture costs. `read` is both of these."""

    def grab(self) -> Frame | None:
        """As `Source.read`, with an empty picture."""
        ...

    def retrieve(self, frame: Frame) -> Frame | None:
        """The frame that was grabbed last, with its picture; None where that is damaged."""
        ...


_NONE: Mapping[str, str] = MappingProxyType({})


def open_source(spec: str, *, aspect: str = "", trusted: Mapping[str, str] = _NONE) -> Source:
    """Find out what `spec` means; nothing is opened before `Source.open()`.

    `spec` is `demo`, a camera (index, name or stable path), a video, an image, a folder of images, or a URL. A
    file that is named like one of the others is reached with a leading `./`. Raises `InputError` for what can
    mean nothing, `SourceError` for a file that is not there.

    `aspect`: how the pictures of a camera, video or stream are to be seen, such as "16:9", where it does not say;
    `trusted`: certificates of single servers (`certificates.checked`).
    """
    source = _find(spec, trusted)
    if isinstance(source, CameraSource | VideoSource):
        source.aspect = aspect
    return source


def _find(spec: str, trusted: Mapping[str, str]) -> Source:
    text = spec.strip()
    if not text:
        raise InputError("No source was named", "Give a camera, a file, a folder, a URL or `demo`")
    if text == "demo":
        return DemoSource()
    # Not pathlib's, which fails where there is no such user.
    path = Path(os.path.expanduser(spec))  # noqa: PTH111
    if is_address(text) and not path.exists():
        from facecam.capture.stream import SCHEMES, UrlSource  # with HTTP and TLS, which others do without

        address = parse(text)
        if address.scheme not in SCHEMES:
            raise InputError(
                "{scheme}:// is not a kind of stream that is known",
                "Use {schemes}",
                scheme=address.scheme,
                schemes=", ".join(SCHEMES),
            )
        return UrlSource(address, trusted)
    if text.isdecimal() or is_device_path(text):
        return CameraSource(text)
    if is_folder(path):
        return FolderSource(path)
    if archives.split(path) is not None:
        return ImageSource(path)
    if path.exists():
        kind = foreign(path)
        if kind is not None and kind is not VIDEO:
            raise SourceError(
                "{file} is no image and no video ({kind})", "Choose another file", file=shown(path), kind=kind.one
            )
        return ImageSource(path) if path.suffix.lower() in IMAGE_SUFFIXES else VideoSource(path)
    if _FILE.search(text):
        raise SourceError("There is no file or folder {file}", "Check the path", file=shown(path))
    return CameraSource(text)


def shows_stills(source: Source) -> bool:
    """Whether its pictures have nothing to do with each other, so that no face is followed from one to the next."""
    return isinstance(source, ImageSource | FolderSource)
