"""What a page says where there is nothing to be shown yet: a title, a line, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.parts.basics import label


class Empty(QWidget):
    def __init__(self, title: str = "", why: str = "", *ways: QPushButton) -> None:
        """`ways`: buttons that get something here; the first one gets the focus."""
        super().__init__()
        self.title, self.why = label(title, "large"), label(why, "muted")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for words in (self.title, self.why):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        for way in ways:
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        if ways:
            self.setFocusProxy(ways[0])

    def say(self, title: str, why: str) -> None:
        self.title.setText(title)
        self.why.setText(why)
