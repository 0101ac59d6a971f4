"""The clip of a visit, played once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from facecam.store.clips import clip_of

if TYPE_CHECKING:
    from facecam.store.database import Database

LAST_MS = 600
"""For which the last picture stays."""


def read_clip(database: Database, visit: int) -> list[tuple[float, QImage]]:
    """Seconds and pictures, in the database's thread; none where the clip is gone or damaged."""
    pictures = [(one.seconds, QImage.fromData(one.jpeg)) for one in clip_of(database, visit) or ()]
    return [(seconds, image) for seconds, image in pictures if not image.isNull()]


class ClipPlayer(QObject):
    shown = Signal(QPixmap)
    """The picture of now."""
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: Sequence[tuple[float, QImage]] = ()
        self._at = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._next)

    @property
    def plays(self) -> bool:
        return bool(self._pictures)

    def play(self, pictures: Sequence[tuple[float, QImage]]) -> None:
        self._pictures, self._at = pictures, 0
        self._next()

    def stop(self) -> None:
        if self.plays:
            self._timer.stop()
            self._pictures = ()
            self.ended.emit()

    def _next(self) -> None:
        if self._at >= len(self._pictures):
            self.stop()
            return
        seconds, image = self._pictures[self._at]
        self._at += 1
        following = self._pictures[self._at][0] if self._at < len(self._pictures) else seconds + LAST_MS / 1000
        self.shown.emit(QPixmap.fromImage(image))
        self._timer.start(round(1000 * max(following - seconds, 0.0)))
