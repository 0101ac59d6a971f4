"""A sheet over another widget, which it dims and whose size it keeps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

DIM = QColor(13, 14, 17, 150)


class Overlay(QWidget):
    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.around = around
        around.installEventFilter(self)
        self.setGeometry(around.rect())

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
