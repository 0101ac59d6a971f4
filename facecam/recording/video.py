"""Pictures into a video file, in a thread of its own, so that neither disk nor encoder holds up anybody."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import cv2

from facecam.base.errors import FacecamError, InputError
from facecam.base.types import Image
from facecam.base.unfinished import unfinished
from facecam.capture.mailbox import BoundedQueue
from facecam.capture.opencv import quiet

log = logging.getLogger(__name__)

SLOTS = 30
"""Pictures that may wait for the encoder."""
LONGEST_GAP = 2.0
"""A picture stays for at most so many seconds; a longer pause of the source is left out of the film."""
LEAST_FREE = 200_000_000
"""Bytes that stay free on the disk."""

Draw = Callable[[], Image]


class VideoRecorder:
    """Writes one MP4 file (MPEG-4). It gets its name when it is complete (`unfinished`)."""

    def __init__(self, path: Path, fps: float, on_end: Callable[[], None] | None = None) -> None:
        """`fps`: pictures a second in the file; each is shown when it was taken, whatever rate they come at.

        `on_end` is called in the thread when the file is complete or has failed.
        """
        self.path = path
        self.frames = 0
        """Pictures taken in, not those that stand for a gap."""
        self.seconds = 0.0
        """How long the film is so far."""
        self.error: FacecamError | None = None
        """Why it ended before it was stopped; what was written until then is kept."""
        self._part = path
        """Once something is written, another one until it is complete."""
        self._stack = ExitStack()
        self._fps = fps
        self._on_end = on_end
        self._queue: BoundedQueue[tuple[float, Draw]] = BoundedQueue(SLOTS)
        self._writer: cv2.VideoWriter | None = None
        self._size = (0, 0)
        self._written = 0
        self._origin = self._last = 0.0
        self._thread = threading.Thread(target=self._run, name="facecam-film", daemon=True)
        self._thread.start()

    def put(self, captured: float, draw: Draw) -> None:
        """A picture taken then (`time.monotonic()`). `draw` makes it, in the film's thread. Never blocks."""
        self._queue.put((captured, draw))

    @property
    def dropped(self) -> int:
        """Pictures for which the encoder or the disk was too slow."""
        return self._queue.dropped

    def stop(self) -> None:
        """Write what is waiting and complete the file, in its thread."""
        self._queue.close()

    def join(self, timeout: float) -> bool:
        """After `stop`; False where the file was not complete in so many seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._write_all()
        except FacecamError as error:
            self.error = error
        except Exception as error:  # a defect in the film must not end in silence
            log.exception("a defect in the recording of %s", self.path)
            self.error = InputError(
                "The recording failed ({kind})", "The log has the details", kind=type(error).__name__
            )
        finally:
            self._queue.close()
            self._complete()
            if self._on_end is not None:
                self._on_end()

    def _write_all(self) -> None:
        while True:
            item = self._queue.get(timeout=1.0)
            if item is not None:
                self._write(*item)
            elif self._queue.closed:
                return

    def _write(self, captured: float, draw: Draw) -> None:
        image = draw()
        size = (image.shape[1], image.shape[0])
        if self._writer is None:
            self._open(size)
            self._origin = self._last = captured
        elif size != self._size:
            raise InputError("The recording ended: the picture has another size now", "Start a new one")
        assert self._writer is not None
        if self.frames % 30 == 0 and shutil.disk_usage(self._part.parent).free < LEAST_FREE:
            raise InputError(
                "The recording ended: the disk of {folder} is almost full",
                "Free some space",
                folder=str(self._part.parent),
            )
        self._origin += max(captured - self._last - LONGEST_GAP, 0.0)
        self._last = captured
        due = round((captured - self._origin) * self._fps) + 1
        for _ in range(self._written, due):
            self._writer.write(image)
        self._written = max(due, self._written)
        self.frames += 1
        self.seconds = self._written / self._fps

    def _open(self, size: tuple[int, int]) -> None:
        try:
            self._part.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                "{folder} cannot be made: {reason}",
                "Mend its rights",
                folder=str(self._part.parent),
                reason=str(error.strerror),
            ) from error
        try:
            self._part = self._stack.enter_context(unfinished(self.path.with_suffix(".mp4")))
        except OSError as error:
            raise self._unwritable(error) from error
        self._size = size
        quiet()  # OpenCV reads FFmpeg's level at its first film, be it read or written
        writer = cv2.VideoWriter(str(self._part), cv2.VideoWriter.fourcc(*"mp4v"), self._fps, size)
        if not writer.isOpened():
            self._stack.close()
            raise InputError(
                "{path} cannot be written", "Free some space or mend the folder's rights", path=str(self.path)
            )
        self._writer = writer

    def _complete(self) -> None:
        if self._writer is None:
            return
        self._writer.release()
        try:
            if self.frames:
                self._part.replace(self.path)
        except OSError as error:
            self.error = self.error or self._unwritable(error)
        finally:
            self._stack.close()

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(
            "{path} cannot be written: {reason}",
            "Free some space or mend the folder's rights",
            path=str(self.path),
            reason=str(error.strerror),
        )
