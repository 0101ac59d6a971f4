"""The strangers as a list model, with pictures that are fetched when they are first painted."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from facecam.store import visits as sightings
from ui.base.control import Control
from ui.i18n.language import plural
from ui.people.words import ago
from ui.widgets.pictures import Pictures, with_damage

if TYPE_CHECKING:
    from facecam.store.unknowns import Group, Strangers

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    GROUP = Qt.ItemDataRole.UserRole + 1
    """`Group`."""


class UnknownsModel(QAbstractListModel):
    loaded = Signal()
    """The list is that of the database."""

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._groups: list[Group] = []
        self._pictures = Pictures(control, "a visit, row", sightings.picture, self)
        self._pictures.arrived.connect(self._show)
        self._revision: int | None = None
        self.asked = False
        """The database has answered once, or never will."""
        self.able = True
        """Faces can be compared: there are a model and a database."""

    def refresh(self) -> None:
        """Load anew where the database has changed since."""
        self._control.read(lambda database: database.revision(), self._compare)

    def reload(self) -> None:
        """Ask the database, and group what it says, both in their threads."""
        from facecam.store.unknowns import load_strangers

        runtime = self._control.bridge.runtime
        if runtime is None:
            return
        if runtime.recognizer is None or runtime.matcher is None:
            if runtime.problems:  # else they are being opened
                self.able = False
                self._take([])
            return
        self.able = True
        embedder, matcher = runtime.recognizer.embedder, runtime.matcher

        def group(strangers: Strangers) -> None:
            self._control.compute(lambda: strangers.groups(matcher), self._take)

        self._control.read(lambda database: load_strangers(database, embedder.space, embedder.dimension), group)

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
            return words if group.picture is None else with_damage(words, self._pictures.seen(group.picture))
        if role == Qt.ItemDataRole.DecorationRole:
            return None if group.picture is None else self._pictures.get(group.picture)
        return None

    def row_of(self, visits: frozenset[int]) -> int:
        """The group that holds one of these visits; -1 where none does."""
        return next((row for row, one in enumerate(self._groups) if visits & set(one.ids)), -1)

    def _compare(self, revision: int) -> None:
        if revision != self._revision:
            self._revision = revision
            self.reload()

    def _take(self, found: list[Group]) -> None:
        self.asked = True
        if found != self._groups:
            self.beginResetModel()
            self._groups = found
            self._pictures.drop_missing()
            self.endResetModel()
        self.loaded.emit()

    def _show(self, picture: int) -> None:
        for row, group in enumerate(self._groups):
            if group.picture == picture:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


def times(group: Group) -> str:
    """How often somebody was seen."""
    return plural("%Ln times", "", len(group.visits))
