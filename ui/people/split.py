"""Some samples are somebody else's: the name of that person, new or known."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.basics import button, label, leave
from ui.widgets.names import KnownNames


class Split(QFrame):
    named = Signal(str, bool)
    """Who it is, and whether that name was chosen among those who are known."""

    def __init__(self, names: KnownNames, parent: QWidget | None = None) -> None:
        """`names`: offered as one types."""
        super().__init__(parent)
        self._names = names
        self.setProperty("card", True)
        self._words = label()
        self.field = QLineEdit(placeholderText=self.tr("Name"))
        self.field.setAccessibleName(self.tr("Name of the other person"))
        self.field.setMaxLength(200)
        completer = names.completer(self.field)
        completer.activated.connect(self._pick)
        completer.highlighted.connect(self._note)  # by the keyboard: Enter is the field's before it is the list's
        self.field.setCompleter(completer)
        self._picked = ""
        self._go = button(self.tr("Move"), self._give, "primary")
        self.field.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(row)
        self.hide()

    def ask(self, samples: int) -> None:
        self._words.setText(self.tr("Who is it? These %Ln sample(s) go to that person.", "", samples))
        self.field.clear()
        self._picked = ""
        self._go.setEnabled(False)
        self._names.refresh()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escapes and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else it would leave the page
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            leave(self)
            self.hide()
        else:
            super().keyPressEvent(event)

    def _pick(self, name: str) -> None:
        """Somebody who is known was chosen: it is meant, and need not be asked."""
        self._note(name)
        QTimer.singleShot(0, self, self._give)  # the field gets the name first

    def _note(self, name: str) -> None:
        self._picked = name

    def _give(self) -> None:
        name = self.field.text().strip()
        if name and not self.isHidden():
            leave(self)
            self.hide()
            self.named.emit(name, name == self._picked)
