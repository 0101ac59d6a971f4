"""All keys on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.keys import KEYS
from ui.parts.basics import button, label


class Overview(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        columns = QHBoxLayout()
        columns.setSpacing(40)
        columns.addLayout(_column("Live picture", "Pages"))
        columns.addLayout(_column("Everywhere", "People", "History and unknowns"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 24, 28, 20)
        whole.setSpacing(18)
        whole.addLayout(columns)
        whole.addWidget(button("Close", self.accept), 0, Qt.AlignmentFlag.AlignRight)


def _column(*groups: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    for group in groups:
        heading = label(group, "heading", wrap=False)
        heading.setContentsMargins(0, 10 if column.count() else 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, 104)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(key for key in KEYS.values() if key.group == group):
            cap = label(key.keys, wrap=False)
            cap.setProperty("role", "key")
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(key.words, wrap=False), row, 1)
        column.addWidget(heading)
        column.addLayout(grid)
    column.addStretch()
    return column
