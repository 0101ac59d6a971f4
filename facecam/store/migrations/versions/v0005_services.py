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
    op.add_column("data_key", sa.Column("register", sa.LargeBinary(), nullable=True))
    op.add_column("meta", sa.Column("consent_wanted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_consent_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_consent_hidden_by_operation"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])
    op.create_index("ix_consent_hidden_by", "consent", ["hidden_by"])


def _groups() -> None:
    pass
