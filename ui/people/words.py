"""When somebody was seen, as one would say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from facecam.store.people import PersonInfo
from ui.i18n.dates import date_of
from ui.i18n.language import plural, translate

HOURS = 4
"""So long ago is told in hours, and what lies further back by the clock."""


def seen(person: PersonInfo) -> str:
    if person.last_seen is None:
        return translate("Ago", "not seen yet")
    return translate("Ago", "seen {ago}").format(ago=ago(person.last_seen))


def ago(moment: datetime) -> str:
    seconds = (datetime.now(UTC) - _aware(moment)).total_seconds()
    if seconds < 90:
        return translate("Ago", "just now")
    if seconds < 3600:
        return plural("%n minutes ago", "", int(seconds / 60))
    local, now = _aware(moment).astimezone(), datetime.now().astimezone()
    if seconds < HOURS * 3600:
        return plural("%n hours ago", "", int(seconds / 3600))
    if local.date() == now.date():
        return translate("Ago", "today at {time}").format(time=f"{local:%H:%M}")
    if local.date() == now.date() - timedelta(days=1):
        return translate("Ago", "yesterday at {time}").format(time=f"{local:%H:%M}")
    return translate("Ago", "on {day}").format(day=date_of(local.date(), with_year=local.year != now.year))


def day(moment: datetime) -> str:
    return date_of(_aware(moment).astimezone().date())


def upper(words: str) -> str:
    """With a capital letter; the rest stays."""
    return words[:1].upper() + words[1:]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
