"""The nearest of very many people found by the database itself: PostgreSQL with pgvector.

No program has to hold the templates then: the database's index names the people who may matter, and of these the
templates are read and scored as ever (`StoredGallery.near`). So the index decides nothing, it only leaves out.

Approximate nearest neighbours are enough for that: a score is one inner product of D + 1 numbers, (vector, what is
taken off for it) with (probe, -1), and HNSW over half precision finds who comes near. One table holds the people's
samples, their means and the faces that are said not to be theirs; another who is in it, and who is `stale`:
triggers mark whoever's templates change, by whichever program, and take the old rows out at once; until they are
read again (`renew`) the stale are looked at in any case, up to `STALE`. Both are copies: an encrypted database has
none, and who is forgotten is gone from them in the same transaction.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import Neighbourhood
from facecam.store import vector_tables
from facecam.store.database import Database
from facecam.store.gallery import load_some
from facecam.store.gallery_file import key_of
from facecam.store.schema import Meta
from facecam.store.stored_gallery import StoredGallery
from facecam.store.template_rows import TemplateRows

log = logging.getLogger(__name__)

LARGE = 20_000
"""Samples from which an index is worth it: fewer are compared in less time than the question takes."""

_PORTION = 200
"""People who are renewed in one transaction, for which other writers wait."""

_UNUSED, _EMPTY = 30, 1
"""Days after which an index that no program has used is dropped; where no templates of its model are left."""

_AMPLE = 4
"""People who are scored exactly, for each who is wanted: in half precision the order is not quite theirs."""

_ROWS = 8
"""Rows of the index that are asked for, for each person who is wanted: one has several samples."""
_FEWEST, _MOST = 64, 1_000
"""Rows asked for at least, and at most."""
_SEARCHED = 400
"""Rows that HNSW keeps in view (`hnsw.ef_search`): more find more of the truly nearest, and take longer."""
_GRAPH = "(m = 40, ef_construction = 128)"
"""Of HNSW. With pgvector's 16 one known face in twelve is not found among 100,000 when 100 rows are kept in view,
and one in thirty of 200: people lie far from each other, so that few ways lead to each."""
_GRAPH_ROW = 3
"""Kilobytes of memory for each row while the graph is made: 80 neighbours of 16 bytes, the vector, and some to
spare."""
_LEAST_MEMORY = 64 * 1024
"""Kilobytes, whatever there is: PostgreSQL's own measure."""
_TOO_LITTLE = "53"
"""SQLSTATEs of what a server has too little of. Several processes draw the graph in shared memory, of which a
container has 64 MB where nobody asked for more; one process needs none."""
STALE = 1_000
"""People who are looked at without the index, at most."""


