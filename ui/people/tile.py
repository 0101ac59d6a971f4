"""How a person looks in the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from facecam.store.people import PersonInfo
from ui.base import theme
from ui.i18n.words import count
from ui.people.model import Role
from ui.people.words import seen
from ui.widgets.avatar import draw_avatar
from ui.widgets.tile import Content, TileDelegate, draw_ground, tile_size


def size() -> QSize:
    """Of one tile."""
    return tile_size(164, 3)


class Tile(TileDelegate):
    def content(self, index: QModelIndex | QPersistentModelIndex) -> Content:
        person: PersonInfo = index.data(Role.PERSON)
        return Content((person.name, seen(person), count(person.templates, "sample")), person.name)


def paint_row(painter: QPainter, option: QStyleOptionViewItem, person: PersonInfo, picture: QPixmap | None) -> None:
    """A person as one line of a list."""
    now = theme.colours()
    rect = QRectF(option.rect).adjusted(2, 2, -2, -2)
    painter.save()
    draw_ground(painter, option, rect, 10, now.surface)
    side = rect.height() - 12
    draw_avatar(painter, QRectF(rect.left() + 8, rect.top() + 6, side, side), person.name, picture, listed=True)
    words = rect.adjusted(side + 20, 8, -8, -8)
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    for scale, colour, text, place in (
        (1.0, now.text, person.name, top),
        (0.85, now.muted, f"{seen(person)}, {count(person.templates, 'sample')}", bottom),
    ):
        painter.setFont(theme.font(option.font, scale))
        painter.setPen(QColor(colour))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | place, text)
    painter.restore()
