"""Who is looked at next: nobody twice at a time, nobody never, new faces a little earlier."""

from __future__ import annotations

import threading
import time

import pytest
from helpers.waiting import wait_for

from facecam.pipeline.scheduler import HEAD_START, Scheduler


class Source:
    """Something to do since a moment; does it for a while."""

    def __init__(self, name: str, done: list[str], *, since: float | None = None, takes: float = 0.0) -> None:
        self.name = name
        self.since = since
        self.is_eager = False
        self.left = 1
        self.at_a_time = 0
        self.most = 0
        self._done, self._takes = done, takes
        self._lock = threading.Lock()

    def waits(self) -> float | None:
        return self.since

    def eager(self) -> bool:
        return self.is_eager

    def step(self) -> bool:
        with self._lock:
            self.at_a_time += 1
            self.most = max(self.most, self.at_a_time)
        time.sleep(self._takes)
        self._done.append(self.name)
        self.left -= 1
        with self._lock:
            self.at_a_time -= 1
        return self.left > 0


class Gate(Source):
    """Holds the only thread until it is opened, so that the others are all there."""

    def __init__(self) -> None:
        super().__init__("gate", [], since=0.0)
        self.opened = threading.Event()

    def step(self) -> bool:
        self.opened.wait(20)
        return False


def order(*sources: Source) -> list[str]:
    """In which they are looked at by one thread."""
    scheduler, gate = Scheduler(1), Gate()
    scheduler.add(gate)
    for one in sources:
        scheduler.add(one)
    gate.opened.set()
    for one in sources:
        assert scheduler.wait_gone(one, 20)
    return sources[0]._done


def test_who_has_waited_longest_is_next_and_a_new_face_a_little_earlier() -> None:
    done: list[str] = []
    now = time.monotonic()
    late, early, new = (Source(name, done, since=now - waited) for name, waited in
                        (("late", 1.0), ("early", 2.0), ("new", 2.0 - HEAD_START / 2)))  # fmt: skip
    new.is_eager = True
    assert order(late, early, new) == ["new", "early", "late"]


def test_a_new_face_lets_nobody_starve() -> None:
    done: list[str] = []
    now = time.monotonic()
    old, new = Source("old", done, since=now - 1.0), Source("new", done, since=now - 1.0 + 2 * HEAD_START)
    new.is_eager = True
    assert order(old, new) == ["old", "new"]


def test_a_source_is_looked_at_by_one_thread_at_a_time_and_several_at_once() -> None:
    done: list[str] = []
    scheduler = Scheduler(4)
    sources = [Source(str(i), done, since=0.0, takes=0.01) for i in range(3)]
    for one in sources:
        one.left = 20
        scheduler.add(one)
    for one in sources:
        assert scheduler.wait_gone(one, 20)
        assert one.most == 1
    assert len(done) == 60 and len(set(done[:6])) > 1


def test_what_has_nothing_to_do_waits_until_it_is_woken() -> None:
    done: list[str] = []
    scheduler, idle = Scheduler(2), Source("idle", done)
    scheduler.add(idle)
    assert not scheduler.wait_gone(idle, 0.1) and not done
    idle.since = time.monotonic()
    scheduler.wake()
    assert scheduler.wait_gone(idle, 20) and done == ["idle"]


def test_a_defect_of_one_source_ends_it_alone(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    class Broken(Source):
        def step(self) -> bool:
            raise ZeroDivisionError

    scheduler = Scheduler(1)
    broken, well = Broken("broken", done, since=0.0), Source("well", done, since=1.0)
    scheduler.add(broken)
    scheduler.add(well)
    assert scheduler.wait_gone(broken, 20) and scheduler.wait_gone(well, 20)
    assert done == ["well"] and "a defect in the recognition of broken" in caplog.text


def test_no_thread_is_left_when_the_last_source_has_gone() -> None:
    before = threading.active_count()
    scheduler = Scheduler(3)
    for i in range(5):
        scheduler.add(Source(str(i), [], since=0.0))
    wait_for(lambda: threading.active_count() == before)
