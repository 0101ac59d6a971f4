"""Painting a face's box and name. Solid: known; dashed: unknown; dotted: still deciding. Never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from facecam.base.types import Decision, State
from ui.base import theme
from ui.i18n.language import translate
from ui.live.captions import Side, Wanted, arrange

LINES = {
    State.KNOWN: (theme.KNOWN, Qt.PenStyle.SolidLine),
    State.UNKNOWN: (theme.UNKNOWN, Qt.PenStyle.DashLine),
    State.PENDING: (theme.PENDING, Qt.PenStyle.DotLine),
}

LEAST = 4
"""Letters of a name that are left where there is no room for more."""

_GROUND = QColor(13, 14, 17, 215)


def caption(decision: Decision) -> str:
    """What stands under the box."""
    if decision.name:
        return decision.name
    return translate("Face", "unknown") if decision.state is State.UNKNOWN else translate("Face", "looking...")


@dataclass(frozen=True, slots=True)
class Boxed:
    """A face as it is painted."""

    track: int
    box: QRectF
    """In the painter's pixels."""
    decision: Decision
    number: int = 10
    """The key that chooses it; above 9 there is none."""
    selected: bool = False
    captioned: bool = True


def draw_faces(painter: QPainter, faces: Sequence[Boxed], within: QRectF, sides: dict[int, Side]) -> None:
    """`within`: the picture's place, in the same pixels; `sides` remembers from picture to picture, by track, where
    a face's words were."""
    for face in sorted(faces, key=lambda face: face.selected):
        _draw_box(painter, face)
    font = theme.font(painter.font(), 1.15, bold=True)
    metrics = QFontMetricsF(font)
    high = metrics.height() + 8
    said = sorted((face for face in faces if face.captioned), key=lambda face: not face.selected)
    wanted = [
        Wanted(
            face.box,
            metrics.horizontalAdvance(caption(face.decision)) + _around(face, high),
            metrics.averageCharWidth() * LEAST + _around(face, high),
            sides.get(face.track),
        )
        for face in said
    ]
    found = arrange(wanted, high, within)
    sides.clear()
    for face, place in zip(said, found, strict=True):
        if place is not None:
            sides[face.track] = place.side
            _draw_caption(painter, face, place.place, font)


def _draw_box(painter: QPainter, face: Boxed) -> None:
    colour, style = LINES[face.decision.state]
    radius = min(face.box.width(), face.box.height()) * 0.06
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 120), 5 if not face.selected else 7))
    painter.drawRoundedRect(face.box, radius, radius)
    pen = QPen(colour, 2.5 if not face.selected else 4, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if style is Qt.PenStyle.DotLine else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRoundedRect(face.box, radius, radius)


def _around(face: Boxed, high: float) -> float:
    """What a caption is wider than its words."""
    return high - 8 + 18 if face.number <= 9 else 20


def _draw_caption(painter: QPainter, face: Boxed, pill: QRectF, font: QFont) -> None:
    colour, high = LINES[face.decision.state][0], pill.height()
    painter.setPen(QPen(colour, 1.5) if face.selected else Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(pill, high / 2, high / 2)
    text = pill.adjusted(8, 0, -8, 0)
    if face.number <= 9:
        circle = QRectF(pill.left() + 4, pill.top() + 4, high - 8, high - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(circle)
        painter.setFont(theme.font(font, 0.92, bold=True))
        painter.setPen(_GROUND)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(face.number))
        text.setLeft(circle.right() + 4)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    words = QFontMetricsF(font).elidedText(caption(face.decision), Qt.TextElideMode.ElideRight, text.width() + 1)
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, words)


def hit(box: QRectF, point: QPointF) -> bool:
    """Whether a click means this box: a little outside counts."""
    return box.adjusted(-8, -8, 8, 24).contains(point)
