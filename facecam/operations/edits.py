"""The edits of people that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.consents import Agreement, agreed_steps, waits_for_consent
from facecam.operations.details import NO_DETAILS, Details, as_text, free_id
from facecam.operations.steps import Plan, Step
from facecam.store import consent_notes, groups, vectors
from facecam.store.consent_notes import ConsentNote
from facecam.store.names import clean_name, fold
from facecam.store.people import Sample, ambiguous
from facecam.store.schema import Negative, Person, Template, Visit
from facecam.store.visits import keep_picture

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
    consent: ConsentNote = ""
    """What the person agreed to; empty: as it was."""
    join: bool = False
    """Where one person is called so by then, the samples are theirs: of two who enrol one name at a time the second
    adds to the first."""
    details: Details = NO_DETAILS
    """What is not given stays as it is."""
    agreed: Agreement | None = None
    """The same as a record that runs out, which a database may want (`consents.want_consent`)."""

    kind: ClassVar[str] = "enrol"

    def plan(self, session: Session, operation: int) -> Plan:
        if not self.samples:
            raise InputError("There is no sample to enrol", "Take at least one good picture of the face")
        consent = _consent(self.consent)
        now = datetime.now(UTC)
        number = self._joined(session) if self.person is None and self.join else self.person
        if number is None:
            steps = new_person(session, clean_name(self.name), operation, consent, self.details)
            person = session.get_one(Person, steps[0].rows[0])
        else:
            person = visible(session, number)
            steps = changed_column(person, "consent", consent) if consent else []
            if self.details.external_id:
                external = free_id(session, self.details.external_id, person.id)
                steps += changed_column(person, "external_id", external)
            if self.details.fields:
                steps += changed_column(person, "fields", as_text(self.details.fields))
        if self.agreed is not None:
            steps += agreed_steps(session, person.id, self.agreed, operation)
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
        added = tuple(row.id for row in rows)
        steps.append(Step("template", added, "hidden_by", operation, None))
        return Plan(tuple(steps), frozenset({person.id}), self._message(person.name, number is None), added)

    def _joined(self, session: Session) -> int | None:
        """The one person of that name; None where there is none."""
        folded = fold(clean_name(self.name))
        found = list(session.scalars(select(Person.id).where(Person.folded == folded, Person.hidden_by.is_(None))))
        if len(found) > 1:
            raise ambiguous(self.name, found)
        return found[0] if found else None

    def _message(self, name: str, new: bool) -> Message:
        number = len(self.samples)
        if new:
            return Message(
                "Enrolled {name} with {n} sample", "Enrolled {name} with {n} samples", name=name, n=number
            )
        return Message("Added {n} sample to {name}", "Added {n} samples to {name}", name=name, n=number)


@dataclass(frozen=True, slots=True)
class AddPerson:
    """A person without any sample yet."""

    name: str

    kind: ClassVar[str] = "add-person"

    def plan(self, session: Session, operation: int) -> Plan:
        name = clean_name(self.name)
        steps = new_person(session, name, operation)
        return Plan(tuple(steps), frozenset(steps[0].rows), Message("Added {name}", name=name))


@dataclass(frozen=True, slots=True)
class SetDetails:
    """What another program calls a person, and keeps of them; with another name, where one is given."""

    person: int
    name: str | None = None
    external_id: str | None = None
    """None: as it was; empty: none."""
    fields: Mapping[str, Any] | None = None
    """None: as they were; they are replaced as a whole."""

    kind: ClassVar[str] = "details"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        steps = []
        if self.name is not None:
            name = clean_name(self.name)
            steps += changed_column(person, "name", name) + changed_column(person, "folded", fold(name))
        if self.external_id is not None:
            steps += changed_column(person, "external_id", free_id(session, self.external_id, person.id))
        if self.fields is not None:
            steps += changed_column(person, "fields", as_text(self.fields))
        return Plan(tuple(steps), frozenset({person.id}), Message("Changed the fields of {name}", name=person.name))


@dataclass(frozen=True, slots=True)
class Rename:
    person: int
    name: str

    kind: ClassVar[str] = "rename"

    def plan(self, session: Session, operation: int) -> Plan:
        person, name = visible(session, self.person), clean_name(self.name)
        steps = changed_column(person, "name", name) + changed_column(person, "folded", fold(name))
        return Plan(
            tuple(steps), frozenset({person.id}), Message("Renamed {name} to {new}", name=person.name, new=name)
        )


@dataclass(frozen=True, slots=True)
class SetNotes:
    person: int
    text: str

    kind: ClassVar[str] = "notes"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        steps = changed_column(person, "notes", _clean_text(self.text, Message("The note")))
        return Plan(tuple(steps), frozenset({person.id}), Message("Changed the notes on {name}", name=person.name))


@dataclass(frozen=True, slots=True)
class SetConsent:
    """What the person agreed to, and when."""

    person: int
    text: str

    kind: ClassVar[str] = "consent"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        steps = changed_column(person, "consent", _consent(self.text))
        return Plan(
            tuple(steps), frozenset({person.id}), Message("Changed the consent of {name}", name=person.name)
        )


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Note that a person agrees to being known; where only that was missing, they are there again."""

    person: int
    agreed: Agreement

    kind: ClassVar[str] = "give-consent"

    def plan(self, session: Session, operation: int) -> Plan:
        waits = waits_for_consent(session, self.person)
        person = session.get_one(Person, self.person) if waits else visible(session, self.person)
        steps = agreed_steps(session, person.id, self.agreed, operation)
        if waits:
            steps += (Step("person", (person.id,), "hidden_by", person.hidden_by, None),)
        return Plan(steps, frozenset({person.id}), Message("Noted the consent of {name}", name=person.name))


