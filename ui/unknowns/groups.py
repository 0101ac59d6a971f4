"""The strangers in groups, kept up to date while nobody looks: the page that shows them has nothing to wait for."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.base.control import Control

if TYPE_CHECKING:
    from facecam.identity.clustering import Grouping
    from facecam.store.database import Database
    from facecam.store.unknowns import Grouped

FIRST_MS = 3_000
"""The window's first seconds belong to the picture."""

LOOK_MS, QUIET_MS = 2_000, 15_000
"""The database is looked at this often while the page is open, and while it is not: visits end by themselves."""


class Groups(QObject):
    changed = Signal()
    """`found` is another."""

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.found: Grouped | None = None
        """None before they were compared once."""
        self.able = True
        """Faces can be compared: there are a model and a database."""
        self._grouping: Grouping | None = None
        """Of the background's thread alone."""
        self._space = ""
        self._revision: int | None = None
        self._busy = False
        self._stale = False
        """Something was changed while faces were being compared."""
        self._look = QTimer(self, interval=QUIET_MS)
        self._look.timeout.connect(self._refresh)
        self._look.start()
        self._first = QTimer(self, singleShot=True, interval=FIRST_MS)
        self._first.timeout.connect(self.reload)
        control.bridge.runtime_changed.connect(self._begin)
        control.news.connect(self._follow)
        control.settings_changed.connect(self._follow)

    def watch(self, on: bool) -> None:
        """The page is open, or not any more."""
        self._look.setInterval(LOOK_MS if on else QUIET_MS)
        if on:
            self.reload()

    def reload(self) -> None:
        """Ask the database, and group what it says."""
        runtime = self._control.bridge.runtime
        if runtime is None:
            return
        if runtime.recognizer is None or runtime.matcher is None:
            if runtime.problems:  # else they are being opened
                self._not_able()
            return
        if self._busy:
            self._stale = True
            return
        self.able, self._busy, self._stale = True, True, False
        embedder, matcher = runtime.recognizer.embedder, runtime.matcher

        def compare(database: Database) -> Grouped:
            from facecam.identity.clustering import Grouping
            from facecam.store.unknowns import load_strangers

            if self._grouping is None or self._space != embedder.space:
                self._grouping, self._space = Grouping(), embedder.space
            strangers = load_strangers(database, embedder.space, embedder.dimension)
            return strangers.grouped(matcher, self._grouping)

        self._control.later(compare, self._take, self._fail)

    def drop(self, visits: Collection[int]) -> None:
        """These were named or ignored: their groups are gone at once, before all is compared again."""
        from facecam.store.unknowns import Grouped

        if self.found is None:
            return
        gone = set(visits)
        stay = [at for at, group in enumerate(self.found.groups) if not gone.issuperset(group.ids)]
        if len(stay) < len(self.found.groups):
            groups = tuple(self.found.groups[at] for at in stay)
            crowding = self.found.crowding[stay]
            self.found = Grouped(groups, self.found.faces[stay], crowding, self.found.asked)
            self.changed.emit()

    def take_out(self, visits: Collection[int]) -> None:
        """These faces are somebody else than the rest of their group."""
        if (grouping := self._grouping) is not None:
            self._control.later(lambda _: grouping.separate(visits), lambda _: self.reload())

    def _begin(self) -> None:
        if self.found is None and not self._busy and not self._first.isActive():
            self._first.start()

    def _follow(self) -> None:
        """Of what is still to be compared for the first time no news is of interest."""
        if self.found is not None or not self.able:
            self.reload()

    def _refresh(self) -> None:
        """Load anew where the database has changed since."""
        runtime = self._control.bridge.runtime
        if runtime is not None and runtime.database is not None and not self._busy:
            self._control.later(lambda database: database.revision(), self._compare)

    def _compare(self, revision: int) -> None:
        if revision != self._revision:
            self._revision = revision
            self.reload()

    def _take(self, found: Grouped) -> None:
        self._busy = False
        if self._stale:
            self.reload()
            return
        self.found = found
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        self._control.fail(error)

    def _not_able(self) -> None:
        from facecam.store.unknowns import Grouped

        self.able = False
        self.found = Grouped()
        self.changed.emit()
