"""One model's templates and negatives as the database has them: everybody's, or some people's.

Who is hidden has none. What was damaged is left out, and counted by person.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ARRAY, BigInteger, Select, any_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Negative, Person, Template

_PORTION = 20_000
"""Rows that are read at a time."""

_HEAVIEST = 100.0
"""A sample's quality is 0 to 1; one that was damaged or altered would outweigh all others of its person."""

_ASKED = 500
"""People who are asked for in one query."""

_SOME = "some"
"""Those who are asked for, in a query."""


@dataclass(frozen=True)
class Census:
    """By what is known whose templates have changed, without the templates."""

    people: NDArray[np.int64]
    """(P,), ascending: who has some."""
    marks: NDArray[np.uint64]
    """(P,): a mark of each one's, which changes with them."""

    def only(self, people: NDArray[np.bool_]) -> Census:
        return Census(self.people[people], self.marks[people])

    def same(self, other: Census) -> bool:
        return np.array_equal(self.people, other.people) and np.array_equal(self.marks, other.marks)

    def changed(self, now: Census) -> NDArray[np.int64]:
        """Who came since, who went, and who has others."""
        both, at, at_now = np.intersect1d(self.people, now.people, assume_unique=True, return_indices=True)
        others = both[self.marks[at] != now.marks[at_now]]
        return np.concatenate([np.setxor1d(self.people, now.people, assume_unique=True), others])


@dataclass(frozen=True)
class TemplateRows:
    """In one transaction."""

    db: Database
    session: Session
    space: str
    dimension: int
    neighbourhood: Neighbourhood

    def census(self, among: Collection[int] | None = None) -> tuple[Census, int]:
        """And how many templates these are."""
        query = _in_use(self.space).with_only_columns(Template.person_id, Template.id, Template.quality)
        kind = np.dtype([("who", "i8"), ("id", "i8"), ("quality", "f8")])
        driver: Any = self.session.connection().execute(query).cursor
        rows = np.fromiter(driver, kind)  # past SQLAlchemy, which takes as long again for each row
        if among is not None:
            rows = rows[np.isin(rows["who"], np.fromiter(among, np.int64, len(among)))]
        people, where = np.unique(rows["who"], return_inverse=True)
        mixed = rows["id"].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= np.ascontiguousarray(rows["quality"]).view(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0x165667B19E3779F9)
        marks = np.zeros(len(people), np.uint64)
        np.add.at(marks, where, mixed)
        return Census(people, marks), len(rows)

    def everybody(self, among: Collection[int] | None = None) -> tuple[TemplateMatrix, Counter[int]]:
        """Without those that are damaged, and how many of each person's were. `among`: of these only."""
        return self._joined(portions(self.session, _templates(self.space)), among)

    def of(self, persons: Collection[int]) -> tuple[TemplateMatrix, Counter[int]]:
        """The same of a few, who are asked for by person."""
        return self._joined(by_person(self.session, _templates_of(self.space), Template.person_id, persons), None)

    def in_parts(self, most: int) -> Iterator[tuple[TemplateMatrix, Counter[int]]]:
        """The same of everybody, about so many templates at a time; a person's are together."""
        query = _in_use_of(self.space).with_only_columns(Template.person_id, Template.vector, Template.quality)
        rows: list[Any] = []
        for more in portions(self.session, query.order_by(Template.person_id, Template.id)):
            rows += more
            whole = len(rows) if len(rows) >= most else 0
            while whole and rows[whole - 1][0] == rows[-1][0]:  # others of theirs may come with the next
                whole -= 1
            if whole:
                yield self._joined([rows[:whole]], None)
                rows = rows[whole:]
        if rows:
            yield self._joined([rows], None)

    def negatives(
        self, persons: Collection[int] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64], Counter[int]]:
        """(M, D), and whose they are not; of everybody, or of these people."""
        asked = (
            portions(self.session, _negatives(self.space))
            if persons is None
            else by_person(self.session, _negatives(self.space), Negative.person_id, persons)
        )
        rows = [row for some in asked for row in some]
        sound = [(person, blob) for person, blob in rows if blob is not None]
        matrix = vectors.of_templates(self.db.name, [blob for _, blob in sound], self.dimension)
        whose = np.fromiter((person for person, _ in sound), np.int64, len(sound))
        return matrix, whose, Counter(person for person, blob in rows if blob is None)

    def _joined(
        self, asked: Iterator[Sequence[Any]] | list[list[Any]], among: Collection[int] | None
    ) -> tuple[TemplateMatrix, Counter[int]]:
        """Of rows of a person, a vector and its quality."""
        lost: Counter[int] = Counter()
        found, owners = [np.empty((0, self.dimension), np.float32)], [np.empty(0, np.int64)]
        qualities = [np.empty(0, np.float32)]
        for rows in asked:
            theirs = rows if among is None else [row for row in rows if row[0] in among]
            sound = [row for row in theirs if row[1] is not None and 0 <= row[2] <= _HEAVIEST]
            if len(sound) < len(theirs):
                lost.update(Counter(row[0] for row in theirs) - Counter(row[0] for row in sound))
            found.append(vectors.of_templates(self.db.name, [blob for _, blob, _ in sound], self.dimension))
            owners.append(np.fromiter((owner for owner, *_ in sound), np.int64, len(sound)))
            qualities.append(np.fromiter((quality for *_, quality in sound), np.float32, len(sound)))
        matrix = TemplateMatrix.of(
            np.concatenate(found), np.concatenate(owners), np.concatenate(qualities), self.neighbourhood
        )
        return matrix, lost


