"""The edits of rules: what is told, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.events.rules import (
    MOST_RULES,
    Condition,
    find_rule,
    names_of,
    read_condition,
    sentence,
    write_condition,
)
from facecam.events.targets import Target, encode, kind_of
from facecam.operations.steps import Plan, Step
from facecam.store.schema import Person, Rule


@dataclass(frozen=True, slots=True)
class AddRule:
    """Tell `target` what fits `condition`."""

    target: Target
    condition: Condition

    kind: ClassVar[str] = "add-rule"

    def plan(self, session: Session, operation: int) -> Plan:
        number = session.scalar(select(func.count(Rule.id)).where(Rule.hidden_by.is_(None))) or 0
        if number >= MOST_RULES:
            raise InputError("There are {n} rules already", "Remove one first", n=number)
        row, step = _made(session, operation, self.target, self.condition)
        words = Message("Added the rule: {rule}", rule=_words(session, row, self.condition))
        return Plan((step,), frozenset(self.condition.persons), words)


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """Tell something else there; another target is another rule (`ReplaceRule`)."""

    rule: int
    condition: Condition

    kind: ClassVar[str] = "change-rule"

    def plan(self, session: Session, operation: int) -> Plan:
        row = find_rule(session, self.rule)
        _check_people(session, self.condition.persons)
        before, after = row.condition, write_condition(self.condition)
        steps = (Step("rule", (row.id,), "condition", before, after),) if after != before else ()
        persons = {*read_condition(before).persons, *self.condition.persons}
        words = Message("Changed the rule: {rule}", rule=_words(session, row, self.condition))
        return Plan(steps, _there(session, persons), words)


@dataclass(frozen=True, slots=True)
class ReplaceRule:
    """Tell it somewhere else: another rule takes the place of this one, which tells no more (`RemoveRule`)."""

    rule: int
    target: Target
    condition: Condition

    kind: ClassVar[str] = "change-rule"

    def plan(self, session: Session, operation: int) -> Plan:
        gone = RemoveRule(self.rule).plan(session, operation)
        row, step = _made(session, operation, self.target, self.condition)
        words = Message("Changed the rule: {rule}", rule=_words(session, row, self.condition))
        return Plan((*gone.steps, step), gone.persons | set(self.condition.persons), words)


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Tell nothing by it for now, or go on."""

    rule: int
    paused: bool = True

    kind: ClassVar[str] = "change-rule"

    def plan(self, session: Session, operation: int) -> Plan:
        row = find_rule(session, self.rule)
        condition = replace(read_condition(row.condition), paused=self.paused)
        before, after = row.condition, write_condition(condition)
        steps = (Step("rule", (row.id,), "condition", before, after),) if after != before else ()
        rule = _words(session, row, replace(condition, paused=False))
        words = Message("Paused the rule: {rule}", rule=rule)
        if not self.paused:
            words = Message("The rule tells again: {rule}", rule=rule)
        return Plan(steps, _there(session, condition.persons), words)


@dataclass(frozen=True, slots=True)
class RemoveRule:
    """Tell it no more; what waits is not delivered, unless this is undone in time."""

    rule: int

    kind: ClassVar[str] = "remove-rule"

    def plan(self, session: Session, operation: int) -> Plan:
        row = find_rule(session, self.rule)
        condition = read_condition(row.condition)
        step = Step("rule", (row.id,), "hidden_by", None, operation)
        words = Message("Removed the rule: {rule}", rule=_words(session, row, condition))
        return Plan((step,), _there(session, condition.persons), words)


def forget_in_rules(session: Session, persons: set[int]) -> None:
    """Leave these people out of all rules, removed ones too; rules of nobody else go."""
    for row in session.scalars(select(Rule)).all():
        condition = read_condition(row.condition)
        left = tuple(person for person in condition.persons if person not in persons)
        if left == condition.persons:
            continue
        if left or condition.strangers or condition.groups:
            kept = {name: getattr(condition, name) for name in Condition.__slots__}
            row.condition = write_condition(Condition(**{**kept, "persons": left}))
        else:
            session.delete(row)
    session.flush()


def _made(session: Session, operation: int, target: Target, condition: Condition) -> tuple[Rule, Step]:
    """A new rule, and the step that lets it be seen."""
    _check_people(session, condition.persons)
    row = Rule(
        kind=kind_of(target),
        shown=target.shown,
        target=encode(target),
        condition=write_condition(condition),
        created=datetime.now(UTC),
        hidden_by=operation,
        holder=None,
        held_until=None,
    )
    session.add(row)
    session.flush()
    return row, Step("rule", (row.id,), "hidden_by", operation, None)


def _words(session: Session, row: Rule, condition: Condition) -> Message:
    return sentence(row.kind, row.shown, condition, names_of(session, condition.persons))


def _check_people(session: Session, persons: Sequence[int]) -> None:
    for person in persons:
        if session.scalar(select(Person.id).where(Person.id == person, Person.hidden_by.is_(None))) is None:
            raise NotFoundError(
                "There is no person {person}", "List the people to see their numbers", person=str(person)
            )


def _there(session: Session, persons: Sequence[int] | set[int]) -> frozenset[int]:
    return frozenset(session.scalars(select(Person.id).where(Person.id.in_(set(persons)))))
