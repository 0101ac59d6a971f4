"""Where in its film a visit is, and short clips of visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("sighting", sa.Column("position", sa.Double(), nullable=True))
    op.create_table(
        "clip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sighting_id"], ["sighting.id"], name="fk_clip_sighting_id_sighting", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_clip"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clip_sighting_id", "clip", ["sighting_id"], unique=True)
