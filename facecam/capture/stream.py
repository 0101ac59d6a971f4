"""Sources behind a URL: streams and films, read by FFmpeg, and pictures that are asked for again and again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

import cv2

from facecam.base.addresses import Address
from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame
from facecam.capture.certificates import ffmpeg_checks
from facecam.capture.opencv import grab_picture
from facecam.capture.snapshots import Snapshots
from facecam.capture.video import UNSEEN, VideoSource
from facecam.capture.web import Kind, WebPage, greet

SCHEMES = ("rtsp", "rtsps", "rtmp", "http", "https", "udp", "tcp", "srt")
TIMEOUT = 15.0
"""Seconds that a server may keep silent: some cameras send a picture in ten."""
GRACE = 1.0
"""Seconds of reads that fail at once after which a stream has broken off; single ones are damaged pictures."""

_NONE: Mapping[str, str] = MappingProxyType({})


class UrlSource(VideoSource):
    """A stream, or a film or picture on a web server.

    Of a film every frame is read and it ends, as on a disk; a picture is asked for again and again. RTSP prefers
    TCP.
    """

    no_answer = Message("the server does not answer: check the network and that the camera is on")

    def __init__(self, address: Address, trusted: Mapping[str, str] = _NONE, timeout: float = TIMEOUT) -> None:
        """`trusted`: certificates of single servers, as in `certificates.checked`."""
        super().__init__("")
        self._address = address
        self._trusted = trusted
        self._timeout = timeout
        self.name = address.shown
        self.live = True
        self._frames = 0
        self._opened: float | None = None
        self._page: WebPage | None = None
        self._snapshots: Snapshots | None = None

    def open(self) -> None:
        self._start()
        kind = self._ask()
        if kind is Kind.PICTURE:
            assert self._page is not None
            self._snapshots = Snapshots(self._page)
            if not self._advance():
                raise self._cannot_open()
            assert self._grabbed is not None
            self._first = self._grabbed
            self.mode = f"{self._first.shape[1]}x{self._first.shape[0]}"
        else:
            limit = int(self._timeout * 1000)
            self._began = time.monotonic()
            with ffmpeg_checks(self._address):
                self._connect(
                    self._address.url.reveal(),
                    [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit],
                )
            self.live = kind is Kind.STREAM and not self._promised
        if self._opened is None:
            self._opened = time.monotonic()

    def _ask(self) -> Kind:
        """What is there; the reason, in words, where nothing is."""
        if self._address.scheme in ("http", "https"):
            self._page = WebPage(self._address, self._trusted, self._timeout)
            return self._page.kind()
        if self._address.scheme in ("rtsp", "rtsps"):
            greet(self._address, self._trusted, self._timeout)
        return Kind.STREAM

    def _cannot_open(self) -> SourceError:
        if self._snapshots is None and time.monotonic() - self._began >= self._timeout:
            return SourceError(
                "{address} did not answer within {n} s",
                "Check the address and the network",
                address=self.name,
                n=self._timeout,
            )
        return SourceError(
            "{address} cannot be opened: refused, not found, or no video there",
            self._address.advice,
            address=self.name,
        )

    def _advance(self) -> bool:
        if self._snapshots is None and not self.live:
            return super()._advance()
        failed = 0
        give_up = 0.0
        while True:
            began = time.monotonic()
            found = self._next()
            now = time.monotonic()
            if found:
                self._damage.passed_over(failed)
                return True
            failed += 1
            # The clock runs from the first failure on: before it a slow camera may have kept silent for long.
            give_up = give_up or now + GRACE
            if now >= give_up or now - began >= self._timeout:
                return False
            time.sleep(0.01)

    def _next(self) -> bool:
        if self._snapshots is not None:
            self._grabbed = self._snapshots.read()
            return self._grabbed is not None
        assert self._capture is not None, "read before open"
        return grab_picture(self._capture)

    def grab(self) -> Frame | None:
        """Raises `SourceError` when a live stream breaks off or keeps silent."""
        if not self.live:
            frame = super().grab()
            if frame is None:
                self._check_end()
            return frame
        self._grabbed, self._first = self._first, None
        if self._grabbed is None and not self._advance():
            raise SourceError(
                "{address} has broken off", "Check the network and that the camera is on", address=self.name
            )
        captured = time.monotonic()
        assert self._opened is not None
        index = self._frames  # counts on over reconnections
        self._frames += 1
        return Frame(UNSEEN, index, captured - self._opened, captured, self.name)

    def rewind(self) -> bool:
        return False

    def _check_end(self) -> None:
        """A connection that breaks looks like the end of the file; the count tells, which is an estimate."""
        if self._pass < 0.9 * self._promised:
            raise SourceError(
                "{address} has broken off after {count} of {all} frames",
                "Check the network and the server",
                address=self.name,
                count=self._pass,
                all=self._promised,
            )
