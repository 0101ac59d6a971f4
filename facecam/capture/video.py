"""A video file as a source."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame, Image
from facecam.capture import pyav
from facecam.capture.aspect import stored_ratio, wanted_ratio, with_square_pixels
from facecam.capture.container import declared_size
from facecam.capture.damage import Damage
from facecam.capture.folders import shown
from facecam.capture.images import AGAIN
from facecam.capture.opencv import (
    claimed_fps,
    close_capture,
    describe_mode,
    grab_picture,
    open_capture,
    retrieve_picture,
)

_FALLBACK_FPS = 25.0
_TEXT_CODEC = int.from_bytes(b"ansi", "little")
"""FFmpeg draws text files as films of letters."""
_APART = 2.0
"""Seconds of media time between what was shown before another place was looked for, and what is shown after:
nothing goes on over so long a gap."""
UNSEEN = np.empty((0, 0, 3), np.uint8)
"""The picture of a frame that was grabbed and not retrieved."""

LONGEST_DAMAGE = 500
"""So many pictures in a row may be damaged; after them a film has ended. (At its end, a try costs microseconds.)"""


class VideoSource:
    """A video file: every frame in order, upright, with square pixels and its media time.

    It plays once, or with `repeat` again and again. A picture that is damaged is passed over and counted.
    """

    live = False
    no_answer = Message("the disk does not answer: check that it is connected")

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.fps: float | None = None
        self.mode = ""
        self.aspect = ""
        """How the pictures are to be seen, such as "16:9", where the file does not say; empty: as it says."""
        self.repeat = False
        """May be changed in another thread; is looked at where the file ends."""
        self._damage = Damage()
        self._capture: cv2.VideoCapture | None = None
        self._target: str | BytesIO = ""
        self._start()

    @property
    def remark(self) -> Message | None:
        return self._damage.remark

    @property
    def damaged(self) -> int:
        return self._damage.pictures

    def _start(self) -> None:
        self._first: Image | None = None
        """Read while it was opened, and not yet grabbed."""
        self._grabbed: Image | None = None
        """Of the frame that was grabbed, where it is there already."""
        self._index = 0
        self._shift = 0.0
        """Seconds played before the last `rewind`."""
        self._pass = 0
        """Pictures of this pass, damaged ones too."""
        self._position = -math.inf
        """Media time of the last frame, in this pass."""
        self._resumes: float | None = None
        """The time that the next frame is to have, after another place was looked for."""
        self.length: float | None = None

    def open(self) -> None:
        self._begin()
        self._check_file()
        # An absolute path cannot be taken for one of FFmpeg's protocols (`concat:...`).
        path = str(self._path.absolute())
        self._connect(path, film=path)

    def _begin(self) -> None:
        self._start()
        self._damage = Damage()

    def _check_file(self) -> None:
        try:
            if not self._path.is_file():
                raise SourceError("There is no video {file}", "Check the path", file=self.name)
            actual = self._path.stat().st_size
            if actual == 0:
                raise SourceError("{file} is empty (0 bytes)", AGAIN, file=self.name)
            declared = declared_size(self._path)
        except OSError as error:
            raise SourceError(
                "{file} cannot be read: {reason}",
                "Check its permissions",
                file=self.name,
                reason=str(error.strerror),
            ) from error
        if declared is not None and declared > actual:
            raise SourceError(
                "{file} is cut short: {actual} of {declared} bytes are there",
                AGAIN,
                file=self.name,
                actual=actual,
                declared=declared,
            )

    def _connect(self, target: str | BytesIO, params: Sequence[int] = (), film: str = "") -> None:
        """Open with FFmpeg and read the first picture, which proves that there is one.

        `film`: the path of a file, which PyAV reads where OpenCV cannot.
        """
        capture = None if film and pyav.interlaced(film) else open_capture(target, cv2.CAP_FFMPEG, params)
        if capture is not None:
            if self._begun(capture, target):
                return
            self.close()
        # It looks the same from here.
        capture = cast("cv2.VideoCapture | None", pyav.open_film(film) if film else None)
        if capture is None or not self._begun(capture, target):
            self.close()
            raise self._cannot_open()

    def _begun(self, capture: cv2.VideoCapture, target: str | BytesIO) -> bool:
        """Whether a first picture comes, which is kept."""
        self._capture, self._target = capture, target
        if int(capture.get(cv2.CAP_PROP_FOURCC)) == _TEXT_CODEC:
            return False
        self._check(capture)
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        first = self._first = self._retrieved() if self._advance() else None
        if first is None:
            return False
        self.fps = claimed_fps(capture)
        self.length = self._promised / self.fps if self.fps and self._promised else None
        self.mode = describe_mode(capture, first.shape[1], first.shape[0])
        return True

    def _check(self, capture: cv2.VideoCapture) -> None:
        """Raise `SourceError` where it is not to be read, before the first picture is."""

    def _cannot_open(self) -> SourceError:
        if pyav.installed():
            return SourceError(
                "{file} is damaged or no video of a known kind",
                "Copy it again from where it came from, or save it as MP4",
                file=self.name,
            )
        return SourceError(
            "{file} is damaged or no video of a known kind",
            "Copy it again from where it came from, save it as MP4 with H.264, or install the extra films",
            file=self.name,
        )

    def _advance(self) -> bool:
        """To the next picture that can be decoded; False at the end.

        OpenCV says the same of a damaged picture as of the end, but reads on after a damaged one.
        """
        assert self._capture is not None, "read before open"
        for failed in range(LONGEST_DAMAGE):
            if grab_picture(self._capture):
                self._damage.passed_over(failed)
                self._pass += failed + 1
                return True
        return False

    def _retrieved(self) -> Image | None:
        """The picture that was grabbed, with square pixels."""
        assert self._capture is not None
        image = retrieve_picture(self._capture)
        return None if image is None else self._squared(image)

    def _squared(self, image: Image) -> Image:
        assert self._capture is not None
        size = (image.shape[1], image.shape[0])
        ratio = wanted_ratio(size, self.aspect) if self.aspect else stored_ratio(self._capture)
        return with_square_pixels(image, ratio)

    def read(self) -> Frame | None:
        while (frame := self.grab()) is not None:
            if (whole := self.retrieve(frame)) is not None:
                return whole
        return None

    def retrieve(self, frame: Frame) -> Frame | None:
        image, self._grabbed = self._grabbed, None
        if image is None:
            image = self._retrieved()
        if image is None:
            self._damage.passed_over(1)
            return None
        return replace(frame, image=image)

    def grab(self) -> Frame | None:
        self._grabbed, self._first = self._first, None
        if self._grabbed is None and not self._advance():
            self._damage.ended(self._pass, self._promised)
            return None
        captured = time.monotonic()
        self._position = self._media_time()
        if self._resumes is not None:
            self._shift, self._resumes = self._resumes - self._position, None
        time_ = self._shift + self._position
        frame = Frame(UNSEEN, self._index, time_, captured, self.name, self._position)
        self._index += 1
        return frame

    @property
    def _promised(self) -> int:
        """How many pictures there are by the headers; of many whole files that is an estimate. 0 where unknown."""
        assert self._capture is not None
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        return int(count) if 0 < count < 2**31 else 0

    def _media_time(self) -> float:
        """The frame's own time stamp, which keeps variable rates; counted from the rate where it has none."""
        assert self._capture is not None
        stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if math.isfinite(stamp) and stamp >= 0 and stamp > self._position:
            return float(stamp)
        return self._position + self.period if math.isfinite(self._position) else max(stamp, 0.0)

    @property
    def period(self) -> float:
        """Seconds from one picture to the next."""
        return 1 / (self.fps or _FALLBACK_FPS)

    @property
    def counted(self) -> bool:
        return False

    def seek(self, position: float) -> None:
        """Let the next frame be the one that is shown `position` seconds after the beginning. Harmless where the
        length is not known."""
        assert self._capture is not None, "seek before open"
        if self.length is None:
            return
        before = self._position if math.isfinite(self._position) else 0.0
        self._resumes = self._shift + before + _APART if self._resumes is None else self._resumes
        number = min(max(round(position / self.period), 0), max(self._promised - 1, 0))
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, number)
        self._first = self._grabbed = None
        self._pass = number
        self._position = -math.inf

    def rewind(self) -> bool:
        assert self._capture is not None, "rewind before open"
        if not self.repeat or not math.isfinite(self._position):  # nothing came since it was rewound last
            return False
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        self._shift += self._position + self.period
        self._pass = 0
        self._position = -math.inf
        return True

    def close(self) -> None:
        self._first = self._grabbed = None
        if self._capture is not None:
            close_capture(self._capture, self._target)
            self._capture = None
