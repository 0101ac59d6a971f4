"""The system's keyring: Secret Service or KWallet, macOS's Keychain, Windows' Credential Locker."""

from __future__ import annotations

import base64
import binascii
import logging

from facecam.base.errors import StoreError

log = logging.getLogger(__name__)

SERVICE = "facecam"


def keep(entry: str, key: bytes) -> None:
    """Put a key into the keyring; raises `StoreError` where there is no keyring that keeps it."""
    import keyring

    text = base64.b64encode(key).decode()
    try:
        keyring.set_password(SERVICE, entry, text)
        kept = keyring.get_password(SERVICE, entry) == text  # one backend keeps nothing, and says nothing
    except Exception as error:  # backends raise what they like
        log.warning("the keyring: %s", error, exc_info=True)
        kept = False
    if not kept:
        raise StoreError(
            "The system's keyring keeps no key: there is none, or it is locked",
            "Unlock it and try again, or use a passphrase",
        )


def fetch(entry: str) -> bytes | None:
    """A key from the keyring; None where it is not there, or the keyring cannot be read."""
    import keyring

    try:
        text = keyring.get_password(SERVICE, entry)
        return None if text is None else base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    except Exception as error:  # backends raise what they like
        log.warning("the keyring: %s", error, exc_info=True)
        return None


def discard(entry: str) -> None:
    """Take a key that nothing needs any more out of the keyring, as far as it can be reached."""
    import keyring

    try:
        keyring.delete_password(SERVICE, entry)
    except Exception as error:  # backends raise what they like
        log.warning("the keyring: %s", error)