@dataclass(frozen=True, slots=True)
class Merge:
    """Both are one: `into` takes over the templates and sightings of `from_`, which is hidden."""

    from_: int
    into: int

    kind: ClassVar[str] = "merge"

    def plan(self, session: Session, operation: int) -> Plan:
        if self.from_ == self.into:
            raise InputError(
                "Person {person} cannot be merged with itself", "Choose two people", person=str(self.into)
            )
        gone, into = visible(session, self.from_), visible(session, self.into)
        templates = session.scalars(
            select(Template.id).where(Template.person_id == gone.id, Template.hidden_by.is_(None))
        )
        sightings = session.scalars(select(Visit.id).where(Visit.person_id == gone.id))
        steps = (
            Step("template", tuple(templates), "person_id", gone.id, into.id),
            Step("sighting", tuple(sightings), "person_id", gone.id, into.id),
            *_merge_negatives(session, gone.id, into.id, operation),
            Step("person", (gone.id,), "merged_into", None, into.id),
            Step("person", (gone.id,), "hidden_by", None, operation),
        )
        return Plan(
            steps,
            frozenset({gone.id, into.id}),
            Message("Merged {name} into {other}", name=gone.name, other=into.name),
            steps[0].rows,
        )


@dataclass(frozen=True, slots=True)
class Split:
    """Some samples of a person are somebody else's: they become those of a new person called `name`."""

    person: int
    templates: tuple[int, ...]
    name: str

    kind: ClassVar[str] = "split"

    def plan(self, session: Session, operation: int) -> Plan:
        person, name = visible(session, self.person), clean_name(self.name)
        wanted, all_ = _chosen(session, person, self.templates)
        if all_:
            raise InputError("{name} would keep no sample", "Rename the person instead", name=person.name)
        steps = new_person(session, name, operation)
        new = steps[0].rows[0]
        steps.append(Step("template", wanted, "person_id", person.id, new))
        message = Message(
            "Split {name} from {other} with {n} sample",
            "Split {name} from {other} with {n} samples",
            name=name,
            other=person.name,
            n=len(wanted),
        )
        return Plan(tuple(steps), frozenset({person.id, new}), message)


@dataclass(frozen=True, slots=True)
class MoveTemplates:
    """Some samples of a person are those of another one, who is there already."""

    person: int
    templates: tuple[int, ...]
    to: int

    kind: ClassVar[str] = "move-templates"

    def plan(self, session: Session, operation: int) -> Plan:
        person, to = visible(session, self.person), visible(session, self.to)
        if person.id == to.id:
            raise InputError("These samples are those of {name} already", "Choose another person", name=to.name)
        wanted, all_ = _chosen(session, person, self.templates)
        if all_:
            raise InputError("{name} would keep no sample", "Merge the two people instead", name=person.name)
        message = Message(
            "Moved {n} sample from {name} to {other}",
            "Moved {n} samples from {name} to {other}",
            n=len(wanted),
            name=person.name,
            other=to.name,
        )
        step = Step("template", wanted, "person_id", person.id, to.id)
        return Plan((step,), frozenset({person.id, to.id}), message, wanted)


@dataclass(frozen=True, slots=True)
class Remove:
    """Hide a person; deleted after 30 days (`purge_expired`)."""

    person: int

    kind: ClassVar[str] = "remove"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        step = Step("person", (person.id,), "hidden_by", None, operation)
        return Plan((step,), frozenset({person.id}), Message("Removed {name}", name=person.name))


