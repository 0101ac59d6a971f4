"""One stranger: when they were seen, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base import theme
from ui.i18n.words import short
from ui.people.words import ago, upper
from ui.unknowns.model import times
from ui.widgets.avatar import Avatar
from ui.widgets.basics import button, label, named
from ui.widgets.names import KnownNames

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
        self._question = label("", "heading")
        self.yes = button("", self._agree, "primary")
        self._visits = label("", "small")
        self.field = QLineEdit(placeholderText=self.tr("Name"))
        self.field.setAccessibleName(self.tr("Who is it?"))
        self.field.setMaxLength(200)
        self.field.setCompleter(names.completer(self.field))
        self.give = button(
            self.tr("Remember"),
            self._give,
            "primary",
            "",
            keys.tip("name", self.tr("Also past visits get the name")),
        )
        self.give.setEnabled(False)
        self.ignore = button(self.tr("Ignore"), self.ignored.emit, "", "close", keys.tip("ignore"))
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
        column.addWidget(self._question)
        column.addWidget(self.yes)
        column.addLayout(row)
        column.addWidget(label(self.tr("All these visits get the name. Name only people who agreed."), "small"))
        column.addSpacing(6)
        column.addWidget(label(self.tr("Seen"), "heading"))
        column.addWidget(self._visits)
        column.addStretch(1)
        column.addWidget(label(self.tr("A poster, a passer-by? Ignored, they stay out of this list."), "small"))
        column.addWidget(self.ignore)

    def show_group(self, group: Group, picture: QPixmap | None) -> None:
        """A name that is being written stays as long as it is about the same stranger."""
        if self.group is None or not set(group.ids) & set(self.group.ids):
            self.field.clear()
        self.group = group
        self._avatar.show_person("", picture)
        self._title.setText(self.tr("Seen {times}").format(times=times(group)))
        asked = group.perhaps
        self._question.setText(self.tr("Is it {name}?").format(name=asked) if asked else self.tr("Who is it?"))
        self.yes.setVisible(bool(asked))
        self.yes.setText(self.tr("Yes, {name}").format(name=asked))
        self.field.setPlaceholderText(self.tr("Another name") if asked else self.tr("Name"))
        lines = [_line(visit) for visit in group.visits[:SHOWN]]
        if len(group.visits) > SHOWN:
            lines.append(self.tr("and %Ln times before", "", len(group.visits) - SHOWN))
        self._visits.setText("\n".join(lines))

    def _give(self) -> None:
        """Enter without a name is a yes."""
        if name := self.field.text().strip():
            self.name_given.emit(name)
        else:
            self._agree()

    def _agree(self) -> None:
        if self.group is not None and self.group.perhaps:
            self.name_given.emit(self.group.perhaps)


def _line(visit: Stranger) -> str:
    return f"{upper(ago(visit.started))}, {short(visit.source)}"
