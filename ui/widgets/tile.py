"""A card of a grid: a round picture and a few short lines beneath."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.base import theme
from ui.widgets.avatar import draw_avatar

AVATAR, LARGEST = 80, 240
"""Pixels that a picture is across, and may be."""

BESIDE = 2
"""Pixels beside the cards without which Qt begins another row."""

_TOPS = (0, 20, 36)
"""Of the lines; the first one is larger."""


@dataclass(frozen=True, slots=True)
class Content:
    lines: tuple[str, ...]
    """One to three."""
    name: str = ""
    """For the initials where there is no picture."""
    dashed: bool = False
    """Within the dashed line that is the sign of strangers on the live picture, too."""


def tile_size(width: int, lines: int) -> QSize:
    return QSize(theme.scaled(width), AVATAR + 42 + theme.scaled(_TOPS[lines - 1] + 18))


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, radius: int, edge: str) -> None:
    """What a card or a row lies on, which shows whether it is chosen; `edge`: its colour where it is not."""
    now = theme.colours()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    over = bool(option.state & QStyle.StateFlag.State_MouseOver)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.accent), 2) if chosen else QPen(QColor(edge), 1))
    painter.setBrush(QColor(now.selected if chosen else now.hover if over else now.surface))
    painter.drawRoundedRect(rect, radius, radius)


class TileDelegate(QStyledItemDelegate):
    """Draws the rows of a model; `content` says what is on a card."""

    def content(self, index: QModelIndex | QPersistentModelIndex) -> Content:
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """That of the grid, whose cards share the room there is."""
        grid = option.widget
        return grid.gridSize() if isinstance(grid, TileGrid) else super().sizeHint(option, index)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        content = self.content(index)
        picture: QPixmap | None = index.data(Qt.ItemDataRole.DecorationRole)
        now = theme.colours()
        rect = QRectF(option.rect).adjusted(5, 5, -5, -5)
        painter.save()
        draw_ground(painter, option, rect, 12, now.line)
        across = option.widget.avatar if isinstance(option.widget, TileGrid) else AVATAR
        circle = QRectF(rect.center().x() - across / 2, rect.top() + 14, across, across)
        draw_avatar(painter, circle, content.name, picture, listed=True)
        if content.dashed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.muted), 2, Qt.PenStyle.DashLine))
            painter.drawEllipse(circle)
        for top, words in zip(_TOPS, content.lines, strict=False):
            painter.setFont(theme.font(option.font, 0.85 if top else 1.0, bold=not top))
            painter.setPen(QColor(now.muted if top else now.text))
            line = QRectF(
                rect.left() + 8, circle.bottom() + 8 + theme.scaled(top), rect.width() - 16, theme.scaled(20)
            )
            short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, short)
        painter.restore()


class TileGrid(QListView):
    """Cards of one size in rows, as many in each as there is room for."""

    def __init__(
        self, size: QSize, name: str, parent: QWidget | None = None, ground: str = "window", least: int = 0
    ) -> None:
        """`ground`: the field of `Colours` that it lies on; `least`: pixels that a card is wide at least, where
        those of a row share its room; 0: they are as wide as `size` says."""
        super().__init__(parent)
        self._ground, self._least = ground, least
        self.avatar = AVATAR
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(size)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        # Qt moves what is painted already, and asks for what comes into view only, where nothing shines through.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_large(self, avatar: int) -> None:
        """How many pixels a picture is across."""
        more, self.avatar = avatar - self.avatar, avatar
        if more:
            self._least += more if self._least else 0
            self.setGridSize(self.gridSize() + QSize(more, more))
            self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The room of a row among its cards."""
        # Qt keeps room for a scroll bar of the style's own width, whether there is one or not, and a narrower one.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        room, now = self.maximumViewportSize().width() - bar - BESIDE, self.gridSize()
        if self._least and room > 0:
            each = min(room // max(room // self._least, 1), 2 * self._least)
            if each != now.width():
                self.setGridSize(QSize(each, now.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(getattr(theme.colours(), self._ground)))
        painter.end()
        super().paintEvent(event)
