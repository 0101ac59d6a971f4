"""The tables of an enrolment from files: the people, and what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.enrol.entry import Entry, Refused, Stage
from ui.i18n.words import whole
from ui.widgets.tooltip import as_tooltip

Index = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()


class _Table(QAbstractTableModel):
    """Rows under headings; what stands in a cell is the matter of each table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def heads(self) -> tuple[str, ...]:
        raise NotImplementedError

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.heads()[section]
        return None

    def _replace(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()


class PeopleTable(_Table):
    def heads(self) -> tuple[str, ...]:
        return self.tr("Person"), self.tr("Taken"), self.tr("State")

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self._replace(entries)
        self._places = {id(entry): row for row, entry in enumerate(entries)}

    def refresh(self, entry: Entry) -> None:
        row = self._places[id(entry)]
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.heads()) - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry: Entry = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (entry.name.strip() or self.tr("Who is it?"), whole(len(entry.taken)), self._state(entry))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(f"{self._state(entry)}: {entry.summary}")
        return None

    def _state(self, entry: Entry) -> str:
        if entry.complaint:
            return self.tr("Not saved")
        if entry.doubt is not None:
            return self.tr("Who is it?")
        if entry.stage is Stage.LOOKED:
            if not entry.taken:
                return self.tr("No good picture")
            if not entry.name.strip():
                return self.tr("Name is missing")
            return self.tr("Ready") if entry.person is None else self.tr("Ready to add")
        return {
            Stage.WAITING: self.tr("Waiting"),
            Stage.LOOKING: self.tr("Looking..."),
            Stage.SAVING: self.tr("Saving..."),
            Stage.SAVED: self.tr("Enrolled"),
        }[entry.stage]


class RefusedTable(_Table):
    def heads(self) -> tuple[str, ...]:
        return self.tr("Refused"), self.tr("Where"), self.tr("Why")

    def show_rows(self, rows: list[Refused]) -> None:
        """Rows are only ever added while one person is looked at: the scrolled place is kept."""
        old = self._rows
        if rows[: len(old)] == old and len(rows) > len(old):
            self.beginInsertRows(NOWHERE, len(old), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows != old:
            self._replace(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row: Refused = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.name, row.where, row.reason)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(f"{row.file}\n{row.reason}")
        return None


def table(model: QAbstractTableModel, words: str, widths: tuple[int, ...]) -> QTableView:
    """A view of whole rows; the last column takes the room that is left."""
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(words)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    head = made.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStretchLastSection(True)
    for column, width in enumerate(widths):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        made.setColumnWidth(column, width)
    return made
