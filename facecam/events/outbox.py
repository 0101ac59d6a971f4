"""The outbox: what is to be told waits in the database until it is delivered, and stays there as a log.

Written in one transaction with the decision to tell it, so that a program that ends at any moment tells it when it
starts again: at least once, in order per rule, each with a key that stays the same. The rows bear no name; whoever
is forgotten takes theirs along (`operations.erasure`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from facecam.base.days import day_span
from facecam.base.messages import Message
from facecam.events.event import Event, Kind, sentence
from facecam.events.rules import HOURLY, Condition
from facecam.store.database import Database, affected
from facecam.store.schema import Notification, Person, Rule

WAITING, DELIVERED, FAILED, DROPPED = "waiting", "delivered", "failed", "dropped"

SUMMARY = "summary"
"""In place of an event's kind: the daily summary."""
HELD = "held"
"""In place of an event's kind: a rule told too often within an hour."""

MOST_WAITING = 10_000
"""Notifications of one rule that wait; beyond them the oldest are dropped, and the list of rules says so."""

GIVE_UP = timedelta(days=1)
"""What could not be delivered for so long is given up."""
REFUSALS = 5
"""What was understood and refused so often is given up: what comes behind it shall not wait for it."""
FIRST_RETRY, LAST_RETRY = 1.0, 300.0
"""Seconds before the second try; doubled from try to try, and a little more by lot."""

LOG_LENGTH = 10_000
"""Settled notifications that are kept of a rule."""


class Happening(NamedTuple):
    """An event that a rule is to tell, if it does not do so too often."""

    rule: int
    to_person: bool
    """Whether a person reads it (`rules.HOURLY`)."""
    condition: Condition
    event: Event


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that is to be delivered."""

    id: int
    rule: int
    key: str
    event: str
    """`Kind`, `SUMMARY` or `HELD`."""
    visit: str
    source: str
    moment: datetime
    seconds: float
    decided: str
    person: int | None
    name: str | None
    """As the person is called today."""
    score: float | None
    picture: bytes | None
    tries: int
    due: datetime
    times: int

    @property
    def told(self) -> Message:
        """What is told, in a sentence."""
        return _told(self.event, self.name, self.source, self.seconds, self.moment)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What was told, or waits to be."""

    id: int
    rule: int
    kind: str
    """Of the rule's target."""
    shown: str
    event: str
    told: Message
    moment: datetime
    person: int | None
    name: str | None
    state: str
    """waiting, delivered, failed or dropped."""
    tries: int
    settled: datetime | None
    problem: Message | None
    times: int
    """How many events it stands for."""


def add(db: Database, happenings: Sequence[Happening], *, settled: Iterable[int] = ()) -> list[Waiting]:
    """Let them wait, in one transaction, where their rules do not tell the same too often; returns those that do.

    May be repeated with the same events. The rules in `settled` deliver at once, and their rows are a log alone.
    """
    at_once, made = set(settled), []
    with db.write() as session:
        rules = set(session.scalars(select(Rule.id).where(Rule.hidden_by.is_(None))))
        for one in happenings:
            if one.rule in rules and (row := _row(session, one, at_once)) is not None:
                session.add(row)
                session.flush()
                made.append(row)
        for rule in {row.rule_id for row in made} - at_once:
            _drop_oldest(session, rule)
        names = _names(session, made)
    return [_waiting(row, names.get(row.person_id or 0)) for row in made]


def add_summary(db: Database, rule: int, moment: datetime, *, settled: bool = False) -> Waiting | None:
    """Let the summary of the day before `moment` wait; None where it was told already. `settled` as in `add`."""
    key = f"{rule}-{SUMMARY}-{moment.astimezone():%Y-%m-%d}"
    with db.write() as session:
        created = session.scalar(select(Rule.created).where(Rule.id == rule, Rule.hidden_by.is_(None)))
        if created is None or created > moment or _known(session, key):
            return None
        row = _new(rule, key, SUMMARY, moment)
        if settled:
            row.state, row.settled = DELIVERED, datetime.now(UTC)
        session.add(row)
        session.flush()
    return _waiting(row, None)


def hold(db: Database, rule: int, holder: str, seconds: float) -> bool:
    """Become, or stay, the program that delivers this rule's notifications; False where another one is."""
    now = datetime.now(UTC)
    free = or_(Rule.holder.is_(None), Rule.holder == holder, Rule.held_until < now)
    with db.write() as session:
        held = update(Rule).where(Rule.id == rule, free)
        return affected(session, held.values(holder=holder, held_until=now + timedelta(seconds=seconds))) == 1


