"""A day from midnight to midnight: who was there when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from facecam.base.days import day_span
from facecam.store.visits import VisitInfo
from ui.base import theme
from ui.history import words
from ui.i18n.words import count
from ui.widgets.tooltip import as_tooltip

NARROWEST = 3.0
"""Pixels: a visit of seconds is still seen."""


class Timeline(QWidget):
    """Visits of known people above the line and filled, of strangers below it and outlined: told apart by place and
    shape as well as by colour."""

    chosen = Signal(int)
    """The visit that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.scaled(66))
        self.setMouseTracking(True)
        self._day = datetime.now().astimezone().date()
        self._visits: tuple[VisitInfo, ...] = ()

    def show_day(self, day: date, visits: Sequence[VisitInfo]) -> None:
        self._day, self._visits = day, tuple(visits)
        known = len({visit.person for visit in visits if visit.name is not None})
        strangers = sum(visit.person is None for visit in visits)
        self.setAccessibleName(
            self.tr("{day}: {visits}, {people} known, {strangers} of strangers").format(
                day=words.day(day),
                visits=count(len(visits), "visit"),
                people=count(known, "person"),
                strangers=count(strangers, "visit"),
            )
        )
        self.update()

    def visit_at(self, point: QPointF) -> VisitInfo | None:
        """The newest one under a point."""
        return next((one for one in self._visits if self._box(one).adjusted(-2, -3, 2, 3).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (visit := self.visit_at(event.position())) is not None:
            self.chosen.emit(visit.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        visit = self.visit_at(event.position())
        self.setToolTip(as_tooltip(words.describe(visit)) if visit is not None else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if visit is not None else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: object) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(self.font(), 0.85))
        middle = self._middle()
        for hour in range(0, 25, 3):
            x = self._x(hour / 24)
            painter.setPen(QPen(QColor(now.line), 1))
            painter.drawLine(QPointF(x, 4), QPointF(x, 2 * middle - 4))
            painter.setPen(QColor(now.muted))
            width = theme.scaled(40)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            align = Qt.AlignmentFlag.AlignHCenter
            if hour in (0, 24):
                align = Qt.AlignmentFlag.AlignLeft if hour == 0 else Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(left, 2 * middle, width, theme.scaled(18)), align, f"{hour:02}:00")
        painter.setPen(QPen(QColor(now.line), 2))
        painter.drawLine(QPointF(self._x(0), middle), QPointF(self._x(1), middle))
        for visit in reversed(self._visits):
            known = visit.person is not None
            painter.setPen(QPen(QColor(now.accent if known else now.muted), 1.4))
            painter.setBrush(QColor(now.accent) if known else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(visit), 2, 2)
        painter.end()

    def _middle(self) -> float:
        return (self.height() - theme.scaled(18)) / 2

    def _x(self, part: float) -> float:
        return 2 + (self.width() - 4) * part

    def _box(self, visit: VisitInfo) -> QRectF:
        left, right = self._part(visit.started), self._part(visit.ended)
        width = max(self._x(right) - self._x(left), NARROWEST)
        tall, middle = self._middle() - 6, self._middle()
        top = middle - tall - 1 if visit.person is not None else middle + 1
        return QRectF(min(self._x(left), self._x(1) - width), top, width, tall)

    def _part(self, moment: datetime) -> float:
        """How much of the day is over; a day may have 23 or 25 hours."""
        start, end = day_span(self._day)
        # An island that changed sides of the date line had a day of no length.
        length = max(end - start, timedelta(minutes=1))
        return min(max((moment - start) / length, 0.0), 1.0)
