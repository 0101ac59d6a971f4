"""A name that can be written over: plain text until it is clicked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from ui.widgets.basics import leave
from ui.widgets.tooltip import as_tooltip

MARGIN = 2
"""Pixels that a line edit leaves on each side of its words."""


class NameEdit(QLineEdit):
    renamed = Signal(str)
    """A new name, with Enter. Anything else that ends the editing leaves the old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "name")
        self.setAccessibleName(self.tr("Name"))
        self._hint = self.tr("Click to rename; Enter keeps the new name, Esc the old one")
        self.setToolTip(self._hint)
        self._name = ""
        self.returnPressed.connect(self._commit)

    def show_name(self, name: str) -> None:
        """Does not disturb somebody who is writing."""
        self._name = name
        if not self.hasFocus():
            self._shorten()

    def edit(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            leave(self)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setText(self._name)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shorten()
        self.deselect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus():
            self._shorten()

    def _shorten(self) -> None:
        """A name that is too long ends in dots, and the hint has it all."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        words = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, place.width() - 2 * MARGIN)
        self.setText(words)
        self.setCursorPosition(0)
        self.setToolTip(self._hint if words == self._name else as_tooltip(f"{self._name}\n{self._hint}"))

    def _commit(self) -> None:
        name = self.text().strip()
        if name and name != self._name:
            self._name = name
            self.renamed.emit(name)
        leave(self)
