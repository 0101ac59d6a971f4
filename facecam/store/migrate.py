"""Schema migration: a database is brought to this version's, under a lock, after a backup, all of it or nothing.

The lock is the database's own (SQLite: BEGIN IMMEDIATE, PostgreSQL: an advisory lock), held over the look at the
version, the backup and the migration, so that of two programs that start at once the second finds the work done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import Connection, inspect, text

from facecam.base.errors import StoreError
from facecam.store.schema import HEAD, VERSION_TABLE, Base

log = logging.getLogger(__name__)

SCRIPTS = "facecam.store:migrations"
_ADVISORY_LOCK = 0x66616365


def version(connection: Connection) -> str | None:
    """The schema's version; None in a database without any facecam tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def newer(database: str, found: str | None) -> StoreError:
    """What is wrong with a database whose version this facecam does not know."""
    return StoreError(
        "The database {database} was written by a newer facecam (its version is {found}, this"
        " facecam knows {known})",
        "Update facecam, or choose another database",
        database=database,
        found=found or "none",
        known=HEAD,
    )


def migrate(connection: Connection, database: str, backup: Callable[[str], None]) -> None:
    """Migrate within the transaction that the caller opened and commits.

    `backup` is called with the old version before anything changes. Raises `StoreError` where a newer facecam or
    another program made the tables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    found = version(connection)
    if found == HEAD:
        return
    # Here and not above: most starts have nothing to migrate and need not wait for Alembic.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", SCRIPTS)
    if found is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found not in known:
            raise newer(database, found)
        backup(found)
    elif set(inspect(connection).get_table_names()) & Base.metadata.tables.keys():
        raise StoreError(
            "The database {database} has tables of another program",
            "Choose an empty database or schema",
            database=database,
        )
    log.info("%s: schema %s -> %s", database, found or "none", HEAD)
    command.upgrade(config, HEAD)
