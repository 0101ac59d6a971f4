"""The data key, locked with another one: with that of a passphrase, or with one in the system's keyring.

A locked key can be opened with the right wrapping key only (it is sealed itself), so that a wrong passphrase is
recognised at once, whatever else there is to unseal.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from facecam.base.errors import InputError, LockedError
from facecam.base.secret import Phrase
from facecam.store.encryption import keyring
from facecam.store.encryption.cipher import KEY_BYTES, SealBrokenError, Vault

SHORTEST = 8
"""Characters of a passphrase."""

SALT_BYTES = 16

_REGISTERED = b" registered"
"""Sealed into a locked key, so that nobody takes the register away from a database (`store.register`)."""


class Kind(StrEnum):
    """Where the wrapping key comes from."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class Scrypt:
    """The cost of a guess (RFC 7914): 128 * n * r bytes of memory, and a fraction of a second."""

    n: int = 2**17
    r: int = 8
    p: int = 1


COST = Scrypt()


@dataclass(frozen=True, slots=True)
class LockedKey:
    """What may be kept beside the sealed blobs."""

    name: str
    """Of the data key (`Vault.name`)."""
    kind: Kind
    salt: bytes
    """Of the passphrase; or names the keyring's entry. Never used twice."""
    cost: Scrypt
    """Of the passphrase's key; not used with a keyring."""
    wrapped: bytes
    """The data key, sealed."""

    @property
    def entry(self) -> str:
        """The keyring's entry, of the kind `KEYRING`."""
        return _entry(self.salt)


def lock(vault: Vault, passphrase: Phrase | None) -> LockedKey:
    """Lock a data key with a passphrase, or where that is None with a new key in the system's keyring.

    Raises `InputError` for a passphrase that is too short, `StoreError` where there is no keyring. An entry that is
    not needed after all is taken out with `discard`.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    if passphrase is None:
        kind, wrapping = Kind.KEYRING, secrets.token_bytes(KEY_BYTES)
        keyring.keep(_entry(salt), wrapping)
    elif len(_text(passphrase)) < SHORTEST:
        raise InputError(
            "The passphrase is shorter than {shortest} characters", "Use several words", shortest=SHORTEST
        )
    else:
        kind, wrapping = Kind.PASSPHRASE, _derive(passphrase, salt, COST)
    wrapped = Vault("", wrapping).seal(vault.key.reveal(), _place(vault.name, kind, salt, COST) + _REGISTERED)
    return LockedKey(vault.name, kind, salt, COST, wrapped)


def for_backups(locked: LockedKey, vault: Vault, passphrase: Phrase | None) -> LockedKey:
    """The same, just locked so, for backups of before there was a register (`store.register`)."""
    wrapping = keyring.fetch(locked.entry) if passphrase is None else _derive(passphrase, locked.salt, locked.cost)
    assert wrapping is not None, "it was kept a moment ago"
    place = _place(locked.name, locked.kind, locked.salt, locked.cost)
    return replace(locked, wrapped=Vault("", wrapping).seal(vault.key.reveal(), place))


def unlock(locked: LockedKey, database: str, passphrase: Phrase | None = None) -> Vault:
    """The data key of `database` (its name, for the message), at work; raises `LockedError` in words where the
    passphrase is missing or wrong, or the keyring's key is gone."""
    if locked.kind is Kind.KEYRING:
        wrapping = keyring.fetch(locked.entry)
        if wrapping is None or len(wrapping) != KEY_BYTES:
            raise LockedError(
                "The database {database} is encrypted, and its key is not to be had from the system's keyring",
                "Log in as who encrypted it, unlock the keyring (or bring it back from a backup), and start facecam"
                " again: nothing in the database is lost; where the key is gone for good, move the database away"
                " and enrol the people anew",
                passphrase=False,
                database=database,
            )
    elif passphrase is None:
        raise LockedError("The database {database} is encrypted", "Give its passphrase", database=database)
    else:
        wrapping = _derive(passphrase, locked.salt, locked.cost)
    place = _place(locked.name, locked.kind, locked.salt, locked.cost)
    key = Vault("", wrapping)
    try:
        try:
            return Vault(locked.name, key.unseal(locked.wrapped, place + _REGISTERED), registered=True)
        except SealBrokenError:
            return Vault(locked.name, key.unseal(locked.wrapped, place))
    except SealBrokenError as error:
        if locked.kind is Kind.KEYRING:
            raise LockedError(
                "The key in the system's keyring does not fit the database {database}",
                "Bring the keyring or the database back from a backup",
                passphrase=False,
                database=database,
            ) from error
        raise LockedError(
            "That is not the passphrase of the database {database}", "Try again: nothing is lost", database=database
        ) from error


def discard(locked: LockedKey) -> None:
    """Nothing is locked like this any more: take the wrapping key out of the keyring, where it is there."""
    if locked.kind is Kind.KEYRING:
        keyring.discard(locked.entry)


def _entry(salt: bytes) -> str:
    return f"key {salt.hex()}"


def _place(name: str, kind: Kind, salt: bytes, cost: Scrypt) -> bytes:
    return f"data key {name} {kind.value} {salt.hex()} {cost.n},{cost.r},{cost.p}".encode()


def _derive(passphrase: Phrase, salt: bytes, cost: Scrypt) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt as Function

    # One passphrase is typed in different ways on different systems.
    text = unicodedata.normalize("NFC", _text(passphrase)).encode("utf-8", "surrogatepass")
    return Function(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(text)


def _text(passphrase: Phrase) -> str:
    return passphrase if isinstance(passphrase, str) else passphrase.reveal()
