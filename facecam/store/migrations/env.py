"""Run by Alembic: the scripts go through the connection, and within the transaction, of `facecam.store.migrate`."""

from __future__ import annotations

from alembic import context

from facecam.store.schema import VERSION_TABLE, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
