"""The one question wherever somebody gets a name: is this somebody who is here already?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.base.control import Control
from ui.enrol.saving import Doubt, same_name
from ui.widgets.avatar import Avatar
from ui.widgets.basics import button, label
from ui.widgets.pictures import read_jpeg


class Question(QFrame):
    answered = Signal(object, bool)
    """The `Doubt`, and whether it is that person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._doubt: Doubt | None = None
        self._go: Callable[[int | None, bool], None] | None = None
        self._avatar = Avatar(52)
        self._words = label()
        self._yes = button("", lambda: self._answer(True), "primary")
        self._no = button("", lambda: self._answer(False))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._avatar)
        head.addWidget(self._words, 1)
        column.addLayout(head)
        column.addWidget(self._yes)
        column.addWidget(self._no)
        self.setFocusProxy(self._yes)
        self.hide()

    @property
    def doubt(self) -> Doubt | None:
        """The one that waits for an answer."""
        return self._doubt

    def ask(self, doubt: Doubt, control: Control, yes: str = "") -> None:
        """`yes`: the words of the button, with {name}.

        `control`: to fetch the picture of the person who may be meant, where one is kept.
        """
        from facecam.store.people import best_picture

        self._doubt = doubt
        self._avatar.show_person(doubt.name)
        control.read(lambda database: best_picture(database, doubt.person), lambda jpeg: self._show(doubt, jpeg))
        self._words.setText(doubt.sentence)
        self._yes.setText((yes or self.tr("Add to {name}")).format(name=doubt.name))
        self._no.setText(self.tr("No, this is somebody else"))
        self.setAccessibleName(doubt.sentence)
        self.show()

    def ask_name(self, name: str, control: Control, yes: str, go: Callable[[int | None, bool], None]) -> None:
        """Whether who is called so already is meant: `go(person, new)` with the one who is, or with whether it is
        somebody new of that name; at once where nobody has it. `yes`: as of `ask`."""

        def checked(doubt: Doubt | None) -> None:
            if doubt is None:
                go(None, False)
            elif isValid(self):
                self.ask(doubt, control, yes)
                self._go = go
                self.setFocus()

        control.read(lambda database: same_name(database, name), checked)

    def dismiss(self) -> None:
        self._doubt = self._go = None
        self.hide()

    def _show(self, doubt: Doubt, jpeg: bytes | None) -> None:
        if doubt is self._doubt:
            self._avatar.show_person(doubt.name, read_jpeg(jpeg, f"person {doubt.person}"))

    def _answer(self, same: bool) -> None:
        doubt, go = self._doubt, self._go
        self.dismiss()
        if doubt is not None and go is not None:
            go(doubt.person if same else None, not same)
        elif doubt is not None:
            self.answered.emit(doubt, same)
