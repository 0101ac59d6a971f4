"""What a rule's form holds, as the condition and the target that come of it."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field, replace
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

from facecam.base.errors import InputError
from facecam.base.secret import Secret
from facecam.events.event import Kind
from facecam.events.forecast import Forecast, forecast
from facecam.events.rules import Condition, default_kinds, names_of, sentence
from facecam.events.targets import NO_SECRET, Desktop, Target, is_person, kind_of, read_target
from ui.i18n.language import translate

if TYPE_CHECKING:
    from facecam.base.messages import Message
    from facecam.store.database import Database


class Who(StrEnum):
    ANYBODY = "anybody"
    STRANGERS = "strangers"
    PEOPLE = "people"
    BOTH = "both"


class When(StrEnum):
    COMES = "comes"
    STAYS = "stays"
    LEAVES = "leaves"
    COMES_AND_LEAVES = "comes-and-leaves"
    ALL = "all"
    DAILY = "daily"
    OTHER = "other"
    """Events that were named on the command line."""


class Often(StrEnum):
    EVERY_TIME = "every-time"
    ONCE_A_DAY = "once-a-day"
    GAP = "gap"


class Where(StrEnum):
    """Kinds of targets (`facecam.events.targets`)."""

    DESKTOP = "desktop"
    WEBHOOK = "webhook"
    MQTT = "mqtt"
    PROGRAM = "program"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form."""

    who: Who = Who.STRANGERS
    persons: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    when: When = When.COMES
    kinds: tuple[Kind, ...] = ()
    """Of `When.OTHER`."""
    stays: float = 10.0
    daily: time = time(18)
    often: Often = Often.EVERY_TIME
    gap: float = 300.0
    """Seconds."""
    quiet: tuple[time, time] | None = None
    sources: tuple[str, ...] = ()
    picture: bool = False
    where: Where = Where.DESKTOP
    place: str = ""
    """The address, the file, or the program with its arguments."""
    secret: Secret[str] = field(default_factory=lambda: NO_SECRET)
    paused: bool = False

    def condition(self, target: Target) -> Condition:
        """Raises `InputError` where it cannot be."""
        strangers = self.who in (Who.STRANGERS, Who.BOTH)
        chosen = self.who in (Who.PEOPLE, Who.BOTH)
        persons, groups = (self.persons, self.groups) if chosen else ((), ())
        if self.when is When.DAILY:
            return Condition(daily=self.daily, paused=self.paused)
        if chosen and not persons and not groups:
            raise InputError(translate("Rules", "Nobody is chosen"), translate("Rules", "Tick whom it is about"))
        comes = default_kinds(Desktop(), (*persons, *groups), strangers)
        kinds = {
            When.LEAVES: (Kind.ENDED,),
            When.COMES_AND_LEAVES: (*comes, Kind.ENDED),
            When.ALL: tuple(Kind),
            When.OTHER: self.kinds,
        }.get(self.when, comes)
        return Condition(
            kinds=kinds,
            persons=persons,
            groups=groups,
            strangers=strangers,
            sources=self.sources,
            stays=self.stays if self.when is When.STAYS else 0.0,
            once_a_day=self.often is Often.ONCE_A_DAY,
            gap=self.gap if self.often is Often.GAP else 0.0,
            quiet=self.quiet,
            picture=self.picture and not isinstance(target, Desktop),
            paused=self.paused,
        )

    def target(self) -> Target:
        """Raises `InputError` where it cannot be. Looks at the disk where it is a file."""
        if self.where is Where.DESKTOP:
            return Desktop()
        if self.where is Where.PROGRAM:
            return read_target(("run", *_arguments(self.place)))
        return read_target((self.place.strip(),), secret=self.secret if self.where is Where.WEBHOOK else NO_SECRET)


def draft_of(condition: Condition, kind: str) -> Draft:
    """The form of a rule that is there."""
    who = Who.BOTH if condition.strangers else Who.PEOPLE
    if not condition.persons and not condition.groups:
        who = Who.STRANGERS if condition.strangers else Who.ANYBODY
    often = Often.ONCE_A_DAY if condition.once_a_day else Often.GAP if condition.gap else Often.EVERY_TIME
    plain = Draft()
    return Draft(
        who=who,
        persons=condition.persons,
        groups=condition.groups,
        when=_when(condition),
        kinds=condition.kinds,
        stays=condition.stays or plain.stays,
        daily=condition.daily or plain.daily,
        often=often,
        gap=condition.gap or plain.gap,
        quiet=condition.quiet,
        sources=condition.sources,
        picture=condition.picture,
        where=Where(kind),
        paused=condition.paused,
    )


def _when(condition: Condition) -> When:
    if condition.daily is not None:
        return When.DAILY
    if condition.stays:
        return When.STAYS
    comes = set(default_kinds(Desktop(), (*condition.persons, *condition.groups), condition.strangers))
    kinds = set(condition.kinds)
    known = {
        frozenset(comes): When.COMES,
        frozenset({Kind.ENDED}): When.LEAVES,
        frozenset({*comes, Kind.ENDED}): When.COMES_AND_LEAVES,
        frozenset(Kind): When.ALL,
    }
    return known.get(frozenset(kinds), When.OTHER)


def _arguments(line: str) -> tuple[str, ...]:
    """A program and its arguments as they are written in one line; an open quotation mark is one of the letters."""
    try:
        return tuple(shlex.split(line, posix=os.name != "nt"))
    except ValueError:
        return tuple(line.split())


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form comes to."""

    target: Target
    condition: Condition
    words: Message
    forecast: Forecast


def look(database: Database, draft: Draft, target: Target | None = None) -> Preview:
    """What the form comes to; `target`: that of a rule that is there. Raises `InputError` with what is wrong."""
    where = draft.target() if target is None else target
    condition = draft.condition(where)
    with database.read() as session:
        names = names_of(session, condition.persons)
    plain = replace(condition, paused=False)
    words = sentence(kind_of(where), where.shown, plain, names)
    return Preview(where, condition, words, forecast(database, condition, to_person=is_person(where)))
