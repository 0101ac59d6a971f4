"""The face of a visit, faces that are not somebody, and faces to ignore."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sighting", sa.Column("space", sa.Text(), nullable=True))
    op.add_column("sighting", sa.Column("vector", sa.LargeBinary(), nullable=True))
    op.add_column("sighting", sa.Column("quality", sa.Double(), nullable=True))
    op.create_index("ix_sighting_person_id_source_started_id", "sighting", ["person_id", "source", "started", "id"])
    op.create_table(
        "negative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shown_id", sa.Integer(), nullable=True),
        sa.Column("sighting_id", sa.Integer(), nullable=True),
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_negative_hidden_by_operation"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_negative_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shown_id"], ["person.id"], name="fk_negative_shown_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sighting_id"], ["sighting.id"], name="fk_negative_sighting_id_sighting", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_negative"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_negative_hidden_by", "negative", ["hidden_by"])
    op.create_index("ix_negative_person_id", "negative", ["person_id"])
    op.create_index("ix_negative_shown_id", "negative", ["shown_id"])
    op.create_index("ix_negative_sighting_id", "negative", ["sighting_id"])
    op.create_table(
        "ignored",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_ignored_hidden_by_operation"),
        sa.PrimaryKeyConstraint("id", name="pk_ignored"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ignored_hidden_by", "ignored", ["hidden_by"])
