"""Reading people: lists, names and templates.

Everything here reads; edits are operations (`facecam.operations`). Hidden rows (removed, merged away, taken back)
are left out unless said otherwise.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from facecam.base.errors import ConflictError, NotFoundError, StoreError
from facecam.base.types import Vector
from facecam.identity.gallery import Enrolled
from facecam.store import consent_notes, groups, register
from facecam.store.consent_notes import ConsentNote
from facecam.store.database import Database
from facecam.store.names import NAME_LENGTH, clean_name, fold
from facecam.store.schema import Meta, Person, Picture, Template, Visit

_NAMED = 5
"""People who are named in one sentence."""


@dataclass(frozen=True, slots=True)
class PersonInfo:
    id: int
    name: str
    templates: int
    """Those of all models."""
    created: datetime
    last_seen: datetime | None
    notes: str
    consent_note: ConsentNote
    """What was agreed to: what somebody wrote, or a sentence for a reader of any language."""
    hidden: bool
    external_id: str = ""
    """What another program calls the person; empty where none does."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What another program keeps of the person."""
    groups: tuple[str, ...] = ()
    """Family, staff: in alphabetical order."""
    portrait: int | None = None
    """The sample whose picture was chosen to stand for the person."""

    @property
    def consent(self) -> str:
        """What was agreed to; in English where nobody wrote it."""
        return str(self.consent_note)


class PersonPlace(NamedTuple):
    """Where a person stands in the list by name: a page goes on from there."""

    name: str
    id: int


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What becomes a template: one embedding of a person who is enrolled."""

    vector: Vector
    quality: float
    source: str
    """Where it is from, for people to read: a file, a camera."""
    crop_jpeg: bytes | None = None
    """The aligned crop, only where its owner agreed."""


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    id: int
    space: str
    quality: float
    source: str
    created: datetime
    has_picture: bool


def list_people(db: Database, hidden: bool = False) -> list[PersonInfo]:
    """Everybody by name; with `hidden` also those who were removed or merged away."""
    query = _people()
    if not hidden:
        query = query.where(Person.hidden_by.is_(None))
    return _infos(db, query)


def page_of_people(
    db: Database, wanted: str = "", *, after: PersonInfo | PersonPlace | None = None, limit: int | None = None
) -> list[PersonInfo]:
    """The first people by name, of those whose name has `wanted` in it, or whose external id it is.

    `after`: the last one of the page before, or where it stood.
    """
    query = _people().where(Person.hidden_by.is_(None)).limit(limit)
    if wanted:
        letters = unicodedata.normalize("NFC", wanted).strip()
        if len(letters) > NAME_LENGTH:  # nobody's, nor an id; SQLite refuses very long ones
            return []
        part = fold(letters).replace("\0", "?")  # which no server takes
        query = query.where(
            or_(Person.folded.contains(part, autoescape=True), Person.external_id == wanted.strip())
        )
    if after is not None:
        query = query.where(tuple_(Person.folded, Person.id) > (fold(after.name), after.id))
    return _infos(db, query)


def with_external_id(db: Database, external_id: str) -> int | None:
    """The number of the person whom another program calls so; None where nobody is."""
    query = select(Person.id).where(Person.external_id == external_id.strip(), Person.hidden_by.is_(None))
    with db.read() as session:
        return session.scalar(query.limit(1))


def count_people(db: Database) -> tuple[int, int]:
    """How many people are enrolled, and how many templates of all models they have."""
    people = select(func.count()).where(Person.hidden_by.is_(None)).select_from(Person)
    templates = select(func.count()).select_from(Template).join(Person, Person.id == Template.person_id)
    with db.read() as session:
        return session.scalars(people).one(), session.scalars(templates.where(*_in_use())).one()


def ambiguous(name: str, numbers: Sequence[int]) -> ConflictError:
    """What is wrong with a name that several people have."""
    return ConflictError(
        "{people} people are called {name}: {numbers}",
        "Say by number who is meant (--id)",
        people=len(numbers),
        name=name,
        numbers=", ".join(map(str, numbers)),
    )


def find(db: Database, name: str) -> list[PersonInfo]:
    """Those of that name, compared without upper and lower case; names need not be unique."""
    return _infos(db, _people().where(Person.folded == fold(clean_name(name)), Person.hidden_by.is_(None)))


def person(db: Database, person: int) -> PersonInfo:
    """One person; `NotFoundError` where there is none, or a hidden one."""
    found = _infos(db, _people().where(Person.id == person, Person.hidden_by.is_(None)))
    if not found:
        raise NotFoundError(
            "There is no person {person}", "List the people to see their numbers", person=str(person)
        )
    return found[0]


def templates(db: Database, person: int) -> list[TemplateInfo]:
    """A person's templates, of all models, the oldest first."""
    query = (
        select(
            Template.id,
            Template.space,
            Template.quality,
            Template.source,
            Template.created,
            Template.picture_id.is_not(None),
        )
        .where(Template.person_id == person, Template.hidden_by.is_(None))
        .order_by(Template.id)
    )
    with db.read() as session:
        return [TemplateInfo(*row) for row in session.execute(query)]


