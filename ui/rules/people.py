"""Of whom a rule tells: groups and people in a list, each to be ticked, the ticked ones first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from facecam.store.names import fold
from facecam.store.people import PersonInfo, list_people
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon

CHOICE = Qt.ItemDataRole.UserRole
"""A person's number, or a group's name."""


class PeopleChoice(QWidget):
    changed = Signal()

    def __init__(self, control: Control, persons: Sequence[int], groups: Sequence[str] = ()) -> None:
        super().__init__()
        self._chosen: list[int | str] = [*groups, *persons]
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the people and groups"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._find)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Whom it is about"))
        self.list.setFixedHeight(theme.scaled(120))
        self.list.itemChanged.connect(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list)
        control.read(list_people, self._fill)

    @property
    def persons(self) -> tuple[int, ...]:
        return tuple(one for one in self._chosen if isinstance(one, int))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(one for one in self._chosen if isinstance(one, str))

    def _fill(self, people: list[PersonInfo]) -> None:
        if not isValid(self):  # closed, while they were read
            return
        known = {person.id for person in people}
        self._chosen = [one for one in self._chosen if isinstance(one, str) or one in known]
        # A group that nobody is in any more can still be taken out.
        named = {fold(group): group for one in people for group in one.groups}
        named |= {fold(group): group for group in self.groups}
        choices: list[tuple[int | str, str]] = [
            (named[key], self.tr("Everybody of {group}").format(group=named[key])) for key in sorted(named)
        ]
        for person in sorted(people, key=lambda one: fold(one.name)):
            own = f" ({person.external_id})" if person.external_id else ""
            choices.append((person.id, f"{person.name}{own}"))
        with QSignalBlocker(self.list):
            for choice, words in sorted(choices, key=lambda one: one[0] not in self._chosen):
                item = QListWidgetItem(words, self.list)
                item.setData(CHOICE, choice)
                ticked = choice in self._chosen
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._find(self.search.text())
        self.changed.emit()

    def _find(self, text: str) -> None:
        wanted = fold(text.strip())
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in fold(item.text()))

    def _tick(self, item: QListWidgetItem) -> None:
        choice = item.data(CHOICE)
        self._chosen = [one for one in self._chosen if one != choice]
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen.append(choice)
        self.changed.emit()
