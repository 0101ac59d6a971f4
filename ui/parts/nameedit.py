"""A name that can be written over: plain text until it is clicked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.parts.basics import leave


class NameEdit(QLineEdit):
    renamed = Signal(str)
    """A new name, with Enter. Anything else that ends the editing leaves the old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "name")
        self.setAccessibleName(self.tr("Name"))
        self.setToolTip(self.tr("Click to rename; Enter keeps the new name, Esc the old one"))
        self._name = ""
        self.returnPressed.connect(self._commit)

    def show_name(self, name: str) -> None:
        """Does not disturb somebody who is writing."""
        self._name = name
        if not self.hasFocus():
            self.setText(name)
            self.setCursorPosition(0)

    def edit(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            leave(self)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText(self._name)
        self.setCursorPosition(0)
        self.deselect()

    def _commit(self) -> None:
        name = self.text().strip()
        if name and name != self._name:
            self._name = name
            self.renamed.emit(name)
        leave(self)
