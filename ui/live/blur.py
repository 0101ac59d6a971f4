"""Bystanders on a picture made unrecognisable: everybody whose name is not known."""

from __future__ import annotations

from facecam.base.types import Frame, FrameResult, Image

PATIENCE = 1.5
"""Seconds that a frame waits for somebody to look for faces on it; then it is blurred as a whole."""

Pair = tuple[Frame, FrameResult | None]
"""A frame that may be shown, and what was found on it; None: nobody looked, and all of it is to be blurred."""


def cover(image: Image, found: FrameResult | None) -> Image:
    """`facecam.vision.blur.cover`."""
    from facecam.vision import blur  # loads OpenCV: not with the window

    return blur.cover(image, found)


def is_of(result: FrameResult, frame: Frame) -> bool:
    """Whether that is what was found on this frame, all of which was searched."""
    same = (result.index, result.captured, result.size) == (frame.index, frame.captured, frame.size)
    return same and result.scanned


class Pairing:
    """Brings each frame together with its own result: a face of another frame may stand anywhere by now."""

    def __init__(self) -> None:
        self._result: FrameResult | None = None
        self._waiting: Frame | None = None
        self._since: float | None = None
        """When the first frame was taken that has waited since the last pair."""

    def own(self, frame: Frame) -> FrameResult | None:
        """What was found on this frame; where that is not there yet, it waits from now on."""
        if self._result is not None and is_of(self._result, frame):
            self._waiting = self._since = None
            return self._result
        self._waiting = frame
        self._since = frame.captured if self._since is None else self._since
        return None

    def frame(self, frame: Frame) -> Pair | None:
        """A new frame: what may be shown now, if anything."""
        found = self.own(frame)
        if found is not None or (self._since is not None and frame.captured - self._since > PATIENCE):
            return frame, found
        return None

    def result(self, result: FrameResult) -> Pair | None:
        """A new result: what may be shown now, if anything."""
        self._result = result
        for frame in (result.frame, self._waiting):
            if frame is not None and is_of(result, frame):
                self._since = None
                return frame, result
        return None

    def overdue(self) -> Pair | None:
        """The frame that waits, for when no other came and nobody looked."""
        return None if self._waiting is None or self._since is None else (self._waiting, None)

    def clear(self) -> None:
        """Another source."""
        self._result = self._waiting = self._since = None
