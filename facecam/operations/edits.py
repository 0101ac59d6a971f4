"""The edits of people that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.errors import InputError, NotFoundError
from facecam.operations.steps import Plan, Step
from facecam.store import vectors
from facecam.store.people import Sample, clean_name, fold
from facecam.store.schema import Person, Sighting, Template
from facecam.store.sightings import keep_picture

TEXT_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class Enrol:
    """Add samples to `person`, or make a new person called `name` of them."""

    name: str
    """Not looked at where `person` is given."""
    samples: tuple[Sample, ...]
    space: str
    """The model that made the samples' vectors."""
    person: int | None = None
    consent: str = ""
    """What the person agreed to; empty: as it was."""

    kind: ClassVar[str] = "enrol"

    def plan(self, session: Session, operation: int) -> Plan:
        if not self.samples:
            raise InputError("There is no sample to enrol", "Take at least one good picture of the face")
        consent = _clean_text(self.consent, "The consent")
        now = datetime.now(UTC)
        if self.person is None:
            name = clean_name(self.name)
            person = Person(name=name, folded=fold(name), consent=consent, created=now, hidden_by=operation)
            session.add(person)
            session.flush()
            steps = [Step("person", (person.id,), "hidden_by", operation, None)]
        else:
            person = _visible(session, self.person)
            steps = _set(person, "consent", consent) if consent else []
        rows = [
            Template(
                person_id=person.id,
                space=self.space,
                vector=vectors.encode(sample.vector),
                quality=float(sample.quality),
                source=sample.source,
                created=now,
                picture_id=keep_picture(session, sample.crop_jpeg),
                hidden_by=operation,
            )
            for sample in self.samples
        ]
        session.add_all(rows)
        session.flush()
        steps.append(Step("template", tuple(row.id for row in rows), "hidden_by", operation, None))
        samples = f"{len(rows)} sample{'s' if len(rows) > 1 else ''}"
        if self.person is None:
            sentence = f"Enrolled {person.name} with {samples}"
        else:
            sentence = f"Added {samples} to {person.name}"
        return Plan(tuple(steps), frozenset({person.id}), sentence)


@dataclass(frozen=True, slots=True)
class Rename:
    person: int
    name: str

    kind: ClassVar[str] = "rename"

    def plan(self, session: Session, operation: int) -> Plan:
        person, name = _visible(session, self.person), clean_name(self.name)
        steps = _set(person, "name", name) + _set(person, "folded", fold(name))
        return Plan(tuple(steps), frozenset({person.id}), f"Renamed {person.name} to {name}")


@dataclass(frozen=True, slots=True)
class SetNotes:
    person: int
    text: str

    kind: ClassVar[str] = "notes"

    def plan(self, session: Session, operation: int) -> Plan:
        person = _visible(session, self.person)
        steps = _set(person, "notes", _clean_text(self.text, "The note"))
        return Plan(tuple(steps), frozenset({person.id}), f"Changed the notes on {person.name}")


@dataclass(frozen=True, slots=True)
class SetConsent:
    """What the person agreed to, and when."""

    person: int
    text: str

    kind: ClassVar[str] = "consent"

    def plan(self, session: Session, operation: int) -> Plan:
        person = _visible(session, self.person)
        steps = _set(person, "consent", _clean_text(self.text, "The consent"))
        return Plan(tuple(steps), frozenset({person.id}), f"Changed the consent of {person.name}")


@dataclass(frozen=True, slots=True)
class Merge:
    """Both are one: `into` takes over the templates and sightings of `from_`, which is hidden."""

    from_: int
    into: int

    kind: ClassVar[str] = "merge"

    def plan(self, session: Session, operation: int) -> Plan:
        if self.from_ == self.into:
            raise InputError(f"Person {self.into} cannot be merged with itself", "Choose two people")
        gone, into = _visible(session, self.from_), _visible(session, self.into)
        templates = session.scalars(
            select(Template.id).where(Template.person_id == gone.id, Template.hidden_by.is_(None))
        )
        sightings = session.scalars(select(Sighting.id).where(Sighting.person_id == gone.id))
        steps = (
            Step("template", tuple(templates), "person_id", gone.id, into.id),
            Step("sighting", tuple(sightings), "person_id", gone.id, into.id),
            Step("person", (gone.id,), "merged_into", None, into.id),
            Step("person", (gone.id,), "hidden_by", None, operation),
        )
        return Plan(steps, frozenset({gone.id, into.id}), f"Merged {gone.name} into {into.name}")


@dataclass(frozen=True, slots=True)
class Remove:
    """Hide a person; deleted after 30 days (`purge_expired`)."""

    person: int

    kind: ClassVar[str] = "remove"

    def plan(self, session: Session, operation: int) -> Plan:
        person = _visible(session, self.person)
        step = Step("person", (person.id,), "hidden_by", None, operation)
        return Plan((step,), frozenset({person.id}), f"Removed {person.name}")


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Hide one sample of a person; deleted after 30 days (`purge_expired`)."""

    template: int

    kind: ClassVar[str] = "remove-template"

    def plan(self, session: Session, operation: int) -> Plan:
        template = session.get(Template, self.template)
        if template is None or template.hidden_by is not None:
            raise NotFoundError(f"There is no sample {self.template}", "List the person's samples")
        person = _visible(session, template.person_id)
        step = Step("template", (template.id,), "hidden_by", None, operation)
        return Plan((step,), frozenset({person.id}), f"Removed a sample of {person.name}")


def _visible(session: Session, number: int) -> Person:
    person = session.get(Person, number)
    if person is None:
        raise NotFoundError(f"There is no person {number}", "List the people to see their numbers")
    if person.merged_into is not None:
        raise NotFoundError(f"{person.name} was merged into person {person.merged_into}", "Use that one, or undo")
    if person.hidden_by is not None:
        raise NotFoundError(f"{person.name} was removed", "Undo the removal, or use another person")
    return person


def _set(person: Person, column: str, after: str) -> list[Step]:
    before = getattr(person, column)
    return [] if before == after else [Step("person", (person.id,), column, before, after)]


def _clean_text(text: str, what: str) -> str:
    text = text.strip()
    if len(text) > TEXT_LENGTH:
        raise InputError(f"{what} has {len(text):,} characters", f"Use at most {TEXT_LENGTH:,}")
    return text
