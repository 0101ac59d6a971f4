"""A visit in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from facecam.store.sightings import SightingInfo
from facecam.types import State
from ui.live.sources import short


def who(visit: SightingInfo) -> str:
    if visit.name is not None:
        return visit.name
    if visit.person is not None:
        return "Somebody removed"
    return "Unknown" if visit.state is State.UNKNOWN else "Not seen well enough"


def when(visit: SightingInfo) -> str:
    """From when to when, and how long where that is told in minutes."""
    start, end = visit.started.astimezone(), visit.ended.astimezone()
    minutes = round((end - start).total_seconds() / 60)
    if f"{start:%H:%M}" == f"{end:%H:%M}":
        return f"{start:%H:%M}"
    long = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    return f"{start:%H:%M} to {end:%H:%M}" + (f", {long}" if minutes else "")


def day(day: date) -> str:
    """Today, yesterday, or the date."""
    today = datetime.now().astimezone().date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def local_day(moment: datetime) -> date:
    return moment.astimezone().date()


def describe(visit: SightingInfo) -> str:
    return f"{who(visit)}, {day(local_day(visit.started))}, {when(visit)}, {short(visit.source)}"
