"""The one row of an encrypted database that keeps its key, locked."""

from __future__ import annotations

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.orm import Session

from facecam.store.encryption.cipher import OVERHEAD
from facecam.store.encryption.keys import Kind, LockedKey, Scrypt
from facecam.store.schema import DataKey, Ignored, Negative, Template, Visit

_LOOKED_AT = 100
"""Rows from each end: a visit may be without a face."""


def key_name(session: Session) -> str | None:
    """Which key the database is encrypted with (`Vault.name`); None where it is not."""
    return session.scalar(select(DataKey.name))


def read_key(session: Session) -> LockedKey | None:
    """None where the database is not encrypted."""
    row = session.scalar(select(DataKey))
    if row is None:
        return None
    return LockedKey(row.name, Kind(row.kind), row.salt, Scrypt(row.n, row.r, row.p), row.wrapped)


def looks_sealed(session: Session) -> bool:
    """Whether faces are sealed, by the length of vectors: two bytes a number, and sealed an odd number more. Of
    each kind the first and the last, for one in the clear may have come since."""
    for model in (Template, Visit, Negative, Ignored):
        for order in (model.id, model.id.desc()):
            some = select(model.id).order_by(order).limit(_LOOKED_AT).subquery()
            sealed = func.length(model.vector) % 2 == OVERHEAD % 2
            found = select(func.max(case((sealed, 1), else_=0))).where(model.id.in_(select(some.c.id)))
            if session.scalar(found):
                return True
    return False


def write_key(session: Session, locked: LockedKey | None) -> None:
    """Keep this key instead of the one there was, if any."""
    session.execute(delete(DataKey))
    if locked is not None:
        cost = locked.cost
        values = {"name": locked.name, "kind": locked.kind.value, "salt": locked.salt, "wrapped": locked.wrapped}
        # Only these columns: a backup of an earlier version has no others.
        session.execute(insert(DataKey).values(**values, n=cost.n, r=cost.r, p=cost.p))
