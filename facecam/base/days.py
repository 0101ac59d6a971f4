"""Days as people here count them: from one local midnight to the next, where there is one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_FIRST, _LAST = date(2, 1, 1), date(9998, 12, 30)
"""The calendar's very ends have no moment in every time zone, and no visit: asked for, they are these."""


def day_span(day: date) -> tuple[datetime, datetime]:
    """When it begins, and when the next one does: 23 to 25 hours later, or at once where a day was left out."""
    day = min(max(day, _FIRST), _LAST)
    return _start(day), _start(day + timedelta(days=1))


def _start(day: date) -> datetime:
    """The first moment of a day. Where clocks are set forward at midnight that is one o'clock, where they are set
    back soon after it there are two midnights."""
    midnight = datetime.combine(day, time.min)
    both = [midnight.replace(fold=fold).astimezone() for fold in (0, 1)]
    return min((moment for moment in both if moment.date() == day), default=max(both))
