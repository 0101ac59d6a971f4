"""What a rule would have told of the visits that are kept, before it tells anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from facecam.base.messages import Message
from facecam.base.types import State
from facecam.events.event import Event, Kind
from facecam.events.rules import HOURLY, Condition, resolved
from facecam.store.database import Database
from facecam.store.visits import Filter, VisitInfo, list_visits

DAYS = 7
MOST_VISITS = 20_000
"""The newest that are looked at."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How often a rule would have told something in the last `DAYS` days."""

    times: int
    held: int
    """Of these, those that nobody would have been told: more than `HOURLY` within an hour."""

    @property
    def words(self) -> Message:
        said = Message(
            "In the last {days} days this would have told you {n} time",
            "In the last {days} days this would have told you {n} times",
            days=DAYS,
            n=self.times,
        )
        if not self.held:
            return said
        return Message(
            "{said}; {held} of them would have been counted and not told, for there are {most} an hour at most",
            said=said,
            held=self.held,
            most=HOURLY,
        )


def forecast(db: Database, condition: Condition, *, to_person: bool, now: datetime | None = None) -> Forecast:
    """Hold the visits of the last days against a condition; `to_person`: a person reads it (`rules.HOURLY`)."""
    now = datetime.now(UTC) if now is None else now
    if condition.daily is not None:
        return Forecast(DAYS, 0)
    with db.read() as session:
        condition = resolved(session, condition)
    visits = list_visits(db, Filter(since=now - timedelta(days=DAYS)), limit=MOST_VISITS)
    happenings = sorted(
        (event for visit in visits for event in _events(visit, condition) if condition.wants(event)),
        key=lambda event: event.moment,
    )
    told: dict[tuple[int | None, Kind], datetime] = {}
    recent: deque[datetime] = deque()
    times = held = 0
    for event in happenings:
        before = told.get((event.person, event.kind))
        if condition.silent(event.moment) or (before is not None and _too_soon(condition, before, event.moment)):
            continue
        told[event.person, event.kind] = event.moment
        times += 1
        while recent and recent[0] <= event.moment - _HOUR:
            recent.popleft()
        if to_person and len(recent) >= HOURLY:
            held += 1
        else:
            recent.append(event.moment)
    return Forecast(times, held)


def _events(visit: VisitInfo, condition: Condition) -> Iterator[Event]:
    """What happened in a visit, as far as it was kept."""
    seconds = (visit.ended - visit.started).total_seconds()
    named = Kind.NAMED if visit.person is not None else Kind.UNKNOWN if visit.state is State.UNKNOWN else None
    for kind, moment in ((Kind.STARTED, visit.started), (named, visit.started), (Kind.ENDED, visit.ended)):
        if kind is None or (condition.stays and visit.person is None and seconds < condition.stays):
            continue
        known = kind is not Kind.STARTED  # nothing is said of a face that only came
        state, person = (visit.state, visit.person) if known else (State.PENDING, None)
        yield Event("", kind, "", visit.source, moment, seconds, state, person)


def _too_soon(condition: Condition, before: datetime, moment: datetime) -> bool:
    if condition.once_a_day and before.astimezone().date() == moment.astimezone().date():
        return True
    return bool(condition.gap) and moment - before <= timedelta(seconds=condition.gap)
