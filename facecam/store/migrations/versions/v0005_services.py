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


def _groups() -> None:
    pass
