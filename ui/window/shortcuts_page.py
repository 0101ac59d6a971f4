"""All keys on one page."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.widgets.basics import button, label

Groups = list[tuple[str, list[tuple[str, str]]]]
"""Heading, and the keys under it with what they do."""


class ShortcutsPage(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        listed = [(key.group, (keys.written(name), key.words)) for name, key in keys.overview().items()]
        groups: Groups = [
            (group, [row for _, row in rows]) for group, rows in groupby(listed, key=lambda row: row[0])
        ]
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(_column(groups[:2]))
        columns.addLayout(_column(groups[2:]))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 20)
        whole.setSpacing(18)
        whole.addLayout(columns)
        whole.addWidget(button(self.tr("Close"), self.accept), 0, Qt.AlignmentFlag.AlignRight)


def _column(groups: Groups) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for group, rows in groups:
        heading = label(group, "heading", wrap=False)
        heading.setContentsMargins(0, 10 if grid.count() else 0, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for key, words in rows:
            cap = label(key, wrap=False)
            cap.setProperty("role", "key")
            row = grid.rowCount()
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words, wrap=False), row, 1)
    column = QVBoxLayout()
    column.addLayout(grid)
    column.addStretch()
    return column