class VectorIndex:
    """The index of one model's templates in one database."""

    def __init__(self, db: Database, space: str, dimension: int, neighbourhood: Neighbourhood) -> None:
        self._db = db
        self._space, self._dimension, self._neighbourhood = space, dimension, neighbourhood
        digest = hashlib.sha256(key_of(space, dimension, neighbourhood).encode()).hexdigest()
        self._name = vector_tables.PREFIX + digest[:12]

    def ready(self) -> bool:
        with self._db.read() as session:
            return vector_tables.valid(session.connection(), self._name)

    def build(self, go_on: Callable[[int, int], bool] = lambda done, everybody: True) -> bool:
        """Make what is missing; takes minutes for a million. `go_on(done, all)` people were read: where it says no
        this ends, and the next time goes on from there.

        False where it was ended, another program is at it, or the database was encrypted. Raises `StoreError`, also
        where only the server's keeper may add the extension.
        """
        with self._db.autocommit() as connection:
            lock = {"key": int.from_bytes(hashlib.sha256(self._name.encode()).digest()[:7])}
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), lock).scalar():
                return False
            if not self._there():
                with self._db.write() as session:
                    if self._db.vault is not None:  # encrypted meanwhile
                        return False
                    vector_tables.create(session.connection(), self._name, self._dimension + 1, self._space)
                    vector_tables.use(session.connection(), self._name, self._space)
            if not self.renew(go_on):
                return False
            if not self.ready():
                connection.execute(text(f"SET maintenance_work_mem = '{self._memory(connection)}kB'"))
                try:
                    self._draw(connection)
                except OperationalError as error:
                    if not str(getattr(error.orig, "sqlstate", "")).startswith(_TOO_LITTLE):
                        raise
                    log.info("the people are indexed by one process: the server has too little shared memory")
                    connection.execute(text("SET max_parallel_maintenance_workers = 0"))
                    self._draw(connection)
                    connection.execute(text("RESET max_parallel_maintenance_workers"))
                connection.execute(text("RESET maintenance_work_mem"))
            connection.execute(text(f"ANALYZE {self._name}, {self._name}_people"))
        with self._db.write():
            pass  # so that all programs look again
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
            vector_tables.use(connection, self._name, self._space)
            if dropped := vector_tables.drop_unused(connection, _UNUSED, _EMPTY):
                log.info("dropped, for no program has used them: %s", ", ".join(dropped))

    def gallery(self) -> IndexedGallery:
        """The people as they are now."""
        with self._db.read() as session:
            revision = session.scalars(select(Meta.gallery)).one()
            counted = text(
                "SELECT count(*) FILTER (WHERE samples > 0), coalesce(sum(samples), 0),"
                f" count(*) FILTER (WHERE stale) FROM {self._name}_people"
            )
            size, templates, stale = session.execute(counted).one()
        found = IndexedGallery(
            self._db, self._space, self._dimension, self._neighbourhood, revision, size, int(templates)
        )
        found.name, found.stale = self._name, int(stale)
        return found

    def _there(self) -> bool:
        with self._db.read() as session:
            return session.execute(text("SELECT to_regclass(:name)"), {"name": self._name}).scalar() is not None

    def _draw(self, connection: Connection) -> None:
        """Make the graph; one that was not completed is there already, and of no use."""
        connection.execute(text(f"DROP INDEX IF EXISTS {self._name}_hnsw"))
        connection.execute(
            text(
                f"CREATE INDEX CONCURRENTLY {self._name}_hnsw ON {self._name}"
                f" USING hnsw (face halfvec_ip_ops) WITH {_GRAPH}"
            )
        )

    def _memory(self, connection: Connection) -> int:
        """Kilobytes in which the graph has room while it is made: one that has not is made many times as slowly.
        At most half of what the server's keeper says that it has."""
        rows, keeps = connection.execute(
            text(
                f"SELECT count(*), pg_size_bytes(current_setting('effective_cache_size')) / 1024 FROM {self._name}"
            )
        ).one()
        return max(_LEAST_MEMORY, min(int(rows) * _GRAPH_ROW, int(keeps) // 2))

    def _renew(self, session: Session) -> int:
        name, connection = self._name, session.connection()
        chosen = text(f"SELECT person FROM {name}_people WHERE stale ORDER BY person LIMIT {_PORTION}")
        people = list(connection.execute(chosen).scalars())
        rows = TemplateRows(self._db, session, self._space, self._dimension, self._neighbourhood)
        found = load_some(rows, people)
        connection.execute(text(f"DELETE FROM {name} WHERE person = ANY(:people)"), {"people": people})
        vectors, owners = found.rows()
        vector_tables.copy(connection, name, owners, vectors)
        samples = dict(zip(found.people.tolist(), found.matrix.counts.tolist(), strict=True))
        connection.execute(
            text(
                f"UPDATE {name}_people AS was SET stale = false, samples = now.samples"
                " FROM unnest(CAST(:people AS bigint[]), CAST(:samples AS bigint[])) AS now(person, samples)"
                " WHERE was.person = now.person"
            ),
            {"people": people, "samples": [samples.get(person, 0) for person in people]},
        )
        return len(people)


class IndexedGallery(StoredGallery):
    """Whoever the index names, and who is stale."""

    name: str
    """Of the index."""
    stale: int
    """How many people were not read yet when this was counted."""

    def _answer(
        self, session: Session, vectors: NDArray[np.float32], most: int, and_of: Collection[int]
    ) -> Gallery:
        people = {*and_of, *self._stale(session)}
        for vector in vectors:
            people.update(self._nearest(session, vector, most))
        return load_some(self._rows(session), people)

    def _stale(self, session: Session) -> list[int]:
        query = text(f"SELECT person FROM {self.name}_people WHERE stale LIMIT {STALE}")
        return list(session.execute(query).scalars())

    def _nearest(self, session: Session, vector: NDArray[np.float32], most: int) -> list[int]:
        probe = "[" + ",".join(f"{number:.6g}" for number in vector.tolist()) + ",-1]"
        query = text(
            f"SELECT person FROM {self.name}"
            f" ORDER BY face <#> CAST(:probe AS halfvec({self._dimension + 1})) LIMIT :rows"
        )
        rows = max(_FEWEST, _ROWS * most)
        while True:
            rows = min(rows, _MOST)
            kept = {"rows": str(max(rows, _SEARCHED))}
            session.execute(text("SELECT set_config('hnsw.ef_search', :rows, true)"), kept)
            nearest = session.execute(query, {"probe": probe, "rows": rows}).scalars()
            found = list(dict.fromkeys(nearest))[: _AMPLE * most]
            if len(found) >= most or rows == _MOST:
                return found
            rows *= 4


def why_not(db: Database) -> str | None:
    """Why a database cannot find the nearest by itself, in English; None where it can."""
    if db.dialect != "postgresql" or db.driver != "psycopg":
        return "only PostgreSQL, through psycopg, has such an index"
    if db.vault is not None:
        return "the faces are encrypted"
    with db.read() as session:
        known = session.execute(text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")).scalar()
    return None if known else "the server has no pgvector"
