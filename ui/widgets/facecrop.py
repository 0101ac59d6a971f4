"""An aligned crop, large enough to be looked at, with what a match rests on laid over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.base import theme

STRONGEST = 165
"""Opacity, of 255, of the part that the match rests on most."""
LEAST = 0.02
"""A drop of the cosine that is drawn in full at least; smaller ones are noise and stay pale."""


class FaceCrop(QWidget):
    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)
        self._picture: QPixmap | None = None
        self._heat: QPixmap | None = None
        self._instead = ""
        self._overlaid = True

    def show_crop(self, picture: QPixmap | None, words: str, instead: str = "") -> None:
        """`words` for a screen reader; `instead` where there is no picture."""
        self._picture, self._instead, self._heat = picture, instead, None
        self.setAccessibleName(words)
        self.update()

    def show_heat(self, heat: NDArray[np.float32] | None) -> None:
        """(S, S) drops of the score."""
        self._heat = None if heat is None else QPixmap.fromImage(_overlay(heat))
        self.update()

    def overlay(self, on: bool) -> None:
        self._overlaid = on
        self.update()

    def paintEvent(self, event: object) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(place, 10, 10)
        if self._picture is not None:
            painter.setClipPath(path)
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            if self._heat is not None and self._overlaid:
                painter.drawPixmap(place, self._heat, QRectF(self._heat.rect()))
            painter.setClipping(False)
        else:
            painter.fillPath(path, QColor(now.hover))
            painter.setPen(QColor(now.muted))
            painter.drawText(
                place.adjusted(6, 0, -6, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._instead
            )
        painter.setPen(QPen(QColor(now.line), 1))
        painter.drawPath(path)
        painter.end()


def _overlay(heat: NDArray[np.float32]) -> QImage:
    """Amber where covering costs; clear where it does not."""
    strength = np.clip(heat / max(float(heat.max()), LEAST), 0, 1)
    pixels = np.zeros((*heat.shape, 4), np.uint8)
    pixels[..., :3] = (255, 140, 0)
    pixels[..., 3] = strength**1.5 * STRONGEST
    height, width = heat.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
