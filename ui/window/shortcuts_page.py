"""All keys on one page."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.widgets.basics import button, label

HIGHEST = 640
"""Pixels; what is higher is scrolled."""

BESIDE = 56
"""Pixels left and right of it."""

FRAME = QSize(20, 60)
"""What the system lays around a window."""

Groups = list[tuple[str, list[tuple[str, str]]]]
"""Heading, and the keys under it with what they do."""


class ShortcutsPage(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        listed = [(key.group, (keys.written(name), key.words)) for name, key in keys.overview().items()]
        groups: Groups = [
            (group, [row for _, row in rows]) for group, rows in groupby(listed, key=lambda row: row[0])
        ]
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
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
        whole.addWidget(scroll, 1)
        whole.addWidget(button(self.tr("Close"), self.accept), 0, Qt.AlignmentFlag.AlignRight)
        room = parent.screen().availableSize() - FRAME
        around = scroll.verticalScrollBar().sizeHint().width() + BESIDE
        if inside.sizeHint().width() + around > room.width():
            columns.setDirection(QBoxLayout.Direction.TopToBottom)
        scroll.setMinimumWidth(inside.sizeHint().width() + around - BESIDE)
        self.resize(self.sizeHint().width(), min(inside.sizeHint().height() + 110, HIGHEST, room.height()))


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
