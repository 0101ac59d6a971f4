"""Numbers from 0 to 1 as bars under each other, each with its words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.base import theme


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    value: float
    said: str
    """The value, as it is written."""
    strong: bool = False


class Bars(QWidget):
    """With a mark across all of them, where one is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars: tuple[Bar, ...] = ()
        self._mark: float | None = None

    def show_bars(self, bars: list[Bar], mark: float | None = None, name: str = "") -> None:
        self._bars, self._mark = tuple(bars), mark
        self.setFixedHeight(max(len(bars), 1) * _line())
        self.setAccessibleName(f"{name}: " + ", ".join(f"{bar.words} {bar.said}" for bar in bars))
        self.update()

    def paintEvent(self, event: object) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self.width() * 0.42, self.width() - theme.scaled(40)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, bar in enumerate(self._bars):
            line = QRectF(0, at * _line(), self.width(), _line())
            painter.setFont(theme.font(self.font(), 0.92, bar.strong))
            painter.setPen(QColor(now.text))
            words = painter.fontMetrics().elidedText(bar.words, Qt.TextElideMode.ElideRight, int(left - 10))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, words)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, bar.said)
            groove = QRectF(left, line.center().y() - 4, right - left, 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.hover))
            painter.drawRoundedRect(groove, 4, 4)
            painter.setBrush(QColor(now.accent if bar.strong else now.muted))
            filled = QRectF(groove)
            filled.setWidth(groove.width() * min(max(bar.value, 0.0), 1.0))
            painter.drawRoundedRect(filled, 4, 4)
        if self._mark is not None:
            x = left + (right - left) * min(max(self._mark, 0.0), 1.0)
            painter.setPen(QPen(QColor(now.text), 1.5))
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
        painter.end()


def _line() -> int:
    return theme.scaled(24)
