"""One stranger: when they were seen, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import keys, theme
from ui.live.sources import short
from ui.parts.avatar import Avatar
from ui.parts.basics import button, label, named
from ui.parts.names import KnownNames
from ui.people.words import ago
from ui.unknowns.model import times

if TYPE_CHECKING:
    from facecam.store.unknowns import Group, Stranger

SHOWN = 8
"""Visits that are listed."""


class UnknownPanel(QWidget):
    name_given = Signal(str)
    ignored = Signal()

    def __init__(self, names: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("panel", self)
        self.setFixedWidth(theme.scaled(316))
        self.group: Group | None = None
        self._avatar = Avatar(112)
        self._title = label("", "large")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._visits = label("", "small")
        self.field = QLineEdit(placeholderText="Name")
        self.field.setAccessibleName("Who is it?")
        self.field.setMaxLength(200)
        self.field.setCompleter(names.completer(self.field))
        self.give = button("Remember", self._give, "primary", "", keys.tip("name", "Also past visits get the name"))
        self.give.setEnabled(False)
        self.ignore = button("Ignore", self.ignored.emit, "", "close", keys.tip("ignore"))
        self.field.textChanged.connect(lambda text: self.give.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._give)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.give)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(label("Who is it?", "heading"))
        column.addLayout(row)
        column.addWidget(label("All these visits get the name. Name only people who agreed.", "small"))
        column.addSpacing(6)
        column.addWidget(label("Seen", "heading"))
        column.addWidget(self._visits)
        column.addStretch(1)
        column.addWidget(label("A poster, a passer-by? Ignored, they stay out of this list.", "small"))
        column.addWidget(self.ignore)

    def show_group(self, group: Group, picture: QPixmap | None) -> None:
        """A name that is being written stays as long as it is about the same stranger."""
        if self.group is None or not set(group.ids) & set(self.group.ids):
            self.field.clear()
        self.group = group
        self._avatar.show_person("", picture)
        self._title.setText(f"Seen {times(group)}")
        lines = [_line(visit) for visit in group.visits[:SHOWN]]
        if len(group.visits) > SHOWN:
            lines.append(f"and {len(group.visits) - SHOWN:,} times before")
        self._visits.setText("\n".join(lines))

    def _give(self) -> None:
        if name := self.field.text().strip():
            self.name_given.emit(name)


def _line(visit: Stranger) -> str:
    return f"{ago(visit.started).capitalize()}, {short(visit.source)}"
