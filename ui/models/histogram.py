"""How alike pictures of one person are, and of two: the further the humps are apart, the better the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.base import theme
from ui.i18n.language import plural, translate
from ui.i18n.words import about, count, decimal

if TYPE_CHECKING:
    from facecam.tasks.model_comparison import ModelComparison

LEFT, RIGHT, BINS = -0.2, 1.0, 48


class Histogram(QWidget):
    """Each hump has its own height: there are far more pairs of two people than of one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.scaled(112))
        self._trial: ModelComparison | None = None

    def show_trial(self, trial: ModelComparison) -> None:
        self._trial = trial
        self.setAccessibleName(describe(trial))
        self.update()

    def paintEvent(self, event: object) -> None:
        if (trial := self._trial) is None:
            return
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(self.font(), 0.85))
        below = theme.scaled(18)
        place = QRectF(2, theme.scaled(18), self.width() - 4, self.height() - below - theme.scaled(18) - 2)
        for scores, colour, style in (
            (trial.different, now.muted, Qt.PenStyle.DashLine),
            (trial.same, now.accent, Qt.PenStyle.SolidLine),
        ):
            hump = _outline(scores, place)
            ground = QColor(colour)
            ground.setAlpha(60)
            painter.setBrush(ground)
            painter.setPen(QPen(QColor(colour), 1.6, style))
            painter.drawPolygon(hump)
        painter.setPen(QPen(QColor(now.text), 1.5))
        edge = place.left() + (trial.threshold - LEFT) / (RIGHT - LEFT) * place.width()
        painter.drawLine(QPointF(edge, 2), QPointF(edge, place.bottom()))
        said = self.tr("one person from {threshold}").format(threshold=decimal(trial.threshold))
        painter.drawText(QRectF(edge + 5, 0, 200, below), Qt.AlignmentFlag.AlignLeft, said)
        words = QRectF(2, self.height() - below, self.width() - 4, below)
        painter.setPen(QColor(now.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self.tr("two people (dashed)"))
        painter.setPen(QColor(now.accent))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, self.tr("one person"))
        painter.end()


def describe(trial: ModelComparison) -> str:
    """What the pictures say, in words."""
    have = translate("Trial", "{pictures} of {people}.")
    parts = [have.format(pictures=count(trial.pictures, "picture"), people=count(trial.people, "person"))]
    if (missed := trial.missed) is not None:
        words = translate("Trial", "Of {pairs} of one person {share} would not be told so.")
        parts.append(words.format(pairs=count(len(trial.same), "pair"), share=about(missed)))
    if (mistaken := trial.mistaken) is not None:
        words = translate("Trial", "Of {pairs} of two people {share} would pass for one.")
        parts.append(words.format(pairs=count(len(trial.different), "pair"), share=about(mistaken)))
    if trial.without:
        parts.append(plural("%Ln picture(s) had no face, or could not be read.", "", trial.without))
    return " ".join(parts)


def _outline(scores: NDArray[np.float32], place: QRectF) -> QPolygonF:
    heights, _ = np.histogram(np.clip(scores, LEFT, RIGHT), BINS, (LEFT, RIGHT))
    top = max(int(heights.max()), 1)
    step = place.width() / BINS
    points = [place.bottomLeft()]
    for at, height in enumerate(heights.tolist()):
        y = place.bottom() - height / top * place.height()
        points += [QPointF(place.left() + at * step, y), QPointF(place.left() + (at + 1) * step, y)]
    return QPolygonF([*points, place.bottomRight()])
