"""The thread that delivers one rule's notifications, one after the other, each until it has arrived.

Every rule has its own, so that a target that is down or slow delays no other. Programs that share a database take
turns: who delivers holds the rule for a few seconds at a time (`outbox.hold`), and a program that was killed is
followed by another one, or by itself when it starts again.
"""

from __future__ import annotations

import logging
import math
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from facecam.base.errors import FacecamError, RefusedError
from facecam.events import outbox
from facecam.events.payload import example, payload
from facecam.events.rules import target_of
from facecam.events.sinks.opening import open_sink
from facecam.events.sinks.sink import TIMEOUT, Sink
from facecam.events.targets import Target
from facecam.store.database import Database

log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two looks at what other programs let wait."""
HELD = TIMEOUT + 5.0
"""Seconds that a program may deliver alone before others may go on in its place."""

HOLDER = uuid.uuid4().hex
"""This program among those that share a database."""


def try_target(target: Target) -> None:
    """Send a target an example. Raises `FacecamError` with what is wrong."""
    sink = open_sink(target)
    values = example()
    try:
        sink.send(values, values["id"])
    finally:
        sink.close()


class Delivery:
    """Delivers what one rule lets wait, in a thread of its own."""

    def __init__(self, rule: int, database: Callable[[], Database | None]) -> None:
        self.rule = rule
        self._database = database
        self._sink: Sink | None = None
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._said = ""
        self._held = -math.inf
        """Until when no other program delivers."""
        self._thread = threading.Thread(target=self._run, name=f"facecam-rule-{rule}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something new waits."""
        self._wake.set()

    def stop(self, timeout: float) -> bool:
        """What is being sent is let end; False where that took longer than `timeout` seconds."""
        self._stopping.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(max(timeout, 0.0))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait = self._deliver()
            except FacecamError as error:  # the database's; the receiver's are noted in it
                self._complain(error)
                wait = POLL
            except Exception:
                log.exception("a defect in the delivery of rule %d", self.rule)
                wait = POLL * 10
            self._wake.wait(wait)
            self._wake.clear()
        if self._sink is not None:
            self._sink.close()

    def _deliver(self) -> float:
        """Deliver the next one, if it is due; how many seconds the one after it may wait."""
        database = self._database()
        if database is None or (what := outbox.head(database, self.rule)) is None:
            return POLL
        early = (what.due - datetime.now(UTC)).total_seconds()
        if early > 0:
            return min(early, POLL)
        if (now := time.monotonic()) > self._held - TIMEOUT:  # sending may take as long
            if not outbox.hold(database, self.rule, HOLDER, HELD):
                return POLL
            self._held = now + HELD
            # Looked at again, for another program may have delivered it before this one took over.
            if (what := outbox.head(database, self.rule)) is None:
                return POLL
        try:
            if self._sink is None:
                self._sink = open_sink(target_of(database, self.rule))
            self._sink.send(payload(database, what), what.key)
        except FacecamError as error:
            given_up = outbox.missed(database, what, error.message, refused=isinstance(error, RefusedError))
            self._complain(error)
            return 0.0 if given_up else POLL
        self._said = ""
        outbox.delivered(database, what)
        return 0.0

    def _complain(self, error: FacecamError) -> None:
        """Into the log, once."""
        if str(error) != self._said:
            self._said = str(error)
            log.warning("rule %d: %s", self.rule, error)
