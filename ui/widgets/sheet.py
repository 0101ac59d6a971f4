"""A sheet over another widget, which it dims and whose size it keeps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.base import theme
from ui.widgets.basics import label

DIM = QColor(13, 14, 17, 150)


class Sheet(QWidget):
    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.around = around
        around.installEventFilter(self)
        self.setGeometry(around.rect())

    def card(self, width: int, title: str) -> QVBoxLayout:
        """A card of fixed width in its middle; the column in it, which begins with the title."""
        frame = QFrame()
        frame.setProperty("card", True)
        frame.setFixedWidth(theme.scaled(width))
        column = QVBoxLayout(frame)
        column.setContentsMargins(34, 30, 34, 26)
        column.setSpacing(16)
        column.addWidget(label(title, "title"))
        QVBoxLayout(self).addWidget(frame, 0, Qt.AlignmentFlag.AlignCenter)
        return column

    def lay(self) -> None:
        """Show it above everything else."""
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Take it away; what lies beneath is not watched any more."""
        self.around.removeEventFilter(self)
        self.hide()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays within: what lies beneath is covered."""
        follow = QWidget.nextInFocusChain if next else QWidget.previousInFocusChain
        start = self.focusWidget() or self
        widget = follow(start)
        while widget is not None and widget is not start:
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
            if takes and self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
                break
            widget = follow(widget)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), DIM)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.around.rect())
        return False
