"""Attendance: of each day and person when first, when last, and how long altogether."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from facecam.store.attendance import Attendance
from ui.history import words
from ui.i18n.words import whole
from ui.widgets.table import Index, RowsModel
from ui.widgets.tooltip import as_tooltip

PERSON = Qt.ItemDataRole.UserRole + 1
"""`Attendance`."""


class DaysTable(RowsModel):
    def heads(self) -> tuple[str, ...]:
        return (
            self.tr("Day"), self.tr("Person"), self.tr("First"), self.tr("Last"), self.tr("Altogether"),
            self.tr("Visits"),
        )  # fmt: skip

    def show_days(self, days: Sequence[Attendance]) -> None:
        if list(days) != self._rows:
            self._replace(days)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one: Attendance = self._rows[index.row()]
        if role == PERSON:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                words.day(one.day), one.name, f"{one.first:%H:%M:%S}", f"{one.last:%H:%M:%S}", long(one.seconds),
                whole(one.visits),
            )[index.column()]  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            said = self.tr("Two cameras at once count once; double-click shows the visits")
            return as_tooltip(f"{one.name}\n{said}")
        return None


def long(seconds: float) -> str:
    """Hours, minutes and seconds."""
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"
