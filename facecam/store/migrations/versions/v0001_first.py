"""People, templates, pictures, sightings, and the journal of operations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("gallery", sa.Integer(), nullable=False),
        sa.Column("scrub", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_picture"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_person_hidden_by_operation"),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["person.id"], name="fk_person_merged_into_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_folded", "person", ["folded"])
    op.create_index("ix_person_hidden_by", "person", ["hidden_by"])
    op.create_index("ix_person_merged_into", "person", ["merged_into"])
    op.create_table(
        "operation_person",
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name="fk_operation_person_operation_id_operation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_operation_person_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("operation_id", "person_id", name="pk_operation_person"),
    )
    op.create_index("ix_operation_person_person_id", "operation_person", ["person_id"])
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sighting_person_id_person"),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name="fk_sighting_picture_id_picture", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sighting_person_id_ended", "sighting", ["person_id", "ended"])
    op.create_index("ix_sighting_person_id_started_id", "sighting", ["person_id", "started", "id"])
    op.create_index("ix_sighting_picture_id", "sighting", ["picture_id"])
    op.create_index("ix_sighting_source_started_id", "sighting", ["source", "started", "id"])
    op.create_index("ix_sighting_started_id", "sighting", ["started", "id"])
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("quality", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_template_hidden_by_operation"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_template_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name="fk_template_picture_id_picture", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_template_hidden_by", "template", ["hidden_by"])
    op.create_index("ix_template_person_id", "template", ["person_id"])
    op.create_index("ix_template_picture_id", "template", ["picture_id"])
    op.create_index("ix_template_space", "template", ["space"])
    op.execute("INSERT INTO meta (id, revision, gallery, scrub) VALUES (1, 0, 0, false)")
