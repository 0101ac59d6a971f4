"""`--consent PURPOSE --until DAY` as what somebody agrees to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from facecam.base.days import day_span
from facecam.base.errors import InputError

if TYPE_CHECKING:
    from facecam.operations import Agreement


def agreement(purpose: str | None, until: str | None) -> Agreement | None:
    """None where neither is given; raises `InputError` where one is missing, or the day is none."""
    from facecam.operations import Agreement

    if purpose is None and until is None:
        return None
    if purpose is None or until is None:
        raise InputError("--consent and --until belong together", "Give both")
    try:
        _, end = day_span(date.fromisoformat(until))
    except (ValueError, OverflowError) as error:
        raise InputError("--until {day} is no day", "Write it like 2027-12-31", day=until) from error
    return Agreement(purpose, end)
