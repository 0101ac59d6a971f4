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
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(length=40), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_rule_hidden_by_operation"),
        sa.PrimaryKeyConstraint("id", name="pk_rule"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_hidden_by", "rule", ["hidden_by"])
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("visit", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("decided", sa.String(length=20), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name="fk_notification_rule_id_rule", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_notification_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notification_key", "notification", ["key"], unique=True)
    op.create_index("ix_notification_moment_id", "notification", ["moment", "id"])
    op.create_index("ix_notification_person_id", "notification", ["person_id"])
    op.create_index("ix_notification_rule_id_person_id_moment", "notification", ["rule_id", "person_id", "moment"])
    op.create_index("ix_notification_rule_id_state_id", "notification", ["rule_id", "state", "id"])
    op.create_table(
        "camera",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["hidden_by"], ["operation.id"], name="fk_camera_hidden_by_operation"),
        sa.PrimaryKeyConstraint("id", name="pk_camera"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_camera_folded", "camera", ["folded"])
    op.create_index("ix_camera_hidden_by", "camera", ["hidden_by"])


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
    """People have groups and a portrait; visits can be deleted; who is ignored can be looked at."""
    op.add_column("person", sa.Column("groups", sa.Text(), server_default="[]", nullable=False))
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
