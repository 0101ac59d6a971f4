"""Another version of a film: other pictures at the same times, with the sound as it was.

OpenCV writes no sound and one rate only, so this is PyAV's (FFmpeg's own libraries; the extra `films`,
docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, cast

import cv2

from facecam.base import paths
from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.types import Image
from facecam.base.unfinished import unfinished

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv")
"""Kinds of files that hold H.264; most kinds of sound go into the last one."""
CODEC, QUALITY = "libx264", {"crf": "18"}
SOUND: Final = "aac"
"""What sound becomes that the kind of file does not hold as it is."""
CLOCK = 90_000
"""Ticks a second of the pictures' times, as MPEG has them."""
_INSTALL = {
    "checkout": Message("Start with `uv run --extra films facecam ...`, which brings it"),
    "wheel": Message("Install it: pip install av"),
    "frozen": Message("Use facecam from Python: pip install facecam av"),
}[paths.INSTALLATION]


def check_films() -> None:
    """Raise `InputError` where films cannot be written, for PyAV is not installed."""
    try:
        import av  # noqa: F401
    except ImportError as error:
        raise InputError("Films with their sound want the package av", _INSTALL) from error


class FilmCopy:
    """Writes the file; a context manager. It gets its name when it is complete; what is not complete is deleted.

    Nothing but the sound is taken over from the original: no place, date, title, subtitles, chapters.
    """

    def __init__(self, original: Path, path: Path, fps: float | None) -> None:
        """`path` ends in one of `SUFFIXES`. Raises `InputError`."""
        check_films()
        self.path = path
        self._original = original
        self._fps = fps or 25.0
        self._part = path
        """Until it is complete another one."""
        self._stack = ExitStack()
        self._film: Any = None
        self._sounds: Iterator[Packet[AudioStream]] = iter(())
        self._waiting: Packet[AudioStream] | None = None
        self._streams: dict[int, AudioStream] = {}
        """Of the copy, by the original's index."""
        self._encoded: set[int] = set()
        """Those whose sound the copy's kind of file does not hold as it is."""
        self._begin = Fraction(0)
        """The time of the original's first picture by its own clock, which its sound goes by too."""
        self._ticks = -1

    def __enter__(self) -> Self:
        import av

        try:
            self._part = self._stack.enter_context(unfinished(self.path))
            # An absolute path cannot be taken for one of FFmpeg's protocols.
            self._copy = self._stack.enter_context(av.open(str(self._part.absolute()), "w"))
            source = self._stack.enter_context(av.open(str(self._original.absolute())))
        except (OSError, ValueError) as error:
            self._stack.close()
            raise self._failed(error) from error
        self._film = self._copy.add_stream(CODEC, rate=Fraction(self._fps).limit_denominator(1001), options=QUALITY)
        self._film.pix_fmt = "yuv420p"
        self._film.codec_context.time_base = Fraction(1, CLOCK)
        video = source.streams.video[0]
        if video.start_time is not None and video.time_base is not None:
            self._begin = video.start_time * video.time_base
        for stream in source.streams.audio:
            if stream.codec.name in self._copy.supported_codecs:
                self._streams[stream.index] = self._copy.add_stream_from_template(stream)
            else:
                self._streams[stream.index] = self._copy.add_stream(SOUND, rate=stream.rate)
                self._encoded.add(stream.index)
        if self._streams:
            self._sounds = cast("Iterator[Packet[AudioStream]]", source.demux(list(source.streams.audio)))
        return self

    @property
    def sound(self) -> bool:
        """Whether the original has any."""
        return bool(self._streams)

    def write(self, image: Image, time: float) -> None:
        """The next picture, (H, W, 3) BGR, and when it is shown in seconds; all are of one size."""
        import av

        height, width = image.shape[:2]
        if width % 2 or height % 2:  # H.264 with halved colours has even sides
            image = cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
        if self._ticks < 0:
            self._film.width, self._film.height = image.shape[1], image.shape[0]
        elif (self._film.width, self._film.height) != (image.shape[1], image.shape[0]):
            raise InputError(
                "The pictures of {file} change their size in the middle of it",
                "Save it in one size with another program first",
                file=str(self._original),
            )
        self._ticks = max(round(time * CLOCK), self._ticks + 1)
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame.pts, frame.time_base = self._ticks, Fraction(1, CLOCK)
        try:
            self._copy.mux(self._film.encode(frame))
            self._add_sound(Fraction(self._ticks, CLOCK))
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def complete(self) -> None:
        """All is written: the file gets its name. Raises `InputError`."""
        try:
            self._copy.mux(self._film.encode(None))
            self._add_sound(None)
            self._copy.close()
            self._part.replace(self.path)
        except (OSError, ValueError) as error:
            raise self._failed(error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stack.close()
        except (OSError, ValueError) as failure:  # FFmpeg ends a file that was given up, and may fail with it
            if error is None:
                raise self._failed(failure) from failure

    def _add_sound(self, until: Fraction | None) -> None:
        """The original's sound up to that time, as it is."""
        while True:
            packet, self._waiting = self._waiting or next(self._sounds, None), None
            if packet is None:
                break
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue  # the end of a stream
            if until is not None and packet.pts * packet.time_base - self._begin > until:
                self._waiting = packet
                return
            begin = round(self._begin / packet.time_base)
            stream = self._streams[packet.stream.index]
            if packet.stream.index in self._encoded:
                for heard in packet.decode():
                    heard.pts = None if heard.pts is None else heard.pts - begin
                    self._copy.mux(stream.encode(heard))
                continue
            packet.pts -= begin
            packet.dts -= begin
            packet.stream = stream
            self._copy.mux(packet)
        for index in self._encoded:
            self._copy.mux(self._streams[index].encode(None))
        self._encoded.clear()

    def _failed(self, error: Exception) -> InputError:
        return InputError(
            "{path} cannot be written: {reason}",
            "Free some space or mend the folder's rights",
            path=str(self.path),
            reason=str(getattr(error, "strerror", None) or error),
        )
