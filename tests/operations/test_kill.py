"""A program that is killed in the middle of edits loses none that it reported, and leaves no half."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from facecam.operations import undo
from facecam.store import people
from facecam.store.database import open_database
from facecam.store.people import list_people

EDITS = """
import sys
import numpy as np
from facecam.operations import Enrol, Merge, Rename, Sample, apply, undo
from facecam.store.database import open_database
db = open_database(sys.argv[1])
samples = tuple(Sample(np.ones(512, np.float32), 0.5, f"{i}.jpg", bytes(20_000)) for i in range(5))
last = None
for number in range(10_000):
    (person,) = apply(db, Enrol(f"enrolled {number}", samples, "space")).persons
    print("enrolled", person, number, flush=True)
    apply(db, Rename(person, f"renamed {number}"))
    print("renamed", person, number, flush=True)
    if number % 3 == 2:
        apply(db, Merge(person, last))
        undo(db)
    last = person
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("seed", range(2))
def test_kill(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "people.db"
    process = subprocess.Popen(
        [sys.executable, "-c", EDITS, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    chance = random.Random(seed)
    lines = [process.stdout.readline() for _ in range(chance.randint(2, 25))]
    time.sleep(chance.random() * 0.02)  # anywhere in an edit
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    assert process.wait() == -signal.SIGKILL

    db = open_database(f"sqlite:///{file}")
    # Killed between a merge and its undo, the last person is hidden, and there all the same.
    everybody = {info.id: info for info in list_people(db, hidden=True)}
    for line in lines:
        kind, person, number = line.split()
        allowed = {"renamed": {f"renamed {number}"}, "enrolled": {f"renamed {number}", f"enrolled {number}"}}
        assert everybody[int(person)].name in allowed[kind]
    stored = {info.id: info for info in list_people(db)}
    for info in everybody.values():
        if not info.hidden:
            assert all(template.has_picture for template in people.templates(db, info.id))
    assert sum(info.templates for info in stored.values()) == 5 * len(everybody)

    # The journal fits the rows: all of it can be taken back.
    operations = 0
    while stored:
        undo(db)
        operations += 1
        stored = {info.id: info for info in list_people(db)}
    assert operations >= len(lines)
    db.close()
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
