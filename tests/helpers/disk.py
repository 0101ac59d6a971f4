"""A disk that is full, without filling one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from facecam.store.database import Database


@contextmanager
def full_disk(db: Database) -> Iterator[None]:
    """SQLite's own limit fails as a full disk does, in the middle of a transaction."""

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def lift(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    event.listen(db._engine, "begin", limit)
    yield
    event.remove(db._engine, "begin", limit)
    event.listen(db._engine, "begin", lift)
