"""A line of likeness: where a face stands, where the next person stands, and from where on a name is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.base import theme
from ui.i18n.words import decimal

HIGHEST = 1.0
BARS = 40


@dataclass(frozen=True, slots=True)
class Mark:
    score: float
    words: str
    own: bool
    """The person it is about, or the next one."""


class Scale(QWidget):
    """Cosines from 0 to 1; the marks are told apart by shape and by place as well as by colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.scaled(68))
        self._threshold = 0.5
        self._edge = ""
        self._marks: tuple[Mark, ...] = ()
        self._bars: tuple[int, ...] = ()

    def show_marks(self, threshold: float, *marks: Mark, crowd: Sequence[float] = (), edge: str = "") -> None:
        """`crowd`: the scores of many others, drawn as bars; `edge`: what begins at the threshold, else a name."""
        edge = (edge or self.tr("a name from {threshold}")).format(threshold=decimal(threshold))
        self._threshold, self._marks, self._edge = threshold, marks, edge
        bins = Counter(min(max(int(score / HIGHEST * BARS), 0), BARS - 1) for score in crowd)
        self._bars = tuple(bins[at] for at in range(BARS)) if bins else ()
        said = [f"{mark.words} {decimal(mark.score)}" for mark in marks]
        self.setAccessibleName(self.tr("Likeness: {marks}").format(marks=", ".join([*said, edge])))
        self.update()

    def paintEvent(self, event: object) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(self.font(), 0.85))
        middle = self.height() / 2
        line = QRectF(1, middle - 3, self.width() - 2, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.line))
        painter.drawRoundedRect(line, 3, 3)
        self._draw_bars(painter, line.top())
        edge = self._x(self._threshold)
        named = QRectF(edge, line.top(), line.right() - edge, line.height())
        painter.setBrush(QColor(now.accent))
        painter.setOpacity(0.35)
        painter.drawRoundedRect(named, 3, 3)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(now.text), 2))
        painter.drawLine(QPointF(edge, middle - 9), QPointF(edge, middle + 9))
        for mark in self._marks:
            self._draw_mark(painter, mark, middle)
        self._write(painter, edge, middle + 12, self._edge, QColor(now.muted))
        painter.end()

    def _draw_bars(self, painter: QPainter, base: float) -> None:
        """On the line; roots of the numbers, so that one person among thousands is seen."""
        if not self._bars:
            return
        highest = max(self._bars) ** 0.5
        painter.setBrush(QColor(theme.colours().muted))
        painter.setOpacity(0.45)
        left, right = self._x(0.0), self._x(HIGHEST)
        width = (right - left) / BARS
        for at, number in enumerate(self._bars):
            if number:
                height = max((base - 2) * 0.6 * number**0.5 / highest, 3.0)
                painter.drawRect(QRectF(left + at * width + 0.5, base - height, width - 1, height))
        painter.setOpacity(1.0)

    def _draw_mark(self, painter: QPainter, mark: Mark, middle: float) -> None:
        now = theme.colours()
        x = self._x(mark.score)
        painter.setPen(QPen(QColor(now.surface), 2))
        if mark.own:
            painter.setBrush(QColor(now.accent))
            painter.drawEllipse(QPointF(x, middle), 8, 8)
            self._write(
                painter, x, middle - 12 - theme.scaled(18), f"{mark.words} {decimal(mark.score)}", QColor(now.text)
            )
        else:
            painter.setBrush(QColor(now.muted))
            painter.drawPolygon(
                [QPointF(x, middle - 7), QPointF(x + 7, middle), QPointF(x, middle + 7), QPointF(x - 7, middle)]
            )

    def _x(self, score: float) -> float:
        return 9 + (self.width() - 18) * min(max(score / HIGHEST, 0.0), 1.0)

    def _write(self, painter: QPainter, x: float, top: float, words: str, colour: QColor) -> None:
        """Centred on x as far as the edges allow."""
        width = float(painter.fontMetrics().horizontalAdvance(words) + 4)
        left = min(max(x - width / 2, 0.0), max(self.width() - width, 0.0))
        painter.setPen(colour)
        painter.drawText(QRectF(left, top, width, theme.scaled(18)), Qt.AlignmentFlag.AlignLeft, words)
