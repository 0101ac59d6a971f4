"""Every template and picture written anew, when a database is encrypted or decrypted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Integer, LargeBinary, TableClause, bindparam, column, func, inspect, select, table, update
from sqlalchemy.orm import Session

from facecam.store.encryption.columns import Sealed, place_of
from facecam.store.schema import Base

PORTION = 200
"""Rows in one statement."""


def count_blobs(session: Session) -> int:
    """How many templates and pictures there are."""
    counts = (select(func.count(where.c[name])) for where, name, _ in _columns(session))
    return sum(session.scalars(count).one() for count in counts)


def rewrite(session: Session, change: Callable[[bytes, bytes], bytes], go_on: Callable[[int], None]) -> None:
    """Put `change(blob, place)` in the place of every blob, as it stands in the database.

    `go_on(done)` is called after each portion; what it raises ends the transaction.
    """
    done = 0
    for where, name, kind in _columns(session):
        blob, row = where.c[name], where.c.id
        owner = [where.c[kind.owner]] if kind.owner else []
        statement = update(where).where(row == bindparam("at")).values({name: bindparam("blob")})
        last = 0
        following = (
            select(row, blob, *owner).where(row > bindparam("last"), blob.is_not(None)).order_by(row).limit(PORTION)
        )
        while rows := session.execute(following, {"last": last}).all():
            changed = [
                {"at": at, "blob": change(old, place_of(kind.place, ",".join(map(str, (at, *whose)))))}
                for at, old, *whose in rows
            ]
            session.connection().execute(statement, changed)
            last = rows[-1][0]
            done += len(rows)
            go_on(done)


def _columns(session: Session) -> list[tuple[TableClause, str, Sealed]]:
    """The columns that are sealed, in tables without `Sealed`, which would seal and unseal by itself.

    A backup of an earlier version may not have all of the tables.
    """
    there = set(inspect(session.connection()).get_table_names())
    return [
        (_plain(one.name, blob.name, blob.type.owner), blob.name, blob.type)
        for one in Base.metadata.sorted_tables
        for blob in one.columns
        if isinstance(blob.type, Sealed) and one.name in there
    ]


def _plain(name: str, blob: str, owner: str) -> TableClause:
    whose = [column(owner, Integer)] if owner else []
    return table(name, column("id", Integer), column(blob, LargeBinary), *whose)
