"""Painting a face's box and name. Solid: known; dashed: unknown; dotted: still deciding. Never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from facecam.base.types import Decision, State
from ui.base import theme
from ui.i18n.language import translate

LINES = {
    State.KNOWN: (theme.KNOWN, Qt.PenStyle.SolidLine),
    State.UNKNOWN: (theme.UNKNOWN, Qt.PenStyle.DashLine),
    State.PENDING: (theme.PENDING, Qt.PenStyle.DotLine),
}

_GROUND = QColor(13, 14, 17, 215)


def caption(decision: Decision) -> str:
    """What stands under the box."""
    if decision.name:
        return decision.name
    return translate("Face", "unknown") if decision.state is State.UNKNOWN else translate("Face", "looking...")


def draw_face(
    painter: QPainter,
    box: QRectF,
    decision: Decision,
    number: int,
    selected: bool,
    within: QRectF,
    captioned: bool = True,
) -> None:
    """`box` and `within` (the picture's place) in the widget's pixels; `number`: the key that chooses the face."""
    colour, style = LINES[decision.state]
    radius = min(box.width(), box.height()) * 0.06
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 120), 5 if not selected else 7))
    painter.drawRoundedRect(box, radius, radius)
    pen = QPen(colour, 2.5 if not selected else 4, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if style is Qt.PenStyle.DotLine else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRoundedRect(box, radius, radius)
    if captioned:
        _draw_caption(painter, box, caption(decision), str(number) if number <= 9 else "", colour, selected, within)


def _draw_caption(
    painter: QPainter, box: QRectF, words: str, key: str, colour: QColor, selected: bool, within: QRectF
) -> None:
    font = theme.font(painter.font(), 1.15, bold=True)
    metrics = QFontMetricsF(font)
    high = metrics.height() + 8
    disc = high - 8 if key else 0.0
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(within.width() - disc - 28, 40))
    wide = metrics.horizontalAdvance(words) + disc + (26 if key else 20)
    left = min(max(box.center().x() - wide / 2, within.left() + 4), max(within.right() - wide - 4, within.left()))
    top = box.bottom() + 8
    if top + high > within.bottom() - 2:
        top = max(min(box.bottom(), within.bottom()) - high - 8, within.top() + 4)
    pill = QRectF(left, top, wide, high)
    painter.setPen(QPen(colour, 1.5) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(pill, high / 2, high / 2)
    text = QRectF(pill)
    if key:
        circle = QRectF(left + 4, top + 4, disc, disc)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        painter.setFont(theme.font(font, 0.92, bold=True))
        painter.setPen(_GROUND)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, key)
        text.setLeft(circle.right() + 4)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, words)


def hit(box: QRectF, point: QPointF) -> bool:
    """Whether a click means this box: a little outside counts."""
    return box.adjusted(-8, -8, 8, 24).contains(point)
