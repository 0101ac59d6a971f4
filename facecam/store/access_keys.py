"""API keys to `facecam serve`: made by lot, kept as digests, compared in constant time.

A key has 256 bits of chance, so that nobody can guess it from its digest: SHA-256 is enough where a password would
need a slow hash. The key itself is told once, to whom it is made for.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, select

from facecam.base.errors import InputError, NotFoundError
from facecam.store.database import Database, affected
from facecam.store.names import clean_name
from facecam.store.schema import AccessKey

PREFIX = "fck_"
"""By which a key that was published by mistake can be found."""

SHORTEST = 16
"""Letters of a key that somebody brings along."""


class Scope(StrEnum):
    """What a key opens; each includes those before it."""

    READ = "read"
    """Ask who is in a picture, and look at people, history and cameras."""
    ENROL = "enrol"
    """Make people known, change and remove them: all that can be undone."""
    ADMIN = "admin"
    """Forget people, and look after cameras and rules."""

    def includes(self, other: Scope) -> bool:
        scopes = list(Scope)
        return scopes.index(self) >= scopes.index(other)


@dataclass(frozen=True, slots=True)
class KeyInfo:
    id: int
    """0 for one that is in no database."""
    name: str
    scope: Scope
    digest: str
    created: datetime


@dataclass(frozen=True, slots=True)
class NewKey:
    info: KeyInfo
    key: str
    """In clear, for this once."""


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def add_key(db: Database, name: str, scope: Scope) -> NewKey:
    """Make a key and keep its digest. Raises `InputError` for a name or a scope that is none."""
    name, key = clean_name(name), PREFIX + secrets.token_urlsafe(32)
    if scope not in list(Scope):
        raise InputError("There is no scope {scope}", "Use one of: {all}", scope=repr(scope), all=", ".join(Scope))
    row = AccessKey(name=name, scope=Scope(scope).value, digest=digest(key), created=datetime.now(UTC))
    with db.write() as session:
        session.add(row)
        session.flush()
        return NewKey(_info(row), key)


def list_keys(db: Database) -> list[KeyInfo]:
    """All keys, the oldest first."""
    with db.read() as session:
        return [_info(row) for row in session.scalars(select(AccessKey).order_by(AccessKey.id))]


def revoke_key(db: Database, number: int) -> None:
    """Delete a key: it opens nothing from now on. Raises `NotFoundError` where there is none."""
    with db.write() as session:
        if not affected(session, delete(AccessKey).where(AccessKey.id == number)):
            raise NotFoundError("There is no key {key}", "List the keys to see their numbers", key=str(number))


def brought(key: str) -> KeyInfo:
    """A key that somebody brings along (FACECAM_KEY), which opens everything and is kept nowhere.

    Raises `InputError` where it is too short or not plain.
    """
    if len(key) < SHORTEST or not key.isascii() or not key.isprintable() or " " in key:
        raise InputError(
            "The key in FACECAM_KEY is too short or has letters that no header can carry",
            "Give it {least} or more letters and digits, made by lot",
            least=SHORTEST,
        )
    return KeyInfo(0, "FACECAM_KEY", Scope.ADMIN, digest(key), datetime.now(UTC))


def matching(key: str, known: Iterable[KeyInfo]) -> KeyInfo | None:
    """The one of the known keys that this is; all are compared, whichever it is."""
    found, given = None, digest(key)
    for one in known:
        if hmac.compare_digest(one.digest, given):
            found = one
    return found


def _info(row: AccessKey) -> KeyInfo:
    return KeyInfo(row.id, row.name, Scope(row.scope), row.digest, row.created)
