"""Films that OpenCV cannot show, read by PyAV (the extra `films`) behind the face of OpenCV's `VideoCapture`.

OpenCV 5.0 takes interlaced pictures (DVD, AVCHD, television) for read, and gives black, or what lay in memory: its
FFmpeg refuses to convert them, and nobody is told. AV1 it does not decode at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame

_TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
_TEXT = "ansi"
"""FFmpeg draws text files as films of letters."""


def installed() -> bool:
    try:
        import av  # noqa: F401
    except ImportError:
        return False
    return True


def interlaced(path: str) -> bool:
    """Whether a film's first picture is made of two half pictures; False where that cannot be told."""
    if not installed():
        return False
    import av

    with suppress(av.FFmpegError, ValueError, IndexError), av.open(path) as film:
        return any(frame.interlaced_frame for frame in _first(film.decode(video=0)))
    return False


def open_film(path: str) -> AvCapture | None:
    """The film, or None where PyAV is not there or cannot read it either."""
    if not installed():
        return None
    import av

    with suppress(av.FFmpegError, ValueError, IndexError):
        return AvCapture(path)
    return None


def _first(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    for frame in frames:
        yield frame
        return


class AvCapture:
    """What `VideoSource` asks of a `cv2.VideoCapture`. Raises `FFmpegError`, `ValueError` or `IndexError` where
    it is no film."""

    def __init__(self, path: str) -> None:
        import av

        self._film = av.open(path)
        self._stream = self._film.streams.video[0]
        if self._stream.codec_context.name == _TEXT:
            self._film.close()
            raise ValueError(path)
        self._stream.thread_type = "AUTO"
        self._frames = self._decoded()
        self._frame: VideoFrame | None = None
        self._ahead: VideoFrame | None = None
        """Found while another place was looked for, and not yet grabbed."""

    def _decoded(self) -> Iterator[VideoFrame | None]:
        """None is a part that cannot be decoded."""
        import av

        packets = self._film.demux(self._stream)
        while True:
            try:
                yield from next(packets).decode()
            except (StopIteration, EOFError):
                return
            except av.FFmpegError:
                yield None

    def grab(self) -> bool:
        self._frame, self._ahead = self._ahead, None
        if self._frame is None:
            self._frame = next(self._frames, None)
        return self._frame is not None

    def retrieve(self) -> tuple[bool, Any]:
        if self._frame is None:
            return False, None
        image = self._frame.to_ndarray(format="bgr24")
        turn = _TURNS.get(self._rotation(self._frame))
        return True, image if turn is None else np.ascontiguousarray(cv2.rotate(image, turn))

    @staticmethod
    def _rotation(frame: VideoFrame) -> int:
        """Degrees, against the clock."""
        return round(frame.rotation) % 360

    def get(self, what: int) -> float:
        stream, frame = self._stream, self._frame
        ratio = stream.sample_aspect_ratio or Fraction(0)
        if what == cv2.CAP_PROP_FPS:
            return float(stream.average_rate or stream.guessed_rate or 0)
        if what == cv2.CAP_PROP_FRAME_COUNT:
            return float(stream.frames or self._length() * self.get(cv2.CAP_PROP_FPS))
        if what == cv2.CAP_PROP_POS_MSEC:
            return 1000 * self._time(frame) if frame is not None else 0.0
        if what == cv2.CAP_PROP_FOURCC:
            return float(int.from_bytes(stream.codec_context.codec_tag.encode("latin-1")[:4], "little"))
        if what == cv2.CAP_PROP_ORIENTATION_AUTO:
            return 1.0
        if what == cv2.CAP_PROP_ORIENTATION_META:
            return float(self._rotation(frame)) if frame is not None else 0.0
        return float({cv2.CAP_PROP_SAR_NUM: ratio.numerator, cv2.CAP_PROP_SAR_DEN: ratio.denominator}.get(what, 0))

    def _length(self) -> float:
        return float(self._film.duration or 0) / 1_000_000

    def _time(self, frame: VideoFrame) -> float:
        start = float(self._stream.start_time or 0) * float(self._stream.time_base or 0)
        return float(frame.time or 0.0) - start

    def set(self, what: int, value: float) -> bool:
        if what != cv2.CAP_PROP_POS_FRAMES:
            return False
        wanted = value / (self.get(cv2.CAP_PROP_FPS) or 25.0)
        base = float(self._stream.time_base or 1)
        self._film.seek(int(wanted / base) + (self._stream.start_time or 0), stream=self._stream)
        self._frames, self._ahead = self._decoded(), None
        half = 0.5 / (self.get(cv2.CAP_PROP_FPS) or 25.0)
        for frame in self._frames:  # a film can be entered at some pictures only: those before it
            if frame is not None and self._time(frame) >= wanted - half:
                self._ahead = frame
                return True
        return False

    def release(self) -> None:
        self._frame = self._ahead = None
        self._film.close()
