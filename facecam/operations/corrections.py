"""Corrections of who was there: not this person, this person after all, not to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.base.types import DeniedLook
from facecam.identity.clustering import varied
from facecam.operations.consents import Agreement, agreed_steps
from facecam.operations.edits import Enrol, new_person, visible
from facecam.operations.journal import extend
from facecam.operations.likeness import same_face
from facecam.operations.steps import Plan, Step, chunks
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.names import clean_name, fold
from facecam.store.people import Sample, count_change
from facecam.store.schema import Negative, Operation, OperationPerson, Person, Template, Visit

LOOKS = 6
"""Looks at a face that are kept of what is not somebody: as it turns it must not become them again."""

ALL_LOOKS = 12
"""With those that the same face showed afterwards."""

TEMPLATES = 8
"""Samples that a person is given at most when visits are named: varied ones say more than many."""


@dataclass(frozen=True, slots=True, eq=False)
class NotThisPerson:
    """A face is not that of `person`, neither now nor later (`Gallery.refused`). Past visits that look like it are
    asked about (`tasks.redecision`)."""

    person: int
    looks: NDArray[np.float32] | None = None
    """(D,) or (n, D): the face in question, or looks of it, with their `space`; or"""
    space: str = ""
    sighting: int | None = None
    """a visit, of this person or of nobody known."""

    kind: ClassVar[str] = "not-this-person"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        blobs, space, named = self._faces(session, person)
        steps = []
        if blobs:
            rows = [_negative(person.id, None, self.sighting, space, blob, operation) for blob in blobs]
            session.add_all(rows)
            session.flush()
            steps.append(Step("negative", tuple(row.id for row in rows), "hidden_by", operation, None))
        if named:
            steps.append(Step("sighting", tuple(named), "person_id", person.id, None))
        return Plan(tuple(steps), frozenset({person.id}), _not_them(person.name, len(named)))

    def _faces(self, session: Session, person: Person) -> tuple[list[bytes], str, list[int]]:
        """The varied ones of the looks as bytes, their space, and the visit that is named wrongly for sure."""
        if self.sighting is None:
            if self.looks is None or not self.looks.size or not self.space:
                raise InputError("There is no face to correct", "Choose a face or a visit")
            looks = np.atleast_2d(self.looks)
            return [vectors.encode(looks[at]) for at in varied(looks, LOOKS)], self.space, []
        row = session.get(Visit, self.sighting)
        if row is None or row.hidden_by is not None:
            raise NotFoundError(
                "Visit {visit} is no longer kept", "Look at the history anew", visit=str(self.sighting)
            )
        if row.person_id not in (None, person.id) or (row.person_id is None and row.vector is None):
            raise InputError(
                "Visit {visit} does not carry {name}'s name",
                "Look at the history anew",
                visit=str(row.id),
                name=person.name,
            )
        named = [] if row.person_id is None else [row.id]
        return [] if row.vector is None else [row.vector], row.space or "", named


def keep_look(db: Database, denied: DeniedLook, space: str) -> bool:
    """Add a look to the correction that it belongs to, as if it had been known then: one undo takes all back.
    False where there is none in force, or it has enough."""
    with db.write() as session:
        query = select(Negative.operation, Negative.vector).where(
            Negative.person_id == denied.person, Negative.space == space, Negative.hidden_by.is_(None)
        )
        said = [(correction, blob) for correction, blob in session.execute(query) if blob is not None]
        if not said:
            return False
        known = vectors.decode([blob for _, blob in said], len(denied.look))
        likeness = known @ (denied.face / np.float32(np.linalg.norm(denied.face)))
        nearest = int(likeness.argmax())
        if likeness[nearest] < same_face(space):
            return False
        correction, _ = said[nearest]
        entry = None if correction is None else session.get(Operation, correction)
        if entry is None or entry.kind != NotThisPerson.kind:
            return False
        if session.get(OperationPerson, (entry.id, denied.person)) is None:  # it was said of one who was merged
            return False
        if sum(one == correction for one, _ in said) >= ALL_LOOKS:
            return False
        row = _negative(denied.person, None, None, space, vectors.encode(denied.look), entry.id)
        session.add(row)
        session.flush()
        extend(session, entry, [Step("negative", (row.id,), "hidden_by", entry.id, None)])
        count_change(session)
        return True


@dataclass(frozen=True, slots=True, eq=False)
class ThisPerson:
    """These faces are those of `person`, though they scored low: they become samples, and that faces like them are
    not this person holds no more."""

    person: int
    samples: tuple[Sample, ...]
    space: str

    kind: ClassVar[str] = "this-person"

    def plan(self, session: Session, operation: int) -> Plan:
        taught = Enrol("", self.samples, self.space, self.person).plan(session, operation)
        looks = np.stack([np.asarray(sample.vector, np.float32) for sample in self.samples])
        query = select(Negative.id, Negative.vector).where(
            Negative.person_id == self.person, Negative.space == self.space, Negative.hidden_by.is_(None)
        )
        said = [(row, blob) for row, blob in session.execute(query) if blob is not None]
        if not said:
            return taught
        others = vectors.decode([blob for _, blob in said], looks.shape[1])
        alike = (others @ looks.T).max(axis=1) >= same_face(self.space)
        ended = tuple(row for (row, _), like in zip(said, alike.tolist(), strict=True) if like)
        if not ended:
            return taught
        step = Step("negative", ended, "hidden_by", None, operation)
        return Plan((*taught.steps, step), taught.persons, taught.message)


@dataclass(frozen=True, slots=True)
class NameVisits:
    """These visits were `name`: the one person of that name, or somebody new; with `new` somebody new, whoever else
    has that name; or they were `person`.

    Their faces become samples; where a visit carried another name, its face is not that person's any more.
    """

    sightings: tuple[int, ...]
    name: str = ""
    person: int | None = None
    agreed: Agreement | None = None
    """What the person agrees to, which a database may want (`consents.want_consent`)."""
    new: bool = False

    kind: ClassVar[str] = "name-visits"

    def plan(self, session: Session, operation: int) -> Plan:
        rows = visits_of(session, self.sightings)
        person, steps = self._person(session, operation, any(row.vector is not None for row in rows))
        rows = [row for row in rows if row.person_id != person.id]
        if not rows:
            nothing_new = Message(
                "{n} visit carried that name before", "{n} visits carried that name before", n=len(self.sightings)
            )
            return Plan((), frozenset({person.id}), nothing_new)
        if self.agreed is not None:
            steps += agreed_steps(session, person.id, self.agreed, operation)
        ids = [row.id for row in rows]
        if ended := _negatives(session, ids, Negative.person_id == person.id):
            steps.append(Step("negative", ended, "hidden_by", None, operation))
        if shown := _negatives(session, ids, Negative.shown_id.is_(None) & (Negative.person_id != person.id)):
            steps.append(Step("negative", shown, "shown_id", None, person.id))
        taught = _samples(session, person, rows, operation)
        steps += taught
        wrong = [row for row in rows if row.person_id is not None and row.vector is not None]
        if wrong:
            added = [_negative(row.person_id, person.id, row.id, row.space, row.vector, operation) for row in wrong]
            session.add_all(added)
            session.flush()
            steps.append(Step("negative", tuple(row.id for row in added), "hidden_by", operation, None))
        for before in dict.fromkeys(row.person_id for row in rows):
            theirs = tuple(row.id for row in rows if row.person_id == before)
            steps.append(Step("sighting", theirs, "person_id", before, person.id))
        touched = {person.id} | {row.person_id for row in rows if row.person_id is not None}
        named = Message("Named {n} visit {name}", "Named {n} visits {name}", n=len(rows), name=person.name)
        return Plan(tuple(steps), frozenset(touched), named, taught[0].rows if taught else ())

    def _person(self, session: Session, operation: int, faces: bool) -> tuple[Person, list[Step]]:
        if self.person is not None:
            return visible(session, self.person), []
        name = clean_name(self.name)
        same = select(Person).where(Person.folded == fold(name), Person.hidden_by.is_(None))
        found = [] if self.new else session.scalars(same).all()
        if len(found) > 1:
            raise InputError(
                "{count} people are called {name}",
                "Give them names that tell them apart",
                count=len(found),
                name=name,
            )
        if found:
            return found[0], []
        if not faces:
            raise InputError("No face was kept to know {name} by", "Enrol them first", name=name)
        steps = new_person(session, name, operation)
        return session.get_one(Person, steps[0].rows[0]), steps


@dataclass(frozen=True, slots=True)
class Redecide:
    """Past visits are those of whom they would be taken for now (`tasks.redecision`): a part of the correction that
    made it so (`journal.amend`)."""

    visits: tuple[tuple[int, int | None, int | None], ...]
    """Each with whose it was when that was found, and whose it becomes; None: nobody known. What somebody else
    has named meanwhile stays."""

    kind: ClassVar[str] = "redecide"

    def plan(self, session: Session, operation: int) -> Plan:
        was, theirs = ({visit: pair[at] for visit, *pair in self.visits} for at in (0, 1))
        rows = [r for r in visits_of(session, tuple(theirs)) if r.person_id == was[r.id] != theirs[r.id]]
        groups: dict[tuple[int | None, int | None], list[int]] = {}
        for row in rows:
            groups.setdefault((row.person_id, theirs[row.id]), []).append(row.id)
        touched = {person for pair in groups for person in pair if person is not None}
        for person in {now for _, now in groups if now is not None}:
            visible(session, person)
        steps = tuple(Step("sighting", tuple(ids), "person_id", *pair) for pair, ids in groups.items())
        said = Message(
            "{edit}, and {n} past visit changed with it",
            "{edit}, and {n} past visits changed with it",
            n=len(rows),
            edit=session.get_one(Operation, operation).message,
        )
        return Plan(steps, frozenset(touched), said)


@dataclass(frozen=True, slots=True)
class LearnFromVisits:
    """The faces of these visits of `person` become samples."""

    person: int
    sightings: tuple[int, ...]

    kind: ClassVar[str] = "learn-from-visits"

    def plan(self, session: Session, operation: int) -> Plan:
        person = visible(session, self.person)
        rows = [row for row in visits_of(session, self.sightings) if row.person_id == person.id]
        steps = _samples(session, person, rows, operation)
        if not steps:
            raise InputError(
                "No face of {name} was kept of these visits", "Look at the history anew", name=person.name
            )
        added = len(steps[0].rows)
        words = Message("Added {n} sample to {name}", "Added {n} samples to {name}", name=person.name, n=added)
        return Plan(tuple(steps), frozenset({person.id}), words, steps[0].rows)


@dataclass(frozen=True, slots=True)
class DeleteVisits:
    """These visits are kept no longer; deleted after 30 days (`purge_expired`)."""

    sightings: tuple[int, ...]

    kind: ClassVar[str] = "delete-visits"

    def plan(self, session: Session, operation: int) -> Plan:
        rows = visits_of(session, self.sightings)
        step = Step("sighting", tuple(row.id for row in rows), "hidden_by", None, operation)
        touched = frozenset(row.person_id for row in rows if row.person_id is not None)
        return Plan((step,), touched, Message("Deleted {n} visit", "Deleted {n} visits", n=len(rows)))


def _samples(session: Session, person: Person, rows: Sequence[Visit], operation: int) -> list[Step]:
    now = datetime.now(UTC)
    made = [
        Template(
            person_id=person.id,
            space=row.space or "",
            vector=row.vector or b"",
            quality=row.quality or 0.0,
            source=row.source,
            created=now,
            picture_id=row.picture_id,
            hidden_by=operation,
        )
        for row in varied_of(rows, TEMPLATES)
    ]
    session.add_all(made)
    session.flush()
    return [Step("template", tuple(row.id for row in made), "hidden_by", operation, None)] if made else []


def _negative(
    person: int | None,
    shown: int | None,
    sighting: int | None,
    space: str | None,
    blob: bytes | None,
    operation: int,
) -> Negative:
    return Negative(
        person_id=person, shown_id=shown, sighting_id=sighting, operation=operation, space=space, vector=blob,
        created=datetime.now(UTC), hidden_by=operation,
    )  # fmt: skip


def visits_of(session: Session, ids: Sequence[int]) -> list[Visit]:
    """Those that are still kept; `NotFoundError` where none is."""
    rows: list[Visit] = []
    for chunk in chunks(ids):
        rows += session.scalars(select(Visit).where(Visit.id.in_(chunk), Visit.hidden_by.is_(None)))
    if not rows:
        raise NotFoundError("These visits are no longer kept", "Look at the history anew")
    return rows


def _negatives(session: Session, sightings: Sequence[int], which: ColumnElement[bool]) -> tuple[int, ...]:
    """Those in force that were taken from these visits."""
    found: list[int] = []
    for chunk in chunks(sightings):
        found += session.scalars(
            select(Negative.id).where(Negative.sighting_id.in_(chunk), Negative.hidden_by.is_(None), which)
        )
    return tuple(found)


def varied_of(rows: Sequence[Visit], most: int) -> list[Visit]:
    """Of each model's faces those that stand for all."""
    chosen: list[Visit] = []
    for space in dict.fromkeys(row.space for row in rows if row.vector is not None):
        theirs = [row for row in rows if row.space == space and row.vector is not None]
        blobs = [row.vector for row in theirs if row.vector is not None]
        matrix: NDArray[np.float32] = vectors.decode(blobs, len(blobs[0]) // vectors.STORED.itemsize)
        chosen += [theirs[at] for at in varied(matrix, most)]
    return chosen


def _not_them(name: str, visits: int) -> Message:
    if not visits:
        return Message("This is not {name}: noted", name=name)
    return Message(
        "This is not {name}: noted in {n} visit", "This is not {name}: noted in {n} visits", name=name, n=visits
    )
