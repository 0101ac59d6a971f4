"""Everybody who is enrolled, read from the database: all as one matrix, or some of them.

Templates do not change, they come and go: of a gallery that was read before, only the people who have others now
are read again. A large one is also kept in a file (`gallery_file`), from which the next start goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from facecam.identity.gallery import Gallery
from facecam.identity.name_table import NameTable
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import gallery_file, groups, vectors
from facecam.store.database import Database
from facecam.store.schema import Meta, Negative, Person, Template

LARGE = 20_000
"""Samples from which the matrix is kept in a file, too."""

_RENEWED = 0.01
"""The share of people who have other templates than in the file, from which it is written anew."""

_PORTION = 20_000
"""Rows that are read at a time."""

_ASKED = 500
"""People who are asked for in one query."""


def load_gallery(
    db: Database,
    space: str,
    dimension: int,
    neighbourhood: Neighbourhood = EVEN,
    within: Collection[str] = (),
    known: Gallery | None = None,
) -> Gallery:
    """The templates and negatives of one model, of everybody who is not hidden; `revision` is `gallery_revision`.

    `within`: only of those who are in one of these groups; empty: of everybody. `known`: what this has returned
    before for the same database, space and neighbourhood.

    Those that were damaged are left out and counted (`unreadable`). Raises `StoreError` where one of them has
    another dimension.
    """
    key = gallery_file.key_of(space, dimension, neighbourhood)
    with db.read() as session:
        revision = session.scalars(select(Meta.gallery)).one()
        sealed = db.vault is not None  # then each blob is to be looked at, by whomever it was changed
        names = NameTable.of(_names(session, within))
        persons, marks, _ = census(session, space, names if within else None)
        old = None if sealed or known is None or known.marks is None else (known.matrix, known.marks)
        stored = None
        if old is None and not sealed and not within and db.file is not None:
            old = stored = _stored(db.file, key)
        changed = None if old is None else changed_people(old[0].people, old[1], persons, marks)
        if old is None or changed is None or len(changed) > len(persons) / 3:
            matrix, lost = _read(db, session, space, dimension, neighbourhood, None, names if within else None)
            renewed = True
        elif len(changed):
            new, lost = _read(db, session, space, dimension, neighbourhood, changed.tolist(), None)
            matrix = old[0].replaced(changed, new)
            renewed = stored is not None and len(changed) > _RENEWED * len(persons)
        else:
            matrix, lost, renewed = old[0], Counter(), False
        others, not_them, unread = read_negatives(db, session, space, dimension, None)
    lost.update(unread)
    marks = marks[np.isin(persons, matrix.people)] if len(persons) != len(matrix.people) else marks
    if db.file is not None and not within and renewed and not lost:
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
    wanted = sorted(set(persons))
    revision = session.scalars(select(Meta.gallery)).one()
    query = select(Person.id, Person.name).where(Person.hidden_by.is_(None), Person.id.in_(wanted))
    names = dict(iter(session.connection().execute(query)))
    matrix, lost = _read(db, session, space, dimension, neighbourhood, wanted, None)
    others, not_them, unread = read_negatives(db, session, space, dimension, wanted)
    lost.update(unread)
    return Gallery.of_matrix(matrix, names, space, revision, others, not_them, lost, neighbourhood)


def samples_by_person(
    db: Database, session: Session, space: str, dimension: int, persons: Collection[int]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Vectors (N, D), whose each is (N,), and qualities (N,), of these people; without those that are damaged."""
    found, owners, qualities, _ = _samples(db, session, space, dimension, persons, None)
    return found, owners, qualities


def _kept(
    db: Database, key: str, matrix: TemplateMatrix, marks: NDArray[np.uint64], revision: int, *, sealed: bool
) -> TemplateMatrix:
    """The same, from a file where it is large and may be kept in one."""
    assert db.file is not None
    if db.read_only:
        return matrix
    if sealed or matrix.samples < LARGE:
        gallery_file.delete(db.file)
        return matrix
    arrays = {
        "people": matrix.people, "starts": matrix.starts, "means": matrix.means, "taken": matrix.taken,
        "marks": marks, "columns": matrix.columns,
    }  # fmt: skip
    mapped = _stored(db.file, key) if keep(db, key, arrays, revision) else None
    return matrix if mapped is None else mapped[0]


