"""The people as a list model, with pictures that are fetched when they are first painted."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from facecam.store import people
from facecam.store.names import fold
from facecam.store.people import PersonInfo
from ui.base.control import Control
from ui.people.words import seen
from ui.widgets.pictures import Pictures, with_damage
from ui.widgets.tooltip import as_tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    PERSON = Qt.ItemDataRole.UserRole + 1
    """`PersonInfo`."""


class PeopleModel(QAbstractListModel):
    loaded = Signal()
    """The list is that of the database."""

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._people: list[PersonInfo] = []
        self._rows: dict[int, int] = {}
        self._pictures = Pictures(control, "person", people.best_picture, self)
        self._pictures.arrived.connect(self._show)
        self.asked = False
        """The database has answered once."""

    def reload(self) -> None:
        """Ask the database; what has not changed keeps its row and its picture."""
        self._control.read(people.list_people, self._take)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._people):
            return None
        person = self._people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return person.name
        if role == Role.PERSON:
            return person
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(person.id)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = with_damage(f"{person.name}, {seen(person)}", self._pictures.seen(person.id))
            return as_tooltip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None

    def groups(self) -> list[str]:
        """All groups that somebody is in."""
        names = {fold(group): group for one in self._people for group in one.groups}
        return [names[key] for key in sorted(names)]

    def row_of(self, person: int) -> int:
        """-1 where that person is not in the list."""
        return self._rows.get(person, -1)

    def _take(self, found: list[PersonInfo]) -> None:
        self.asked = True
        before = {one.id: (one.templates, one.portrait) for one in self._people}
        for one in found:
            if before.get(one.id) not in (None, (one.templates, one.portrait)):
                self._pictures.drop(one.id)
        if [one.id for one in found] == [one.id for one in self._people]:
            changed = [row for row, one in enumerate(found) if one != self._people[row]]
            self._people = found
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        else:
            self.beginResetModel()
            self._people = found
            self._rows = {one.id: row for row, one in enumerate(found)}
            self._pictures.drop_missing()
            self.endResetModel()
        self.loaded.emit()

    def _show(self, person: int) -> None:
        if (row := self.row_of(person)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])
