"""When somebody was seen, as one would say it."""

from __future__ import annotations

from datetime import UTC, datetime

from facecam.store.people import PersonInfo


def seen(person: PersonInfo) -> str:
    return "not seen yet" if person.last_seen is None else f"seen {ago(person.last_seen)}"


def ago(moment: datetime) -> str:
    seconds = (datetime.now(UTC) - _aware(moment)).total_seconds()
    if seconds < 90:
        return "just now"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes ago"
    local = _aware(moment).astimezone()
    if local.date() == datetime.now().astimezone().date():
        return f"today at {local:%H:%M}"
    return f"on {day(moment)}"


def day(moment: datetime) -> str:
    local = _aware(moment).astimezone()
    return f"{local.day} {local:%B %Y}"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
