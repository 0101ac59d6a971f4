"""Which correction a face that is not somebody belongs to: later looks join it."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("negative", sa.Column("operation", sa.Integer(), nullable=True))
    connection = op.get_bind()
    journal = sa.text("SELECT id, steps FROM operation WHERE kind = 'not-this-person'")
    for operation, steps in connection.execute(journal).all():
        for step in json.loads(steps) if isinstance(steps, str) else steps:
            if step["table"] == "negative":
                fill = sa.text("UPDATE negative SET operation = :operation WHERE id IN :rows")
                fill = fill.bindparams(sa.bindparam("rows", expanding=True))
                connection.execute(fill, {"operation": operation, "rows": list(step["rows"])})