def release(db: Database, holder: str) -> None:
    """Let other programs deliver: this one ends."""
    with db.write() as session:
        session.execute(update(Rule).where(Rule.holder == holder).values(holder=None, held_until=None))


def head(db: Database, rule: int) -> Waiting | None:
    """What a rule has to deliver next, whether or not it is due; None where nothing waits or the rule is gone."""
    query = (
        select(Notification, Person.name)
        .join(Rule, Rule.id == Notification.rule_id)
        .outerjoin(Person, Person.id == Notification.person_id)
        .where(Notification.rule_id == rule, Notification.state == WAITING, Rule.hidden_by.is_(None))
        .order_by(Notification.id)
        .limit(1)
    )
    with db.read() as session:
        found = session.execute(query).one_or_none()
        return None if found is None else _waiting(found[0], found[1])


def delivered(db: Database, what: Waiting) -> None:
    """It arrived; its picture goes."""
    _settle(db, what, DELIVERED, None)


def missed(db: Database, what: Waiting, why: Message, *, refused: bool) -> bool:
    """It did not arrive: retry later (exponential back-off), or give up, which is returned.

    `refused`: it was understood.
    """
    now = datetime.now(UTC)
    if now - what.moment > GIVE_UP or (refused and what.tries + 1 >= REFUSALS):
        _settle(db, what, FAILED, why)
        return True
    wait = min(FIRST_RETRY * 2.0 ** min(what.tries, 20), LAST_RETRY) * random.uniform(1.0, 1.2)
    with db.write() as session:
        row = update(Notification).where(Notification.id == what.id)
        session.execute(row.values(tries=what.tries + 1, due=now + timedelta(seconds=wait), problem=why))
    return False


def log(db: Database, *, rule: int | None = None, before: int | None = None, limit: int = 100) -> list[LogEntry]:
    """What was told, the newest first; `before` is the last one of the page before."""
    query = (
        select(Notification, Person.name, Rule.kind, Rule.shown)
        .join(Rule, Rule.id == Notification.rule_id)
        .outerjoin(Person, Person.id == Notification.person_id)
        .order_by(Notification.id.desc())
        .limit(limit)
    )
    if rule is not None:
        query = query.where(Notification.rule_id == rule)
    if before is not None:
        query = query.where(Notification.id < before)
    with db.read() as session:
        return [_entry(*found) for found in session.execute(query)]


def purge(db: Database, days: int) -> None:
    """Delete what was settled more than `days` ago, and of each rule all but the newest."""
    limit = datetime.now(UTC) - timedelta(days=days)
    done = Notification.state != WAITING
    with db.read() as session:
        counts = session.execute(
            select(Notification.rule_id, func.count()).where(done).group_by(Notification.rule_id)
        ).all()
        old = session.scalar(select(Notification.id).where(done, Notification.moment < limit).limit(1))
    crowded = [rule for rule, number in counts if number > LOG_LENGTH]
    if old is None and not crowded:
        return
    with db.write() as session:
        session.execute(delete(Notification).where(done, Notification.moment < limit))
        for rule in crowded:
            theirs = select(Notification.id).where(Notification.rule_id == rule, done)
            oldest = session.scalar(theirs.order_by(Notification.id.desc()).offset(LOG_LENGTH - 1).limit(1))
            session.execute(
                delete(Notification).where(Notification.rule_id == rule, done, Notification.id < oldest)
            )


def _row(session: Session, what: Happening, at_once: set[int]) -> Notification | None:
    """The row of an event; None where it is there already, or is told too often."""
    event, condition = what.event, what.condition
    key = f"{what.rule}-{event.id}"
    if condition.silent(event.moment) or _known(session, key):
        return None
    person = _still_there(session, event.person)
    if event.person is not None and person is None:
        return None  # forgotten meanwhile
    if _too_soon(session, what, person):
        return None
    if what.to_person and (held := _too_many(session, what)):
        if held is not True:
            held.times += 1
            return None
        row = _new(what.rule, f"{key}-{HELD}", HELD, event.moment)
    else:
        row = _new(what.rule, key, event.kind.value, event.moment)
        row.visit, row.person_id, row.source = event.visit, person, event.source
        row.seconds, row.score, row.decided = event.seconds, event.score, event.state.value
        row.picture = event.picture if condition.picture and what.rule not in at_once else None
    if what.rule in at_once:
        row.state, row.settled = DELIVERED, datetime.now(UTC)
    return row


