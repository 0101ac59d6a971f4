"""Visits that wait on this computer while their database is away.

They are kept in an SQLite file of their own in facecam's folder, one a database, which every program on this
computer shares: so they outlive a program that is killed, keep their order, and are written by whichever finds the
database again first. A batch is marked before it is written; where the program, the connection or the server ends
in between, the database is asked whether it has that batch before it is written again.

Where the database is encrypted, what waits is sealed with the same key. What changes whose faces may be kept
(*forget*, encryption) brings what waits here into the database first, and then treats it as all else in it. Clips
do not wait: they are large, and their visits are kept without.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from facecam.base import paths
from facecam.base.errors import StoreError
from facecam.base.messages import Message
from facecam.base.private_files import private_file, private_folder
from facecam.base.types import State
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.encryption.cipher import SealBrokenError, Vault
from facecam.store.failures import in_words
from facecam.store.visits import BestFace, VisitRecord, add_visits, were_added

log = logging.getLogger(__name__)

BATCH = 500
"""Visits that are written in one transaction."""

MOST = 10_000
"""Visits that wait on disk: days of a busy door."""

_BUSY = 5.0
"""Seconds to wait for another program that has the file."""

_PLACE = b"waiting visit"
"""What records are sealed for."""

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS waiting"
    " (id INTEGER PRIMARY KEY AUTOINCREMENT, record BLOB NOT NULL, key TEXT, batch TEXT)"
)
"""`key`: the name of the key that sealed it, `batch`: with which others it may have been written already."""


class WaitingVisits:
    """The visits that wait for one database. One thread at a time; any number of programs."""

    def __init__(self, database: Database) -> None:
        self.file = paths.data_dir() / f"visits-{database.digest}.waiting"
        self._empty: int | None = None
        """When the file was changed last before nobody was found in it; so it need not be opened again."""
        self.failure: sqlite3.Error | OSError | None = None
        """Why they could not be read and written when that was tried last."""

    def __len__(self) -> int:
        """Raises `StoreError`."""
        if not self._worth_a_look():
            return 0
        with in_words(str(self.file)), self._connected() as file:
            return int(file.execute("SELECT count(*) FROM waiting").fetchone()[0])

    def add(self, records: Sequence[VisitRecord], vault: Vault | None, *, tried: bool = False) -> None:
        """Let them wait, all or none. `vault`: of their database; `tried`: they may be in it already, all or none.

        Raises `StoreError` where so many wait that there is no room, and where the disk fails.
        """
        batch = secrets.token_hex(8) if tried else None
        rows = [(_sealed(record, vault), None if vault is None else vault.name, batch) for record in records]
        with in_words(str(self.file)):
            private_folder(self.file.parent)
            private_file(self.file)
        with in_words(str(self.file)), self._connected() as file:
            file.execute("BEGIN IMMEDIATE")
            if file.execute("SELECT count(*) FROM waiting").fetchone()[0] + len(rows) > MOST:
                raise StoreError(
                    "{most} visits wait on this computer for their database, and no more are kept",
                    "See that the database can be reached",
                    most=MOST,
                )
            file.executemany("INSERT INTO waiting (record, key, batch) VALUES (?, ?, ?)", rows)
            file.execute("COMMIT")

    def write(self, database: Database) -> None:
        """Write all of them in their order, a batch in one transaction. Raises `StoreError` where the database
        fails; then those that were not written wait on. Where their file fails they wait on, too (`failure`)."""
        if not self._worth_a_look():
            self.failure = None
            return
        try:
            with self._connected() as file:
                while self._write_batch(file, database):
                    pass
            self.failure = None
        except (sqlite3.Error, OSError) as error:
            if str(error) != str(self.failure):  # it is tried again in half a second
                log.error("the visits that wait in %s cannot be read: %s", self.file, error)
            self.failure = error
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                for left in (self.file, self.file.with_name(f"{self.file.name}-journal")):
                    left.unlink(missing_ok=True)  # nobody can read it any more, and it may hold faces

    def _write_batch(self, file: sqlite3.Connection, database: Database) -> bool:
        file.execute("BEGIN IMMEDIATE")  # until it is done, for no other program may write the same ones
        row = file.execute("SELECT batch FROM waiting ORDER BY id LIMIT 1").fetchone()
        if row is None:
            self._empty = self.file.stat().st_mtime_ns
            return False
        (batch,) = row
        if batch is None:
            file.execute(
                "UPDATE waiting SET batch = ? WHERE id IN (SELECT id FROM waiting WHERE id < coalesce("
                "(SELECT min(id) FROM waiting WHERE batch IS NOT NULL), 9e18) ORDER BY id LIMIT ?)",
                (secrets.token_hex(8), BATCH),
            )
            file.execute("COMMIT")
            return True
        rows = file.execute("SELECT record, key FROM waiting WHERE batch = ? ORDER BY id", (batch,)).fetchall()
        with database.read():
            pass  # who has changed the key meanwhile is noticed
        records = [one for content, key in rows if (one := _unsealed(content, key, database)) is not None]
        if lost := len(rows) - len(records):
            log.error("%d visits are lost: damaged, or sealed with a key that their database has no more", lost)
        if records and not were_added(database, records):
            add_visits(database, records)
        file.execute("DELETE FROM waiting WHERE batch = ?", (batch,))
        file.execute("COMMIT")
        return True

    def _worth_a_look(self) -> bool:
        try:
            return self.file.stat().st_mtime_ns != self._empty
        except OSError:
            return False

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=_BUSY, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous = FULL")
            file.execute("PRAGMA secure_delete = ON")
            file.execute(_SCHEMA)
            yield file


def bring_in(database: Database) -> None:
    """Write what waits on this computer for a database. Raises `StoreError` where something waits on."""
    waiting = WaitingVisits(database)
    waiting.write(database)
    if waiting.failure is not None and waiting.file.exists():
        with in_words(str(waiting.file)):
            raise waiting.failure
    if number := len(waiting):
        raise StoreError(
            Message(
                "{n} visit waits on this computer and cannot be written",
                "{n} visits wait on this computer and cannot be written",
                n=number,
            ),
            "Try again",
        )


def _sealed(record: VisitRecord, vault: Vault | None) -> bytes:
    face = record.face
    fields: dict[str, Any] = {
        "source": record.source,
        "started": record.started.isoformat(),
        "ended": record.ended.isoformat(),
        "samples": record.samples,
        "state": record.state.value,
        "person": record.person,
        "score": record.score,
        "picture": _text(record.picture),
        "vector": None if face is None else _text(vectors.encode(face.vector)),
        "space": None if face is None else face.space,
        "quality": None if face is None else face.quality,
        "position": record.position,
    }
    content = json.dumps(fields).encode()
    return content if vault is None else vault.seal(content, _PLACE)


def _unsealed(content: bytes, key: str | None, database: Database) -> VisitRecord | None:
    """None where it was sealed with a key that nobody knows, or is damaged."""
    try:
        if key is not None:
            vault = database.vault_of(key)  # also one of before, of a program that had not noticed yet
            if vault is None:
                return None
            content = vault.unseal(content, _PLACE)
        return _read(json.loads(content))
    except (SealBrokenError, ValueError, KeyError, TypeError):
        return None


def _read(fields: dict[str, Any]) -> VisitRecord:
    face, blob = None, _bytes(fields["vector"])
    if blob is not None:
        (vector,) = vectors.decode([blob], len(blob) // vectors.STORED.itemsize)
        face = BestFace(vector, fields["space"], fields["quality"])
    return VisitRecord(
        source=fields["source"],
        started=datetime.fromisoformat(fields["started"]),
        ended=datetime.fromisoformat(fields["ended"]),
        samples=fields["samples"],
        state=State(fields["state"]),
        person=fields["person"],
        score=fields["score"],
        picture=_bytes(fields["picture"]),
        face=face,
        position=fields["position"],
    )


def _text(blob: bytes | None) -> str | None:
    return None if blob is None else b64encode(blob).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
