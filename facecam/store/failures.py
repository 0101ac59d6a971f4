"""What a database can fail with, in words: the one place where its errors become `StoreError`.

An error that no user can mend (a wrong query, a broken constraint) is a defect of facecam and passes through.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from facecam.base.errors import DiskFullError, StoreError, UnwritableError

LEAST = 65_536
"""Bytes; a disk with fewer free is full, whatever its errors are called."""


class UnreadableError(ValueError):
    """A cell holds what nobody has written there: a damaged disk, or another program."""


@contextmanager
def in_words(database: str) -> Iterator[None]:
    """Turn what the database fails with into a `StoreError` that names `database` (its file or URL)."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _translated(database, error) from error
    except (UnreadableError, UnicodeDecodeError) as error:  # the latter: SQLite tells of what it cannot read itself
        raise _damaged(database) from error
    except OSError as error:
        raise StoreError(
            "The database {database} cannot be read or written: {reason}",
            "Check that its folder is there and that you may write in it",
            database=database,
            reason=str(error.strerror or error),
        ) from error
    except MemoryError as error:
        raise _no_memory(database) from error
    except PoolTimeoutError as error:
        raise StoreError(
            "The database {database} did not answer in time", "Try again", database=database
        ) from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            "The database {database} needs a driver that is not installed: {reason}",
            "Install the driver's package, or use an SQLite file",
            database=database,
            reason=str(error),
        ) from error


def _translated(database: str, error: DBAPIError | sqlite3.Error) -> Exception:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # Python's own misuse errors carry no code; extended codes keep the primary one in the low byte.
        code = getattr(cause, "sqlite_errorcode", None)
        if code is None and str(cause).startswith("Could not decode to UTF-8"):
            return _damaged(database)
        return (None if code is None else _of_sqlite(code & 0xFF, database)) or error
    (reason, *_) = str(cause).strip().splitlines() or [""]
    if (known := _of_a_server(str(getattr(cause, "sqlstate", None)), database, reason)) is not None:
        return known
    if isinstance(error, OperationalError | InterfaceError):
        return StoreError(
            "The database {database} cannot be reached: {reason}",
            "Check its address and that it runs",
            database=database,
            reason=reason,
        )
    return error


def _of_a_server(code: str, database: str, reason: str) -> StoreError | None:
    """By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). What fails there need not fail
    here: on this computer there may be room for what waits, so a full disk is no `DiskFullError`."""
    match code:
        case "53100":
            return StoreError(
                "The database {database} cannot be written: its server's disk is full",
                "Make room on it, and try again",
                database=database,
            )
        case "25006":
            return StoreError(
                "The database {database} cannot be written: its server only reads",
                "Give the address of the server that writes",
                database=database,
            )
        case "42501":
            return StoreError(
                "The database {database} may not be used: {reason}",
                "Ask whoever keeps the server to allow it",
                database=database,
                reason=reason,
            )
        case "42P01":  # a table is gone: copies go with an encryption, also by another program
            return StoreError(
                "The database {database} was changed by another program just now", "Try again", database=database
            )
        case _:
            return None


def _of_sqlite(code: int, database: str) -> StoreError | None:
    """By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return StoreError(
                "The database {database} is in use by another program",
                "Close that program, or try again",
                database=database,
            )
        case sqlite3.SQLITE_SCHEMA | sqlite3.SQLITE_INTERRUPT:
            return StoreError(
                "The database {database} was changed by another program just now", "Try again", database=database
            )
        case sqlite3.SQLITE_NOMEM:
            return _no_memory(database)
        case sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return StoreError(
                "The database {database} may not be opened",
                "Check who owns the file and its folder",
                database=database,
            )
        case sqlite3.SQLITE_READONLY:
            return UnwritableError(
                "The database {database} cannot be written",
                "Make the file and its folder writable, or choose another file",
                database=database,
            )
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(
                "The database {database} cannot be opened",
                "Check that the folder is there, and that you may write in it",
                database=database,
            )
        case sqlite3.SQLITE_IOERR if _is_full(database):  # no room for the log's shared memory
            return _full(database)
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                "The database {database} cannot be read or written", "Check the disk", database=database
            )
        case sqlite3.SQLITE_FULL:
            return _full(database)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(database)
    return None


def _damaged(database: str) -> StoreError:
    return StoreError(
        "The database {database} is damaged or no database",
        "Put a backup in its place, or choose another file",
        database=database,
    )


def _no_memory(database: str) -> StoreError:
    return StoreError(
        "There is not enough memory for the database {database}", "Close other programs", database=database
    )


def _full(database: str) -> DiskFullError:
    return DiskFullError(
        "The database {database} cannot be written: the disk is full",
        "Make room on it, and try again",
        database=database,
    )


def _is_full(file: str) -> bool:
    try:
        return shutil.disk_usage(Path(file).parent).free < LEAST
    except OSError:
        return False
