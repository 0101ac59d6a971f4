"""The tables of an enrolment from files: the people, and what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from ui.enrol.entry import Entry, Refused, Stage
from ui.i18n.words import whole
from ui.widgets.table import NOWHERE, Index, RowsModel
from ui.widgets.tooltip import as_tooltip


class PeopleTable(RowsModel):
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

    def states(self) -> dict[str, str]:
        """All that may stand in the last column, by what it is about; the column has room for each."""
        return {
            "complaint": self.tr("Not saved"),
            "doubt": self.tr("Who is it?"),
            "none": self.tr("No good picture"),
            "nameless": self.tr("Name is missing"),
            "ready": self.tr("Ready"),
            "known": self.tr("Ready to add"),
            Stage.WAITING: self.tr("Waiting"),
            Stage.LOOKING: self.tr("Looking..."),
            Stage.SAVING: self.tr("Saving..."),
            Stage.SAVED: self.tr("Enrolled"),
        }

    def _state(self, entry: Entry) -> str:
        states = self.states()
        if entry.complaint:
            return states["complaint"]
        if entry.doubt is not None:
            return states["doubt"]
        if entry.stage is not Stage.LOOKED:
            return states[entry.stage]
        if not entry.taken:
            return states["none"]
        if not entry.name.strip():
            return states["nameless"]
        return states["ready" if entry.person is None else "known"]


class RefusedTable(RowsModel):
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
