"""After a correction: which past visits would be decided otherwise now? Asked in the background, and offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
        self._left: frozenset[int] = frozenset()
        """Visits of it that were shown and are to stay as they are."""
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

        dialog = PastVisits(self._control, found, self._window)
        dialog.left.connect(self._leave)
        dialog.open()

    def _leave(self, visits: frozenset[int]) -> None:
        self._left |= visits

    def _edited(self, change: Change) -> None:
        from facecam.operations import NotThisPerson, ThisPerson

        if change.operation != self._newest:
            self._newest, self._left = change.operation, frozenset()
        asked = change.kind in (NotThisPerson.kind, ThisPerson.kind) and QApplication.activeModalWidget() is None
        if asked and change.operation is not None:
            self._ask(change.operation, self._offer)

    def _taken_back(self, change: Change) -> None:
        self._newest = None

    def _offer(self, found: Redecision) -> None:
        """Unless something else was done meanwhile. What was left before is not offered again."""
        visits = tuple(one for one in found.visits if one.visit.id not in self._left)
        if visits and found.operation == self._newest:
            self.found.emit(replace(found, visits=visits))

    def _ask(self, correction: int | None, then: Callable[[Redecision], None]) -> None:
        runtime = self._control.bridge.runtime
        if runtime is None:
            return

        def work(database: Database) -> Redecision:
            from facecam.tasks.redecision import redecided

            return redecided(database, runtime.need_matcher(), correction)

        self._control.later(work, then)
