"""Hand-over between threads: one slot where the newest wins, and a bounded queue for recordings."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Channel(Generic[T]):
    """A few slots from any number of producers to one listener. All methods may be called from any thread."""

    def __init__(self, slots: int, notify: Callable[[], None] | None) -> None:
        self._slots = slots
        self._notify = notify
        self._values: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._dropped = 0

    def _make_room(self) -> bool:
        """Called with the lock held when all slots are full; True where the new value may be stored."""
        raise NotImplementedError

    def put(self, value: T) -> None:
        """Never blocks. What is put after `close` is forgotten."""
        with self._changed:
            if self._closed:
                return
            if len(self._values) == self._slots:
                self._dropped += 1
                if not self._make_room():
                    return
            self._values.append(value)
            self._changed.notify_all()
        if self._notify is not None:
            self._notify()

    def get(self, timeout: float | None = None) -> T | None:
        """The next value; waits for one. None when `timeout` seconds passed, or closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._values or self._closed, timeout)
            return self._pop()

    def take(self) -> T | None:
        """The next value if there is one now."""
        with self._changed:
            return self._pop()

    def _pop(self) -> T | None:
        if not self._values:
            return None
        value = self._values.popleft()
        self._changed.notify_all()
        return value

    def wait_taken(self, timeout: float | None = None) -> bool:
        """Wait until the listener has taken everything, or closed: back-pressure for a producer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._values or self._closed, timeout)

    def close(self) -> None:
        """Wake whoever waits. Values that are already inside can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def empty(self) -> bool:
        """Whether everything was taken."""
        with self._changed:
            return not self._values

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    @property
    def dropped(self) -> int:
        """How many values were lost because the listener did not keep up."""
        with self._changed:
            return self._dropped


class Mailbox(_Channel[T]):
    """One slot; the newest value wins, so lag cannot build up whatever the listener does.

    `notify` is called in the producing thread after each put; it must return at once.
    """

    def __init__(self, notify: Callable[[], None] | None = None) -> None:
        super().__init__(1, notify)

    def _make_room(self) -> bool:
        self._values.clear()
        return True


class BoundedQueue(_Channel[T]):
    """`size` slots, oldest first; what does not fit is refused and counted, so memory cannot grow."""

    def __init__(self, size: int, notify: Callable[[], None] | None = None) -> None:
        if size < 1:
            raise ValueError("a queue needs at least one slot")
        super().__init__(size, notify)

    def _make_room(self) -> bool:
        return False
