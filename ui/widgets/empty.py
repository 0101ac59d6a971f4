"""What a page says where there is nothing to be shown yet: a title, a line, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.widgets.basics import button, label


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
        column.addStretch(3)
        self._column = column
        for way in ways:
            self.add(way)
        if ways:
            self.setFocusProxy(ways[0])

    def add(self, way: QPushButton) -> None:
        """One more button, below the others."""
        self._column.insertWidget(self._column.count() - 1, way, 0, Qt.AlignmentFlag.AlignCenter)

    def say(self, title: str, why: str) -> None:
        self.title.setText(title)
        self.why.setText(why)


class NoVisits(Empty):
    """Where visits would be: they are waited for before the picture, or have to be noted first."""

    watch_asked = Signal()
    """Show the live picture."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        watch, note = self.tr("Show the live picture"), self.tr("Note visits from now on")
        self.watch = button(watch, self.watch_asked.emit, "primary", "live", keys.tip("live"))
        self.note = button(note, lambda: control.change(keep_sightings=True), "primary", "history")
        for way in (self.watch, self.note):
            self.add(way)

    def offer(self, some: bool = True) -> None:
        """The way that fits the settings; none without `some`."""
        kept = self._control.settings.keep_sightings
        self.watch.setVisible(some and kept)
        self.note.setVisible(some and not kept and not self._control.safe)
        self.setFocusProxy(self.watch if kept else self.note)
