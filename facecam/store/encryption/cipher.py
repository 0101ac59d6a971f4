"""A data key at work: blobs sealed with AES-256-GCM (NIST SP 800-38D), each for its place alone."""

from __future__ import annotations

import os
import secrets

from facecam.base.secret import Secret

KEY_BYTES = 32
NONCE_BYTES = 12
"""Random ones do for 2**32 blobs with one key (SP 800-38D, 8.3)."""

OVERHEAD = 1 + NONCE_BYTES + 16
"""Bytes by which a sealed blob is longer: the form's number, the nonce, the tag."""

_FORM = b"\x01"


class SealBrokenError(ValueError):
    """A blob was altered, moved to another place, or sealed with another key."""


class Vault:
    """Seals and unseals with one key. For all threads."""

    def __init__(self, name: str, key: bytes, *, registered: bool = False) -> None:
        # Here and not above: most databases are not encrypted, and the library takes its time to load.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.name = name
        """Tells this key from others and says nothing about it."""
        self.key = Secret(key)
        self.registered = registered
        """Whether there must be a register of what is sealed with it; an earlier facecam kept none."""
        self._cipher = AESGCM(key)

    @classmethod
    def new(cls) -> Vault:
        """One with a new random key."""
        return cls(secrets.token_hex(16), secrets.token_bytes(KEY_BYTES), registered=True)

    def seal(self, blob: bytes, place: bytes) -> bytes:
        """`blob` made unreadable; only with the same `place` (the associated data) can it be unsealed."""
        nonce = os.urandom(NONCE_BYTES)
        return _FORM + nonce + self._cipher.encrypt(nonce, blob, place)

    def unseal(self, sealed: bytes, place: bytes) -> bytes:
        """What `seal` was given; raises `SealBrokenError` where it is not exactly what came out, in that place."""
        from cryptography.exceptions import InvalidTag

        if len(sealed) < OVERHEAD or sealed[:1] != _FORM:
            raise SealBrokenError("not sealed")
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place)
        except InvalidTag as error:
            raise SealBrokenError("altered, moved, or of another key") from error
