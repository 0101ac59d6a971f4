"""The clip of a visit, and the bar that goes through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facecam.store.clips import clip_of
from ui.base import shortcuts as keys
from ui.base.icons import icon
from ui.i18n.words import clock
from ui.widgets.basics import label, tool
from ui.widgets.seekslider import SeekSlider

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
    changed = Signal()
    """It goes on, is held, or is somewhere else."""
    ended = Signal()
    """No picture of the clip is shown any more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: Sequence[tuple[float, QImage]] = ()
        self._at: int | None = None
        """The picture that is shown, if one is."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._next)

    @property
    def loaded(self) -> bool:
        """There is a clip to go through."""
        return bool(self._pictures)

    @property
    def shows(self) -> bool:
        """One of its pictures is shown: it is played, or held."""
        return self._at is not None

    @property
    def plays(self) -> bool:
        return self._timer.isActive()

    @property
    def seconds(self) -> float:
        """Where it is."""
        return 0.0 if self._at is None else self._pictures[self._at][0]

    @property
    def length(self) -> float:
        return self._pictures[-1][0] if self._pictures else 0.0

    def load(self, pictures: Sequence[tuple[float, QImage]]) -> None:
        self.unload()
        self._pictures = pictures

    def unload(self) -> None:
        """Of another visit there is another clip."""
        self._stop()
        self._pictures = ()

    def turn(self) -> None:
        """Play or go on; hold what is played."""
        if self.plays:
            self._timer.stop()
            self.changed.emit()
        elif self._pictures:
            self._show(self._at or 0, goes=True)

    def seek(self, seconds: float) -> None:
        """Show this place, and go on from there where it is played."""
        before = [at for at, (time, _) in enumerate(self._pictures) if time <= seconds]
        if self._pictures:
            self._show(before[-1] if before else 0, goes=self.plays)

    def _show(self, at: int, *, goes: bool) -> None:
        self._at = at
        seconds, image = self._pictures[at]
        if goes:
            following = self._pictures[at + 1][0] if at + 1 < len(self._pictures) else seconds + LAST_MS / 1000
            self._timer.start(round(1000 * max(following - seconds, 0.0)))
        self.shown.emit(QPixmap.fromImage(image))
        self.changed.emit()

    def _next(self) -> None:
        if self._at is not None and self._at + 1 < len(self._pictures):
            self._show(self._at + 1, goes=True)
        else:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        if self._at is not None:
            self._at = None
            self.ended.emit()


class ClipBar(QWidget):
    """Play and hold, and every place of the clip."""

    def __init__(self, player: ClipPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self.turn = tool("play", "", "")
        self.places = SeekSlider()
        self.places.setAccessibleName(self.tr("Place in the clip"))
        self.places.setSingleStep(1000)
        self.where = label("", "muted", wrap=False)
        room = self.where.fontMetrics().horizontalAdvance(self._place(0, 0))
        self.where.setFixedWidth(room)  # the handle does not move when the clip is there
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.turn)
        row.addWidget(self.places, 1)
        row.addWidget(self.where)
        self.places.actionTriggered.connect(lambda _: player.seek(self.places.sliderPosition() / 1000))
        player.changed.connect(self.refresh)
        player.ended.connect(self.refresh)

    def refresh(self) -> None:
        player = self._player
        if player.plays:
            words = tip = self.tr("Hold")
        elif player.shows:
            words = tip = self.tr("Go on")
        else:
            words, tip = self.tr("Play the clip"), self.tr("Play the clip, the last seconds of this visit")
        self.turn.setIcon(icon("pause" if player.plays else "play"))
        self.turn.setAccessibleName(words)
        self.turn.setToolTip(keys.tip("clip", tip))
        self.places.setEnabled(player.loaded)
        self.places.setRange(0, round(player.length * 1000))
        if not self.places.isSliderDown():
            self.places.setValue(round(player.seconds * 1000))
        self.where.setText(self._place(player.seconds, player.length) if player.loaded else "")

    def _place(self, seconds: float, length: float) -> str:
        return self.tr("{here} of {last}").format(here=clock(seconds), last=clock(length))
