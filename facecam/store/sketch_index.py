"""A sketch of very many people in PostgreSQL, which every program reads in a second when it starts.

A program has no file of its own there, and to read and round a million templates takes a minute. So one of them
keeps the codes of everybody (`identity.sketch`) in a table beside the people, and all read them from there. A
second table says whose rows there are, and who is `stale`: triggers mark whoever's templates change, by whichever
program, and take the old rows out at once; until some program has read her again (`renew`) she is looked at in
any case, and so is who was read again since a program has read the sketch. Both are copies: an encrypted database
has none, and who is forgotten is gone from them in the same transaction.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from facecam.identity.gallery import Enrolled
from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.sketch import Block, Codes, Sketch
from facecam.store import sketch_tables
from facecam.store.database import Database
from facecam.store.gallery_file import key_of
from facecam.store.schema import Meta
from facecam.store.sketched_gallery import SMALL, WIDTH, SketchedGallery, held_negatives
from facecam.store.template_rows import TemplateRows

log = logging.getLogger(__name__)

LARGE = 20_000
"""Samples from which an index is worth it: fewer are compared in less time than the question takes."""

STALE = 1_000
"""People who are looked at without the sketch, at most."""

_PORTION = 2_000
"""People who are renewed in one transaction, for which other writers wait."""

_UNUSED, _EMPTY = 30, 1
"""Days after which an index that no program has used is dropped; where no templates of its model are left."""


class SketchIndex:
    """The index of one model's templates in one database."""

    def __init__(self, db: Database, space: str, dimension: int, neighbourhood: Neighbourhood) -> None:
        self._db = db
        self._space, self._dimension, self._neighbourhood = space, dimension, neighbourhood
        key = key_of(f"four bits of {space}", dimension, neighbourhood)
        self._name = sketch_tables.PREFIX + hashlib.sha256(key.encode()).hexdigest()[:12]

    def ready(self) -> bool:
        """Whether everybody was read once."""
        with self._db.read() as session:
            return sketch_tables.complete(session.connection(), self._name)

    def build(self, go_on: Callable[[int, int], bool] = lambda done, everybody: True) -> bool:
        """Make what is missing; takes minutes for a million. `go_on(done, all)` people were read: where it says no
        this ends, and the next time goes on from there.

        False where it was ended, another program is at it, or the database was encrypted. Raises `StoreError`.
        """
        with self._db.autocommit() as connection:
            lock = {"key": int.from_bytes(hashlib.sha256(self._name.encode()).digest()[:7])}
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), lock).scalar():
                return False
            if not self._there():
                with self._db.write() as session:
                    if self._db.vault is not None:  # encrypted meanwhile
                        return False
                    sketch_tables.create(session.connection(), self._name, self._space)
                    sketch_tables.use(session.connection(), self._name, self._space)
            if not self.renew(go_on):
                return False
            with self._db.write() as session:  # and so all programs look again
                if self._db.vault is not None:
                    return False
                sketch_tables.completed(session.connection(), self._name)
            connection.execute(text(f"ANALYZE {self._name}, {self._name}_people"))
        return True

    def renew(self, go_on: Callable[[int, int], bool] = lambda done, everybody: True) -> bool:
        """Read those anew whose templates have changed; False where that was ended, or the database was encrypted.
        Raises `StoreError`."""
        done = 0
        while stale := self.stale():
            if not go_on(done, done + stale):
                return False
            with self._db.write() as session:
                if self._db.vault is not None:  # encrypted meanwhile
                    return False
                done += self._renew(session)
        return True

    def stale(self) -> int:
        """How many people are to be read anew. Raises `StoreError`."""
        with self._db.read() as session:
            counted = session.execute(text(f"SELECT count(*) FROM {self._name}_people WHERE stale"))
            return int(counted.scalar_one())

    def tidy(self) -> None:
        """Say that this index is in use, and drop those that are not: of an earlier model, or of an earlier
        calibration, once nobody has used them for days. A program that still does says so, too, more than once a
        day. Raises `StoreError`."""
        with self._db.write() as session:
            connection = session.connection()
            if self._db.vault is not None:  # encrypted meanwhile
                return
            sketch_tables.use(connection, self._name, self._space)
            if dropped := sketch_tables.drop_unused(connection, _UNUSED, _EMPTY):
                log.info("dropped, for no program has used them: %s", ", ".join(dropped))

    def gallery(self, known: Enrolled | None = None) -> IndexedGallery:
        """The people as they are now. `known`: what this has returned before."""
        with self._db.read() as session:
            connection = session.connection()
            revision, at = session.execute(select(Meta.gallery, Meta.revision)).one()
            held = known if isinstance(known, IndexedGallery) and known.name == self._name else None
            counts = sketch_tables.counts(connection, self._name, held.at if held else 0)
            found = IndexedGallery(
                self._db, self._space, self._dimension, self._neighbourhood, revision, counts.people, counts.samples
            )
            rows = TemplateRows(self._db, session, self._space, self._dimension, self._neighbourhood)
            found.negatives, _ = held_negatives(rows)
            found.name, found.at, found.listed = self._name, at, counts.listed
            # Whoever is gone stays in no program's memory, either: then all is read anew.
            if held is None or held.listed + counts.since != counts.listed:
                found.sketch = self._read(session)
            else:
                found.sketch = self._followed(session, held)
        return found

    def outdated(self, known: Enrolled) -> bool:
        """Whether `gallery` would return something newer. Raises `StoreError`."""
        if not isinstance(known, IndexedGallery) or known.name != self._name:
            return True
        with self._db.read() as session:
            if session.scalars(select(Meta.gallery)).one() != known.revision:
                return True
            return sketch_tables.newest(session.connection(), self._name) > known.at

    def _there(self) -> bool:
        with self._db.read() as session:
            return session.execute(text("SELECT to_regclass(:name)"), {"name": self._name}).scalar() is not None

    def _renew(self, session: Session) -> int:
        connection = session.connection()
        people = sketch_tables.some_stale(connection, self._name, _PORTION)
        rows = TemplateRows(self._db, session, self._space, self._dimension, self._neighbourhood)
        matrix, _ = rows.of(people)
        sketch_tables.copy(connection, self._name, Codes.of(matrix), people)
        samples = dict(zip(matrix.people.tolist(), matrix.counts.tolist(), strict=True))
        at = session.scalars(select(Meta.revision)).one()
        sketch_tables.renewed(connection, self._name, people, [samples.get(person, 0) for person in people], at)
        return len(people)

    def _read(self, session: Session) -> Sketch:
        parts = sketch_tables.everybody(session.connection(), self._name, self._dimension, WIDTH)
        return Sketch(tuple(part.packed for part in parts))

    def _followed(self, session: Session, held: IndexedGallery) -> Sketch:
        connection = session.connection()
        changed = sketch_tables.renewed_since(connection, self._name, held.at)
        small = [block.owners for block in held.sketch.blocks if len(block.owners) < WIDTH / 2]
        if len(small) > SMALL:  # into one
            changed = np.union1d(changed, np.concatenate(small))
        if not len(changed):
            return held.sketch
        if len(changed) > held.size / 3:
            return self._read(session)
        blocks: list[Block] = [block.hiding(changed) for block in held.sketch.blocks]
        new = sketch_tables.of(connection, self._name, self._dimension, changed)
        return Sketch(tuple(block for block in (*blocks, new.packed) if (block.owners >= 0).any()))


class IndexedGallery(SketchedGallery):
    """Whose sketch lies in a table of PostgreSQL."""

    name: str
    """Of the index."""
    at: int
    """The database's revision when it was read."""
    listed: int
    """How many people were in its table then."""

    def _newer(self, session: Session) -> Collection[int]:
        return sketch_tables.newer(session.connection(), self.name, self.at, STALE)


def why_not(db: Database) -> str | None:
    """Why a database cannot have such an index, in English; None where it can."""
    if db.dialect != "postgresql" or db.driver != "psycopg":
        return "only PostgreSQL, through psycopg, has such an index"
    return None if db.vault is None else "the faces are encrypted"
