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

    Its places are the pictures.

    An image that cannot be read is said in the log, kept in `refused` and leaves a gap in the frames' index.
    """

    live = False
    fps: float | None = 1.0
    period = 1.0
    counted = True
    no_answer = VideoSource.no_answer
    damaged = 0  # those that are, are `refused` by name

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = shown(self._path)
        self.mode = ""
        self.remark: Message | None = None
        """What was left out as it is no image, by kind."""
        self.refused: list[ImageError] = []
        self.length: float | None = None
        self._files: tuple[Path, ...] = ()
        self._next = 0
        """The file that is read next."""
        self._index = 0
        self._bad: set[int] = set()
        self._some = False
        """One at least could be read."""

    def open(self) -> None:
        found = image_files(self._path)
        self._files = found.files
        self.length = float(len(self._files))
        self.remark = found.remark
        self._next = self._index = 0
        self._some = False
        self.refused, self._bad = [], set()
        self.mode = f"{len(self._files)} image{'s' if len(self._files) != 1 else ''}"

    def read(self) -> Frame | None:
        """Raises the last `ImageError` at the end where none of the images could be read."""
        while self._next < len(self._files):
            file, position, index = self._files[self._next], self._next, self._index
            self._next += 1
            self._index += 1
            try:
                image = read_image(file)
            except ImageError as error:
                if position not in self._bad:  # come across again, when somebody goes back
                    log.warning("%s", error)
                    self.refused.append(error)
                    self._bad.add(position)
                continue
            self._some = True
            return Frame(image, index, float(index), time.monotonic(), shown(file), float(position))
        if self.refused and not self._some:
            raise self.refused[-1]
        return None

    def seek(self, position: float) -> None:
        """Let the next frame be the picture of this number, from 0."""
        self._next = min(max(round(position), 0), max(len(self._files) - 1, 0))

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self._files = ()
