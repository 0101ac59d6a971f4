"""The pages, down the left side."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.icons import icon
from ui.i18n.language import translate
from ui.widgets.basics import named

LOWEST = 50
"""Pixels of a page's button where the window is low."""


def pages() -> dict[str, str]:
    """Their names in the program, and in words."""
    return {
        "live": translate("Sidebar", "Live"),
        "people": translate("Sidebar", "People"),
        "history": translate("Sidebar", "History"),
        "unknowns": translate("Sidebar", "Unknowns"),
        "verify": translate("Sidebar", "Verify"),
        "rules": translate("Sidebar", "Rules"),
        "models": translate("Sidebar", "Models"),
        "settings": translate("Sidebar", "Settings"),
    }


class Sidebar(QWidget):
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("rail", self)
        said = pages()
        small = QFontMetrics(theme.font(self.font(), 0.92, bold=True))
        wide = max(theme.scaled(68), *(small.horizontalAdvance(words) + 12 for words in said.values()))
        self.setFixedWidth(wide + 16)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for name, words in said.items():
            if name == "settings":
                column.addStretch(1)
            made = QToolButton()
            made.setText(words)
            made.setIcon(icon(name, "muted"))
            made.setIconSize(QSize(24, 24))
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setFixedWidth(wide)
            made.setMinimumHeight(theme.scaled(LOWEST))
            made.setMaximumHeight(theme.scaled(62))
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            made.setToolTip(keys.tip(name))
            made.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(made)
            self._buttons[name] = made
            column.addWidget(made)

    def show_page(self, name: str) -> None:
        self._buttons[name].setChecked(True)
