"""A short film that came from elsewhere, such as over HTTP: read from memory, and bounded before it is decoded."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import cv2

from facecam.base.errors import SourceError
from facecam.base.types import Frame
from facecam.capture.video import VideoSource

LONGEST = 30.0
"""Seconds."""
PICTURES = 1_800
"""Of one clip: 60 a second."""
LARGEST = 3840 * 2160
"""Pixels of one picture of it."""

_MP4, _WEBM, _AVI = b"ftyp", b"\x1aE\xdf\xa3", b"RIFF"
_STILLS = (b"jp2 ", b"jpx ", b"jxl ")
"""Begin as MP4 does, and are none."""
_DESCRIBED = 1 << 21
"""Bytes in which FFmpeg looks for a session description."""
"""At byte 4 of an MP4 or MOV, and at the beginning of the others."""


@dataclass(frozen=True, slots=True)
class EncodedClip:
    """The bytes of a film's file: MP4, MOV, WebM, Matroska or AVI."""

    data: bytes = field(repr=False)
    name: str
    """What it is called, for people to read; no file is looked for."""


class ClipSource(VideoSource):
    """Every frame of a clip, as of a video file."""

    def __init__(self, clip: EncodedClip) -> None:
        super().__init__(clip.name)
        self.name = clip.name
        self._data = clip.data

    def open(self) -> None:
        self._begin()
        data = self._data
        # Only containers that hold all that they show: FFmpeg knows others, which name files and addresses.
        # It judges by itself what a file is: one that also reads as a session description would open ports.
        if (
            data[4:8] != _MP4
            and not data.startswith(_WEBM)
            and not (data.startswith(_AVI) and data[8:12] == b"AVI ")
        ) or (data[8:12] in _STILLS or b"c=IN IP" in data[:_DESCRIBED]):
            raise self._cannot_open()
        self._connect(io.BytesIO(data))

    def _check(self, capture: cv2.VideoCapture) -> None:
        width, height, rate, number = (
            capture.get(what)
            for what in (
                cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS, cv2.CAP_PROP_FRAME_COUNT,
            )
        )  # fmt: skip
        if not 0 < width * height <= LARGEST or number > PICTURES or (rate > 0 and number > rate * LONGEST):
            raise self._too_much()

    def read(self) -> Frame | None:
        frame = super().read()
        if frame is not None and (frame.index >= PICTURES or frame.time > LONGEST):  # many do not say their length
            raise self._too_much()
        return frame

    def _too_much(self) -> SourceError:
        return SourceError(
            "{file} is longer than {seconds} seconds, or larger than {width} x {height} pixels",
            "Send a shorter or smaller one",
            file=self.name,
            seconds=round(LONGEST),
            width="3840",
            height="2160",
        )
