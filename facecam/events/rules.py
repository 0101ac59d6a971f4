"""Rules: what is told, to whom, and how often at most.

A rule is a target and a condition. It says itself in words, which is what the window and the command line show.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message, text, verbatim
from facecam.base.types import State
from facecam.events.event import Event, Kind
from facecam.events.targets import Target, decode, is_machine, whom
from facecam.store import groups
from facecam.store.database import Database
from facecam.store.schema import Notification, Person, Rule

MOST_RULES = 100
HOURLY = 30
"""Notices that a person gets from one rule within an hour; the rest of it is counted and not told."""

LONGEST_STAY = 86_400.0
LONGEST_GAP = 30 * 86_400.0
_NAMED = 5
"""People who are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Which events are told. Each part that is given narrows them down.

    Raises `InputError` where it cannot be.
    """

    kinds: tuple[Kind, ...] = (Kind.NAMED, Kind.UNKNOWN)
    persons: tuple[int, ...] = ()
    """Only these people, and strangers where they are asked for too."""
    strangers: bool = False
    """Only those who are nobody known."""
    sources: tuple[str, ...] = ()
    """Only what happens there."""
    stays: float = 0.0
    """Strangers only who have been there for so many seconds."""
    once_a_day: bool = False
    """Of each person, and of strangers together, once from midnight to midnight, here."""
    gap: float = 0.0
    """Seconds between two of the same person, or of strangers."""
    quiet: tuple[time, time] | None = None
    """From when to when nothing is told, here; may reach over midnight."""
    daily: time | None = None
    """Tell no events, but every day at this time who was there since the day before."""
    picture: bool = False
    """With the picture of the face."""
    paused: bool = False
    """Tell nothing for now; what waits to be delivered waits on."""
    groups: tuple[str, ...] = ()
    """Also whoever is in one of these groups when it happens."""

    def __post_init__(self) -> None:
        for value, most, what in (
            (self.stays, LONGEST_STAY, Message("The stay")),
            (self.gap, LONGEST_GAP, Message("The gap")),
        ):
            if not 0 <= value <= most:
                raise InputError("{what} is out of range", "Use 0 to {most} seconds", what=what, most=round(most))
        if self.stays and not self.strangers:
            raise InputError("Only strangers are told once they have stayed", "Ask for strangers, too")
        if self.stays and not set(self.kinds) <= {Kind.NAMED, Kind.UNKNOWN}:
            raise InputError("Who has stayed is told once", "Leave out the events, or the stay")
        if self.quiet is not None and self.quiet[0] == self.quiet[1]:
            raise InputError("The quiet hours have no length", "Write them like 22:00-07:00")
        if not self.kinds:
            raise InputError("A rule of no event tells nothing", "Name at least one")

    def wants(self, event: Event) -> bool:
        """Whether this is one of its events, leaving out how often they are told."""
        if self.daily is not None or event.kind not in self.kinds:
            return False
        if self.sources and event.source not in self.sources:
            return False
        if self.persons or self.groups or self.strangers:
            if event.person is None:
                return self.strangers and event.state is State.UNKNOWN
            return event.person in self.persons
        return True

    def silent(self, moment: datetime) -> bool:
        """Whether that moment is in the quiet hours."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        now = moment.astimezone().time()
        return start <= now < end if start < end else now >= start or now < end


