"""What serving, telling and looking after many people need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _keys_and_cameras()
    _events_and_rules()
    _promises()
    _groups()


def _keys_and_cameras() -> None:
    pass


def _events_and_rules() -> None:
    pass


def _promises() -> None:
    pass


def _groups() -> None:
    """People have groups, fields and a portrait; visits can be deleted; who is ignored can be looked at."""
    for column, empty in (("number", ""), ("groups", "[]"), ("fields", "{}")):
        op.add_column("person", sa.Column(column, sa.Text(), server_default=empty, nullable=False))
    op.add_column("person", sa.Column("portrait", sa.Integer(), nullable=True))
    # SQLite takes no constraint after the column.
    op.execute(
        "ALTER TABLE sighting ADD COLUMN hidden_by INTEGER"
        " CONSTRAINT fk_sighting_hidden_by_operation REFERENCES operation (id)"
    )
    deleted = sa.text("hidden_by IS NOT NULL")
    op.create_index(
        "ix_sighting_hidden_by", "sighting", ["hidden_by"], sqlite_where=deleted, postgresql_where=deleted
    )
    op.add_column("ignored", sa.Column("kind", sa.String(length=10), server_default="stranger", nullable=False))
    op.add_column("ignored", sa.Column("sighting", sa.Integer(), nullable=True))
