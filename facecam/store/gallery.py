"""Everybody who is enrolled, read from the database: all as one matrix, or some of them.

Templates do not change, they come and go: of a gallery that was read before, only the people who have others now
are read again. A large one is also kept in a file (`gallery_file`), from which the next start goes on.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from facecam.identity.gallery import Gallery
from facecam.identity.name_table import NameTable
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import gallery_file, groups, vectors
from facecam.store.database import Database
from facecam.store.failures import in_words
from facecam.store.schema import Meta, Negative, Person, Template

LARGE = 20_000
"""Samples from which the matrix is kept in a file, too."""

_RENEWED = 0.01
"""The share of people who have other templates than in the file, from which it is written anew."""

_PORTION = 20_000
"""Rows that are read at a time."""

_ASKED = 500
"""People who are asked for in one query."""

SOME: BindParameter[Any] = bindparam("some", expanding=True)
"""Those in a query that is made once: some are asked for with each face, and to make it takes as long as to answer
it."""
_REVISION = select(Meta.gallery)
_NAMES = select(Person.id, Person.name).where(Person.hidden_by.is_(None), Person.id.in_(SOME))


def load_gallery(
    db: Database,
    space: str,
    dimension: int,
    neighbourhood: Neighbourhood = EVEN,
    within: Collection[str] = (),
    known: Gallery | None = None,
    *,
    keeps: bool = True,
) -> Gallery:
    """The templates and negatives of one model, of everybody who is not hidden; `revision` is `gallery_revision`.

    `within`: only of those who are in one of these groups; empty: of everybody. `known`: what this has returned
    before for the same database, space and neighbourhood. `keeps`: whether a large one is kept in the file, for
    the next start.

    Those that were damaged are left out and counted (`unreadable`). Raises `StoreError` where one of them has
    another dimension.
    """
    key = gallery_file.key_of(space, dimension, neighbourhood)
    with db.read() as session:
        revision = session.scalars(select(Meta.gallery)).one()
        sealed = db.vault is not None  # then each blob is to be looked at, by whomever it was changed
        names = NameTable.of(_names(session, within))
        among = names if within else None
        persons, marks, _ = census(session, space, among)
        old = None if sealed or known is None or known.marks is None else (known.matrix, known.marks)
        stored = None
        if old is None and not sealed and not within and db.file is not None:
            old = stored = _stored(db.file, key)
        changed = None if old is None else changed_people(old[0].people, old[1], persons, marks)
        if old is None or changed is None or len(changed) > len(persons) / 3:
            matrix, lost = _read(db, session, space, dimension, neighbourhood, None, among)
            renewed = True
        elif len(changed):
            new, lost = _read(db, session, space, dimension, neighbourhood, changed.tolist(), among)
            matrix = old[0].replaced(changed, new)
            renewed = stored is not None and len(changed) > _RENEWED * len(persons)
        else:
            matrix, lost, renewed = old[0], Counter(), False
        others, not_them, unread = read_negatives(db, session, space, dimension, None)
    lost.update(unread)
    marks = marks[np.isin(persons, matrix.people)] if len(persons) != len(matrix.people) else marks
    if keeps and db.file is not None and not within and renewed and not lost:
        matrix = _kept(db, key, matrix, marks, revision, sealed=sealed)
    lost = Counter({person: number for person, number in lost.items() if person in names})
    names = names.only(np.concatenate([matrix.people, np.fromiter(lost, np.int64, len(lost))]))
    return Gallery.of_matrix(
        matrix, names, space, revision, others, not_them, lost, neighbourhood, marks=None if lost else marks
    )


def load_some(
    db: Database, session: Session, space: str, dimension: int, neighbourhood: Neighbourhood, persons: Iterable[int]
) -> Gallery:
    """As `load_gallery`, of these people only, within the caller's transaction."""
    matrix, lost = read_some(db, session, space, dimension, neighbourhood, set(persons))
    return gallery_of(db, session, space, dimension, neighbourhood, matrix, lost)


def gallery_of(
    db: Database,
    session: Session,
    space: str,
    dimension: int,
    neighbourhood: Neighbourhood,
    matrix: TemplateMatrix,
    lost: Counter[int],
) -> Gallery:
    """The same of people whose templates were read (`read_some`) in this transaction."""
    wanted = {*matrix.people.tolist(), *lost}
    revision = session.connection().execute(_REVISION).scalar_one()
    names = {person: name for rows in by_person(session, _NAMES, wanted) for person, name in rows}
    others, not_them, unread = read_negatives(db, session, space, dimension, wanted)
    return Gallery.of_matrix(
        matrix, names, space, revision, others, not_them, lost + unread, neighbourhood
    )  # fmt: skip


