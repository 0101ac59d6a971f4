"""Sources that are files: a video, an image, a folder of images."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Sequence
from pathlib import Path

import cv2

from facecam.capture.container import declared_size
from facecam.capture.images import image_files, read_image, shown
from facecam.capture.opencv import claimed_fps, describe_mode, open_capture, read_picture
from facecam.errors import ImageError, SourceError
from facecam.types import Frame, Image

log = logging.getLogger(__name__)

_FALLBACK_FPS = 25.0
_TEXT_CODEC = int.from_bytes(b"ansi", "little")
"""FFmpeg draws text files as films of letters."""


class VideoSource:
    """A video file: every frame in order, upright, with its media time; once, or with `repeat` again and again."""

    live = False
    remark = ""
    no_answer = "the disk does not answer: check that it is connected"

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.fps: float | None = None
        self.mode = ""
        self.repeat = False
        """May be changed in another thread; is looked at where the file ends."""
        self._capture: cv2.VideoCapture | None = None
        self._start()

    def _start(self) -> None:
        self._first: Image | None = None
        self._index = 0
        self._shift = 0.0
        """Seconds played before the last `rewind`."""
        self._position = -math.inf
        """Media time of the last frame, in this pass."""

    def open(self) -> None:
        self._start()
        self._check_file()
        # An absolute path cannot be taken for one of FFmpeg's protocols (`concat:...`).
        self._connect(str(self._path.absolute()))

    def _check_file(self) -> None:
        try:
            if not self._path.is_file():
                raise SourceError(f"There is no video {self.name}", "Check the path")
            actual = self._path.stat().st_size
            if actual == 0:
                raise SourceError(f"{self.name} is empty (0 bytes)", "Copy it again from where it came from")
            declared = declared_size(self._path)
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}", "Check its permissions") from error
        if declared is not None and declared > actual:
            raise SourceError(
                f"{self.name} is cut short: {actual:,} of {declared:,} bytes are there",
                "Copy it again from where it came from",
            )

    def _connect(self, target: str, params: Sequence[int] = ()) -> None:
        """Open with FFmpeg and read the first picture, which proves that there is one."""
        capture = open_capture(target, cv2.CAP_FFMPEG, params)
        if capture is None or int(capture.get(cv2.CAP_PROP_FOURCC)) == _TEXT_CODEC:
            raise self._cannot_open()
        self._capture = capture
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        first = self._first = read_picture(capture)
        if first is None:
            raise self._cannot_open()
        self.fps = claimed_fps(capture)
        self.mode = describe_mode(capture, first.shape[1], first.shape[0])

    def _cannot_open(self) -> SourceError:
        return SourceError(
            f"{self.name} is damaged or no video of a known kind",
            "Copy it again from where it came from, or save it as MP4",
        )

    def read(self) -> Frame | None:
        assert self._capture is not None, "read before open"
        image, self._first = self._first, None
        if image is None:
            image = read_picture(self._capture)
        if image is None:
            return None
        captured = time.monotonic()
        self._position = self._media_time()
        frame = Frame(image, self._index, self._shift + self._position, captured, self.name)
        self._index += 1
        return frame

    def _media_time(self) -> float:
        """The frame's own time stamp, which keeps variable rates; counted from the rate where it has none."""
        assert self._capture is not None
        stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if math.isfinite(stamp) and stamp >= 0 and stamp > self._position:
            return float(stamp)
        return self._position + self._period if math.isfinite(self._position) else 0.0

    @property
    def _period(self) -> float:
        return 1 / (self.fps or _FALLBACK_FPS)

    def rewind(self) -> bool:
        assert self._capture is not None, "rewind before open"
        if not self.repeat or not math.isfinite(self._position):  # nothing came since it was rewound last
            return False
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        self._shift += self._position + self._period
        self._position = -math.inf
        return True

    def close(self) -> None:
        self._first = None
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class ImageSource:
    """One image: one frame."""

    live = False
    fps: float | None = None
    remark = ""
    no_answer = VideoSource.no_answer

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.mode = ""
        self._image: Image | None = None

    def open(self) -> None:
        self._image = read_image(self._path)
        height, width = self._image.shape[:2]
        self.mode = f"{width}x{height}"

    def read(self) -> Frame | None:
        image, self._image = self._image, None
        return None if image is None else Frame(image, 0, 0.0, time.monotonic(), self.name)

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self._image = None


class FolderSource:
    """The images of a folder and its subfolders in sorted order, one a second; a frame's source is its file.

    An image that cannot be read is said in the log, kept in `refused` and leaves a gap in the frames' index.
    """

    live = False
    fps: float | None = 1.0
    remark = ""
    no_answer = VideoSource.no_answer

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.mode = ""
        self.refused: list[ImageError] = []
        self._files: list[Path] = []
        self._index = 0

    def open(self) -> None:
        self._files = image_files(self._path)
        self._index = 0
        self.refused = []
        self.mode = f"{len(self._files)} image{'s' if len(self._files) != 1 else ''}"

    def read(self) -> Frame | None:
        """Raises the last `ImageError` at the end where none of the images could be read."""
        while self._index < len(self._files):
            index = self._index
            self._index += 1
            try:
                image = read_image(self._files[index])
            except ImageError as error:
                log.warning("%s", error)
                self.refused.append(error)
                continue
            return Frame(image, index, float(index), time.monotonic(), shown(self._files[index]))
        if self._files and len(self.refused) == len(self._files):
            raise self.refused[-1]
        return None

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self._files = []
