"""Consent as a gate: where a database wants it, nobody is enrolled without, and who has none any more is removed.

    want_consent(db, True)
    apply(db, Enrol("Anna", samples, space, agreed=Agreement("the front door", until)))
    apply(db, GiveConsent(person, Agreement("the front door", until)))

Their removal can be undone where they agree anew: `GiveConsent` brings them back, and undo does not.

A consent says who, when, for what and until when. The wish stands in the database, so that it holds for every
program that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Exists, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from facecam.base.errors import InputError
from facecam.operations.steps import Step, chunks
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
    if (person := shown_without(session, steps)) is not None:
        raise InputError(
            "{name} cannot be enrolled: this database wants a consent first",
            "Note what they agree to and until when, as the window's *Enrol a person* asks, or with `facecam "
            "enrol NAME ... --consent PURPOSE --until DAY`",
            name=person.name,
        )


def shown_without(session: Session, steps: Iterable[Step]) -> Person | None:
    """Somebody whose faces are known since these steps were done or taken back, and who has no consent that holds,
    where one is wanted."""
    if not session.scalar(select(Meta.consent_wanted)):
        return None
    shown = {"template": Template.id, "person": Person.id}
    query = (
        select(Person)
        .join(Template, Template.person_id == Person.id)
        .where(Person.hidden_by.is_(None), Template.hidden_by.is_(None), ~_holds())
    )
    for step in steps:
        if step.table == "template" or (step.table, step.column) == ("person", "hidden_by"):
            for chunk in chunks(step.rows):
                found = session.scalars(query.where(shown[step.table].in_(chunk)).limit(1)).first()
                if found is not None:
                    return found
    return None


def waits_for_consent(session: Session, person: int) -> bool:
    """Whether they were removed, and only a consent brings them back."""
    return session.scalar(_waiting().where(Person.id == person)) is not None


def removed_without(operation: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Of an operation, in a query: whether it has removed somebody whom only a consent brings back."""
    return operation.in_(_waiting().with_only_columns(Person.hidden_by))


def _waiting() -> Select[int]:
    """People who were removed and whom only a consent brings back."""
    wanted = select(Meta.consent_wanted).scalar_subquery()
    return select(Person.id).where(Person.hidden_by.is_not(None), Person.merged_into.is_(None), ~_holds(), wanted)


def _holds() -> Exists:
    """Of a person, in a query of people."""
    return (
        select(Consent.id)
        .where(Consent.person_id == Person.id, Consent.hidden_by.is_(None), Consent.until > datetime.now(UTC))
        .exists()
    )


def want_consent(db: Database, wanted: bool) -> None:
    """From now on, nobody is enrolled without a consent that holds; or no longer."""
    with db.write() as session:
        session.get_one(Meta, 1).consent_wanted = wanted


def consent_wanted(db: Database) -> bool:
    """Whether nobody is enrolled without a consent."""
    with db.read() as session:
        return bool(session.scalar(select(Meta.consent_wanted)))


def consents(db: Database, within: timedelta | None = None, *, removed: bool = False) -> list[ConsentInfo]:
    """Everybody who is enrolled with how long their consent holds, who has none first; with `within` only those
    whose consent runs out in that time, or did. `removed`: also who waits for one to be there again."""
    until = func.max(Consent.until)
    there: ColumnElement[bool] = Person.hidden_by.is_(None)
    if removed:
        there |= Person.id.in_(_waiting())
    query = (
        select(Person.id, Person.name, until)
        .join(Consent, (Consent.person_id == Person.id) & Consent.hidden_by.is_(None), isouter=True)
        .where(there)
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
