"""All keys on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.keys import KEYS
from ui.parts.basics import button, label


class Overview(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(7)
        columns = (("Live picture", "Pages"), ("Everywhere", "People"))
        for column, groups in enumerate(columns):
            row = 0
            for group in groups:
                heading = label(group, "heading", wrap=False)
                heading.setContentsMargins(0, 10 if row else 0, 0, 2)
                grid.addWidget(heading, row, column * 2, 1, 2)
                row += 1
                for key in (key for key in KEYS.values() if key.group == group):
                    cap = label(key.keys, wrap=False)
                    cap.setProperty("role", "key")
                    grid.addWidget(cap, row, column * 2, Qt.AlignmentFlag.AlignLeft)
                    grid.addWidget(label(key.words, wrap=False), row, column * 2 + 1)
                    row += 1
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(28, 24, 28, 20)
        column_.setSpacing(18)
        column_.addLayout(grid)
        column_.addWidget(button("Close", self.accept), 0, Qt.AlignmentFlag.AlignRight)
