"""The one outlet of events in a program: window, command line and server listen here.

What was published last is kept for a while, so that a listener who was cut off can go on where it was
(`Last-Event-ID` of server-sent events).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Sequence

from facecam.capture.mailbox import BoundedQueue
from facecam.events.event import Event

KEPT = 1_000
"""Events that can be had again: hours of a door, minutes of a station."""

QUEUE = 10_000
"""Events that wait for one listener; what does not fit is counted (`BoundedQueue.dropped`)."""


class Outlet:
    """Publish and subscribe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._listeners: tuple[BoundedQueue[Event], ...] = ()
        self.pictures = False
        """Whether somebody wants the faces' pictures with the events. Set by who does."""

    def publish(self, events: Sequence[Event]) -> None:
        """Never blocks."""
        if not events:
            return
        with self._lock:
            self._kept.extend(events)
            listeners = self._listeners
        for listener in listeners:
            for event in events:
                listener.put(event)

    def subscribe(self, after: str | None = None, notify: Callable[[], None] | None = None) -> BoundedQueue[Event]:
        """A queue of one's own for the events from now on.

        `after` is the id of the last event that is known already: those since are put in first; all that are kept,
        where it is among them no more. `notify` is called in the publishing thread after each event.
        """
        queue: BoundedQueue[Event] = BoundedQueue(QUEUE, notify)
        with self._lock:
            if after is not None:
                kept = list(self._kept)
                known = next((i for i, event in enumerate(kept) if event.id == after), -1)
                for event in kept[known + 1 :]:
                    queue.put(event)
            self._listeners += (queue,)
        return queue

    def unsubscribe(self, queue: BoundedQueue[Event]) -> None:
        queue.close()
        with self._lock:
            self._listeners = tuple(one for one in self._listeners if one is not queue)

    def retain(self, known: Callable[[Collection[int]], Collection[int]]) -> None:
        """Keep no event of anybody else: somebody was removed or forgotten. `known(persons)`: who is still here."""
        with self._lock:
            persons = {event.person for event in self._kept if event.person is not None}
        stay = known(persons) if persons else ()
        with self._lock:
            gone = persons.difference(stay)
            left = [event for event in self._kept if event.person not in gone]
            if len(left) != len(self._kept):
                self._kept = deque(left, maxlen=KEPT)
