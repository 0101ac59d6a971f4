"""The samples taken so far, each removable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from ui.base import icons
from ui.i18n.core import said
from ui.i18n.words import percent
from ui.widgets.avatar import to_image
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.tasks.enrolment import Taken

SIDE = 56
"""Pixels, where there is room."""


class Thumb(QAbstractButton):
    """A small picture; a click removes it."""

    def __init__(self, picture: QPixmap, words: str, side: int) -> None:
        super().__init__()
        self._picture = picture
        self.setFixedSize(side, side)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("{sample}. Remove it").format(sample=words))
        self.setToolTip(as_tooltip(self.tr("{sample}. Click to remove it").format(sample=words)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.setClipPath(path)
        painter.drawPixmap(self.rect(), self._picture)
        active = self.underMouse() or self.hasFocus()
        if active:
            painter.fillRect(self.rect(), QColor(13, 14, 17, 150))
            middle = self.width() / 2
            icons.draw(painter, QRectF(middle - 11, middle - 11, 22, 22), "close", QColor("white"))
        painter.setClipping(False)
        painter.setPen(QPen(QColor("white") if self.hasFocus() else QColor(255, 255, 255, 110), 1.5))
        painter.drawPath(path)
        painter.end()

    def sizeHint(self) -> QSize:
        return self.minimumSize()


class Thumbs(QWidget):
    removed = Signal(object)
    """`Taken`."""

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        self._side = side
        self._thumbs: dict[int, tuple[Taken, Thumb]] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(side // 10)
        self._row.addStretch()
        self._row.addStretch()
        self.setFixedHeight(side)

    def show_taken(self, taken: list[Taken]) -> None:
        from facecam.tasks.enrolment import POSES

        now = {id(one): one for one in taken}
        for gone in self._thumbs.keys() - now.keys():
            thumb = self._thumbs.pop(gone)[1]
            thumb.hide()
            thumb.deleteLater()
        for key, one in now.items():
            if key not in self._thumbs:
                words = self.tr("{pose}, quality {quality}").format(
                    pose=said(POSES[one.pose]).capitalize(), quality=percent(one.quality)
                )
                thumb = Thumb(QPixmap.fromImage(to_image(one.crop)), words, self._side)
                thumb.clicked.connect(lambda _=False, one=one: self.removed.emit(one))
                self._row.insertWidget(self._row.count() - 1, thumb)
                self._thumbs[key] = one, thumb
