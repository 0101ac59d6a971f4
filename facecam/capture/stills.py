"""Sources that are pictures in files: one, or a folder of them."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from facecam.base.errors import ImageError
from facecam.base.messages import Message
from facecam.base.types import Frame, Image
from facecam.capture.folders import image_files, shown
from facecam.capture.images import read_image
from facecam.capture.video import VideoSource

log = logging.getLogger(__name__)


class ImageSource:
    """One image: one frame."""

    live = False
    damaged = 0
    fps: float | None = None
    remark: Message | None = None
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
    """The images of a folder (or ZIP archive) in sorted order, one a second; a frame's source is its file.

    An image that cannot be read is said in the log, kept in `refused` and leaves a gap in the frames' index.
    """

    live = False
    fps: float | None = 1.0
    no_answer = VideoSource.no_answer
    damaged = 0  # those that are, are `refused` by name

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.mode = ""
        self.remark: Message | None = None
        """What was left out as it is no image, by kind."""
        self.refused: list[ImageError] = []
        self._files: tuple[Path, ...] = ()
        self._index = 0

    def open(self) -> None:
        found = image_files(self._path)
        self._files = found.files
        self.remark = found.remark
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
        self._files = ()
