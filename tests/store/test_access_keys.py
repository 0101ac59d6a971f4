"""Keys to the server: what is kept of them, what they open, and until when."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facecam.base.errors import InputError, NotFoundError
from facecam.store.access_keys import Scope, add_key, brought, digest, list_keys, matching, revoke_key
from facecam.store.database import Database


def test_a_key_is_told_once_and_kept_as_its_digest(db: Database, file: Path) -> None:
    made, other = add_key(db, " the door ", Scope.READ), add_key(db, "the door", Scope.ADMIN)
    assert made.key != other.key and len(made.key) >= 40
    assert [(one.name, one.scope) for one in list_keys(db)] == [("the door", Scope.READ), ("the door", Scope.ADMIN)]
    with closing(sqlite3.connect(file)) as raw:
        rows = raw.execute("SELECT name, digest FROM access_key").fetchall()
    assert rows == [("the door", digest(made.key)), ("the door", digest(other.key))]
    assert matching(made.key, list_keys(db)) == made.info
    assert matching(made.key + "x", list_keys(db)) is None and matching("", list_keys(db)) is None


def test_a_revoked_key_opens_nothing_and_its_number_is_not_used_again(db: Database) -> None:
    made = add_key(db, "door", Scope.READ)
    revoke_key(db, made.info.id)
    assert matching(made.key, list_keys(db)) is None
    with pytest.raises(NotFoundError, match=f"no key {made.info.id}"):
        revoke_key(db, made.info.id)
    assert add_key(db, "door", Scope.READ).info.id != made.info.id


def test_a_key_needs_a_name(db: Database) -> None:
    for name in ("", " ", "a\nb", "x" * 201):
        with pytest.raises(InputError):
            add_key(db, name, Scope.READ)
    assert list_keys(db) == []


def test_scopes_include_those_below() -> None:
    assert [[one.includes(other) for other in Scope] for one in Scope] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_one_that_is_brought_along_must_be_long_and_plain() -> None:
    assert matching("0123456789abcdef", [brought("0123456789abcdef")]) is not None
    for key in ("", "short", "ä" * 20, "with a space in it", "a\nb" * 10):
        with pytest.raises(InputError, match="FACECAM_KEY"):
            brought(key)
