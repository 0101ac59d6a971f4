"""A small square picture of a face with a few words beneath, of which several can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.base import icons, theme
from ui.widgets.avatar import draw_damaged

SIDE = 80
"""Pixels across."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FaceContent:
    words: str
    """Beneath the picture."""
    pale: bool = False
    """It counts for nothing now."""


def face_size() -> QSize:
    """Of one tile."""
    return QSize(SIDE + 9, SIDE + 8 + theme.scaled(22))


class FaceTile(QStyledItemDelegate):
    """Draws the rows of a model; `content` says what is on a tile."""

    def content(self, index: Index) -> FaceContent:
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return face_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content = self.content(index)
        picture: QPixmap | None = index.data(Qt.ItemDataRole.DecorationRole)
        now = theme.colours()
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        square = QRectF(option.rect.left() + 5, option.rect.top() + 4, SIDE, SIDE)
        path = QPainterPath()
        path.addRoundedRect(square, 10, 10)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if picture is not None and picture.isNull():
            draw_damaged(painter, square, path)
        elif picture is not None:
            painter.setClipPath(path)
            painter.setOpacity(0.4 if content.pale else 1.0)
            painter.drawPixmap(square, picture, QRectF(picture.rect()))
            painter.setOpacity(1.0)
            painter.setClipping(False)
        else:
            painter.fillPath(path, QColor(now.hover))
            self._write(painter, square, option.font, now.muted, self.tr("No picture\nkept"))
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        line = now.accent if picked or focused or over else now.line
        style = Qt.PenStyle.SolidLine if picked or picture is not None else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(line), 3 if picked else 1.5, style))
        painter.drawPath(path)
        if picked:  # a sign beside the colour
            badge = QRectF(square.right() - 22, square.top() + 4, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.accent))
            painter.drawEllipse(badge)
            icons.draw(painter, badge.adjusted(3, 3, -3, -3), "check", QColor(now.on_accent))
        below = QRectF(square.left() - 4, square.bottom() + 3, SIDE + 8, theme.scaled(18))
        self._write(painter, below, option.font, now.muted, content.words)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRectF, font: QFont, colour: str, words: str) -> None:
        painter.setFont(theme.font(font, 0.85))
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)
