"""How a person looks in the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facecam.store.people import PersonInfo
from ui import theme
from ui.parts.avatar import draw_avatar
from ui.parts.words import count
from ui.people.model import Role
from ui.people.words import seen

AVATAR = 80
"""Pixels across."""


def size() -> QSize:
    """Of one tile."""
    return QSize(theme.scaled(164), AVATAR + 42 + theme.scaled(54))


class Tile(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return size()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        person: PersonInfo = index.data(Role.PERSON)
        picture: QPixmap | None = index.data(Qt.ItemDataRole.DecorationRole)
        state = option.state
        now = theme.colours()
        rect = QRectF(option.rect).adjusted(5, 5, -5, -5)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(QColor(now.accent if chosen else now.line), 2 if chosen else 1))
        painter.setBrush(QColor(now.selected if chosen else now.hover if over else now.surface))
        painter.drawRoundedRect(rect, 12, 12)
        draw_avatar(
            painter, QRectF(rect.center().x() - AVATAR / 2, rect.top() + 14, AVATAR, AVATAR), person.name, picture
        )
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(theme.points(1.0))
        self._write(painter, rect, 0, font, QColor(now.text), person.name)
        font.setWeight(QFont.Weight.Normal)
        font.setPointSizeF(theme.points(0.85))
        self._write(painter, rect, 20, font, QColor(now.muted), seen(person))
        self._write(painter, rect, 36, font, QColor(now.muted), count(person.templates, "sample"))
        painter.restore()

    def _write(self, painter: QPainter, rect: QRectF, top: float, font: QFont, colour: QColor, words: str) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        line = QRectF(
            rect.left() + 8, rect.top() + AVATAR + 22 + theme.scaled(top), rect.width() - 16, theme.scaled(20)
        )
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
