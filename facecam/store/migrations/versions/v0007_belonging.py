"""Which correction a face that is not somebody belongs to, and which database this is, however it is spelled."""

from __future__ import annotations

import json
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("negative", sa.Column("operation", sa.Integer(), nullable=True))
    op.add_column("meta", sa.Column("identity", sa.String(32), nullable=False, server_default=""))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE meta SET identity = :identity"), {"identity": uuid4().hex})
    journal = sa.text("SELECT id, steps FROM operation WHERE kind = 'not-this-person'")
    for operation, steps in connection.execute(journal).all():
        for step in json.loads(steps) if isinstance(steps, str) else steps:
            if step["table"] == "negative":
                fill = sa.text("UPDATE negative SET operation = :operation WHERE id IN :rows")
                fill = fill.bindparams(sa.bindparam("rows", expanding=True))
                connection.execute(fill, {"operation": operation, "rows": list(step["rows"])})
