"""Visits that wait on disk: through an outage of PostgreSQL and kill -9, sealed, and gone with who is forgotten."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.blobs import face, jpeg
from helpers.postgres import PostgresServer

from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.operations import Enrol, Forget, Sample, apply
from facecam.store import vectors, waiting_visits
from facecam.store.database import Database, open_database
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits, picture_of
from facecam.store.waiting_visits import WaitingVisits
from facecam.tasks.encryption import decrypt, encrypt

WRITER = """
import sys, time
from datetime import UTC, datetime, timedelta
from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.pipeline.visits import VisitQueue
from facecam.store.database import open_database
from facecam.store.visits import VisitRecord
db = open_database(sys.argv[1])
queue = VisitQueue()
print("ready", flush=True)
sys.stdin.readline()  # the server is stopped meanwhile
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
    queue.add([VisitRecord("door", moment, moment + timedelta(seconds=1), number, State.UNKNOWN)])
    try:
        queue.write(db)
        print("written", number, flush=True)
    except StoreError as error:
        assert len(queue) == 0, error
        print("aside", number, flush=True)
print("done", flush=True)
time.sleep(600)
"""


def visit(number: int, person: int | None = None, seed: int | None = None) -> VisitRecord:
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
    best = None if seed is None else BestFace(face(seed), "space", 0.5)
    state = State.UNKNOWN if person is None else State.KNOWN
    picture = None if seed is None else jpeg(seed)
    return VisitRecord("door", moment, moment + timedelta(seconds=1), number, state, person, 0.625, picture, best)


def written(db: Database) -> list[int]:
    """The visits' numbers, in the order in which they were written."""
    return [one.samples for one in sorted(list_visits(db, limit=10_000), key=lambda one: one.id)]


