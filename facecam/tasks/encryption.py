"""Encryption at rest of templates and pictures: switched on and off, and the key locked in another way.

What is sealed, and what is not (names, notes, visits' times): docs/decisions/0005. Each change is one transaction,
so that a program that ends in the middle of it has changed nothing; then the database's backups are sealed and its
files written anew, so that nothing of what they held before stays in them. Where it ends before that, the next
start deletes the backups.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.secret import Phrase
from facecam.operations.erasure import later, wipe_file
from facecam.store.database import Database
from facecam.store.encryption import keys
from facecam.store.encryption.cipher import SealBrokenError, Vault
from facecam.store.encryption.columns import unsealed
from facecam.store.encryption.keys import Kind, LockedKey
from facecam.store.encryption.rewriting import count_blobs, rewrite
from facecam.store.encryption.stored_key import read_key, write_key
from facecam.store.schema import Meta
from facecam.store.waiting_visits import bring_in

GoOn = Callable[[int, int], bool]
"""`go_on(done, all)` is asked after each portion; where it says no, nothing is changed."""

DIALECTS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done."""

    message: Message
    """For people to read."""
    backups: int
    """How many backups were deleted."""
    wiped: bool
    """The files were written anew; False where another program is in the way or the disk is full, until a later
    start."""


class _StoppedError(Exception):
    """Somebody wants it no more."""


def state(db: Database) -> Kind | None:
    """Where the key comes from; None where the database is not encrypted."""
    with db.read() as session:
        locked = read_key(session)
    return None if locked is None else locked.kind


def encrypt(db: Database, passphrase: Phrase | None, go_on: GoOn) -> Outcome | None:
    """Seal every template and picture, with a new key; None where `go_on` ended it.

    `passphrase` None: the system's keyring keeps the key. Backups are sealed too; where that does not go they are
    deleted, for they can be read. Raises `InputError` where it is encrypted already or the passphrase is too short,
    `StoreError` without a keyring.
    """
    if db.dialect not in DIALECTS:
        raise InputError(
            "The database {database} cannot be encrypted", "Use SQLite or PostgreSQL", database=db.name
        )
    if state(db) is not None:
        raise InputError(
            "The database {database} is encrypted already", "Decrypt it, or change its key", database=db.name
        )
    bring_in(db)  # what waits in the clear
    vault = Vault.new()
    locked = keys.lock(vault, passphrase)
    db.know(vault)
    if not _rewrite(db, vault.seal, None, locked, go_on):
        keys.discard(locked)  # but not where something failed: a server may have done it and not said so
        return None
    return _wiped(db, vault, locked, passphrase, Message("Encrypted templates and pictures"))


def decrypt(db: Database, go_on: GoOn, passphrase: Phrase | None = None) -> Outcome | None:
    """Unseal every template and picture; None where `go_on` ended it. What was damaged stays so, and is left out.

    `passphrase` is that of today, where there is one, so that nobody does it who found the program open. Backups
    stay: they are encrypted, and so does a key in the system's keyring, as long as they need it.

    Raises `InputError` where nothing is encrypted, `LockedError` where that is not the passphrase.
    """
    vault, locked = _unlocked(db, passphrase)
    bring_in(db)  # what waits sealed with this key
    lost = 0

    def opened(blob: bytes, place: bytes) -> bytes:
        nonlocal lost
        try:
            return unsealed(vault, blob, place)
        except SealBrokenError:
            lost += 1
            return b""  # which `store.sealing` knows for damaged

    if not _rewrite(db, opened, locked, None, go_on):
        db.wipe()  # parts of it may have got as far as the log
        return None
    if not db.backups():
        keys.discard(locked)
    if lost:
        but = Message("Decrypted templates and pictures, except {lost} that had been altered or damaged", lost=lost)
        return Outcome(but, 0, True)
    return Outcome(Message("Decrypted templates and pictures"), 0, True)


def change_key(db: Database, new_passphrase: Phrase | None, passphrase: Phrase | None = None) -> Outcome:
    """Lock the same key with another passphrase, or where that is None with the system's keyring.

    `passphrase` is that of today, where there is one. The old one opens nothing any more that facecam keeps, the
    backups neither. Raises as `encrypt` and `decrypt` do.
    """
    vault, old = _unlocked(db, passphrase)
    new = keys.lock(vault, new_passphrase)
    with db.write() as session:
        _check(db, session, old)
        write_key(session, new)
        session.get_one(Meta, 1).scrub = True
    outcome = _wiped(db, vault, new, new_passphrase, Message("Changed the key"))
    keys.discard(old)
    return outcome


def _unlocked(db: Database, passphrase: Phrase | None) -> tuple[Vault, LockedKey]:
    with db.read() as session:
        locked = read_key(session)
    vault = db.vault
    if locked is None or vault is None:
        raise InputError("The database {database} is not encrypted", "Encrypt it first", database=db.name)
    if locked.kind is Kind.PASSPHRASE:
        keys.unlock(locked, db.name, passphrase)
    return vault, locked


def _rewrite(
    db: Database,
    change: Callable[[bytes, bytes], bytes],
    before: LockedKey | None,
    after: LockedKey | None,
    go_on: GoOn,
) -> bool:
    """All blobs and the key in one transaction; False where it was ended."""
    try:
        with db.write() as session:
            _check(db, session, before)
            total = count_blobs(session)

            def told(done: int) -> None:
                if not go_on(done, total):
                    raise _StoppedError

            told(0)
            rewrite(session, change, told)
            write_key(session, after)
            session.get_one(Meta, 1).scrub |= after is not None
    except _StoppedError:
        return False
    return True


def _check(db: Database, session: Session, expected: LockedKey | None) -> None:
    if read_key(session) != expected:
        raise InputError("The key of the database {database} was changed meanwhile", "Try again", database=db.name)


def _wiped(db: Database, vault: Vault, locked: LockedKey, passphrase: Phrase | None, done: Message) -> Outcome:
    backups = len(db.backups())
    deleted = 0
    if backups:
        deleted = db.reseal_backups(vault, keys.for_backups(locked, vault, passphrase))
    wiped = wipe_file(db)  # where it does not go: what was asked for is done
    if backups > deleted:
        done = Message(
            "{done}, with {n} backup of the database",
            "{done}, with {n} backups of the database",
            done=done,
            n=backups - deleted,
        )
    if deleted:
        done = Message(
            "{done}, and deleted {n} backup of the database",
            "{done}, and deleted {n} backups of the database",
            done=done,
            n=deleted,
        )
    return Outcome(done if wiped else later(done), deleted, wiped)
