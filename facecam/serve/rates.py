"""Rate limits: a token bucket for each who asks, which fills up steadily and is emptied by requests."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

A_SECOND = 500.0
"""Requests a second that one key, or one address without any, may go on with: more than any machine looks at."""

AT_ONCE = 1_000.0
"""Requests that may come together after a pause."""

_KNOWN = 1_000
"""Buckets that are kept; the one unused for longest, which is full by then, is forgotten."""


class Rates:
    """Of all who ask. Called from the event loop alone."""

    def __init__(
        self, a_second: float = A_SECOND, at_once: float = AT_ONCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._a_second = a_second
        self._at_once = at_once
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Tokens, and when they were counted."""

    def take(self, who: str) -> bool:
        """Whether they may ask now; if so, that counts."""
        now = self._clock()
        tokens, then = self._buckets.pop(who, (self._at_once, now))
        tokens = min(self._at_once, tokens + (now - then) * self._a_second)
        allowed = tokens >= 1
        self._buckets[who] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _KNOWN:
            self._buckets.popitem(last=False)
        return allowed