def default_kinds(target: Target, persons: Sequence[object], strangers: bool) -> tuple[Kind, ...]:
    """What is told where nobody says: to a program that reads, everything; to a person, who came. `persons`: people
    and groups of them."""
    if persons or strangers:
        return (*((Kind.NAMED,) if persons else ()), *((Kind.UNKNOWN,) if strangers else ()))
    return tuple(Kind) if is_machine(target) else (Kind.NAMED, Kind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule as lists show it."""

    id: int
    kind: str
    """Of the target: webhook, mqtt, file, program, desktop."""
    shown: str
    """The target without its secrets."""
    condition: Condition
    words: Message
    """The rule as a sentence, without its full stop."""
    waiting: int
    """Notifications that wait to be delivered."""
    dropped: int
    """That were lost, since too many waited or nobody took them for a day; as long as the log is kept."""
    problem: Message | None
    """Why the oldest one that waits was not delivered yet."""


def read_kinds(words: Iterable[str]) -> tuple[Kind, ...]:
    """Of the names of events, with or without what they begin with. Raises `InputError`."""
    names = {kind.value.partition(".")[2]: kind for kind in Kind}
    wanted = [word.strip().removeprefix("visit.") for word in words]
    for word in wanted:
        if word not in names:
            raise InputError("There is no event {word}", "Use some of {known}", word=word, known=", ".join(names))
    return tuple(kind for name, kind in names.items() if name in wanted)


def read_hours(words: str) -> tuple[time, time]:
    """Of 22:00-07:00. Raises `InputError`."""
    start, dash, end = words.partition("-")
    if not dash:
        raise InputError("{hours} are no hours", "Write them like 22:00-07:00", hours=words)
    return read_time(start), read_time(end)


def read_time(words: str) -> time:
    """Of 18:00. Raises `InputError`."""
    try:
        found = time.fromisoformat(words.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise InputError("{time} is no time of day", "Write it like 18:00", time=words)
    return found


def rule_json(rule: RuleInfo, language: str = "en") -> dict[str, Any]:
    """A rule as programs read it."""
    quiet, daily = rule.condition.quiet, rule.condition.daily
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "target": rule.shown,
        "sentence": text(rule.words, language),
        "waiting": rule.waiting,
        "dropped": rule.dropped,
        "problem": None if rule.problem is None else text(rule.problem, language),
        **dataclasses.asdict(rule.condition),
        "quiet": None if quiet is None else [f"{one:%H:%M}" for one in quiet],
        "daily": None if daily is None else f"{daily:%H:%M}",
    }


def read_condition(text: str) -> Condition:
    """Raises `InputError` where it was damaged."""
    try:
        return msgspec.json.decode(text, type=Condition)
    except msgspec.DecodeError as error:
        raise InputError("The condition of a rule cannot be read", "Remove that rule and add it anew") from error


def write_condition(condition: Condition) -> str:
    return msgspec.json.encode(condition).decode()


def list_rules(db: Database) -> list[RuleInfo]:
    """All rules in the order in which they were added."""
    with db.read() as session:
        return [_info(session, row) for row in session.scalars(_visible().order_by(Rule.id))]


def get_rule(db: Database, rule: int) -> RuleInfo:
    """Raises `NotFoundError` where there is none of that number."""
    with db.read() as session:
        return _info(session, find_rule(session, rule))


def target_of(db: Database, rule: int) -> Target:
    """With its secrets. Raises `NotFoundError`, `InputError` where it was damaged."""
    with db.read() as session:
        return decode(find_rule(session, rule).target)


def find_rule(session: Session, rule: int) -> Rule:
    """The row of a rule that is in force. Raises `NotFoundError`."""
    row = session.scalar(_visible().where(Rule.id == rule))
    if row is None:
        raise NotFoundError("There is no rule {rule}", "List the rules to see their numbers", rule=str(rule))
    return row


def conditions(session: Session) -> dict[int, tuple[str, Condition]]:
    """By rule that is not paused its target's kind and its condition (`resolved`)."""
    rows = session.execute(
        select(Rule.id, Rule.kind, Rule.condition).where(Rule.hidden_by.is_(None)).order_by(Rule.id)
    ).all()
    read = ((row.id, row.kind, read_condition(row.condition)) for row in rows)
    return {rule: (kind, resolved(session, one)) for rule, kind, one in read if not one.paused}


def resolved(session: Session, condition: Condition) -> Condition:
    """With everybody who is in its groups now, and for people who were merged meanwhile who took over."""
    owners = _owners(session, set(condition.persons))
    persons = [owners[person] for person in condition.persons]
    if condition.groups:
        grouped = select(Person.id, Person.groups).where(Person.hidden_by.is_(None), Person.groups != "[]")
        rows = session.execute(grouped.order_by(Person.id)).all()
        persons += [row.id for row in rows if groups.within(groups.read(row.groups), condition.groups)]
    return replace(condition, persons=tuple(dict.fromkeys(persons)))


def sentence(kind: str, shown: str, condition: Condition, names: Mapping[int, str]) -> Message:
    """A rule in words; `names` of the people it is about."""
    told = Message("Tell {whom} {what}", whom=whom(kind, shown), what=_what(condition, names))
    for limit in _limits(condition):
        told = Message("{rule}, {limit}", rule=told, limit=limit)
    return told


def _what(condition: Condition, names: Mapping[int, str]) -> Message:
    if condition.daily is not None:
        return Message("every day at {time} who was there", time=f"{condition.daily:%H:%M}")
    who = _who(condition, names)
    kinds = set(condition.kinds)
    if kinds == set(Kind):
        return Message("all that happens") if who is None else Message("all that happens with {who}", who=who)
    who = who or Message("somebody")
    if condition.stays:
        return Message("when {who} stays for {seconds} s", who=who, seconds=round(condition.stays))
    if Kind.ENDED in kinds:
        return (
            Message("when {who} leaves", who=who)
            if len(kinds) == 1
            else Message("when {who} comes and leaves", who=who)
        )
    return Message("when {who} comes", who=who)


def _who(condition: Condition, names: Mapping[int, str]) -> Message | None:
    people = [names[person] for person in condition.persons if person in names]
    grouped = Message("anybody of {groups}", groups=", ".join(condition.groups)) if condition.groups else None
    if not condition.persons:
        if grouped is None:
            return Message("a stranger") if condition.strangers else None
        return Message("{who} or a stranger", who=grouped) if condition.strangers else grouped
    listed = ", ".join(people[:_NAMED]) if people else "?"
    who = verbatim(listed)
    if (more := len(people) - _NAMED) > 0:
        who = Message("{people} and {n} more", "{people} and {n} more", people=listed, n=more)
    if grouped is not None:
        who = Message("{people} or {others}", people=who, others=grouped)
    return Message("{who} or a stranger", who=who) if condition.strangers else who


def _limits(condition: Condition) -> list[Message]:
    limits = []
    if condition.sources:
        limits.append(Message("only at {sources}", sources=", ".join(condition.sources)))
    if condition.once_a_day:
        limits.append(Message("once a day each"))
    if condition.gap:
        limits.append(Message("every {minutes} min at most", minutes=round(condition.gap / 60, 1)))
    if condition.quiet is not None:
        start, end = condition.quiet
        limits.append(Message("not from {start} to {end}", start=f"{start:%H:%M}", end=f"{end:%H:%M}"))
    if condition.picture:
        limits.append(Message("with the picture"))
    if condition.paused:
        limits.append(Message("paused for now"))
    return limits


def _visible() -> Select[Rule]:
    return select(Rule).where(Rule.hidden_by.is_(None))


def names_of(session: Session, persons: Sequence[int]) -> dict[int, str]:
    """By number, of those who are not forgotten."""
    owners = _owners(session, set(persons))
    found = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(set(owners.values())))).all())
    return {person: found[owner] for person, owner in owners.items() if owner in found}


def _owners(session: Session, persons: set[int]) -> dict[int, int]:
    """Who has taken over each of these people, by merging; themselves where nobody did."""
    owners: dict[int, int] = {}
    for person in persons:
        owner = person
        while (into := session.scalar(select(Person.merged_into).where(Person.id == owner))) is not None:
            owner = into
        owners[person] = owner
    return owners


def _info(session: Session, row: Rule) -> RuleInfo:
    condition = read_condition(row.condition)
    counts = dict(
        session.execute(
            select(Notification.state, func.sum(Notification.times))
            .where(Notification.rule_id == row.id, Notification.state != "delivered")
            .group_by(Notification.state)
        ).all()
    )
    problem = session.scalar(
        select(Notification.problem)
        .where(Notification.rule_id == row.id, Notification.state == "waiting")
        .order_by(Notification.id)
        .limit(1)
    )
    words = sentence(row.kind, row.shown, condition, names_of(session, condition.persons))
    lost = counts.get("dropped", 0) + counts.get("failed", 0)
    return RuleInfo(row.id, row.kind, row.shown, condition, words, counts.get("waiting", 0), lost, problem)