def _new(rule: int, key: str, event: str, moment: datetime) -> Notification:
    return Notification(
        rule_id=rule, key=key, event=event, visit="", person_id=None, source="", moment=moment, seconds=0.0,
        score=None, decided="", picture=None, state=WAITING, tries=0, due=datetime.now(UTC), settled=None,
        problem=None, times=1,
    )  # fmt: skip


def _known(session: Session, key: str) -> bool:
    return session.scalar(select(Notification.id).where(Notification.key == key)) is not None


def _still_there(session: Session, person: int | None) -> int | None:
    return None if person is None else session.scalar(select(Person.id).where(Person.id == person))


def _too_soon(session: Session, what: Happening, person: int | None) -> bool:
    """Whether the rule told the same of this person, or of a stranger, too short a time ago."""
    condition, event = what.condition, what.event
    since: list[datetime] = []
    if condition.once_a_day:
        since.append(day_span(event.moment.astimezone().date())[0])
    if condition.gap:
        since.append(event.moment - timedelta(seconds=condition.gap))
    if not since:
        return False
    same = select(Notification.id).where(
        Notification.rule_id == what.rule,
        Notification.person_id.is_not_distinct_from(person),
        Notification.event == event.kind.value,
        Notification.moment >= min(since),
        Notification.moment <= event.moment,
    )
    return session.scalar(same.limit(1)) is not None


def _too_many(session: Session, what: Happening) -> Notification | bool:
    """Whether the rule has told so often within the hour that it is enough: then the notice that says so, or True
    where that is still to be told."""
    since = what.event.moment - timedelta(hours=1)
    recent = select(Notification).where(Notification.rule_id == what.rule, Notification.moment > since)
    if session.scalar(select(func.count()).select_from(recent.subquery())) < HOURLY:  # type: ignore[operator]
        return False
    held = session.scalar(recent.where(Notification.event == HELD).order_by(Notification.id.desc()).limit(1))
    return held or True


def _drop_oldest(session: Session, rule: int) -> None:
    """Of too many that wait; the log keeps that they were dropped."""
    waiting = select(Notification.id).where(Notification.rule_id == rule, Notification.state == WAITING)
    number = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    if number <= MOST_WAITING:
        return
    last = session.scalar(waiting.order_by(Notification.id).offset(number - MOST_WAITING - 1).limit(1))
    gone = update(Notification).where(
        Notification.rule_id == rule, Notification.state == WAITING, Notification.id <= last
    )
    session.execute(gone.values(state=DROPPED, settled=datetime.now(UTC), picture=None))


def _settle(db: Database, what: Waiting, state: str, why: Message | None) -> None:
    with db.write() as session:
        row = update(Notification).where(Notification.id == what.id, Notification.state == WAITING)
        session.execute(
            row.values(state=state, settled=datetime.now(UTC), tries=what.tries + 1, problem=why, picture=None)
        )


def _names(session: Session, rows: Sequence[Notification]) -> dict[int, str]:
    persons = {row.person_id for row in rows if row.person_id is not None}
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(persons))).all())


def _waiting(row: Notification, name: str | None) -> Waiting:
    return Waiting(
        row.id, row.rule_id, row.key, row.event, row.visit, row.source, row.moment, row.seconds, row.decided,
        row.person_id, name, row.score, row.picture, row.tries, row.due, row.times,
    )  # fmt: skip


def _entry(row: Notification, name: str | None, kind: str, shown: str) -> LogEntry:
    told = _told(row.event, name, row.source, row.seconds, row.moment)
    return LogEntry(
        row.id, row.rule_id, kind, shown, row.event, told, row.moment, row.person_id, name, row.state, row.tries,
        row.settled, row.problem, row.times,
    )  # fmt: skip


def _told(event: str, name: str | None, source: str, seconds: float, moment: datetime) -> Message:
    if event == SUMMARY:
        return Message("Who was there until {moment}", moment=f"{moment.astimezone():%Y-%m-%d %H:%M}")
    if event == HELD:
        return Message(
            "Told {n} times within an hour: what follows is counted and not told until it is less", n=HOURLY
        )
    return sentence(Kind(event), name, source, seconds)
