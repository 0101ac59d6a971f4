"""Who is looked at next: a few recognition threads for many sources, fairly.

A few threads look at frames, however many sources there are: one a source would only take turns in the middle of
their work, which makes every result older and holds each one's memory at the same time. Two a core, for the threads
that decode want the cores too: where there is too much to do, one a core would get the smaller share. A source is
looked at by one thread at a time. The source that has waited longest is next; one with a face that has no name yet
is taken a little earlier than one whose faces are merely followed, so that nobody starves.

Faces of several sources are not embedded together: on the CPU eight in one run take 0.7 to 0.9 of the time of eight
runs (`benchmarks/sources.py` measures it), which is little of a frame's time, and each would wait for the slowest.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import Protocol

log = logging.getLogger(__name__)

HEAD_START = 0.1
"""Seconds by which a source with a new face is taken earlier."""

PER_CORE = 2
"""Recognition threads, at most."""

LOOK = 0.05
"""Seconds between two looks at what is not announced: models that were opened, people who changed."""


class Work(Protocol):
    """One source. `waits` is asked by any thread, `step` is called by one at a time."""

    name: str

    def waits(self) -> float | None:
        """Since when (`time.monotonic()`) there is something to do; None while there is nothing."""

    def eager(self) -> bool:
        """Whether there is a face that has no name yet."""

    def step(self) -> bool:
        """Do the next thing; False once there will be nothing more."""


class Scheduler:
    """The threads that work for all sources; they end when the last source has gone."""

    def __init__(self, threads: int | None = None) -> None:
        self._most = threads or PER_CORE * cores()
        self._lock = threading.Condition()
        self._works: list[Work] = []
        self._busy: set[int] = set()
        """By `id`: those that a thread works for now."""
        self._threads = 0

    def add(self, work: Work) -> None:
        with self._lock:
            self._works.append(work)
            while self._threads < min(self._most, len(self._works)):
                self._threads += 1
                threading.Thread(target=self._run, name="facecam-recognition", daemon=True).start()
            self._lock.notify()

    def wake(self) -> None:
        """Something waits; called in any thread."""
        with self._lock:
            self._lock.notify()

    def wait_gone(self, work: Work, timeout: float) -> bool:
        """Wait until this one has nothing more to do; False when that took longer."""
        with self._lock:
            self._lock.notify_all()
            return self._lock.wait_for(lambda: all(one is not work for one in self._works), timeout)

    def _run(self) -> None:
        while (work := self._next()) is not None:
            goes_on = False
            try:
                goes_on = work.step()
            except Exception:
                log.exception("a defect in the recognition of %s", work.name)
            with self._lock:
                self._busy.discard(id(work))
                if not goes_on:
                    self._works.remove(work)
                    self._lock.notify_all()

    def _next(self) -> Work | None:
        """The work that is most urgent, waited for; None where this thread is needed no more."""
        with self._lock:
            while True:
                if self._threads > len(self._works):
                    self._threads -= 1
                    return None
                free = [work for work in self._works if id(work) not in self._busy]
                waiting = [(since, work) for work in free if (since := work.waits()) is not None]
                if waiting:
                    _, chosen = min(waiting, key=lambda one: one[0] - HEAD_START * one[1].eager())
                    self._busy.add(id(chosen))
                    return chosen
                self._lock.wait(LOOK)


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