def _in_use(space: str) -> Select[int]:
    return (
        select(Template.id)
        .join(Person, Person.id == Template.person_id)
        .where(Person.hidden_by.is_(None), Template.hidden_by.is_(None), Template.space == space)
    )


def _in_use_of(space: str) -> Select[int]:
    """The same, to be asked for by person. SQLite keeps no statistics, and takes any other index that it may for as
    good as that by person: it would go through all templates of the space. Of an expression there is none."""
    return (
        select(Template.id)
        .join(Person, Person.id == Template.person_id)
        .where((Person.hidden_by + 0).is_(None), (Template.hidden_by + 0).is_(None))
        .where(Template.space.concat("") == space)
    )


@functools.cache
def _templates(space: str) -> Select[int, bytes | None, float]:
    """As an index has them; by person the matrix sorts."""
    used = _in_use(space).with_only_columns(Template.person_id, Template.vector, Template.quality)
    return used.order_by(Template.id)


@functools.cache
def _templates_of(space: str) -> Select[int, bytes | None, float]:
    used = _in_use_of(space).with_only_columns(Template.person_id, Template.vector, Template.quality)
    return used.order_by(Template.id)


@functools.cache
def _negatives(space: str) -> Select[int, bytes | None]:
    return (
        select(Negative.person_id, Negative.vector)
        .join(Person, Person.id == Negative.person_id)
        .where(Person.hidden_by.is_(None), Negative.hidden_by.is_(None), Negative.space == space)
    )


def by_person(
    session: Session, query: Any, person: InstrumentedAttribute[int], persons: Collection[int]
) -> Iterator[Sequence[Any]]:
    """The rows of these people, some hundred at a time, for a database takes no list of any length. `query`: one
    that is made once."""
    connection, wanted = session.connection(), sorted(persons)
    asked = _asked(query, person, connection.dialect.name == "postgresql")
    for start in range(0, len(wanted), _ASKED):
        yield connection.execute(asked, {_SOME: wanted[start : start + _ASKED]}).all()


@functools.cache
def _asked(query: Any, person: InstrumentedAttribute[int], as_array: bool) -> Any:
    """Some are asked for with each face, and to make a query takes as long as to answer it. With an array its words
    are always the same, so that PostgreSQL prepares it."""
    if as_array:
        return query.where(person == any_(bindparam(_SOME, type_=ARRAY(BigInteger))))
    return query.where(person.in_(bindparam(_SOME, expanding=True)))


def portions(session: Session, query: Any) -> Iterator[Sequence[Any]]:
    """Past the session, which looks at each row."""
    yield from session.connection().execute(query, execution_options={"yield_per": _PORTION}).partitions()
