"""One person of an enrolment from files: name, pictures, the question, what was refused, and how it went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.base.control import Control
from ui.enrol.cards import VerdictView
from ui.enrol.entry import Entry, Stage, merge
from ui.enrol.question import Question
from ui.enrol.tables import RefusedTable
from ui.enrol.thumbs import Thumbs
from ui.enrol.verdict import Verdict
from ui.widgets.basics import label
from ui.widgets.names import KnownNames
from ui.widgets.table import table


class FilePart(QWidget):
    renamed = Signal(object, str)
    """`Entry` and what is typed."""
    confirmed = Signal()
    """Enter in the name."""
    answered = Signal(object, object, bool)
    """`Entry`, `Doubt`, and whether it is that person."""
    removed = Signal(object, object)
    """`Entry` and `Taken`."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        self.entry: Entry | None = None
        self.name = QLineEdit(placeholderText=self.tr("Name of the person"))
        self.name.setAccessibleName(self.tr("Name of the person"))
        self.name.setMaxLength(200)
        self.name.setCompleter(KnownNames(control, self).completer(self.name))
        self._summary = label("")
        self.complaint = label("", "problem")
        self.thumbs = Thumbs(44)
        self.question = Question()
        self.told = VerdictView()
        self.model = RefusedTable(self)
        self._refused = table(self.model, self.tr("Refused pictures"), (170, 170))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.name, self._summary, self.complaint, self.thumbs, self.question, self.told):
            column.addWidget(widget)
        column.addWidget(self._refused, 1)
        column.addStretch()
        self.name.textEdited.connect(self._typed)
        self.name.returnPressed.connect(self.confirmed)
        self.question.answered.connect(self._answer)
        self.thumbs.removed.connect(self._remove)

    def show_entry(self, entry: Entry) -> None:
        if entry is not self.entry:
            self.entry = entry
            self.told.hide()
            self.question.dismiss()
        if self.name.text() != entry.name:
            self.name.setText(entry.name)
        done = entry.stage in (Stage.SAVING, Stage.SAVED)
        self.name.setReadOnly(done or entry.person is not None)
        self._summary.setText(self._words(entry))
        self.complaint.setText(entry.complaint)
        self.complaint.setVisible(bool(entry.complaint))
        self.thumbs.show_taken(entry.taken)
        self.thumbs.setVisible(bool(entry.taken))
        self.thumbs.setEnabled(entry.stage is Stage.LOOKED)
        if entry.doubt is None:
            self.question.dismiss()
        elif entry.doubt is not self.question.doubt:
            self.question.ask(entry.doubt, self._control)
        rows = merge(entry.refused)
        self.model.show_rows(rows)
        self._refused.setColumnHidden(1, not any(row.where for row in rows))
        self._refused.setVisible(bool(rows))

    def show_verdict(self, entry: Entry, verdict: Verdict) -> None:
        if entry is self.entry:
            self.told.show_verdict(verdict, entry.name, len(entry.taken))
            self.told.show()

    def _words(self, entry: Entry) -> str:
        if entry.stage is Stage.LOOKED and entry.person is not None:
            words = self.tr("{summary}. They are added to {name}, who is enrolled already.")
            return words.format(summary=entry.summary, name=entry.name)
        return f"{entry.summary}."

    def _typed(self, text: str) -> None:
        if self.entry is not None:
            self.renamed.emit(self.entry, text)

    def _answer(self, doubt: object, same: bool) -> None:
        if self.entry is not None:
            self.answered.emit(self.entry, doubt, same)

    def _remove(self, taken: object) -> None:
        if self.entry is not None:
            self.removed.emit(self.entry, taken)
