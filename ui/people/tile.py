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


def paint_row(painter: QPainter, option: QStyleOptionViewItem, person: PersonInfo, picture: QPixmap | None) -> None:
    """A person as one line of a list."""
    now = theme.colours()
    rect = QRectF(option.rect).adjusted(2, 2, -2, -2)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    over = bool(option.state & QStyle.StateFlag.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.accent), 2) if chosen else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.selected if chosen else now.hover if over else now.surface))
    painter.drawRoundedRect(rect, 10, 10)
    side = rect.height() - 12
    draw_avatar(painter, QRectF(rect.left() + 8, rect.top() + 6, side, side), person.name, picture)
    words = rect.adjusted(side + 20, 8, -8, -8)
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    for scale, colour, text, place in (
        (1.0, now.text, person.name, top),
        (0.85, now.muted, f"{seen(person)}, {count(person.templates, 'sample')}", bottom),
    ):
        font = QFont(option.font)
        font.setPointSizeF(theme.points(scale))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | place, text)
    painter.restore()
