"""A visit in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from facecam.base.types import State
from facecam.store.visits import VisitInfo
from ui.i18n.dates import date_of
from ui.i18n.language import translate
from ui.i18n.words import short

NO_BREAK = "\u00a0"
"""A space at which no line ends."""


def who(visit: VisitInfo) -> str:
    if visit.name is not None:
        return visit.name
    if visit.person is not None:
        return translate("Visit", "Somebody removed")
    if visit.state is State.UNKNOWN:
        return translate("Visit", "Unknown")
    return translate("Visit", "Not seen well enough")


def when(visit: VisitInfo) -> str:
    """From when to when, to the second, and how long."""
    start, end = visit.started.astimezone(), visit.ended.astimezone()
    if f"{start:%H:%M:%S}" == f"{end:%H:%M:%S}":
        return f"{start:%H:%M:%S}"
    said = translate("Visit", "{start} to {end}").format(start=f"{start:%H:%M:%S}", end=f"{end:%H:%M:%S}")
    return f"{said}, {length(max(round((end - start).total_seconds()), 1))}"


def length(seconds: int) -> str:
    """In the two largest units, which are written alike everywhere, and never stand alone on a line."""
    minutes, rest = divmod(seconds, 60)
    if seconds < 60:
        said = f"{seconds} s"
    else:
        said = f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    return said.replace(" ", NO_BREAK)


def day(day: date, *, within: bool = False) -> str:
    """Today, yesterday, or the date; `within` a sentence, where no capital letter begins it."""
    today = datetime.now().astimezone().date()
    if day == today:
        return translate("Visit", "today") if within else translate("Visit", "Today")
    if day == today - timedelta(days=1):
        return translate("Visit", "yesterday") if within else translate("Visit", "Yesterday")
    return date_of(day, with_year=day.year != today.year)


def local_day(moment: datetime) -> date:
    return moment.astimezone().date()


def describe(visit: VisitInfo) -> str:
    return f"{day(local_day(visit.started))}, {when(visit)}, {short(visit.source)}: {who(visit)}"