def picture(db: Database, template: int) -> bytes | None:
    """The aligned crop behind a template as JPEG; None where none was kept, empty where it was damaged."""
    query = select(Picture.jpeg).join(Template).where(Template.id == template, Template.hidden_by.is_(None))
    with db.read() as session:
        found = session.execute(query).one_or_none()
    return None if found is None else found.jpeg or b""


def best_picture(db: Database, person: int) -> bytes | None:
    """The kept crop of the person's portrait, else of a clear sample, as `picture` gives it: of those that are as
    clear the one that was enrolled first."""
    query = (
        select(Picture.jpeg)
        .join(Template)
        .join(Person, Person.id == Template.person_id)
        .where(Template.person_id == person, Template.hidden_by.is_(None))
        .order_by(
            (Template.id == func.coalesce(Person.portrait, 0)).desc(),
            func.round(Template.quality * 10).desc(),
            Template.id,
        )
        .limit(1)
    )
    with db.read() as session:
        found = session.execute(query).one_or_none()
    return None if found is None else found.jpeg or b""


def unreadable(db: Database, gallery: Enrolled) -> StoreError | None:
    """Whose faces the gallery had to leave out, how many, and what to do; or that rows were changed by somebody who
    has no key; None where all is well."""
    if not gallery.unreadable:
        return _changed_without_key(db)
    lost = dict(list(gallery.unreadable.items())[:_NAMED])
    with db.read() as session:
        names = dict(iter(session.execute(select(Person.id, Person.name).where(Person.id.in_(lost)))))
    whose = [f"{names.get(person, person)}: {number}" for person, number in lost.items()]
    if len(gallery.unreadable) > _NAMED:
        whose.append("...")
    return StoreError(
        "Faces in the database {database} were altered or damaged, and are left out ({whose})",
        "Put a backup in its place, or remove or forget these people and enrol them anew",
        database=db.name,
        whose=", ".join(whose),
    )


def _changed_without_key(db: Database) -> StoreError | None:
    vault = db.vault
    if vault is None or not vault.registered:
        return None
    with db.read() as session:
        if register.holds(session, vault):
            return None
    return StoreError(
        "People in the database {database} were changed by somebody without its key: brought back, taken away, or"
        " given other names",
        "Put a backup in its place; or look through the people, and change the key to keep them as they are",
        database=db.name,
    )


def gallery_revision(db: Database) -> int:
    """Changes with every edit of people, and not with sightings: an equal `Gallery.revision` is up to date."""
    with db.read() as session:
        return session.scalars(select(Meta.gallery)).one()


def count_change(session: Session) -> int:
    """Change `gallery_revision`, within the transaction that edits people; returns the new one."""
    meta = session.get_one(Meta, 1)
    meta.gallery += 1
    return meta.gallery


def other_spaces(db: Database, space: str) -> int:
    """How many templates in use were made by other models than that of `space`, so that they match nobody."""
    query = (
        select(func.count())
        .select_from(Template)
        .join(Person, Person.id == Template.person_id)
        .where(*_in_use(), Template.space != space)
    )
    with db.read() as session:
        return session.scalars(query).one()


_Query = Select[int, str, int, datetime, datetime | None, str, str, bool, str, str, str, int | None]
"""The fields of `PersonInfo`; columns, for objects of 10,000 people take a moment that is felt."""


def _in_use() -> tuple[ColumnElement[bool], ...]:
    return Person.hidden_by.is_(None), Template.hidden_by.is_(None)


def _people() -> _Query:
    count = (
        select(func.count())
        .select_from(Template)
        .where(Template.person_id == Person.id, Template.hidden_by.is_(None))
        .scalar_subquery()
    )
    # The newest that was not deleted: one step in the index, where a maximum would look at all.
    seen = select(Visit.ended).where(Visit.person_id == Person.id, Visit.hidden_by.is_(None))
    last_seen = seen.order_by(Visit.ended.desc()).limit(1).scalar_subquery()
    said = (Person.notes, Person.consent, Person.hidden_by.is_not(None), Person.external_id, Person.fields)
    columns = (Person.id, Person.name, count, Person.created, last_seen, *said, Person.groups, Person.portrait)
    return select(*columns).order_by(Person.folded, Person.id)


def _infos(db: Database, query: _Query) -> list[PersonInfo]:
    with db.read() as session:
        rows = session.execute(query).all()
    return [
        PersonInfo(
            *row[:6],
            consent_notes.read(row.consent),
            *row[7:9],
            _fields(row.fields),
            groups.read(row.groups),
            row.portrait,
        )
        for row in rows
    ]


def _fields(text: str) -> Mapping[str, Any]:
    """As they were kept; what was damaged is none, so that it stops no others."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
