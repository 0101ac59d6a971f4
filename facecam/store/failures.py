"""What a database can fail with, in words: the one place where its errors become `StoreError`.

An error that no user can mend (a wrong query, a broken constraint) is a defect of facecam and passes through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from facecam.errors import StoreError

# SQLite's primary result codes (https://www.sqlite.org/rescode.html): what happened, the remedy.
_BUSY = ("is in use by another program", "Close that program, or try again")
_DAMAGED = ("is damaged or no database", "Put a backup in its place, or choose another file")
_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PERM: ("may not be opened", "Check who owns the file and its folder"),
    sqlite3.SQLITE_AUTH: ("may not be opened", "Check who owns the file and its folder"),
    sqlite3.SQLITE_READONLY: (
        "cannot be written",
        "Make the file and its folder writable, or choose another file",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "Check that the folder is there, and that you may write in it",
    ),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "Check the disk"),
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "Make room on it, and try again"),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


@contextmanager
def in_words(database: str) -> Iterator[None]:
    """Turn what the database fails with into a `StoreError` that names `database` (its file or URL)."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _translated(database, error) from error
    except OSError as error:
        raise StoreError(
            f"The database {database} cannot be read or written: {error.strerror or error}",
            "Check that its folder is there and that you may write in it",
        ) from error
    except PoolTimeoutError as error:
        raise StoreError(f"The database {database} did not answer in time", "Try again") from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"The database {database} needs a driver that is not installed: {error}",
            "Install the driver's package, or use an SQLite file",
        ) from error


def _translated(database: str, error: DBAPIError | sqlite3.Error) -> Exception:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # Python's own misuse errors carry no code; extended codes keep the primary one in the low byte.
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None and (code & 0xFF) in _SQLITE:
            what, remedy = _SQLITE[code & 0xFF]
            return StoreError(f"The database {database} {what}", remedy)
    elif isinstance(error, OperationalError | InterfaceError):
        reason = str(cause).strip().splitlines() or [""]
        return StoreError(
            f"The database {database} cannot be reached: {reason[0]}", "Check its address and that it runs"
        )
    return error