def _kept(
    db: Database, key: str, matrix: TemplateMatrix, marks: NDArray[np.uint64], revision: int, *, sealed: bool
) -> TemplateMatrix:
    """The same, from a file where it is large and may be kept in one."""
    assert db.file is not None
    if db.read_only:
        return matrix
    if sealed or matrix.samples < LARGE:
        with in_words(db.name):
            gallery_file.delete(db.file)
        return matrix
    arrays = {
        "people": matrix.people, "starts": matrix.starts, "means": matrix.means, "taken": matrix.taken,
        "marks": marks, "columns": matrix.columns,
    }  # fmt: skip
    mapped = _stored(db.file, key) if keep(db, key, arrays, revision) else None
    if mapped is None or not alike((mapped[0].people, mapped[1]), (matrix.people, marks)):
        return matrix
    return mapped[0]


def alike(
    one: tuple[NDArray[np.int64], NDArray[np.uint64]], other: tuple[NDArray[np.int64], NDArray[np.uint64]]
) -> bool:
    """Whether these are the same people with the same marks: another program may have written the file since."""
    return all(map(np.array_equal, one, other))


def keep(db: Database, key: str, arrays: Mapping[str, NDArray[Any]], revision: int) -> bool:
    """Write what was read at this revision into the file beside the database; whether it is there now. Raises
    `StoreError`."""
    assert db.file is not None
    if not gallery_file.write(db.file, key, arrays):
        return False
    same = False
    try:
        with db.read() as session:  # somebody was perhaps forgotten meanwhile, or the database encrypted
            same = session.scalars(select(Meta.gallery)).one() == revision and db.vault is None
    finally:
        if not same:
            with in_words(db.name):
                gallery_file.delete(db.file)
    return same


def _stored(file: Path, key: str) -> tuple[TemplateMatrix, NDArray[np.uint64]] | None:
    arrays = gallery_file.read(file, key, "columns")
    if arrays is None:
        return None
    marks = arrays.pop("marks")
    return TemplateMatrix(**arrays), marks


def _names(session: Session, within: Collection[str]) -> Iterator[tuple[int, str]]:
    query = select(Person.id, Person.name, Person.groups).where(Person.hidden_by.is_(None))
    for person, name, theirs in _stream(session, query):
        if not within or groups.within(groups.read(theirs), within):
            yield person, name


def census(
    session: Session, space: str, among: NameTable | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint64], int]:
    """The people who have templates of this space, ascending; a mark of each one's, which changes with them; and
    how many templates these are."""
    query = _in_use(space).with_only_columns(Template.person_id, Template.id, Template.quality)
    kind = np.dtype([("who", "i8"), ("id", "i8"), ("quality", "f8")])
    driver: Any = session.connection().execute(query).cursor
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
    return people, marks, len(rows)


def changed_people(
    before: NDArray[np.int64], marks: NDArray[np.uint64], now: NDArray[np.int64], marks_now: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """Whose templates are not those of before: who came, who went, and who has others."""
    both, at, at_now = np.intersect1d(before, now, assume_unique=True, return_indices=True)
    others = both[marks[at] != marks_now[at_now]]
    return np.concatenate([np.setxor1d(before, now, assume_unique=True), others])


def read_some(
    db: Database,
    session: Session,
    space: str,
    dimension: int,
    neighbourhood: Neighbourhood,
    persons: Collection[int],
) -> tuple[TemplateMatrix, Counter[int]]:
    """The templates of these people, without those that are damaged; and how many of each were."""
    return _read(db, session, space, dimension, neighbourhood, persons, None)


def read_by_person(
    db: Database, session: Session, space: str, dimension: int, neighbourhood: Neighbourhood, most: int
) -> Iterator[tuple[TemplateMatrix, Counter[int]]]:
    """Everybody's templates, about so many at a time, without those that are damaged; and how many of each were."""
    query = _in_use_of(space).with_only_columns(Template.person_id, Template.vector, Template.quality)
    rows: list[Any] = []
    for more in _portions(session, query.order_by(Template.person_id, Template.id)):
        rows += more
        whole = len(rows) if len(rows) >= most else 0
        while whole and rows[whole - 1][0] == rows[-1][0]:  # others of theirs may come with the next
            whole -= 1
        if whole:
            yield _matrix(db, rows[:whole], dimension, neighbourhood)
            rows = rows[whole:]
    if rows:
        yield _matrix(db, rows, dimension, neighbourhood)


def _matrix(
    db: Database, rows: list[Any], dimension: int, neighbourhood: Neighbourhood
) -> tuple[TemplateMatrix, Counter[int]]:
    found, owners, qualities, lost = _sound(db, rows, dimension)
    return TemplateMatrix.of(found, owners, qualities, neighbourhood), lost


def _sound(
    db: Database, rows: Collection[Any], dimension: int
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], Counter[int]]:
    """Of rows of a person, a vector and its quality; and how many of each person's were damaged."""
    sound = [row for row in rows if row[1] is not None]
    lost = Counter(owner for owner, blob, _ in rows if blob is None)
    return (
        vectors.of_templates(db.name, [blob for _, blob, _ in sound], dimension),
        np.fromiter((owner for owner, *_ in sound), np.int64, len(sound)),
        np.fromiter((quality for *_, quality in sound), np.float32, len(sound)),
        lost,
    )


