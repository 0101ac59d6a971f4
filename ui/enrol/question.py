"""The one question of an enrolment: is this somebody who is here already?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.enrol.saving import Doubt
from ui.parts.basics import button, label


class Question(QFrame):
    answered = Signal(object, bool)
    """The `Doubt`, and whether it is that person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._doubt: Doubt | None = None
        self._words = label()
        self._yes = button("", lambda: self._answer(True), "primary")
        self._no = button("", lambda: self._answer(False))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._yes)
        column.addWidget(self._no)
        self.hide()

    @property
    def doubt(self) -> Doubt | None:
        """The one that waits for an answer."""
        return self._doubt

    def ask(self, doubt: Doubt) -> None:
        self._doubt = doubt
        self._words.setText(doubt.sentence)
        self._yes.setText(f"Add to {doubt.name}")
        self._no.setText("No, this is somebody else")
        self.setAccessibleName(doubt.sentence)
        self.show()

    def dismiss(self) -> None:
        self._doubt = None
        self.hide()

    def _answer(self, same: bool) -> None:
        doubt = self._doubt
        self.dismiss()
        if doubt is not None:
            self.answered.emit(doubt, same)
