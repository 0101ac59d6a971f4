"""Decodes a short film in a process of its own (`clip.ClipSource` starts it; decision 0030).

Whatever the film does to FFmpeg it does here, to a process that has little memory, can open nothing, and is killed
when its time is over. The film comes on the standard input; each picture goes to the standard output, BGR, after
its `PICTURE`. The exit code says how it ended.
"""

from __future__ import annotations

import io
import os
import sys

import cv2

from facecam.base.errors import SourceError
from facecam.base.types import Frame
from facecam.capture.clip import DAMAGED, ENDED, HEIGHT, LONGEST, PICTURE, PICTURES, TOO_MUCH, WIDTH
from facecam.capture.video import VideoSource

_MEMORY = 1_000_000_000
"""Bytes, with the little that this program itself takes."""


class _TooMuchError(SourceError):
    """It is longer or larger than clips may be."""


class _Film(VideoSource):
    def __init__(self, data: bytes) -> None:
        super().__init__("clip")
        self._data = data

    def open(self) -> None:
        self._begin()
        self._connect(io.BytesIO(self._data))

    def _check(self, capture: cv2.VideoCapture) -> None:
        width, height, rate, number = (
            capture.get(what)
            for what in (
                cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS, cv2.CAP_PROP_FRAME_COUNT,
            )
        )  # fmt: skip
        if not 0 < width * height <= WIDTH * HEIGHT or number > PICTURES or (rate > 0 and number > rate * LONGEST):
            raise _TooMuchError("")

    def read(self) -> Frame | None:
        frame = super().read()
        if frame is not None and (frame.index >= PICTURES or frame.time > LONGEST):  # many do not say their length
            raise _TooMuchError("")
        return frame


def main() -> int:
    film, out = _Film(sys.stdin.buffer.read()), sys.stdout.buffer
    _confine()
    try:
        film.open()
        while (frame := film.read()) is not None:
            out.write(PICTURE.pack(frame.time, *frame.image.shape[:2]))
            out.write(frame.image.tobytes())
            out.flush()
    except _TooMuchError:
        return TOO_MUCH
    except SourceError:
        return DAMAGED
    return ENDED


def _confine() -> None:
    """From now on this process can neither open a file or port nor take much memory (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # those that there are


if __name__ == "__main__":
    # Past the end of OpenCV's capture: 5.0 crashes where it lets go of bytes in memory.
    os._exit(main())