def writer(url: str, first: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, str(first), str(end)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_server_that_is_stopped_while_two_programs_write_and_one_is_killed(own_server: PostgresServer) -> None:
    url = own_server.new()
    open_database(url).close()
    killed, lives = writer(url, 0, 30), writer(url, 100, 130)
    own_server.stop()
    for process in (killed, lives):
        go(process)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(31)]
        assert lines[0].startswith("aside") and lines[-1] == "done\n"
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL

    own_server.start()
    db = open_database(url)
    waiting = WaitingVisits(db)
    assert len(waiting) == 60
    waiting.write(db)
    assert len(waiting) == 0
    found = written(db)
    assert [number for number in found if number < 100] == list(range(30))
    assert [number for number in found if number >= 100] == list(range(100, 130))
    waiting.write(db)
    assert len(written(db)) == 60
    db.close()
    lives.kill()
    lives.wait()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_who_is_killed_while_bringing_them_in_writes_none_twice(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, chance = f"sqlite:///{file}", random.Random(1)
    db = open_database(url)
    waiting = WaitingVisits(db)
    waiting.add([visit(number, seed=number % 7) for number in range(1_000)], None)
    bring = (
        "import sys; from facecam.store import waiting_visits as w;"
        "from facecam.store.database import open_database;"
        "w.BATCH = 10; db = open_database(sys.argv[1]); print('ready', flush=True); w.bring_in(db)"
    )
    kills = 0
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", bring, url], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.3)  # anywhere in it
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        process.stdout.close()
    assert kills
    monkeypatch.setattr(waiting_visits, "BATCH", 10)
    waiting.write(db)
    assert written(db) == list(range(1_000))
    db.close()


def test_a_visit_comes_back_as_it_went(db: Database) -> None:
    (person,) = apply(db, Enrol("Anna", (Sample(face(1), 0.9, "test"),), "space")).persons
    waiting = WaitingVisits(db)
    waiting.add([visit(1, person, seed=4), visit(2)], None)
    waiting.write(db)
    second, first = list_visits(db)
    add_visits(db, [visit(1, person, seed=4)])
    same = max(list_visits(db), key=lambda one: one.id)
    assert replace(same, id=first.id, picture=first.picture) == first
    assert picture_of(db, first.id) == jpeg(4)
    assert (second.person, second.face, second.picture) == (None, False, None)


def test_it_is_its_owners_alone(db: Database) -> None:
    waiting = WaitingVisits(db)
    waiting.add([visit(1)], None)
    assert stat.S_IMODE(waiting.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(waiting.file.parent.stat().st_mode) == 0o700


def test_what_was_written_perhaps_is_not_written_again(db: Database) -> None:
    waiting = WaitingVisits(db)
    add_visits(db, [visit(1), visit(2)])
    waiting.add([visit(1), visit(2)], None, tried=True)
    waiting.add([visit(3), visit(4)], None, tried=True)
    waiting.add([visit(5)], None)
    waiting.write(db)
    assert written(db) == [1, 2, 3, 4, 5]


def test_no_more_wait_than_there_is_room_for_and_that_is_said(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_visits, "MOST", 3)
    waiting = WaitingVisits(db)
    waiting.add([visit(1), visit(2)], None)
    with pytest.raises(StoreError, match="3 visits wait on this computer"):
        waiting.add([visit(3), visit(4)], None)
    assert len(waiting) == 2


def test_a_damaged_file_is_deleted_and_holds_up_nobody(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    waiting = WaitingVisits(db)
    waiting.add([visit(1)], None)
    waiting.file.write_bytes(b"no database at all" * 1_000)
    waiting.write(db)
    assert "cannot be read" in caplog.text and not waiting.file.exists()
    waiting.add([visit(2)], None)
    waiting.write(db)
    assert written(db) == [2]


def test_a_damaged_record_is_left_out(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    waiting = WaitingVisits(db)
    waiting.add([visit(1), visit(2)], None)
    with closing(sqlite3.connect(waiting.file)) as file:
        file.execute("UPDATE waiting SET record = ? WHERE id = 1", (b'{"source": 7}',))
        file.commit()
    waiting.write(db)
    assert "1 visits are lost" in caplog.text and written(db) == [2]


@pytest.mark.usefixtures("quick_passphrases", "keyring")
def test_those_of_an_encrypted_database_are_sealed(db: Database) -> None:
    encrypt(db, None, lambda done, everything: True)
    waiting = WaitingVisits(db)
    waiting.add([visit(1, seed=4)], db.vault)
    assert no_trace(waiting.file, 4)
    waiting.write(db)
    assert written(db) == [1] and picture_of(db, list_visits(db)[0].id) == jpeg(4)
    waiting.add([visit(2, seed=4)], db.vault)
    before = db.vault
    decrypt(db, lambda done, everything: True)
    assert written(db) == [1, 2]
    waiting.add([visit(3, seed=4)], before)  # who has not noticed yet
    waiting.write(db)
    assert written(db) == [1, 2, 3]


@pytest.mark.usefixtures("quick_passphrases", "keyring")
def test_encrypting_leaves_none_in_the_clear(db: Database) -> None:
    waiting = WaitingVisits(db)
    waiting.add([visit(1, seed=4)], None)
    encrypt(db, None, lambda done, everything: True)
    assert no_trace(waiting.file, 4) and written(db) == [1]


def test_who_is_forgotten_is_in_none_of_them(db: Database) -> None:
    """By name, and as a stranger who looks like that."""
    (person,) = apply(db, Enrol("Anna", (Sample(face(4), 0.9, "test"),), "space")).persons
    waiting = WaitingVisits(db)
    waiting.add([visit(1, person, seed=4), visit(2, seed=4), visit(3, seed=5)], None)
    assert not no_trace(waiting.file, 4)
    proof = apply(db, Forget(person)).proof
    assert proof is not None and proof.complete and proof.sightings == 2
    assert written(db) == [3]
    assert no_trace(waiting.file, 4) and no_trace(waiting.file, 5)


def no_trace(file: Path, seed: int) -> bool:
    """Neither the face nor its picture is in any byte, as it is or as it is written there."""
    content = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    pieces = (vectors.encode(face(seed)), jpeg(seed))
    texts = [text.encode() for piece in pieces if (text := waiting_visits._text(piece)) is not None]
    return not any(piece in content for piece in (*pieces, *texts))


def test_a_database_has_one_file_however_it_is_spelled(
    own_server: PostgresServer, tmp_path: Path, file: Path
) -> None:
    def waiting(url: str) -> Path:
        db = open_database(url)
        db.close()
        return WaitingVisits(db).file

    url, other = own_server.new(), own_server.new()
    spelled = url.replace("keeper@", "").replace("?", "?user=keeper&application_name=door&")
    assert waiting(url) == waiting(spelled) == waiting(url.replace("+psycopg", "")) != waiting(other)
    (tmp_path / "link").symlink_to(file.parent)
    assert waiting(f"sqlite:///{file}") == waiting(f"sqlite:///{tmp_path / 'link' / file.name}")
