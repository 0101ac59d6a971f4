"""Pictures of a film or stream that could not be decoded: passed over, counted, and said now and then."""

from __future__ import annotations

import math
import time

from facecam.base.messages import Message

SAY_EVERY = 5.0
"""Seconds between two changes of what is said, so that a bad line does not fill the log."""
ESTIMATE = 0.75
"""Headers may promise too many pictures (a film that was trimmed keeps count of what is hidden); this share of them
is taken for all."""


class Damage:
    """What went wrong in one source since it was opened first."""

    def __init__(self) -> None:
        self.pictures = 0
        """Passed over so far."""
        self.remark: Message | None = None
        """For people; None where there is nothing to be said."""
        self._said = -math.inf

    def passed_over(self, count: int) -> None:
        self.pictures += count
        now = time.monotonic()
        if count and now - self._said >= SAY_EVERY:
            self._said = now
            self.remark = passed_over(self.pictures)

    def ended(self, seen: int, promised: int) -> None:
        """At the end of a film: `seen` of its `promised` pictures came, damaged ones among them."""
        self.remark = passed_over(self.pictures)
        if seen < ESTIMATE * promised:
            lost = Message(
                "it ended after {seen} of {promised} pictures: the rest is damaged", seen=seen, promised=promised
            )
            self.remark = Message("{files}, {more}", files=self.remark, more=lost) if self.remark else lost


def passed_over(count: int) -> Message | None:
    if not count:
        return None
    return Message("{n} damaged picture passed over", "{n} damaged pictures passed over", n=count)
