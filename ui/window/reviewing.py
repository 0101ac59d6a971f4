"""After a correction: which past visits would be decided otherwise now? Asked in the background, and offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.base.control import Control

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.store.database import Database
    from facecam.tasks.redecision import Redecision


class Reviewing(QObject):
    found = Signal(object)
    """`Redecision`: past visits that the newest change, a correction, decides otherwise."""

    def __init__(self, control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self._control, self._window = control, parent
        self._newest: int | None = None
        """The newest change of this window that is in force."""
        control.edited.connect(self._edited)
        control.taken_back.connect(self._taken_back)

    def review(self) -> None:
        """Whichever correction is the newest: its past visits, or that there are none."""

        def show(found: Redecision) -> None:
            if found.visits:
                self.open(found)
            else:
                self._control.said.emit(self.tr("No past visit would be decided otherwise now."))

        self._ask(None, show)

    def open(self, found: Redecision) -> None:
        from ui.history.redecided import PastVisits  # the store, for which no first picture waits

        PastVisits(self._control, found, self._window).open()

    def _edited(self, change: Change) -> None:
        from facecam.operations import NotThisPerson, ThisPerson

        self._newest = change.operation
        asked = change.kind in (NotThisPerson.kind, ThisPerson.kind) and QApplication.activeModalWidget() is None
        if asked and change.operation is not None:
            self._ask(change.operation, self._offer)

    def _taken_back(self, change: Change) -> None:
        self._newest = None

    def _offer(self, found: Redecision) -> None:
        """Unless something else was done meanwhile."""
        if found.visits and found.operation == self._newest:
            self.found.emit(found)

    def _ask(self, correction: int | None, then: Callable[[Redecision], None]) -> None:
        runtime = self._control.bridge.runtime
        if runtime is None:
            return

        def work(database: Database) -> Redecision:
            from facecam.tasks.redecision import redecided

            return redecided(database, runtime.need_matcher(), correction)

        self._control.later(work, then)
