"""The keys that open this server, and the browsers that have shown one."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from facecam.store.access_keys import KeyInfo, digest, matching
from facecam.store.database import Database

LASTS = 12 * 3600
"""Seconds that a session of a browser lasts."""

_SESSIONS = 1_000
"""Sessions that are kept; of more the oldest end."""


class Keys:
    """The keys that open this server, as the database has them now."""

    def __init__(self, database: Callable[[], Database], brought: KeyInfo | None = None) -> None:
        """`brought`: one more, that is in no database."""
        self._database = database
        self._brought = [brought] if brought is not None else []
        self._lock = threading.Lock()
        self._revision: int | None = None
        self._known: list[KeyInfo] = []

    def find(self, key: str) -> KeyInfo | None:
        """The key's row; None where it opens nothing (any more). Raises `StoreError`."""
        return matching(key, self._now())

    def still(self, info: KeyInfo) -> bool:
        """Whether it has not been revoked since."""
        return any(one.digest == info.digest for one in self._now())

    def _now(self) -> list[KeyInfo]:
        from facecam.store.access_keys import list_keys

        with self._lock:
            database = self._database()
            revision = database.revision()
            if revision != self._revision:
                self._known = list_keys(database)
                self._revision = revision
            return [*self._known, *self._brought]


@dataclass(frozen=True, slots=True)
class Session:
    key: KeyInfo
    ends: float
    """By `time.monotonic`."""


class Sessions:
    """Browsers that have shown a key. Called from the event loop alone."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        """By the digest of what the cookie carries."""

    def begin(self, key: KeyInfo) -> str:
        """What the cookie is to carry."""
        while len(self._sessions) >= _SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        value = secrets.token_urlsafe(32)
        self._sessions[digest(value)] = Session(key, time.monotonic() + LASTS)
        return value

    def find(self, value: str) -> KeyInfo | None:
        session = self._sessions.get(digest(value))
        if session is None or session.ends < time.monotonic():
            return None
        return session.key

    def end(self, value: str) -> None:
        self._sessions.pop(digest(value), None)
