"""The votes of one track, from sample to sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from facecam.base.types import State
from ui.base import theme
from ui.i18n.words import decimal
from ui.live import words

if TYPE_CHECKING:
    from facecam.tasks.explanation import Moment


class Timeline(QWidget):
    """Each sample's own likeness as a dot, the vote of all until then as a line, the threshold across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.scaled(104))
        self._moments: tuple[Moment, ...] = ()
        self._threshold = 0.5

    def show_moments(self, moments: tuple[Moment, ...], threshold: float) -> None:
        self._moments, self._threshold = moments, threshold
        said = ", ".join(f"{decimal(one.score)} {words.state(one.state)}" for one in moments)
        name = self.tr("Samples, oldest first: {samples}; a name is given from {threshold}")
        self.setAccessibleName(name.format(samples=said, threshold=decimal(threshold)))
        self.update()

    def paintEvent(self, event: object) -> None:
        if not self._moments:
            return
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(self.font(), 0.85))
        below = theme.scaled(18)
        place = QRectF(6, 6, self.width() - 12, self.height() - below - 10)
        start, end = self._moments[0].time, self._moments[-1].time

        def at(time: float, score: float) -> QPointF:
            along = (time - start) / (end - start) if end > start else 0.5
            return QPointF(place.left() + along * place.width(), place.bottom() - _part(score) * place.height())

        painter.setPen(QPen(QColor(now.line), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        edge = at(start, self._threshold).y()
        painter.setPen(QPen(QColor(now.text), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.left(), edge), QPointF(place.right(), edge))
        voted = [at(one.time, one.vote) for one in self._moments if one.vote is not None]
        if len(voted) > 1:
            path = QPainterPath(voted[0])
            for point in voted[1:]:
                path.lineTo(point)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawPath(path)
        for one in self._moments:
            known = one.state is State.KNOWN
            painter.setPen(QPen(QColor(now.accent), 1.5))
            painter.setBrush(QColor(now.accent if known else now.surface))
            size = 2.5 if one.state is State.PENDING else 4
            painter.drawEllipse(at(one.time, one.score), size, size)
        line = QRectF(0, self.height() - below, self.width(), below)
        painter.setPen(QColor(now.muted))
        before = self.tr("{seconds} s before").format(seconds=decimal(end - start, 1))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, before)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self.tr("when you asked"))
        painter.end()


def _part(score: float) -> float:
    return min(max(score, 0.0), 1.0)