@dataclass(frozen=True, slots=True)
class RemoveUnconsented:
    """Hide a person who has no consent any more, which nobody asked for (`retention`)."""

    person: int

    kind: ClassVar[str] = "remove-unconsented"

    def plan(self, session: Session, operation: int) -> Plan:
        plan = Remove(self.person).plan(session, operation)
        name = visible(session, self.person).name
        told = Message("Removed {name}, whose consent has run out or is missing", name=name)
        return replace(plan, message=told)


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Hide one sample of a person; deleted after 30 days (`purge_expired`)."""

    template: int

    kind: ClassVar[str] = "remove-template"

    def plan(self, session: Session, operation: int) -> Plan:
        template = session.get(Template, self.template)
        if template is None or template.hidden_by is not None:
            raise NotFoundError(
                "There is no sample {sample}", "List the person's samples", sample=str(self.template)
            )
        person = visible(session, template.person_id)
        step = Step("template", (template.id,), "hidden_by", None, operation)
        return Plan((step,), frozenset({person.id}), Message("Removed a sample of {name}", name=person.name))


def new_person(
    session: Session, name: str, operation: int, consent: str = "", details: Details = NO_DETAILS
) -> list[Step]:
    """Add a person; the one step that shows it."""
    person = Person(
        name=name,
        folded=fold(name),
        consent=consent,
        external_id=free_id(session, details.external_id),
        fields=as_text(details.fields),
        groups=groups.as_text(details.groups),
        created=datetime.now(UTC),
        hidden_by=operation,
    )
    session.add(person)
    session.flush()
    return [Step("person", (person.id,), "hidden_by", operation, None)]


def visible(session: Session, number: int) -> Person:
    """The person; `NotFoundError` in words where there is none, or a hidden one."""
    person = session.get(Person, number)
    if person is None:
        raise NotFoundError(
            "There is no person {person}", "List the people to see their numbers", person=str(number)
        )
    if person.merged_into is not None:
        raise NotFoundError(
            "{name} was merged into person {other}",
            "Use that one, or undo",
            name=person.name,
            other=str(person.merged_into),
        )
    if person.hidden_by is not None:
        raise NotFoundError("{name} was removed", "Undo the removal, or use another person", name=person.name)
    return person


def _chosen(session: Session, person: Person, templates: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """The chosen samples in order, which must be the person's, and whether they are all."""
    theirs = select(Template.id).where(Template.person_id == person.id, Template.hidden_by.is_(None))
    have, wanted = set(session.scalars(theirs)), set(templates)
    if not wanted:
        raise InputError("No sample was chosen", "Choose the samples that are not {name}", name=person.name)
    if missing := sorted(wanted - have):
        raise NotFoundError(
            "{name} has no sample {sample}", "List the person's samples", name=person.name, sample=str(missing[0])
        )
    return tuple(sorted(wanted)), wanted == have


def changed_column(person: Person, column: str, after: str | int) -> list[Step]:
    """The step that sets it; none where it is so already."""
    before = getattr(person, column)
    return [] if before == after else [Step("person", (person.id,), column, before, after)]


def _consent(note: ConsentNote) -> str:
    """As it is kept."""
    return consent_notes.as_text(note if isinstance(note, Message) else _clean_text(note, Message("The consent")))


def _clean_text(text: str, what: Message) -> str:
    text = text.strip()
    if len(text) > TEXT_LENGTH:
        raise InputError(
            "{what} has {length} characters", "Use at most {most}", what=what, length=len(text), most=TEXT_LENGTH
        )
    return text


def _merge_negatives(session: Session, gone: int, into: int, operation: int) -> list[Step]:
    """What is not one of them is not both; what was one and not the other is no longer said."""
    rows = session.execute(
        select(Negative.id, Negative.person_id, Negative.shown_id).where(
            Negative.hidden_by.is_(None), or_(Negative.person_id == gone, Negative.shown_id == gone)
        )
    ).all()
    ended = {row.id for row in rows if {row.person_id, row.shown_id} == {gone, into}}
    steps = []
    for column in ("person_id", "shown_id"):
        moved = tuple(row.id for row in rows if getattr(row, column) == gone and row.id not in ended)
        if moved:
            steps.append(Step("negative", moved, column, gone, into))
    if ended:
        steps.append(Step("negative", tuple(sorted(ended)), "hidden_by", None, operation))
    return steps
