"""Consent as a gate: where a database wants it, nobody is enrolled without, and who has none any more is removed.

    want_consent(db, True)
    apply(db, Enrol("Anna", samples, space, agreed=Agreement("the front door", until)))
    apply(db, GiveConsent(person, Agreement("the front door", until)))

A consent says who, when, for what and until when. The wish stands in the database, so that it holds for every
program that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError
from facecam.operations.steps import Step
from facecam.store.database import Database
from facecam.store.schema import Consent, Meta, Person, Template

LONGEST_PURPOSE = 1_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agrees to now."""

    purpose: str
    until: datetime
    """Timezone-aware."""


@dataclass(frozen=True, slots=True)
class ConsentInfo:
    """The consent of one person that holds longest."""

    person: int
    name: str
    until: datetime | None
    """None: there never was one."""


def agreed_steps(session: Session, person: int, agreed: Agreement, operation: int) -> tuple[Step, ...]:
    """Add a consent; the one step that shows it. Raises `InputError` for one that says nothing, or has run out."""
    purpose, now = agreed.purpose.strip(), datetime.now(UTC)
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise InputError(
            "A consent says what it is for, in 1 to {most} characters", "Say what", most=LONGEST_PURPOSE
        )
    if agreed.until <= now:
        raise InputError("The consent has run out already", "Give a later day")
    row = Consent(person_id=person, purpose=purpose, given=now, until=agreed.until, hidden_by=operation)
    session.add(row)
    session.flush()
    return (Step("consent", (row.id,), "hidden_by", operation, None),)


def check_consent(session: Session, steps: Iterable[Step]) -> None:
    """Raise `InputError` where these steps, which were just done, enrolled somebody without a consent, and one is
    wanted."""
    if not session.scalar(select(Meta.consent_wanted)):
        return
    rows = [row for step in steps if step.table == "template" for row in step.rows]
    holds = select(Consent.id).where(
        Consent.person_id == Person.id, Consent.hidden_by.is_(None), Consent.until > datetime.now(UTC)
    )
    for row in rows:
        name = session.scalar(
            select(Person.name)
            .join(Template, Template.person_id == Person.id)
            .where(Template.id == row, Template.hidden_by.is_(None), ~holds.exists())
        )
        if name is not None:
            raise InputError(
                "{name} cannot be enrolled: this database wants a consent first",
                "Note what they agree to and until when, as the window's *Enrol a person* asks, or with `facecam "
                "enrol NAME ... --consent PURPOSE --until DAY`",
                name=name,
            )


def want_consent(db: Database, wanted: bool) -> None:
    """From now on, nobody is enrolled without a consent that holds; or no longer."""
    with db.write() as session:
        session.get_one(Meta, 1).consent_wanted = wanted


def consent_wanted(db: Database) -> bool:
    """Whether nobody is enrolled without a consent."""
    with db.read() as session:
        return bool(session.scalar(select(Meta.consent_wanted)))


def consents(db: Database, within: timedelta | None = None) -> list[ConsentInfo]:
    """Everybody who is enrolled with how long their consent holds, who has none first; with `within` only those
    whose consent runs out in that time, or did."""
    until = func.max(Consent.until)
    query = (
        select(Person.id, Person.name, until)
        .join(Consent, (Consent.person_id == Person.id) & Consent.hidden_by.is_(None), isouter=True)
        .where(Person.hidden_by.is_(None))
        .group_by(Person.id, Person.name)
    )
    with db.read() as session:
        found = [ConsentInfo(person, name, _aware(end)) for person, name, end in session.execute(query)]
    if within is not None:
        limit = datetime.now(UTC) + within
        found = [one for one in found if one.until is None or one.until <= limit]
    return sorted(found, key=lambda one: (one.until is not None, one.until, one.name))


def without_consent(db: Database) -> list[int]:
    """Where consent is wanted: the people who have none, or none any more."""
    if not consent_wanted(db):
        return []
    return [one.person for one in consents(db, timedelta())]


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)
