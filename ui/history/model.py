"""The visits as a list model, fetched page by page as one scrolls, so that a million of them are no burden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from facecam.store import visits as sightings
from facecam.store.visits import EVERYTHING, Filter, VisitInfo, list_visits
from ui.base.control import Control
from ui.history import words
from ui.history.clip import read_clip
from ui.widgets.pictures import Pictures, with_damage
from ui.widgets.tooltip import as_tooltip

FEW = 20
"""Visits that leave the list one by one; with more of them it is another list, shown from its top."""

PAGE = 200
"""Visits that are fetched at a time."""

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    VISIT = Qt.ItemDataRole.UserRole + 1
    """`VisitInfo`."""
    LIKENESS = Qt.ItemDataRole.UserRole + 3
    """How alike the visit is to the face that is looked for; None where none is."""
    NEW_DAY = Qt.ItemDataRole.UserRole + 2
    """Whether the row above is of another day, or there is none."""


class HistoryModel(QAbstractListModel):
    loaded = Signal()
    """The first page is there."""

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.filter = EVERYTHING
        self.likeness: Mapping[int, float] = {}
        """Of the visits of the face that is looked for, by their numbers."""
        self._visits: list[VisitInfo] = []
        self._pictures = Pictures(control, "a visit, row", sightings.picture, self)
        self._pictures.arrived.connect(self._show)
        self._more = False
        self._fetching = False
        self._revision: int | None = None
        self._asked = 0
        """Counts reloads: answers to older questions are not wanted any more."""
        self.answered = False
        """The database has answered once."""

    def show_only(self, which: Filter) -> None:
        if which != self.filter:
            self.filter = which
            self.reload()

    def refresh(self) -> None:
        """Load anew where the database has changed since."""
        self._control.read(lambda database: database.revision(), self._compare)

    def reload(self) -> None:
        """Ask for as much as is shown now, from the top."""
        self._asked += 1
        asked, which, limit = self._asked, self.filter, max(len(self._visits), PAGE)
        self._fetching = True
        self._control.read(
            lambda database: list_visits(database, which, limit=limit),
            lambda found: self._take(asked, found, len(found) == limit),
            lambda error: self._failed(asked, error),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visits)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        asked, which, last = self._asked, self.filter, self._visits[-1]
        self._fetching = True
        self._control.read(
            lambda database: list_visits(database, which, before=last, limit=PAGE),
            lambda found: self._append(asked, found),
            lambda error: self._failed(asked, error),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._visits):
            return None
        row = index.row()
        visit = self._visits[row]
        if role == Role.VISIT:
            return visit
        if role == Role.LIKENESS:
            return self.likeness.get(visit.id)
        if role == Role.NEW_DAY:
            return row == 0 or words.local_day(self._visits[row - 1].started) != words.local_day(visit.started)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._with_damage(words.describe(visit), visit)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(self._with_damage(f"{words.describe(visit)}\n{visit.source}", visit))
        if role == Qt.ItemDataRole.DecorationRole:
            return None if visit.picture is None else self._pictures.get(visit.picture)
        return None

    def _with_damage(self, said: str, visit: VisitInfo) -> str:
        return said if visit.picture is None else with_damage(said, self._pictures.seen(visit.picture))

    def read_clip(self, visit: int, on_done: Callable[[list[tuple[float, QImage]]], None]) -> None:
        """The pictures of a visit's clip with their seconds; none where it is gone."""
        self._control.read(lambda database: read_clip(database, visit), on_done)

    def row_of(self, visit: int) -> int:
        """-1 where it was not fetched."""
        return next((row for row, one in enumerate(self._visits) if one.id == visit), -1)

    def _compare(self, revision: int) -> None:
        if revision != self._revision:
            self._revision = revision
            self.reload()

    def _take(self, asked: int, found: list[VisitInfo], more: bool) -> None:
        if asked != self._asked:
            return
        self.answered = True
        self._fetching = False
        self._more = more
        if [one.id for one in found] == [one.id for one in self._visits]:
            changed = [row for row, one in enumerate(found) if one != self._visits[row]]
            self._visits = found
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        else:
            self._replace(found)
        self.loaded.emit()

    def _replace(self, found: list[VisitInfo]) -> None:
        """New visits come on top, and few go that do not fit any more: what is shown stays where it is."""
        here = {one.id for one in found}
        gone = [row for row, one in enumerate(self._visits) if one.id not in here]
        for row in reversed(gone if len(gone) <= FEW else []):
            self.beginRemoveRows(QModelIndex(), row, row)
            self._visits = self._visits[:row] + self._visits[row + 1 :]
            self.endRemoveRows()
        new = 0
        first = self._visits[0].id if self._visits else None
        while new < len(found) and found[new].id != first:
            new += 1
        both = min(len(found) - new, len(self._visits))
        if both and [one.id for one in found[new : new + both]] == [one.id for one in self._visits[:both]]:
            if both < len(self._visits):
                self.beginRemoveRows(QModelIndex(), both, len(self._visits) - 1)
                self._visits = self._visits[:both]
                self.endRemoveRows()
                self._more = True
            if new:
                self.beginInsertRows(QModelIndex(), 0, new - 1)
                self._visits = found[: new + both]
                self.endInsertRows()
            if new + both < len(found):
                self.beginInsertRows(QModelIndex(), new + both, len(found) - 1)
            self._visits = found
            if new + both < len(found):
                self.endInsertRows()
            self.dataChanged.emit(self.index(0), self.index(len(found) - 1))
        else:
            self.beginResetModel()
            self._visits = found
            self.endResetModel()

    def _append(self, asked: int, found: list[VisitInfo]) -> None:
        if asked != self._asked:
            return
        self._fetching = False
        self._more = len(found) == PAGE
        if found:
            self.beginInsertRows(QModelIndex(), len(self._visits), len(self._visits) + len(found) - 1)
            self._visits = self._visits + found
            self.endInsertRows()

    def _failed(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self._fetching = self._more = False
        self._control.fail(error)

    def _show(self, _: int) -> None:
        if self._visits:
            last = self.index(len(self._visits) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])
