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
    for column in ("external_id", "fields"):
        op.add_column("person", sa.Column(column, sa.Text, nullable=False, server_default=""))
    op.create_index("ix_person_external_id", "person", ["external_id"])
    op.create_table(
        "access_key",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access_key"),
        sqlite_autoincrement=True,
    )


def _events_and_rules() -> None:
    pass


def _promises() -> None:
    pass


def _groups() -> None:
    pass
