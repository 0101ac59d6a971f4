"""The names of those before the camera in large type, for a screen that is read from across the room."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facecam.base.types import Frame, FrameResult, State
from ui.base import theme
from ui.base.control import Control
from ui.live.view import FrameView

STAYS = 3.0
"""Seconds that a name stays after its face was seen last."""
MOST = 4
"""Names that are shown at a time; of more, how many there are."""
SHARE = 0.34
"""Of the height that the names take."""


class Names(QWidget):
    """Lines of words as large as they fit."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._quiet = False

    def show_lines(self, lines: tuple[str, ...], quiet: bool) -> None:
        """`quiet`: not a name."""
        if (lines, quiet) != (self._lines, self._quiet):
            self._lines, self._quiet = lines, quiet
            self.setAccessibleName(", ".join(lines))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.STAGE)
        if self._lines:
            place = QRectF(self.rect()).adjusted(24, 8, -24, -16)
            high = place.height() / max(len(self._lines), 2 if not self._quiet else 4)
            for row, line in enumerate(self._lines):
                middle = place.center().y() + (row - len(self._lines) / 2) * high
                self._write(painter, QRectF(place.left(), middle, place.width(), high), line)
        painter.end()

    def _write(self, painter: QPainter, place: QRectF, words: str) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Normal if self._quiet else QFont.Weight.Bold)
        font.setPixelSize(max(round(place.height() * 0.78), 12))
        wide = QFontMetricsF(font).horizontalAdvance(words)
        if wide > place.width():
            font.setPixelSize(max(round(font.pixelSize() * place.width() / wide * 0.98), 12))
        painter.setFont(font)
        painter.setPen(QColor(theme.PENDING) if self._quiet else QColor("white"))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)


class Kiosk(QWidget):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.view = FrameView()
        self.names = Names()
        self._seen: dict[int, tuple[str, float]] = {}
        """Name, and when it was seen last (`time.monotonic()`), by person."""
        self._strangers = 0.0
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 100 - round(SHARE * 100))
        column.addWidget(self.names, round(SHARE * 100))
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self._show)
        self._tick.start()
        bridge = control.bridge
        bridge.frame.connect(self._show_frame)
        bridge.result.connect(self.show_result)
        bridge.source_changed.connect(self.view.clear)
        control.settings_changed.connect(self._follow)
        self._follow()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Of a picture that stands still no other comes."""
        channel = self._control.bridge.channels.get(self._control.bridge.spec)
        if channel is not None and channel.newest_frame is not None:
            self._show_frame(channel.newest_frame)
        if channel is not None and channel.newest_result is not None:
            self.show_result(channel.newest_result)

    def show_result(self, result: FrameResult) -> None:
        if not self.isVisible():
            return
        now = time.monotonic()
        for decision in result.decisions:
            if decision.person is not None and decision.name is not None:
                self._seen[decision.person] = decision.name, now
            elif decision.state is State.UNKNOWN:
                self._strangers = now
        self.view.show_result(result)
        self._show()

    def _show_frame(self, frame: Frame) -> None:
        if self.isVisible():
            self.view.show_frame(frame)

    def _show(self) -> None:
        now = time.monotonic()
        self._seen = {person: one for person, one in self._seen.items() if now - one[1] < STAYS}
        names = [name for name, _ in self._seen.values()]
        if len(names) > MOST:
            rest = len(names) - MOST + 1
            names = [*names[: MOST - 1], self.tr("and %Ln more", "", rest)]
        if names:
            self.names.show_lines(tuple(names), quiet=False)
        else:
            stranger = now - self._strangers < STAYS
            self.names.show_lines(
                (self.tr("I do not know you yet") if stranger else self.tr("Look at the camera"),), quiet=True
            )

    def _follow(self) -> None:
        self.view.mirror = self._control.settings.mirror
        self.view.blur = self._control.settings.blur
