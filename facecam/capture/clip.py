"""A short film that came from elsewhere, such as over HTTP: read from memory, decoded in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from struct import Struct

import numpy as np

from facecam.base import paths
from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame, Image

OPTION = "--read-clip"
"""The one word with which the frozen program is `clip_reader`."""

LONGEST = 30.0
"""Seconds of a clip."""
PICTURES = 1_800
"""Of a clip: 60 a second."""
WIDTH, HEIGHT = 3840, 2160
"""Of one picture, or another shape of as many pixels."""
BUDGET = 30.0
"""Seconds in which all of it must have been read: whoever reads it looks at each picture before the next."""

_MP4, _WEBM, _AVI = b"ftyp", b"\x1aE\xdf\xa3", b"RIFF"
"""At byte 4 of an MP4 or MOV, and at the beginning of the others."""
_STILLS = (b"jp2 ", b"jpx ", b"jxl ")
"""Begin as MP4 does, and are none."""
_DESCRIBED = 1 << 21
"""Bytes in which FFmpeg looks for a session description."""

PICTURE = Struct("<dII")
"""What stands before a picture that `clip_reader` writes: its time in seconds, its height and its width."""
ENDED, DAMAGED, TOO_MUCH = 0, 1, 3
"""How it can end, beside being killed."""


@dataclass(frozen=True, slots=True)
class EncodedClip:
    """The bytes of a film's file: MP4, MOV, WebM, Matroska or AVI."""

    data: bytes = field(repr=False)
    name: str
    """What it is called, for people to read; no file is looked for."""


class ClipSource:
    """Every frame of a clip, as of a video file. What is decoded elsewhere cannot harm this process."""

    live = False
    fps: float | None = None
    remark: Message | None = None
    damaged = 0
    no_answer = Message("the film is not decoded: send it again, as MP4")

    def __init__(self, clip: EncodedClip) -> None:
        self.name = clip.name
        self.mode = ""
        self._data = clip.data
        self._reader: subprocess.Popen[bytes] | None = None
        self._clock: threading.Timer | None = None
        self._late = False
        self._first: Frame | None = None
        self._index = 0

    def open(self) -> None:
        data = self._data
        # Only containers that hold all that they show: FFmpeg knows others, which name files and addresses.
        # It judges by itself what a file is: one that also reads as a session description would open ports.
        if (
            data[4:8] != _MP4
            and not data.startswith(_WEBM)
            and not (data.startswith(_AVI) and data[8:12] == b"AVI ")
        ) or (data[8:12] in _STILLS or b"c=IN IP" in data[:_DESCRIBED]):
            raise self._cannot_open()
        self._index = 0
        reader = self._start()
        assert reader.stdin is not None
        try:
            with reader.stdin as film:
                film.write(data)
        except OSError:
            pass  # it has ended; what it says comes with the first picture
        self._first = self._next()
        if self._first is None:
            raise self._cannot_open()
        self.mode = f"{self._first.image.shape[1]}x{self._first.image.shape[0]}"

    def _start(self) -> subprocess.Popen[bytes]:
        frozen = paths.INSTALLATION == "frozen"
        words = [OPTION] if frozen else ["-P", "-m", "facecam.capture.clip_reader"]
        try:
            self._reader = subprocess.Popen(
                [sys.executable, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise SourceError("There is not enough memory for a picture", "Close other programs") from error
        self._late = False
        self._clock = threading.Timer(BUDGET, self._stop, [self._reader])
        self._clock.daemon = True
        self._clock.start()
        return self._reader

    def _stop(self, reader: subprocess.Popen[bytes]) -> None:
        self._late = True
        reader.kill()

    def read(self) -> Frame | None:
        frame, self._first = self._first, None
        return frame or self._next()

    def _next(self) -> Frame | None:
        assert self._reader is not None and self._reader.stdout is not None, "read before open"
        head = self._reader.stdout.read(PICTURE.size)
        if len(head) == PICTURE.size:
            seconds, height, width = PICTURE.unpack(head)
            if height * width > WIDTH * HEIGHT:  # no picture that the reader lets through
                raise self._too_much()
            pixels = self._reader.stdout.read(height * width * 3)
            if len(pixels) == height * width * 3:
                image: Image = np.frombuffer(bytearray(pixels), np.uint8).reshape(height, width, 3)
                self._index += 1
                return Frame(image, self._index - 1, seconds, time.monotonic(), self.name, seconds)
        code = self._reader.wait()
        if code == ENDED:
            return None
        if code == TOO_MUCH:
            raise self._too_much()
        raise self._too_slow() if self._late else self._cannot_open()

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        if self._reader is not None:
            self._reader.kill()
            self._reader.wait()
            assert self._reader.stdout is not None
            self._reader.stdout.close()
            self._reader = None

    def _cannot_open(self) -> SourceError:
        return SourceError(
            "{file} is damaged or no video of a known kind",
            "Copy it again from where it came from, or save it as MP4",
            file=self.name,
        )

    def _too_slow(self) -> SourceError:
        return SourceError(
            "{file} takes more than {seconds} seconds to look at",
            "Send a shorter or smaller one, or try again when there is less to do",
            file=self.name,
            seconds=round(BUDGET),
        )

    def _too_much(self) -> SourceError:
        return SourceError(
            "{file} is longer than {seconds} seconds, or larger than {width} x {height} pixels",
            "Send a shorter or smaller one",
            file=self.name,
            seconds=round(LONGEST),
            width=str(WIDTH),
            height=str(HEIGHT),
        )
