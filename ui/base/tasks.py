"""Work off the GUI thread: one thread that does one thing after the other and posts what came of it."""

from __future__ import annotations

import functools
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from facecam.base.errors import FacecamError

log = logging.getLogger(__name__)

T = TypeVar("T")


class Worker(QObject):
    """Runs functions in order in a thread of its own; their outcome arrives in the thread that made the worker."""

    failed = Signal(Exception)
    """What went wrong in a function that was run without an `on_error`."""

    _finished = Signal(object)
    _passed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._passed.connect(self._call_only, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name=f"facecam-{name}", daemon=True)
        self._closed = False
        self._unanswered = 0
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether all that it was asked for has been answered."""
        return not self._unanswered

    def run(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], Any] | None = None,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Call `function` in the worker's thread, then one of the others here, where this is called. Ignored after
        `close`."""

        def work() -> None:
            try:
                value = function()
            except Exception as error:
                if not isinstance(error, FacecamError):
                    log.exception("a defect: %s", error)
                self._post(functools.partial(on_error or self.failed.emit, error))
            else:
                self._post(functools.partial(on_done or _nothing, value))

        if not self._closed:
            self._unanswered += 1
            self._queue.put(work)

    def pass_through(self, then: Callable[[], Any]) -> None:
        """Call here after what was asked for so far; it is not waited for itself."""
        if not self._closed:
            self._queue.put(lambda: self._passed.emit(then))

    def close(self, timeout: float) -> bool:
        """End after what was asked for so far; False when that takes longer than `timeout` seconds."""
        self._closed = True
        self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _post(self, outcome: Callable[[], Any]) -> None:
        if not self._closed:
            self._finished.emit(outcome)

    def _work(self) -> None:
        while (work := self._queue.get()) is not None:
            work()

    @Slot(object)
    def _call(self, outcome: Callable[[], Any]) -> None:
        self._unanswered -= 1
        self._call_only(outcome)

    @Slot(object)
    def _call_only(self, outcome: Callable[[], Any]) -> None:
        if not self._closed and is_there(outcome):
            outcome()


def is_there(outcome: Callable[..., Any]) -> bool:
    """Whether the page or dialog that asked is; it may have been closed since, and to answer it would crash."""
    method = outcome.func if isinstance(outcome, functools.partial) else outcome
    asked = getattr(method, "__self__", None), *_within(method)
    return all(not isinstance(one, QObject) or isValid(one) for one in asked)


def _within(function: Callable[..., Any]) -> Iterator[object]:
    """What a function within a method, a lambda mostly, has from around it: whoever asked is among that."""
    for cell in getattr(function, "__closure__", None) or ():
        with suppress(ValueError):  # nothing is in it yet
            yield cell.cell_contents


def _nothing(value: object) -> None:
    pass


class Deadline:
    """The seconds that are left of some."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())
