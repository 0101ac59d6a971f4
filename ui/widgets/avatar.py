"""A round picture of a person: the crop where there is one, else the initials."""

from __future__ import annotations

import zlib

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from facecam.base.types import Image
from ui.base import icons, theme
from ui.widgets.pictures import damage


def to_image(picture: Image) -> QImage:
    """(H, W, 3) BGR -> an image of its own, which may go to any thread."""
    picture = np.ascontiguousarray(picture)
    height, width = picture.shape[:2]
    return QImage(picture.data, width, height, picture.strides[0], QImage.Format.Format_BGR888).copy()


def initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def draw_avatar(
    painter: QPainter, rect: QRectF, name: str, picture: QPixmap | None = None, *, listed: bool = False
) -> None:
    """`name` empty: nobody known; a null picture was damaged; `listed`: the picture belongs to a list, which paints
    it again and again.

    Only then its round copy is kept. The live picture's faces are new ones every few moments: their copies, of no
    more use, would fill Qt's cache by ten megabytes in an hour.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    if picture is None:
        _draw_initials(painter, rect, name)
    elif picture.isNull():
        draw_damaged(painter, rect, _circle(rect))
    elif listed:
        painter.drawPixmap(rect.topLeft(), _rounded(picture, rect, painter.device().devicePixelRatio()))
    else:
        _draw_round(painter, rect, picture)
    painter.restore()


def _draw_initials(painter: QPainter, rect: QRectF, name: str) -> None:
    now = theme.colours()
    dark = now is theme.DARK
    hue = zlib.crc32(name.encode()) % 360
    ground = QColor.fromHsv(hue, 90, 105) if dark else QColor.fromHsv(hue, 50, 225)
    painter.fillPath(_circle(rect), ground if name else QColor(now.hover))
    font = QFont(painter.font())
    font.setPixelSize(max(int(rect.height() * 0.38), 8))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    ink = QColor.fromHsv(hue, 50, 245) if dark else QColor.fromHsv(hue, 160, 110)
    painter.setPen(ink if name else QColor(now.muted))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name) if name else "?")


def draw_damaged(painter: QPainter, rect: QRectF, outline: QPainterPath) -> None:
    """In the place of a picture that cannot be shown."""
    now = theme.colours()
    painter.fillPath(outline, QColor(now.hover))
    side = max(rect.height() * 0.4, 14)
    place = QRectF(0, 0, side, side)
    place.moveCenter(rect.center())
    icons.draw(painter, place, "damaged", QColor(now.muted))


def _draw_round(painter: QPainter, rect: QRectF, picture: QPixmap) -> None:
    painter.setClipPath(_circle(rect))
    painter.drawPixmap(rect, picture, QRectF(picture.rect()))


def _circle(rect: QRectF) -> QPainterPath:
    circle = QPainterPath()
    circle.addEllipse(rect)
    return circle


def _rounded(picture: QPixmap, rect: QRectF, ratio: float) -> QPixmap:
    """The picture as large as `rect`, cut round: to scale and cut it is most of the work of painting a grid."""
    key = f"avatar {picture.cacheKey()} {rect.width()}x{rect.height()} {ratio}"
    made = QPixmap()
    if not QPixmapCache.find(key, made):
        made = QPixmap((rect.size() * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _draw_round(painter, QRectF(QPointF(), rect.size()), picture)
        painter.end()
        QPixmapCache.insert(key, made)
    return made


class Avatar(QWidget):
    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._name = ""
        self._picture: QPixmap | None = None

    def show_person(self, name: str, picture: QPixmap | None = None) -> None:
        self._name, self._picture = name, picture
        self.setToolTip(damage(picture))
        self.setAccessibleDescription(damage(picture))
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        draw_avatar(painter, QRectF(self.rect()), self._name, self._picture)
        painter.end()
