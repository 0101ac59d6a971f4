"""The face in an oval, and a ring around it that fills for the poses seen. It advises; it holds nobody back."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.base import icons, theme

ARC = 58
"""Degrees of the ring that one pose takes."""

AROUND = 28
"""Pixels above and below the oval that its ring takes, with check marks."""

PLACES = {"right": 0, "up": 90, "left": 180, "down": 270}
"""Where on the ring a pose stands in a mirror, in degrees counter-clockwise from the right.

Before a mirror one's own right is on the right; in a picture that is not mirrored it is on the left.
"""


def oval_in(place: QRectF) -> QRectF:
    """The oval, 3 wide and 4 high, in the middle of a place."""
    height = max(min(place.height() * 0.86, place.height() - 2 * AROUND, place.width() * 0.9), 1.0)
    width = height * 0.75
    return QRectF(place.center().x() - width / 2, place.center().y() - height / 2, width, height)


def part_around(box: QRectF, size: tuple[int, int], oval: QRectF) -> QRectF:
    """The part of a picture of this size that fills the oval with the face; it stays within the picture."""
    shape = oval.width() / oval.height()
    height = min(max(box.height() * 1.5, box.width() * 1.5 / shape), size[1], size[0] / shape)
    width = height * shape
    left = min(max(box.center().x() - width / 2, 0.0), size[0] - width)
    top = min(max(box.center().y() - height / 2, 0.0), size[1] - height)
    return QRectF(left, top, width, height)


def draw_ring(painter: QPainter, oval: QRectF, seen: Collection[str], wanted: str, mirror: bool) -> None:
    """`wanted`: the pose that is asked for next, or nothing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    front = "front" in seen
    style = Qt.PenStyle.SolidLine if front else Qt.PenStyle.DashLine
    painter.setPen(QPen(theme.KNOWN if front else QColor(255, 255, 255, 190), 3, style))
    painter.drawEllipse(oval)
    ring = oval.adjusted(-16, -16, 16, 16)
    for pose, degrees in PLACES.items():
        at = degrees if mirror or degrees in (90, 270) else 180 - degrees
        done = pose in seen
        colour = theme.KNOWN if done else (QColor("white") if pose == wanted else QColor(255, 255, 255, 80))
        pen = QPen(colour, 8 if done or pose == wanted else 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, round((at - ARC / 2) * 16), ARC * 16)
        if done:
            _draw_check(painter, ring, at)
        elif pose == wanted:
            _draw_arrow(painter, ring, at)


def clip_to(oval: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(oval)
    return path


def _draw_arrow(painter: QPainter, ring: QRectF, degrees: int) -> None:
    """The way to turn, outside the ring."""
    path = QPainterPath()
    path.arcMoveTo(ring, degrees)
    painter.save()
    painter.translate(path.currentPosition())
    painter.rotate(-degrees)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("white"))
    painter.drawPolygon([QPointF(12, -13), QPointF(28, 0), QPointF(12, 13)])
    painter.restore()


def _draw_check(painter: QPainter, ring: QRectF, degrees: int) -> None:
    path = QPainterPath()
    path.arcMoveTo(ring, degrees)
    point = path.currentPosition()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.KNOWN)
    painter.drawEllipse(point, 11, 11)
    icons.draw(painter, QRectF(point.x() - 8, point.y() - 8, 16, 16), "check", theme.STAGE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
