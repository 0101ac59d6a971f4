"""Forget, seen from outside: every byte of every file in the user's folder is searched for the person."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.blobs import face, jpeg

from facecam.base import logs, paths
from facecam.base.settings import Settings, save
from facecam.base.types import State
from facecam.operations import Enrol, Forget, Merge, NameVisits, Remove, Rename, Sample, SetNotes, apply, undo
from facecam.store import sqlite, vectors
from facecam.store.database import Database, open_database
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import decrypt, encrypt

NAMES = ("Wilhelmine", "Guillermina", "Zwischenname")
NOTE = "collects fountain pens"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    before = list(logging.getLogger().handlers)
    yield
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)
        handler.close()


def live(db: Database) -> int:
    """What can happen to somebody: enrolled, renamed, merged, seen, named from a visit, removed, taken back."""
    samples = tuple(Sample(face(seed), 0.5, f"{NAMES[0]}/{seed}.jpg", jpeg(seed)) for seed in (1, 2))
    (anna,) = apply(db, Enrol(NAMES[0], samples, "space", consent=NOTE)).persons
    (other,) = apply(db, Enrol(NAMES[2], (Sample(face(3), 0.5, "", jpeg(3)),), "space")).persons
    apply(db, Enrol("Bea", (Sample(face(9), 0.5, "", jpeg(9)),), "space"))
    apply(db, SetNotes(anna, NOTE))
    apply(db, Rename(anna, NAMES[1]))
    apply(db, Merge(other, anna))
    now = datetime.now(UTC)
    for seed in (4, 5):
        best = BestFace(face(seed), "space", 0.5)
        add_visits(db, [VisitRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg(seed), face=best)])
    apply(db, NameVisits((list_visits(db)[0].id,), NAMES[1]))
    apply(db, NameVisits((list_visits(db)[1].id,), NAMES[1]))
    apply(db, Remove(anna))
    undo(db)
    return anna


def traces(home: Path) -> list[str]:
    needles = {name: name.encode() for name in (*NAMES, NOTE)}
    needles |= {name + " in UTF-16": name.encode("utf-16-le") for name in NAMES}
    for seed in (1, 2, 3, 4, 5):
        needles[f"vector {seed}"] = vectors.encode(face(seed))[:16]
        needles[f"end of vector {seed}"] = vectors.encode(face(seed))[-16:]
        needles[f"picture {seed}"] = jpeg(seed)[100:132]
    return [
        f"{path.name}: {what}"
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for what, needle in needles.items()
        if needle in path.read_bytes()
    ]


@pytest.mark.parametrize("encrypted", ["never", "now", "once"])
@pytest.mark.parametrize("also", ["nothing", "a backup", "a killed migration", "another program"])
def test_no_byte_of_the_person_is_left(home: Path, keyring: dict[str, str], encrypted: str, also: str) -> None:
    save(Settings())
    logs.start()
    db = open_database()
    file = db.file
    assert file is not None
    if encrypted != "never":
        encrypt(db, None, lambda done, total: True)
    anna = live(db)
    assert traces(home), "the search would find it"
    if encrypted == "once":
        decrypt(db, lambda done, total: True)
    if also != "nothing":
        backup = sqlite.back_up(file, "0004")
        if also == "a killed migration":
            backup.rename(backup.with_suffix(".partial"))
    other = None
    if also == "another program":
        code = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM person').fetchall();"
            "print(flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", code, str(file)]
        other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert other.stdout is not None
        other.stdout.readline()
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert traces(home) == [], "while it is open"
    assert [one.name for one in list_people(db)] == ["Bea"]
    if other is not None:
        other.communicate(b"")
    db.close()
    assert traces(home) == []
    assert paths.log_file().exists()
