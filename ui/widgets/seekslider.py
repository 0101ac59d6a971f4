"""A slider for the places of a film: a click goes to its place, where another slider goes one page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

NEAR = 5
"""Pixels from a mark that still mean it."""


class SeekSlider(QSlider):
    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def marks(self) -> Iterable[int]:
        """Values that a click near them means."""
        return ()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setSliderDown(True)
        x = event.position().x()
        nearest = min(self.marks(), key=lambda value: abs(self.x_of(value) - x), default=None)
        near = nearest is not None and abs(self.x_of(nearest) - x) <= NEAR
        self.setSliderPosition(nearest if nearest is not None and near else self.value_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self.value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def value_at(self, x: float) -> int:
        """The value at a pixel."""
        start, room = self._room()
        mirrored = self.isRightToLeft()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x) - start, room, mirrored)

    def x_of(self, value: int) -> float:
        """The pixel of a value."""
        start, room = self._room()
        mirrored = self.isRightToLeft()
        return start + QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, room, mirrored)

    def _room(self) -> tuple[int, int]:
        """Where the handle's middle is at the first place, and how far it goes from there."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        return handle // 2, max(self.width() - handle, 1)
