"""What was told, or waits to be, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from facecam.events.outbox import DELIVERED, DROPPED, FAILED, WAITING, LogEntry
from ui.i18n.core import said
from ui.i18n.dates import date_of
from ui.i18n.words import in_short, whole
from ui.widgets.table import Index, RowsModel
from ui.widgets.tooltip import as_tooltip


class ToldTable(RowsModel):
    def heads(self) -> tuple[str, ...]:
        return self.tr("When"), self.tr("Told"), self.tr("Where"), self.tr("State")

    def show_entries(self, entries: Sequence[LogEntry]) -> None:
        """The scrolled place is kept where nothing is new."""
        if list(entries) != self._rows:
            self._replace(entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry: LogEntry = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._moment(entry), self._told(entry), entry.shown, self._state(entry))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            problem = f": {said(entry.problem)}" if entry.problem is not None else ""
            return as_tooltip(f"{self._told(entry)}\n{self._state(entry)}{problem}")
        return None

    def _moment(self, entry: LogEntry) -> str:
        local = entry.moment.astimezone()
        return f"{date_of(local.date(), with_year=False)}, {local:%H:%M:%S}"

    def _told(self, entry: LogEntry) -> str:
        words = in_short(entry.told)
        return f"{words} ({whole(entry.times)})" if entry.times > 1 else words

    def _state(self, entry: LogEntry) -> str:
        words = {
            WAITING: self.tr("waits"),
            DELIVERED: self.tr("told"),
            FAILED: self.tr("given up"),
            DROPPED: self.tr("dropped: too many waited"),
        }[entry.state]
        return f"{words}: {said(entry.problem)}" if entry.problem is not None else words
