"""Hand-over between threads."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.capture.mailbox import BoundedQueue, Mailbox

ACTIONS = st.lists(st.one_of(st.integers(), st.just("take")))


@given(ACTIONS)
def test_a_mailbox_keeps_only_the_newest(actions: list[int | str]) -> None:
    mailbox: Mailbox[int] = Mailbox()
    newest, dropped = None, 0
    for action in actions:
        if action == "take":
            assert mailbox.take() == newest
            newest = None
        else:
            assert isinstance(action, int)
            dropped += newest is not None
            mailbox.put(action)
            newest = action
    assert mailbox.dropped == dropped
    assert mailbox.take() == newest


@given(ACTIONS, st.integers(1, 5))
def test_a_queue_keeps_the_order_and_counts_what_did_not_fit(actions: list[int | str], size: int) -> None:
    queue: BoundedQueue[int] = BoundedQueue(size)
    model: list[int] = []
    dropped = 0
    for action in actions:
        if action == "take":
            assert queue.take() == (model.pop(0) if model else None)
        else:
            assert isinstance(action, int)
            queue.put(action)
            if len(model) < size:
                model.append(action)
            else:
                dropped += 1
    assert queue.dropped == dropped
    assert [queue.take() for _ in model] == model
    assert queue.take() is None


def test_a_queue_without_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="slot"):
        BoundedQueue(0)


def test_no_listener_steals_from_another() -> None:
    """Two threads drain a mailbox each: each sees ever newer values, and the very last one."""
    boxes = [Mailbox[int]() for _ in range(2)]
    seen: list[list[int]] = [[], []]

    def drain(number: int) -> None:
        while (value := boxes[number].get()) is not None:
            seen[number].append(value)

    threads = [threading.Thread(target=drain, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for value in range(2000):
        for box in boxes:
            box.put(value)
    for box in boxes:
        box.close()
    for thread in threads:
        thread.join(10)
    for values, box in zip(seen, boxes, strict=True):
        assert values == sorted(set(values))
        assert values[-1] == 1999
        assert len(values) + box.dropped == 2000


def test_close_wakes_who_waits() -> None:
    mailbox: Mailbox[int] = Mailbox()
    got: list[int | None] = []
    waiter = threading.Thread(target=lambda: got.append(mailbox.get()))
    waiter.start()
    mailbox.close()
    waiter.join(10)
    assert got == [None]
    assert mailbox.closed


def test_what_is_inside_at_close_can_be_taken_and_nothing_comes_after() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.close()
    mailbox.put(2)
    assert mailbox.get() == 1
    assert mailbox.get() is None


def test_get_gives_up_after_its_timeout() -> None:
    assert Mailbox[int]().get(timeout=0.001) is None


def test_notify_is_called_after_each_put_when_the_value_is_there() -> None:
    seen: list[int | None] = []
    mailbox: Mailbox[int] = Mailbox(lambda: seen.append(mailbox.take()))
    mailbox.put(1)
    mailbox.put(2)
    assert seen == [1, 2]


def test_a_producer_can_wait_until_its_value_was_taken() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    assert not mailbox.wait_taken(timeout=0.001)
    taker = threading.Thread(target=mailbox.take)
    taker.start()
    assert mailbox.wait_taken(timeout=10)
    taker.join()


def test_a_producer_that_waits_is_let_go_by_close() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    closer = threading.Thread(target=mailbox.close)
    closer.start()
    assert mailbox.wait_taken(timeout=10)
    closer.join()
