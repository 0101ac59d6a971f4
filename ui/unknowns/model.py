"""The strangers as a list model, with pictures that are fetched when they are first painted."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from facecam.store import visits as sightings
from ui.base.control import Control
from ui.i18n.language import plural
from ui.people.words import ago
from ui.unknowns.groups import Groups
from ui.widgets.pictures import Pictures, with_damage

if TYPE_CHECKING:
    from facecam.store.unknowns import Group

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    GROUP = Qt.ItemDataRole.UserRole + 1
    """`Group`."""


class UnknownsModel(QAbstractListModel):
    changing = Signal()
    """The list is about to be another."""
    loaded = Signal()
    """The list is that of the database."""

    def __init__(self, control: Control, groups: Groups, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = groups
        self._groups: tuple[Group, ...] = ()
        self.pictures = Pictures(control, "a visit, row", sightings.picture, self)
        self.pictures.arrived.connect(self._show)
        groups.changed.connect(self._take)
        if groups.found is not None:
            self._groups = groups.found.groups

    @property
    def asked(self) -> bool:
        """The database has answered once, or never will."""
        return self._source.found is not None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._groups):
            return None
        group = self._groups[index.row()]
        if role == Role.GROUP:
            return group
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self.tr("Somebody seen {times}, last seen {ago}")
            words = words.format(times=times(group), ago=ago(group.last))
            return words if group.picture is None else with_damage(words, self.pictures.seen(group.picture))
        if role == Qt.ItemDataRole.DecorationRole:
            return None if group.picture is None else self.pictures.get(group.picture)
        return None

    def row_of(self, visits: frozenset[int]) -> int:
        """The first group that holds one of these visits; -1 where none does."""
        return next((row for row, one in enumerate(self._groups) if visits & set(one.ids)), -1)

    def like(self, group: Group) -> Group | None:
        """The group that may be the same person."""
        found = self._source.found
        at = next((at for at, one in enumerate(found.groups) if one == group), None) if found is not None else None
        if found is None or at is None or (other := found.nearest(at)) is None:
            return None
        return found.groups[other]

    def _take(self) -> None:
        found = () if self._source.found is None else self._source.found.groups
        if found != self._groups:
            self.changing.emit()
            self._replace(found)
        self.loaded.emit()

    def _replace(self, found: tuple[Group, ...]) -> None:
        """Where groups only go, the others keep their places."""
        left = set(found)
        gone = [row for row, one in enumerate(self._groups) if one not in left]
        if tuple(one for one in self._groups if one in left) == found:
            for row in reversed(gone):
                self.beginRemoveRows(QModelIndex(), row, row)
                self._groups = self._groups[:row] + self._groups[row + 1 :]
                self.endRemoveRows()
            return
        self.beginResetModel()
        self._groups = found
        self.pictures.drop_missing()
        self.endResetModel()

    def _show(self, picture: int) -> None:
        for row, group in enumerate(self._groups):
            if group.picture == picture:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


def times(group: Group) -> str:
    """How often somebody was seen."""
    return plural("%Ln times", "", len(group.visits))
