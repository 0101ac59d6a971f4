"""A few lines of text that are kept when one goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.base import theme
from ui.widgets.basics import leave


class TextEdit(QPlainTextEdit):
    written = Signal(str)
    """A new text: the cursor has left the field, or Ctrl+Enter was pressed."""

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setToolTip(self.tr("Kept when you go on, or with Ctrl+Enter; Esc brings back what was there"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.scaled(66))
        self._text = ""

    def show_text(self, text: str) -> None:
        """Does not disturb somebody who is writing."""
        self._text = text
        if not self.hasFocus() and self.toPlainText() != text:
            self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escapes:
            event.accept()  # else it would leave the page
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._text)
            leave(self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            leave(self)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        text = self.toPlainText().strip()
        if text != self._text:
            self._text = text
            self.written.emit(text)
