"""Who it was after all: one field, and Enter."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facecam.store.visits import VisitInfo
from ui.base import theme
from ui.history import words
from ui.widgets.basics import button, label
from ui.widgets.names import KnownNames


class Naming(QDialog):
    name_given = Signal(str)

    def __init__(self, visit: VisitInfo, names: KnownNames, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who was it?"))
        self.setFixedWidth(theme.scaled(400))
        self.field = QLineEdit(visit.name or "", placeholderText=self.tr("Name"))
        self.field.setAccessibleName(self.tr("Who was it?"))
        self.field.setMaxLength(200)
        self.field.setCompleter(names.completer(self.field))
        self.field.selectAll()
        self._go = button(self.tr("Remember"), self._give, "primary")
        self._go.setEnabled(False)
        self.field.textChanged.connect(
            lambda text: self._go.setEnabled(bool(text.strip()) and text.strip() != visit.name)
        )
        self.field.returnPressed.connect(self._give)
        learnt = (
            self.tr("The face of this visit becomes a sample of that person.")
            if visit.face
            else self.tr("No face was kept of this visit: only the name changes.")
        )
        if visit.name is not None and visit.face:
            learnt += " " + self.tr("Faces like it are not {name} any more.").format(name=visit.name)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Who was it?"), "large"))
        column.addWidget(label(f"{words.describe(visit)}.", "muted"))
        column.addWidget(self.field)
        column.addWidget(label(learnt, "small"))
        column.addLayout(row)

    def _give(self) -> None:
        if self._go.isEnabled():
            self.accept()
            self.name_given.emit(self.field.text().strip())
