"""One outlet, many listeners; who was cut off goes on where they were."""

from __future__ import annotations

import pytest
from helpers.events import event

from facecam.capture.mailbox import BoundedQueue
from facecam.events import outlet
from facecam.events.event import Event, Kind
from facecam.events.outlet import Outlet


def ids(queue: BoundedQueue[Event]) -> list[str]:
    found = []
    while (one := queue.take()) is not None:
        found.append(one.id)
    return found


def test_every_listener_has_every_event_from_then_on() -> None:
    told, calls = Outlet(), []
    first, second, third = event(), event(), event()
    told.publish([first])
    one, other = told.subscribe(), told.subscribe(notify=lambda: calls.append(1))
    told.publish([second])
    told.unsubscribe(one)
    told.publish([third])
    assert ids(one) == [second.id] and one.closed
    assert ids(other) == [second.id, third.id] and calls == [1, 1]


def test_who_says_what_they_had_last_gets_what_came_since() -> None:
    told = Outlet()
    events = [event() for _ in range(4)]
    told.publish(events)
    assert ids(told.subscribe(after=events[1].id)) == [events[2].id, events[3].id]
    assert ids(told.subscribe(after=events[3].id)) == []
    assert ids(told.subscribe(after="of another day")) == [one.id for one in events]


def test_only_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet, "KEPT", 3)
    told = Outlet()
    events = [event() for _ in range(5)]
    told.publish(events)
    assert ids(told.subscribe(after="none")) == [one.id for one in events[2:]]


def test_a_listener_that_does_not_listen_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet, "QUEUE", 2)
    told = Outlet()
    slow = told.subscribe()
    events = [event() for _ in range(5)]
    told.publish(events)
    assert slow.dropped == 3 and ids(slow) == [one.id for one in events[:2]]


def test_who_was_forgotten_is_kept_no_longer() -> None:
    told = Outlet()
    anna, bo, nobody = event(person=1), event(person=2), event(Kind.UNKNOWN)
    told.publish([anna, bo, nobody])
    told.retain(lambda persons: {2})
    assert ids(told.subscribe(after="none")) == [bo.id, nobody.id]
