"""Who came, in words and now and then: the live region of the picture."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from facecam.base.types import FrameResult, State
from ui.i18n.words import count

EVERY_MS = 3_000
"""Between two sentences, at least: who comes meanwhile is in the next one."""
AWAY = 15.0
"""Seconds out of sight after which somebody comes again. A head that turns is not told anew each time."""


class Arrivals(QObject):
    """Follows the results of the source that is looked at."""

    said = Signal(str)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen: dict[int, float] = {}
        """By person: when they were in the picture last."""
        self._strangers: dict[int, float] = {}
        """By how many were in the picture at a time: when that was last."""
        self._most = 0
        """Of them, of late."""
        self._names: dict[int, str] = {}
        """Who came, and was not told yet."""
        self._unknown = 0
        self._pause = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._pause.timeout.connect(self._tell)

    def see(self, result: FrameResult) -> None:
        now = self._clock()
        here = 0
        for decision in result.decisions:
            if decision.state is State.KNOWN and decision.person is not None and decision.name:
                if now - self._seen.get(decision.person, -AWAY) >= AWAY:
                    self._names[decision.person] = decision.name
                self._seen[decision.person] = now
            here += decision.state is State.UNKNOWN
        if here:
            self._strangers[here] = now
        self._strangers = {count: last for count, last in self._strangers.items() if now - last < AWAY}
        most = max(self._strangers, default=0)
        self._unknown = max(self._unknown, most - self._most)
        self._most = most
        if (self._names or self._unknown) and not self._pause.isActive():
            self._tell()

    def forget(self) -> None:
        """Another source."""
        for known in (self._seen, self._strangers, self._names):
            known.clear()
        self._most = self._unknown = 0

    def _tell(self) -> None:
        if not (self._names or self._unknown):
            return
        who = list(self._names.values())
        if self._unknown:
            who.append(count(self._unknown, "unknown face"))
        self._names, self._unknown = {}, 0
        self._pause.start()
        self.said.emit(self.tr("Now in the picture: {people}").format(people=", ".join(who)))
