"""All keys on one page."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.widgets.basics import button, label

HIGHEST = 640
"""Pixels; what is higher is scrolled."""

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
        columns.setSpacing(24)
        columns.addLayout(_column(groups[:2]))
        columns.addLayout(_column(groups[2:]))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 20)
        whole.setSpacing(18)
        inside = QWidget()
        inside.setLayout(columns)
        columns.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(inside.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        whole.addWidget(scroll, 1)
        whole.addWidget(button(self.tr("Close"), self.accept), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(self.sizeHint().width(), min(inside.sizeHint().height() + 110, HIGHEST))


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
