"""Work off the GUI thread, and signals that cannot flood it."""

import sys
import threading
import time
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject

from facecam.base.errors import InputError
from facecam.capture.mailbox import Mailbox
from ui.base.bridge import Relay
from ui.base.control import Control
from ui.base.tasks import Worker

pytestmark = pytest.mark.usefixtures("no_thread_left")


def test_outcomes_come_in_order_and_in_this_thread(qtbot: Any) -> None:
    worker = Worker("test")
    here: list[tuple[int, threading.Thread]] = []
    there: list[threading.Thread] = []

    def work(number: int) -> int:
        there.append(threading.current_thread())
        return number

    for number in range(5):
        worker.run(partial(work, number), lambda value: here.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: len(here) == 5)
    assert [value for value, _ in here] == [0, 1, 2, 3, 4]
    assert {thread for _, thread in here} == {threading.current_thread()}
    assert threading.current_thread() not in there
    assert worker.close(1.0)


def test_errors_go_to_whoever_asked_else_to_everybody(qtbot: Any) -> None:
    worker = Worker("test")
    mine: list[Exception] = []

    def fail() -> None:
        raise InputError("No", "Do it otherwise")

    worker.run(fail, on_error=mine.append)
    with qtbot.waitSignal(worker.failed) as blocker:
        worker.run(fail)
    assert str(mine[0]) == str(blocker.args[0]) == "No. Do it otherwise."
    assert worker.close(1.0)


def test_whoever_was_closed_since_gets_no_answer(qtbot: Any) -> None:
    """A dialog that is gone would crash on its first word."""
    worker, answers = Worker("test"), list[int]()

    class Asker(QObject):
        def hear(self, value: int) -> None:
            self.setObjectName(str(value))
            answers.append(value)

        def ask(self, value: int) -> None:
            worker.run(lambda: value, lambda found: self.hear(found))

    gone, here = Asker(), Asker()
    worker.run(lambda: 1, gone.hear)
    gone.ask(2)
    worker.run(lambda: 3, here.hear)
    here.ask(4)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: 4 in answers)
    assert answers == [3, 4]
    assert worker.close(1.0)


def test_settled_is_what_has_answered_what_answers_asked_for(control: Control, qtbot: Any) -> None:
    """Twice at a time, too; a page must not go while an answer to it is on its way."""
    order: list[str] = []

    def answered(_: object) -> None:
        order.append("first")
        control.compute(lambda: None, lambda _: control.run(lambda: None, lambda _: order.append("last")))

    control.run(lambda: None, answered)
    control.settle(lambda: order.append("settled"))
    control.settle(lambda: order.append("settled"))
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["first", "last", "settled", "settled"]


def test_what_is_asked_before_the_database_is_open_waits_for_it(control: Control, qtbot: Any) -> None:
    """A page that is opened early did nothing wrong."""
    runtime: Any = control.bridge.runtime
    database, runtime.database = runtime.database, None
    answers: list[object] = []
    failures: list[str] = []
    control.failed.connect(failures.append)
    control.read(lambda found: found, answers.append)
    control.later(lambda found: found, answers.append)
    passed: list[bool] = []
    control.settle(lambda: passed.append(True))
    qtbot.waitUntil(lambda: bool(passed))
    assert not answers and not failures
    control.bridge.runtime_changed.emit()
    assert not answers, "it is not open yet"
    runtime.database = database
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: answers == [database, database])
    assert not failures


def test_a_worker_that_hangs_does_not_hold_up_the_end(qtbot: Any) -> None:
    done: list[object] = []
    worker, gate = Worker("test"), threading.Event()
    worker.run(gate.wait, done.append)
    start = time.monotonic()
    assert not worker.close(0.1)
    assert time.monotonic() - start < 2
    gate.set()
    qtbot.wait(50)
    assert done == []


def test_a_flood_becomes_the_newest(qtbot: Any) -> None:
    parent = QObject()
    seen: list[int] = []
    relay = Relay(seen.append, parent)
    relay.mailbox = Mailbox(relay.notify)
    signals: list[int] = []
    relay._arrived.connect(lambda: signals.append(1))

    def flood() -> None:
        assert relay.mailbox is not None
        for number in range(1000):
            relay.mailbox.put(number)

    thread = threading.Thread(target=flood)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: seen == [999])
    assert len(signals) == 1
    relay.mailbox.put(1000)
    qtbot.waitUntil(lambda: seen == [999, 1000])


def test_a_signal_does_not_use_up_the_interpreter(qtbot: Any) -> None:
    """PySide6 6.12.0 gives a reference to True away with each signal; Python 3.11 dies of it within seconds."""
    worker = Worker("test")
    before = sys.getrefcount(True)
    for _ in range(300):
        worker.failed.emit(ValueError())
    assert before - sys.getrefcount(True) < 150
    assert worker.close(1.0)


def test_a_source_that_was_left_says_nothing_more(qtbot: Any) -> None:
    parent = QObject()
    seen: list[int] = []
    relay = Relay(seen.append, parent)
    mailbox: Mailbox[int] = Mailbox(relay.notify)
    relay.mailbox = mailbox
    mailbox.put(1)
    relay.mailbox = None
    qtbot.wait(30)
    assert seen == []
