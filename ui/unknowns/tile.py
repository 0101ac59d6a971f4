"""How a stranger looks in the list: a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.parts.avatar import draw_avatar
from ui.people.words import ago
from ui.unknowns.model import Role, times

if TYPE_CHECKING:
    from facecam.store.unknowns import Group

AVATAR = 80
"""Pixels across."""


def size() -> QSize:
    """Of one card."""
    return QSize(theme.scaled(176), AVATAR + 42 + theme.scaled(40))


class Tile(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return size()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        group: Group = index.data(Role.GROUP)
        picture: QPixmap | None = index.data(Qt.ItemDataRole.DecorationRole)
        now = theme.colours()
        rect = QRectF(option.rect).adjusted(5, 5, -5, -5)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now.accent if chosen else now.line), 2 if chosen else 1))
        painter.setBrush(QColor(now.selected if chosen else now.hover if over else now.surface))
        painter.drawRoundedRect(rect, 12, 12)
        circle = QRectF(rect.center().x() - AVATAR / 2, rect.top() + 14, AVATAR, AVATAR)
        draw_avatar(painter, circle, "", picture)
        # The dashed line is the sign of strangers on the live picture, too.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(now.muted), 2, Qt.PenStyle.DashLine))
        painter.drawEllipse(circle)
        for top, scale, colour, words in (
            (0, 1.0, now.text, f"Seen {times(group)}"),
            (20, 0.85, now.muted, f"last {ago(group.last)}"),
        ):
            font = QFont(option.font)
            font.setPointSizeF(theme.points(scale))
            font.setWeight(QFont.Weight.Normal if top else QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            line = QRectF(rect.left() + 6, circle.bottom() + 8 + theme.scaled(top), rect.width() - 12, 20)
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
