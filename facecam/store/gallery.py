"""Everybody who is enrolled, read from the database: all as one matrix, or some of them.

Templates do not change, they come and go: of a gallery that was read before, only the people who have others now
are read again. A large one is also kept in a file (`gallery_file`), from which the next start goes on.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.base.errors import LockedError, StoreError
from facecam.identity.gallery import Gallery
from facecam.identity.name_table import NameTable
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import gallery_file, groups
from facecam.store.database import Database
from facecam.store.failures import in_words
from facecam.store.schema import Meta, Person
from facecam.store.template_rows import Census, TemplateRows, by_person, portions

log = logging.getLogger(__name__)

LARGE = 20_000
"""Samples from which the matrix is kept in a file, too."""

RENEWED = 0.01
"""The share of people who have other templates than in the file, from which it is written anew."""

_REVISION = select(Meta.gallery)
_NAMES = select(Person.id, Person.name).where(Person.hidden_by.is_(None))


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
        rows = TemplateRows(db, session, space, dimension, neighbourhood)
        revision = session.scalars(_REVISION).one()
        sealed = db.vault is not None  # then each blob is to be looked at, by whomever it was changed
        names = NameTable.of(_names(session, within))
        among = names if within else None
        now, _ = rows.census(among)
        old, from_file = None, False
        if not sealed and known is not None and known.marks is not None:
            old = known.matrix, Census(known.people, known.marks)
        elif not sealed and not within and db.file is not None:
            old = _stored(db.file, key)
            from_file = old is not None
        matrix, lost, new = _followed(rows, old, now, among)
        others, not_them, unread = rows.negatives()
    lost.update(unread)
    now = now.only(np.isin(now.people, matrix.people))
    renewed = old is None or new > len(now.people) / 3 or (from_file and new > RENEWED * len(now.people))
    if keeps and db.file is not None and not within and renewed and not lost:
        matrix = _kept(db, key, matrix, now, revision, sealed=sealed)
    lost = Counter({person: number for person, number in lost.items() if person in names})
    names = names.only(np.concatenate([matrix.people, np.fromiter(lost, np.int64, len(lost))]))
    marks = None if lost else now.marks
    return Gallery.of_matrix(matrix, names, space, revision, others, not_them, lost, neighbourhood, marks=marks)


def _followed(
    rows: TemplateRows, old: tuple[TemplateMatrix, Census] | None, now: Census, among: Collection[int] | None
) -> tuple[TemplateMatrix, Counter[int], int]:
    """The matrix as of now, how many templates of each person were damaged, and how many people have others."""
    if old is None:
        return *rows.everybody(among), len(now.people)
    matrix, before = old
    changed = before.changed(now)
    if len(changed) > len(now.people) / 3:
        return *rows.everybody(among), len(changed)
    if not len(changed):
        return matrix, Counter(), 0
    others, lost = rows.of(np.intersect1d(changed, now.people).tolist())  # who left a group may have some still
    return matrix.replaced(changed, others), lost, len(changed)


def gallery_of(rows: TemplateRows, matrix: TemplateMatrix, lost: Counter[int], revision: int) -> Gallery:
    """As `load_gallery`, of people whose templates were read."""
    wanted = {*matrix.people.tolist(), *lost}
    names = {person: name for some in by_person(rows.session, _NAMES, Person.id, wanted) for person, name in some}
    others, not_them, unread = rows.negatives(wanted)
    return Gallery.of_matrix(
        matrix, names, rows.space, revision, others, not_them, lost + unread, rows.neighbourhood
    )


def _kept(
    db: Database, key: str, matrix: TemplateMatrix, now: Census, revision: int, *, sealed: bool
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
        "marks": now.marks, "columns": matrix.columns,
    }  # fmt: skip
    mapped = _stored(db.file, key) if keep(db, key, arrays, revision) else None
    # Another program may have written the file since.
    return mapped[0] if mapped is not None and mapped[1].same(now) else matrix


def keep(db: Database, key: str, arrays: Mapping[str, NDArray[Any]], revision: int) -> bool:
    """Write what was read at this revision into the file beside the database; whether it is there now. Raises
    `LockedError`."""
    assert db.file is not None

    @contextmanager
    def as_it_was_read() -> Iterator[bool]:
        """Nobody is forgotten and nothing encrypted in here; perhaps meanwhile. So whoever does that afterwards
        deletes the file, even if this program is killed in here."""
        with db.write() as session:
            yield session.scalars(_REVISION).one() == revision and db.vault is None

    try:
        return gallery_file.write(db.file, key, arrays, as_it_was_read())
    except LockedError:
        raise
    except StoreError as error:  # it is busy, and people are known without a file
        log.info("the gallery is not kept in a file: %s", error)
        return False


def _stored(file: Path, key: str) -> tuple[TemplateMatrix, Census] | None:
    arrays = gallery_file.read(file, key, "columns")
    if arrays is None:
        return None
    marks = arrays.pop("marks")
    matrix = TemplateMatrix(**arrays)
    return matrix, Census(matrix.people, marks)


def _names(session: Session, within: Collection[str]) -> Iterator[tuple[int, str]]:
    query = select(Person.id, Person.name, Person.groups).where(Person.hidden_by.is_(None))
    for some in portions(session, query):
        for person, name, theirs in some:
            if not within or groups.within(groups.read(theirs), within):
                yield person, name
