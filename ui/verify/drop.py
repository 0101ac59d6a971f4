"""A place for one picture: dropped, chosen or pasted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.base import icons, theme
from ui.widgets.given import Given, ask_picture, given_by


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is shown."""

    image: QImage
    box: QRectF | None
    """The face that is compared, in pixels of `image`."""


class DropArea(QAbstractButton):
    given = Signal(object)
    """`Given`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._shown: Shown | None = None
        self._words = self._problem = ""
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.scaled(170))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(self.tr("Drop a picture here, click to choose one (Enter), or paste one (Ctrl+V)"))
        self.clicked.connect(self._choose)
        self.clear()

    def clear(self) -> None:
        self._show(None, self.tr("Drop a picture here, click to choose one, or paste it"), "")

    def wait(self, given: Given) -> None:
        self._show(None, self.tr("Looking at {name}...").format(name=given.name), "")

    def show_picture(self, shown: Shown, words: str) -> None:
        self._show(shown, words, "")

    def complain(self, problem: str, shown: Shown | None = None) -> None:
        """What is wrong with the picture, and the remedy."""
        self._show(shown, "", problem)

    def _show(self, shown: Shown | None, words: str, problem: str) -> None:
        self._shown, self._words, self._problem = shown, words, problem
        self.setAccessibleName(f"{self._name}: {problem or words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(320), theme.scaled(240))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._over = given_by(event.mimeData()) is not None
        if self._over:
            event.acceptProposedAction()
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        if (given := given_by(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.given.emit(given)
        self.update()

    def _choose(self) -> None:
        title = self.tr("{which}: choose a picture").format(which=self._name)
        if (given := ask_picture(self, title)) is not None:
            self.given.emit(given)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        path = QPainterPath()
        path.addRoundedRect(place, 14, 14)
        warm = self._over or self.underMouse()
        painter.fillPath(path, QColor(now.selected if self._over else now.hover if warm else now.surface))
        words = self._problem or self._words
        below = theme.scaled(46) if self._shown is not None else 0.0
        if self._shown is not None:
            painter.setClipPath(path)
            self._draw_picture(painter, place.adjusted(12, 12, -12, -below - 6))
            painter.setClipping(False)
        else:
            icons.draw(painter, _square(place, 40), "file", QColor(now.muted))
        painter.setPen(QColor(now.danger if self._problem else now.text if self._shown else now.muted))
        lines = place.adjusted(16, 0, -16, -6)
        lines.setTop(place.bottom() - below if below else place.center().y() + 6)
        side = Qt.AlignmentFlag.AlignVCenter if below else Qt.AlignmentFlag.AlignTop
        text = f"! {words}" if self._problem else words
        painter.drawText(lines, Qt.AlignmentFlag.AlignHCenter | side | Qt.TextFlag.TextWordWrap, text)
        style = Qt.PenStyle.DashLine if self._shown is None else Qt.PenStyle.SolidLine
        focus = self.hasFocus() or self._over
        painter.setPen(QPen(QColor(now.accent if focus else now.line), 2 if focus else 1.5, style))
        painter.drawPath(path)
        painter.end()

    def _draw_picture(self, painter: QPainter, place: QRectF) -> None:
        assert self._shown is not None
        image = self._shown.image
        scale = min(place.width() / image.width(), place.height() / image.height())
        fitted = QRectF(0, 0, image.width() * scale, image.height() * scale)
        fitted.moveCenter(place.center())
        painter.drawImage(fitted, image)
        if (box := self._shown.box) is not None:
            painter.setPen(QPen(theme.SELECTED, 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left, top = fitted.left() + box.left() * scale, fitted.top() + box.top() * scale
            painter.drawRoundedRect(QRectF(left, top, box.width() * scale, box.height() * scale), 8, 8)


def _square(place: QRectF, side: float) -> QRectF:
    return QRectF(place.center().x() - side / 2, place.center().y() - side - 6, side, side)
