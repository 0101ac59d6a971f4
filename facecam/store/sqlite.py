"""What is special about an SQLite file: whose it is, its switches, its backups, and wiping its traces."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from facecam.base import paths
from facecam.base.errors import StoreError
from facecam.base.private_files import FILE, FOLDER, close, private_file, private_folder
from facecam.store import gallery_file
from facecam.store.schema import APPLICATION_ID
from facecam.store.unused import overwrite_unused

BUSY = 5.0
"""Seconds to wait for another program that is writing."""

RESERVED = 1_000_000
"""Bytes kept for a full disk: to read, and to forget somebody."""
_RESERVE = "reserve"
PLENTY = 100 * RESERVED
"""Bytes free on a disk on which so much is kept."""

_PAUSE = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""

BACKUPS_KEPT = 3

AIR = 4
"""Where more than the fourth part of a file is free, it is made smaller when somebody is forgotten."""

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # WAL with NORMAL may lose the last commits with the power
    "PRAGMA secure_delete = ON",  # what was deleted is overwritten with zeros
)

WRITES = "facecam_writes"
"""The execution option of connections whose transactions write."""


def prepare(file: Path) -> None:
    """See that `file` is facecam's or make it so; another program's file is not touched.

    Raises `StoreError`, and what `sqlite3` and the file system raise.
    """
    if file.is_dir():
        raise StoreError("{file} is a folder, not a database", "Choose a file", file=str(file))
    if file.exists() and not file.is_file():
        raise StoreError("{file} is a device, not a database", "Choose a file", file=str(file))
    if not file.exists() or file.stat().st_size == 0:
        if file.parent == paths.data_dir() or not file.parent.exists():
            private_folder(file.parent)
        private_file(file)
        with closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)) as connection:
            # In this order: the mark must stand in the file itself, not in its write-ahead log.
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        return
    # `immutable`: neither locked nor changed, whoever it belongs to. Read through SQLite and never with `open`: to
    # close a file takes away the locks that this process holds on it (POSIX), and with them, in time, the data
    # (https://www.sqlite.org/howtocorrupt.html, 2.2).
    try:
        found = _mark(file, "immutable=1")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        # In the middle of a checkpoint, also of one that was killed, the file is whole only with its log.
        found = _mark(file, "mode=ro")
    if found != APPLICATION_ID:
        raise StoreError("{file} is another program's database", "Choose another file", file=str(file))
    if file.parent == paths.data_dir():
        close(file.parent, FOLDER)
    for one in (file, gallery_file.file_of(file), *_beside(file), *backups(file), *leftovers(file)):
        close(one, FILE)


def _mark(file: Path, how: str) -> int:
    uri = f"{file.absolute().as_uri()}?{how}"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY, isolation_level=None)) as connection:
        return int(connection.execute("PRAGMA application_id").fetchone()[0])


def how_to_read(file: Path) -> dict[str, str]:
    """Of an SQLite URI (https://www.sqlite.org/uri.html). Beside a write-ahead log readers keep a file, too: where
    that may not be made, and no log is there, nobody can be writing either."""
    log, memory = _beside(file)
    alone = not os.access(file.parent, os.W_OK) and not memory.exists()
    return {"immutable": "1"} if alone and not (log.exists() and log.stat().st_size) else {"mode": "ro"}


def keep_log(file: Path) -> None:
    """Have SQLite keep a write-ahead log for `file`, now and for good.

    Who changes the journal's kind while another program opens the file is refused at once: SQLite's own patience
    (`timeout`) does not cover it.
    """
    deadline = time.monotonic() + BUSY
    with closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(_PAUSE)


def keep_reserve(file: Path) -> None:
    """Keep some room in facecam's own folder for when the disk is full (`use_reserve`), while there is plenty."""
    reserve = file.with_name(_RESERVE)
    if file.parent != paths.data_dir() or reserve.exists():
        return
    with suppress(OSError):
        if shutil.disk_usage(file.parent).free > PLENTY:
            private_file(reserve)
            reserve.write_bytes(bytes(RESERVED))


def use_reserve(file: Path) -> bool:
    """Give that room free; False where there is none. SQLite needs a little even to read."""
    try:
        file.with_name(_RESERVE).unlink()
    except OSError:
        return False
    return True


def install(engine: Engine, *, foreign_keys: bool = True) -> None:
    """Set the switches on each connection, and open each transaction with the BEGIN that it needs.

    Python's driver would begin late, and never for a SELECT or CREATE TABLE; so its own transactions are turned off
    (https://docs.sqlalchemy.org/en/21/dialects/sqlite.html, "transactional DDL"). A writer takes the lock at once:
    one that read first and then wants to write could not wait for another writer, it would fail.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS[0 if foreign_keys else 1 :]:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def backups(file: Path) -> list[Path]:
    """The backups of `file`, the oldest first."""
    found = file.parent.glob(f"{glob.escape(file.name)}.*.backup")
    return sorted(found, key=lambda path: path.suffixes[-2])  # the time


def leftovers(file: Path) -> list[Path]:
    """Backups of `file` that were never completed, for the program was killed; with SQLite's journals of them."""
    return sorted(file.parent.glob(f"{glob.escape(file.name)}.*.partial*"))


def back_up(file: Path, version: str) -> Path:
    """Copy the last committed state beside `file`, through SQLite, and keep the newest three copies.

    The caller holds the write lock, so whatever backup is not complete was left by a program that was killed.
    """
    now = datetime.now(UTC)
    target = file.with_name(f"{file.name}.{version}.{now:%Y%m%dT%H%M%S%f}Z.backup")
    partial = target.with_suffix(".partial")
    try:
        private_file(partial)
        with (
            closing(sqlite3.connect(file, timeout=BUSY)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        partial.replace(target)
    finally:
        delete_leftovers(file)
    _delete_oldest(file)
    return target


def delete_backups(file: Path) -> None:
    """Delete all backups, and what is left of others. Raises the first `OSError`, once all were tried."""
    refused = []
    for path in (*backups(file), *leftovers(file)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            refused.append(error)
    if refused:
        raise refused[0]


def delete_leftovers(file: Path) -> None:
    """Delete what is left of backups that were never completed; not while one is being made."""
    for path in leftovers(file):
        path.unlink(missing_ok=True)


def _delete_oldest(file: Path) -> None:
    for path in backups(file)[:-BACKUPS_KEPT]:
        path.unlink(missing_ok=True)


def _beside(file: Path) -> list[Path]:
    """SQLite's write-ahead log and its shared memory."""
    return [file.with_name(file.name + suffix) for suffix in ("-wal", "-shm")]


def wipe(file: Path) -> bool:
    """Overwrite what was deleted, empty the write-ahead log, and delete the gallery's file; a database that is
    mostly air is written anew.

    False where another program is reading, so that old pages stay in the log until it has done so.
    """
    gallery_file.delete(file)
    with closing(sqlite3.connect(file, timeout=BUSY, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        pages, free = (
            connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count")
        )
        if free * AIR > pages or not _overwrite(connection, file):
            connection.execute("VACUUM")
        return _empty_log(connection)


def _overwrite(connection: sqlite3.Connection, file: Path) -> bool:
    """Fill what is unused with zeros; False where that does not go."""
    if not _empty_log(connection):
        return True  # no other way would do more, as long as somebody reads
    connection.execute("BEGIN IMMEDIATE")
    try:
        log, _ = _beside(file)
        if log.exists() and log.stat().st_size:  # somebody wrote in between
            return False
        done = overwrite_unused(file)
        # No page that was read before may be written again with what was in it: to commit something makes every
        # program read anew, and this connection forgets by itself.
        connection.execute("PRAGMA shrink_memory")
        connection.execute("UPDATE meta SET scrub = 1")
        return done
    finally:
        connection.execute("COMMIT")


def _empty_log(connection: sqlite3.Connection) -> bool:
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
