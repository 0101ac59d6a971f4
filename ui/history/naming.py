"""Who it was after all: one field, and Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from facecam.store.visits import VisitInfo
from ui.base import theme
from ui.base.control import Control
from ui.enrol.question import Question
from ui.history import words
from ui.i18n.words import count
from ui.widgets.agreement import AgreementFields
from ui.widgets.basics import button, label
from ui.widgets.names import KnownNames, NameField


class Naming(QDialog):
    name_given = Signal(str, object, object, bool)
    """With the `Agreement`, or None where none is asked for; the number of who is meant, or None; and whether it is
    somebody new, whoever else has the name."""

    def __init__(self, control: Control, visits: Sequence[VisitInfo], names: KnownNames, parent: QWidget) -> None:
        super().__init__(parent)
        visit = visits[0]
        known = {one.name for one in visits}
        name = self._before = (visit.name or "") if len(known) == 1 else ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Who was it?"))
        self.setFixedWidth(theme.scaled(400))
        self._control = control
        self.field = NameField(names)
        self.field.setText(name)
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.setAccessibleName(self.tr("Who was it?"))
        self.field.selectAll()
        self._go = button(self.tr("Remember"), self._give, "primary")
        self._go.setEnabled(False)
        self.question = Question()
        self.agreement = AgreementFields()
        self.agreement.changed.connect(self._typed)
        self.agreement.purpose.returnPressed.connect(self._give)
        self.agreement.show_where_wanted(control)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._give)
        some = any(one.face for one in visits)
        if len(visits) > 1:
            learnt = (
                self.tr("Their most different faces become samples of that person.")
                if some
                else self.tr("No face was kept of these visits: only the name changes.")
            )
        elif some:
            learnt = self.tr("The face of this visit becomes a sample of that person.")
        else:
            learnt = self.tr("No face was kept of this visit: only the name changes.")
        if name and some:
            learnt += " " + self.tr("Faces like it are not {name} any more.").format(name=name)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Who was it?"), "large"))
        about = f"{words.describe(visit)}." if len(visits) == 1 else count(len(visits), "visit")
        column.addWidget(label(about, "muted"))
        column.addWidget(self.field)
        column.addWidget(self.question)
        column.addWidget(self.agreement)
        column.addWidget(label(learnt, "small"))
        column.addLayout(row)

    def _typed(self) -> None:
        self.question.dismiss()
        name = self.field.name
        self._go.setEnabled(bool(name) and name != self._before and self.agreement.complete)

    def _give(self) -> None:
        if not self._go.isEnabled():
            return
        name, agreed = self.field.name, self.agreement.agreed()

        def go(person: int | None = None, new: bool = False) -> None:
            if isValid(self):
                self.accept()
                self.name_given.emit(name, agreed, person, new)

        if self.field.picked:
            go()
        else:
            self.question.ask_name(name, self._control, self.tr("Yes, {name}"), go)
