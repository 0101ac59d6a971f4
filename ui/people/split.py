"""Some samples are somebody else's: the name of that person, new or known."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.basics import button, label, leave
from ui.widgets.names import KnownNames, NameField


class Split(QFrame):
    named = Signal(str, bool)
    """Who it is, and whether that name was chosen among those who are known."""

    def __init__(self, names: KnownNames, parent: QWidget | None = None) -> None:
        """`names`: offered as one types."""
        super().__init__(parent)
        self._names = names
        self.setProperty("card", True)
        self._words = label()
        self.field = NameField(names)
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.setAccessibleName(self.tr("Name of the other person"))
        # Somebody who is known was chosen: it is meant. The field gets the name first.
        self.field.completer().activated.connect(lambda _: QTimer.singleShot(0, self, self._give))
        self._go = button(self.tr("Move"), self._give, "primary")
        self.field.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._enter)
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

    def _enter(self) -> None:
        """The one who is offered stands in the field first: half a name is soon somebody new."""
        if not self.field.complete_only():
            self._give()

    def _give(self) -> None:
        if self.field.name and not self.isHidden():
            leave(self)
            self.hide()
            self.named.emit(self.field.name, self.field.picked)
