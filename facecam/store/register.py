"""Who is enrolled in an encrypted database with which samples, and whom they were said not to be, vouched for: what
somebody without the key brought back, took away, weighed otherwise, or gave another name, is seen.

Each blob is sealed for its row and its person alone (`encryption.columns`), but a row that was deleted fits its
place when it is put back, and names are in the clear. So with each edit of people a digest of all rows in use is
sealed and kept beside the key. What it cannot see is the whole database replaced by an older one of the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.store.encryption.cipher import SealBrokenError, Vault
from facecam.store.schema import DataKey, Meta, Negative, Person, Template

_PLACE = b"data_key.register"


def renew(session: Session, vault: Vault, before: Callable[[], AbstractContextManager[Session]]) -> None:
    """Vouch for the people as they are, where they changed; within the transaction that changed them.

    `before`: a session that sees the database as it was committed last. Where that was changed without the key,
    nothing is vouched for, until the key is changed by somebody who has it.
    """
    row = session.get(DataKey, vault.name)
    count = session.scalar(select(Meta.gallery))
    if row is None or count is None or _kept(row, vault)[:8] == _head(count):
        return
    with before() as committed:
        old = committed.get(DataKey, vault.name)
        new_key = old is None or old.wrapped != row.wrapped
        if new_key or not vault.registered or holds(committed, vault):
            row.register = vault.seal(_head(count) + _digest(session), _PLACE)


def holds(session: Session, vault: Vault) -> bool:
    """Whether the people are as they were vouched for."""
    row = session.get(DataKey, vault.name)
    count = session.scalar(select(Meta.gallery))
    if row is None or count is None:
        return True
    kept = _kept(row, vault)
    # By an earlier facecam, which vouched for less: until the next edit.
    return kept in (_head(count) + _digest(session), _head(count) + _digest(session, less=True))


def _kept(row: DataKey, vault: Vault) -> bytes:
    try:
        return vault.unseal(row.register or b"", _PLACE)
    except SealBrokenError:
        return b""


def _head(count: int) -> bytes:
    return count.to_bytes(8, "big")


def _digest(session: Session, *, less: bool = False) -> bytes:
    digest = hashlib.sha256()
    people = select(Person.id, Person.name).where(Person.hidden_by.is_(None)).order_by(Person.id)
    # Their blobs, which never change, say by themselves whether they are what was sealed for the row.
    templates = (
        select(Template.id, Template.person_id, Template.space, *([] if less else [Template.quality]))
        .where(Template.hidden_by.is_(None))
        .order_by(Template.id)
    )
    denied = (
        select(Negative.id, Negative.person_id, Negative.space)
        .where(Negative.hidden_by.is_(None))
        .order_by(Negative.id)
    )
    for query in (people, templates) if less else (people, templates, denied):
        for row in session.connection().execute(query):
            digest.update(repr(tuple(row)).encode())
        digest.update(b";")
    return digest.digest()
