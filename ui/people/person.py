"""One person: name, what is kept, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from facecam.store.people import PersonInfo
from ui import keys, theme
from ui.parts.avatar import Avatar
from ui.parts.basics import button, label, named
from ui.parts.nameedit import NameEdit
from ui.parts.words import count
from ui.people.words import ago, day


class PersonPanel(QWidget):
    renamed = Signal(int, str)
    add_samples = Signal(int, str)
    removed = Signal(int)
    forget = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("panel", self)
        self.setFixedWidth(theme.scaled(316))
        self.person: PersonInfo | None = None
        self._avatar = Avatar(112)
        self.name = NameEdit()
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name.renamed.connect(lambda name: self._act(lambda p: self.renamed.emit(p.id, name)))
        self._facts = {words: label("", wrap=True) for words in ("Last seen", "Samples", "Enrolled", "Consent")}
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for words, value in self._facts.items():
            form.addRow(label(words, "muted", wrap=False), value)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 20)
        column.setSpacing(12)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.name)
        column.addSpacing(6)
        column.addLayout(form)
        column.addSpacing(10)
        column.addWidget(button("Add samples", lambda: self._act(lambda p: self.add_samples.emit(p.id, p.name)), "",
                                "enrol", "More poses make a face safer to tell"))  # fmt: skip
        column.addWidget(button("Rename", self.name.edit, "", "pen", keys.tip("rename")))
        column.addStretch()
        column.addWidget(button("Remove", lambda: self._act(lambda p: self.removed.emit(p.id)), "", "",
                                keys.tip("remove", "Can be undone for 30 days")))  # fmt: skip
        column.addWidget(button("Forget for good...", lambda: self._act(lambda p: self.forget.emit(p.id, p.name)),
                                "danger", "", "Delete everything about this person; asks first"))  # fmt: skip

    def show_person(self, person: PersonInfo, picture: QPixmap | None) -> None:
        self.person = person
        self._avatar.show_person(person.name, picture)
        self.name.show_name(person.name)
        seen = ago(person.last_seen) if person.last_seen is not None else "not yet"
        self._facts["Last seen"].setText(seen.capitalize())
        self._facts["Samples"].setText(count(person.templates, "sample"))
        self._facts["Enrolled"].setText(day(person.created))
        self._facts["Consent"].setText(person.consent or "Nothing is noted")

    def _act(self, act: Callable[[PersonInfo], Any]) -> None:
        if self.person is not None:
            act(self.person)
