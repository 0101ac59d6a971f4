"""Sources behind a URL, read by FFmpeg with limits on how long a server may keep silent."""

from __future__ import annotations

import dataclasses
import time
from urllib.parse import urlsplit

import cv2

from facecam.capture.media import VideoSource
from facecam.errors import SourceError
from facecam.types import Frame

SCHEMES = ("rtsp", "rtsps", "rtmp", "http", "https", "udp", "tcp", "srt")
TIMEOUT = 5.0
"""Seconds that a server may keep silent, at opening and between two frames."""


class UrlSource(VideoSource):
    """A stream, or a video file on a web server: of the latter every frame is read and it ends, as on a disk.

    RTSP prefers TCP by OpenCV's own default, so no environment variable is touched.
    """

    no_answer = "the server does not answer: check the network and that the camera is on"

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        super().__init__("")
        self._url = url
        self._timeout = timeout
        self.name = public_url(url)
        self.live = True
        self._frames = 0
        self._opened: float | None = None

    def open(self) -> None:
        self._start()
        limit = int(self._timeout * 1000)
        self._began = time.monotonic()
        self._connect(
            self._url,
            [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit],
        )
        assert self._capture is not None
        self.live = self._capture.get(cv2.CAP_PROP_FRAME_COUNT) <= 0
        if self._opened is None:
            self._opened = time.monotonic()

    def _cannot_open(self) -> SourceError:
        if time.monotonic() - self._began >= self._timeout:
            return SourceError(
                f"{self.name} did not answer within {self._timeout:.3g} s", "Check the address and the network"
            )
        return SourceError(
            f"{self.name} cannot be opened: refused, not found, or no video there",
            "Check the address, the name and the password",
        )

    def read(self) -> Frame | None:
        """Raises `SourceError` when a live stream breaks off or keeps silent."""
        frame = super().read()
        if not self.live:
            self._check_end(frame)
            return frame
        if frame is None:
            raise SourceError(f"{self.name} has broken off", "Check the network and that the camera is on")
        assert self._opened is not None
        index = self._frames  # counts on over reconnections
        self._frames += 1
        return dataclasses.replace(frame, index=index, time=frame.captured - self._opened)

    def rewind(self) -> bool:
        return False

    def _check_end(self, frame: Frame | None) -> None:
        """A connection that breaks looks like the end of the file; the count tells, which is an estimate."""
        assert self._capture is not None
        count = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        if frame is None and self._index < 0.9 * count:
            raise SourceError(
                f"{self.name} has broken off after {self._index} of {count} frames",
                "Check the network and the server",
            )


def public_url(url: str) -> str:
    """The URL without user, password and query, which may hold secrets."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