def _read(
    db: Database,
    session: Session,
    space: str,
    dimension: int,
    neighbourhood: Neighbourhood,
    persons: Collection[int] | None,
    among: NameTable | None,
) -> tuple[TemplateMatrix, Counter[int]]:
    found, owners, qualities, lost = _samples(db, session, space, dimension, persons, among)
    return TemplateMatrix.of(found, owners, qualities, neighbourhood), lost


def _samples(
    db: Database,
    session: Session,
    space: str,
    dimension: int,
    persons: Collection[int] | None,
    among: NameTable | None,
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], Counter[int]]:
    """Of `persons`, None: of everybody; or of those who are `among`. And how many of each were damaged."""
    lost: Counter[int] = Counter()
    found, owners = [np.empty((0, dimension), np.float32)], [np.empty(0, np.int64)]
    qualities = [np.empty(0, np.float32)]
    asked = (
        _portions(session, _templates(space))
        if persons is None
        else by_person(session, _templates_of(space), persons)
    )
    for rows in asked:
        theirs = rows if among is None else [row for row in rows if row[0] in among]
        some, whose, weights, damaged = _sound(db, theirs, dimension)
        found.append(some)
        owners.append(whose)
        qualities.append(weights)
        lost.update(damaged)
    return np.concatenate(found), np.concatenate(owners), np.concatenate(qualities), lost


def read_negatives(
    db: Database, session: Session, space: str, dimension: int, persons: Collection[int] | None
) -> tuple[NDArray[np.float32], NDArray[np.int64], Counter[int]]:
    asked = (
        _portions(session, _negatives(space))
        if persons is None
        else by_person(session, _negatives_of(space), persons)
    )
    rows = [row for some in asked for row in some]
    sound = [(person, blob) for person, blob in rows if blob is not None]
    matrix = vectors.of_templates(db.name, [blob for _, blob in sound], dimension)
    whose = np.fromiter((person for person, _ in sound), np.int64, len(sound))
    return matrix, whose, Counter(person for person, blob in rows if blob is None)


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
    return used.where(Template.person_id.in_(SOME)).order_by(Template.id)


@functools.cache
def _negatives(space: str) -> Select[int, bytes | None]:
    return (
        select(Negative.person_id, Negative.vector)
        .join(Person, Person.id == Negative.person_id)
        .where(Person.hidden_by.is_(None), Negative.hidden_by.is_(None), Negative.space == space)
    )


@functools.cache
def _negatives_of(space: str) -> Select[int, bytes | None]:
    return _negatives(space).where(Negative.person_id.in_(SOME))


def by_person(session: Session, query: Any, persons: Collection[int]) -> Iterator[Sequence[Any]]:
    """The rows of these people, for whom `SOME` stands in the query; some hundred at a time, for a database takes
    no list of any length."""
    wanted = sorted(persons)
    for start in range(0, len(wanted), _ASKED):
        yield session.connection().execute(query, {SOME.key: wanted[start : start + _ASKED]}).all()


def _portions(session: Session, query: Any) -> Iterator[Sequence[Any]]:
    """Past the session, which looks at each row."""
    yield from session.connection().execute(query, execution_options={"yield_per": _PORTION}).partitions()


def _stream(session: Session, query: Any) -> Iterator[Any]:
    for rows in _portions(session, query):
        yield from rows
