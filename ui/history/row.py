"""How a visit looks in the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facecam.store.visits import VisitInfo
from ui.base import theme
from ui.history import words
from ui.history.model import Role
from ui.i18n.words import decimal, short
from ui.widgets.avatar import draw_avatar

AVATAR = 36
"""Pixels across."""


def height() -> int:
    return max(AVATAR + 12, theme.scaled(48))


class Row(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.scaled(420), height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        visit: VisitInfo = index.data(Role.VISIT)
        picture: QPixmap | None = index.data(Qt.ItemDataRole.DecorationRole)
        now = theme.colours()
        whole = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(Role.NEW_DAY):
            painter.setPen(QPen(QColor(now.line), 1))
            if index.row():
                painter.drawLine(whole.topLeft(), whole.topRight())
            self._write(painter, option, whole.adjusted(4, 0, 0, 0), words.day(words.local_day(visit.started)),
                        now.text, bold=True)  # fmt: skip
        row = whole.adjusted(theme.scaled(124), 2, -4, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or over:
            painter.setPen(QPen(QColor(now.accent), 1.5) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected if chosen else now.hover))
            painter.drawRoundedRect(row, 9, 9)
        circle = QRectF(row.left() + 10, row.center().y() - AVATAR / 2, AVATAR, AVATAR)
        draw_avatar(painter, circle, visit.name or "", picture, listed=True)
        if visit.person is None:  # dashed: nobody known, as on the live picture
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.muted), 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(circle)
        text = row.adjusted(AVATAR + 24, 0, -12, 0)
        name, time = text.width() * 0.32, text.width() * 0.48
        ink = now.text if visit.name else now.muted
        self._write(painter, option, QRectF(text.left(), text.top(), name - 12, text.height()), words.who(visit),
                    ink, bold=visit.name is not None)  # fmt: skip
        middle = QRectF(text.left() + name, text.top(), time - 12, text.height())
        self._write(painter, option, middle, words.when(visit), now.text)
        right = QRectF(text.left() + name + time, text.top(), text.width() - name - time, text.height())
        likeness = index.data(Role.LIKENESS)
        where = short(visit.source) if likeness is None else f"{decimal(likeness)}  {short(visit.source)}"
        self._write(painter, option, right, where, now.muted)
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, text: str, ink: str, bold: bool = False
    ) -> None:
        painter.setFont(theme.font(option.font, 1.0, bold))
        painter.setPen(QColor(ink))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
