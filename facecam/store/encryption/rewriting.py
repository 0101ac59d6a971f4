"""Every template and picture written anew, when a database is encrypted or decrypted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Integer, LargeBinary, TableClause, bindparam, column, func, select, table, update
from sqlalchemy.orm import Session

from facecam.store.encryption.columns import Sealed
from facecam.store.schema import Base

PORTION = 200
"""Rows in one statement."""


def count_blobs(session: Session) -> int:
    """How many templates and pictures there are."""
    counts = (select(func.count(where.c[name])) for where, name in _columns())
    return sum(session.scalars(count).one() for count in counts)


def rewrite(session: Session, change: Callable[[bytes, bytes], bytes], go_on: Callable[[int], None]) -> None:
    """Put `change(blob, place)` in the place of every blob, as it stands in the database.

    `go_on(done)` is called after each portion; what it raises ends the transaction.
    """
    done = 0
    for where, name in _columns():
        blob, row = where.c[name], where.c.id
        statement = update(where).where(row == bindparam("at")).values({name: bindparam("blob")})
        last = 0
        following = select(row, blob).where(row > bindparam("last"), blob.is_not(None)).order_by(row).limit(PORTION)
        while rows := session.execute(following, {"last": last}).all():
            changed = [{"at": at, "blob": change(old, f"{where.name}.{name}:{at}".encode())} for at, old in rows]
            session.connection().execute(statement, changed)
            last = rows[-1][0]
            done += len(rows)
            go_on(done)


def _columns() -> list[tuple[TableClause, str]]:
    """The columns that are sealed, in tables without `Sealed`, which would seal and unseal by itself."""
    return [
        (table(one.name, column("id", Integer), column(blob.name, LargeBinary)), blob.name)
        for one in Base.metadata.sorted_tables
        for blob in one.columns
        if isinstance(blob.type, Sealed)
    ]
