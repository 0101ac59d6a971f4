"""The grid of people, on which samples are dropped that are somebody else's."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.base import theme
from ui.people.model import Role
from ui.people.samples import SamplesView
from ui.widgets.tile import TileGrid


class PeopleGrid(TileGrid):
    dropped = Signal(object)
    """`PersonInfo`: whose the samples are that were dragged there."""

    def __init__(self, size: QSize, name: str, least: int, parent: QWidget | None = None) -> None:
        super().__init__(size, name, parent, least=least)
        self._aim = QPersistentModelIndex()
        """Whoever is under what is dragged."""
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(isinstance(event.source(), SamplesView))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim_at(self.indexAt(event.position().toPoint()))
        event.setAccepted(self._aim.isValid())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim_at(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._aim_at(QModelIndex())
        if index.isValid() and isinstance(event.source(), SamplesView):
            event.accept()
            self.dropped.emit(index.data(Role.PERSON))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._aim.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().accent), 3))
            painter.drawRoundedRect(
                QRectF(self.visualRect(self.model().index(self._aim.row(), 0))).adjusted(5, 5, -5, -5), 12, 12
            )
            painter.end()

    def _aim_at(self, index: QModelIndex) -> None:
        self._aim = QPersistentModelIndex(index)
        self.viewport().update()
