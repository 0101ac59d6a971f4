"""The harness that kills programs in the middle of edits, in short; and that it notices what is lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import kills
from facecam.store.encryption import keys

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9")


@pytest.fixture(autouse=True)
def cost() -> Iterator[None]:
    before = keys.COST
    yield
    keys.COST = before


def test_killed_programs_lose_nothing() -> None:
    found = kills.kills(4)
    assert found.cycles == 4 and found.wrong == []


def test_what_is_missing_is_noticed(tmp_path: Path) -> None:
    keys.COST = keys.Scrypt(n=2)
    file = tmp_path / "people.db"
    for kind in kills.edits(file, 0):
        if kind == "enrol":
            break
    sound = kills.rows_of(file)
    assert len([row for row in sound["person"] if row[-1]]) >= 1
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM template WHERE id = (SELECT max(id) FROM template)")
    assert kills.rows_of(file) != sound
