"""Words over the picture: what the source is doing when it gives no pictures, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QVBoxLayout, QWidget

from ui.i18n.language import translate
from ui.widgets.basics import Kind, button, clear, label

SIDE = 28
"""Pixels to the left and right of what is said."""

BORDER = 1
"""Pixels that the style sheet draws around a card."""

Action = tuple[str, Callable[[], Any], Kind]


def title(state: str, source: str) -> str:
    """What a source is doing that gives no pictures."""
    if state == "opening":
        return translate("Overlay", "Opening {source}...").format(source=source)
    if state == "reconnecting":
        return translate("Overlay", "The picture was lost. Trying again...")
    if state == "ended":
        return translate("Overlay", "{source} has ended").format(source=source)
    return translate("Overlay", "There is no picture")


class Overlay(QFrame):
    """A card in the middle of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setProperty("card", True)
        self._title = label(role="large")
        self._text = label(role="muted")
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 24, SIDE, 24)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._row)
        self._said: object = None
        self.hide()

    def say(self, title: str, text: str, actions: tuple[Action, ...] = ()) -> None:
        if (title, text, [words for words, _, _ in actions]) != self._said:
            self._said = (title, text, [words for words, _, _ in actions])
            self._title.setText(title)
            self._text.setText(text)
            self._text.setVisible(bool(text))
            self.setAccessibleName(f"{title}. {text}")
            clear(self._row)
            self._row.addStretch()
            for words, act, kind in actions:
                self._row.addWidget(button(words, act, kind))
            self._row.addStretch()
        self.show()
        self.place()
        QTimer.singleShot(0, self, self.place)  # new buttons know their size only when they were polished

    def place(self) -> None:
        """Keep to the middle; called when the parent changes its size."""
        around = self._around
        buttons = [one.sizeHint().width() for one in self.findChildren(QPushButton) if not one.isHidden()]
        needed = sum(buttons) + max(len(buttons) - 1, 0) * self._row.spacing() + 2 * (SIDE + BORDER)
        width = min(max(480, needed), around.width() - 40)
        across = QBoxLayout.Direction.LeftToRight if needed <= width else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across)
        self._column.invalidate()
        height = max(self._column.heightForWidth(width - 2 * BORDER), 0) + 2 * BORDER
        self.setGeometry((around.width() - width) // 2, (around.height() - height) // 2, width, height)
