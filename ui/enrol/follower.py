"""Whose face is enrolled, and where it is in the picture."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF

from facecam.base.types import FrameResult

LOST = 0.7
"""Seconds after which another track than the one that is gone may be the same person: the samples decide."""

FOLLOW = 0.25
"""How much of the way to the face the oval's picture goes with each result."""


class Follower:
    def __init__(self, track: int) -> None:
        """`track`: 0 for the only face there is."""
        self.track = track
        self.box: QRectF | None = None
        """In pixels of the frame, without the face's little jumps; None before the first, and among several."""
        self.seen = 0.0

    def observe(self, result: FrameResult) -> bool:
        """Follow the face; True where another track is taken for it from now on.

        A head that turned far away comes back as a new track.
        """
        faces = [face for face in result.faces if not self.track or face.track == self.track]
        now = time.monotonic()
        if not faces and self.track and result.faces and now - self.seen > LOST:
            self.track = max(result.faces, key=lambda face: face.detection.width).track or 0
            return True
        if len(faces) > 1:
            self.box = None
        elif faces:
            self.seen = now
            x1, y1, x2, y2 = (float(value) for value in faces[0].detection.box)
            self._move_to(QRectF(x1, y1, x2 - x1, y2 - y1))
        return False

    def _move_to(self, box: QRectF) -> None:
        old = self.box
        if old is None:
            self.box = box
            return
        middle = old.center() + (box.center() - old.center()) * FOLLOW
        width = old.width() + (box.width() - old.width()) * FOLLOW
        height = old.height() + (box.height() - old.height()) * FOLLOW
        self.box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
