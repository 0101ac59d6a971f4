"""When somebody was seen, as one would say it."""

from __future__ import annotations

from datetime import UTC, datetime

from facecam.store.people import PersonInfo
from ui.language import plural, translate
from ui.parts.words import date_of


def seen(person: PersonInfo) -> str:
    if person.last_seen is None:
        return translate("Ago", "not seen yet")
    return translate("Ago", "seen {ago}").format(ago=ago(person.last_seen))


def ago(moment: datetime) -> str:
    seconds = (datetime.now(UTC) - _aware(moment)).total_seconds()
    if seconds < 90:
        return translate("Ago", "just now")
    if seconds < 5400:
        return plural("%n minutes ago", "", round(seconds / 60))
    local = _aware(moment).astimezone()
    if local.date() == datetime.now().astimezone().date():
        return translate("Ago", "today at {time}").format(time=f"{local:%H:%M}")
    return translate("Ago", "on {day}").format(day=day(moment))


def day(moment: datetime) -> str:
    return date_of(_aware(moment).astimezone().date())


def upper(words: str) -> str:
    """With a capital letter; the rest stays."""
    return words[:1].upper() + words[1:]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
