"""The one row of an encrypted database that keeps its key, locked."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from facecam.store.encryption.cipher import OVERHEAD
from facecam.store.encryption.keys import Kind, LockedKey, Scrypt
from facecam.store.schema import DataKey, Template


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
    """Whether templates are sealed, by their length: two bytes a number, and sealed an odd number more."""
    length = session.scalar(select(func.length(Template.vector)).order_by(Template.id.desc()).limit(1))
    return length is not None and length % 2 == OVERHEAD % 2 == 1


def write_key(session: Session, locked: LockedKey | None) -> None:
    """Keep this key instead of the one there was, if any."""
    session.execute(delete(DataKey))
    if locked is not None:
        cost = locked.cost
        values = {"name": locked.name, "kind": locked.kind.value, "salt": locked.salt, "wrapped": locked.wrapped}
        # Only these columns: a backup of an earlier version has no others.
        session.execute(insert(DataKey).values(**values, n=cost.n, r=cost.r, p=cost.p))