def keep(db: Database, key: str, arrays: Mapping[str, NDArray[Any]], revision: int) -> bool:
    """Write what was read at this revision into the file beside the database; whether it is there now."""
    assert db.file is not None
    if not gallery_file.write(db.file, key, arrays):
        return False
    with db.read() as session:
        same = session.scalars(select(Meta.gallery)).one() == revision
    if not same or db.vault is not None:  # somebody was perhaps forgotten meanwhile, or the database encrypted
        gallery_file.delete(db.file)
        return False
    return True


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
) -> TemplateMatrix:
    """The templates of these people, without those that are damaged."""
    return _read(db, session, space, dimension, neighbourhood, persons, None)[0]


def read_by_person(
    db: Database, session: Session, space: str, dimension: int, neighbourhood: Neighbourhood, most: int
) -> Iterator[TemplateMatrix]:
    """Everybody's templates, about so many at a time; of a database that is not encrypted."""
    query = _in_use_of(space).with_only_columns(Template.person_id, Template.vector, Template.quality)
    rows: list[Any] = []
    for more in _portions(session, query.order_by(Template.person_id, Template.id), None):
        rows += more
        whole = len(rows) if len(rows) >= most else 0
        while whole and rows[whole - 1][0] == rows[-1][0]:  # others of theirs may come with the next
            whole -= 1
        if whole:
            yield _matrix(db, rows[:whole], dimension, neighbourhood)
            rows = rows[whole:]
    if rows:
        yield _matrix(db, rows, dimension, neighbourhood)


def _matrix(db: Database, rows: list[Any], dimension: int, neighbourhood: Neighbourhood) -> TemplateMatrix:
    owners, blobs, qualities = zip(*rows, strict=True)
    found = vectors.of_templates(db.name, blobs, dimension)
    return TemplateMatrix.of(found, np.array(owners, np.int64), np.array(qualities, np.float32), neighbourhood)


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
    used = _in_use(space) if persons is None else _in_use_of(space)
    query = used.with_only_columns(Template.person_id, Template.vector, Template.quality)
    query = query.order_by(Template.id)  # as an index has them; by person the matrix sorts
    lost: Counter[int] = Counter()
    found, owners = [np.empty((0, dimension), np.float32)], [np.empty(0, np.int64)]
    qualities = [np.empty(0, np.float32)]
    for rows in _portions(session, query, persons):
        lost.update(owner for owner, blob, _ in rows if blob is None and (among is None or owner in among))
        sound = [row for row in rows if row[1] is not None and (among is None or row[0] in among)]
        found.append(vectors.of_templates(db.name, [blob for _, blob, _ in sound], dimension))
        owners.append(np.fromiter((owner for owner, *_ in sound), np.int64, len(sound)))
        qualities.append(np.fromiter((quality for *_, quality in sound), np.float32, len(sound)))
    return np.concatenate(found), np.concatenate(owners), np.concatenate(qualities), lost


def read_negatives(
    db: Database, session: Session, space: str, dimension: int, persons: Collection[int] | None
) -> tuple[NDArray[np.float32], NDArray[np.int64], Counter[int]]:
    query = (
        select(Negative.person_id, Negative.vector)
        .join(Person, Person.id == Negative.person_id)
        .where(Person.hidden_by.is_(None), Negative.hidden_by.is_(None), Negative.space == space)
    )
    if persons is not None:
        query = query.where(Negative.person_id.in_(persons))
    rows = session.connection().execute(query).all()
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


def _portions(session: Session, query: Any, persons: Collection[int] | None) -> Iterator[list[Any]]:
    """Past the session, which looks at each row."""
    connection = session.connection()
    if persons is None:
        result = connection.execute(query, execution_options={"yield_per": _PORTION})
        yield from (list(rows) for rows in result.partitions())
        return
    wanted = sorted(persons)
    for start in range(0, len(wanted), _ASKED):
        asked = query.where(Template.person_id.in_(wanted[start : start + _ASKED]))
        yield list(connection.execute(asked).all())


def _stream(session: Session, query: Any) -> Iterator[Any]:
    result = session.connection().execute(query, execution_options={"yield_per": _PORTION})
    for rows in result.partitions():
        yield from rows
