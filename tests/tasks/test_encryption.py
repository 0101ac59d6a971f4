"""Encryption switched on and off, its key changed, and all of that interrupted."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.blobs import D, enrol, face, jpeg, known, traces
from helpers.disk import full_disk

from facecam.base.errors import InputError, LockedError, StoreError
from facecam.base.types import State
from facecam.operations import Forget, NameVisits, Remove, apply, purge_expired, redo, undo
from facecam.store import people, sqlite
from facecam.store.database import Database, open_database
from facecam.store.encryption.keys import Kind
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import change_key, decrypt, encrypt, state

PHRASE, OTHER = "correct horse battery", "staple of another kind"


def go_on(done: int, total: int) -> bool:
    return True


def test_on_and_off(db: Database, file: Path, keyring: dict[str, str]) -> None:
    anna = enrol(db, "Anna", 1, 2)
    assert state(db) is None and traces(file, 1, 2) == [1, 2]
    outcome = encrypt(db, None, go_on)
    assert outcome is not None and outcome.wiped and outcome.backups == 0
    assert str(outcome.message) == "Encrypted templates and pictures"
    assert state(db) is Kind.KEYRING and len(keyring) == 1
    assert traces(file, 1, 2) == [] and known(db, 1)
    with pytest.raises(InputError, match="encrypted already"):
        encrypt(db, None, go_on)
    enrol(db, "Bea", 3)
    assert decrypt(db, go_on) is not None
    assert state(db) is None and not keyring and traces(file, 1, 2, 3) == [1, 2, 3]
    assert known(db, 3) and people.picture(db, people.templates(db, anna)[0].id) == jpeg(1)
    with pytest.raises(InputError, match="is not encrypted"):
        decrypt(db, go_on)


def test_a_backup_opens_with_the_same_key(db: Database, file: Path, keyring: dict[str, str]) -> None:
    encrypt(db, None, go_on)
    enrol(db, "Anna", 1)
    backup = sqlite.back_up(file, "0003")
    assert traces(file, 1) == []
    decrypt(db, go_on)
    assert keyring, "the backup needs it"
    again = open_database(f"sqlite:///{backup}")
    assert known(again, 1)
    again.close()


@pytest.mark.usefixtures("quick_passphrases")
def test_backups_are_sealed_too_and_change_their_key(db: Database, file: Path, keyring: dict[str, str]) -> None:
    enrol(db, "Anna", 1)
    good = sqlite.back_up(file, "0003")
    broken = sqlite.back_up(file, "0003")
    broken.write_bytes(b"SQLite format 3" + bytes(5_000))
    old = file.with_name(f"{file.name}.0001.20200101T000000000000Z.backup")
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("CREATE TABLE template (id INTEGER PRIMARY KEY, vector BLOB)")
    enrol(db, "Bea", 2)
    outcome = encrypt(db, PHRASE, go_on)
    assert outcome is not None and outcome.backups == 2 and db.backups() == [good]
    assert str(outcome.message) == (
        "Encrypted templates and pictures, with 1 backup of the database, and deleted 2 backups of the database"
    )
    assert traces(file, 1, 2) == [] and good.stat().st_mode & 0o077 == 0
    change_key(db, OTHER, PHRASE)
    db.close()
    with pytest.raises(LockedError):
        open_database(f"sqlite:///{good}", passphrase=PHRASE)
    restored = open_database(f"sqlite:///{good}", passphrase=OTHER)
    assert known(restored, 1) and not known(restored, 2)
    assert people.unreadable(restored, load_gallery(restored, "space", D)) is None
    restored.close()


@pytest.mark.usefixtures("quick_passphrases")
def test_the_key_moves_and_the_faces_stay(db: Database, file: Path, keyring: dict[str, str]) -> None:
    enrol(db, "Anna", 1)
    encrypt(db, PHRASE, go_on)
    assert state(db) is Kind.PASSPHRASE and not keyring
    with closing(sqlite3.connect(file)) as raw:
        before = raw.execute("SELECT vector FROM template").fetchone()
    change_key(db, OTHER, PHRASE)
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT vector FROM template").fetchone() == before
    db.close()
    for phrase in (PHRASE, None):
        with pytest.raises(LockedError):
            open_database(f"sqlite:///{file}", passphrase=phrase)
    db = open_database(f"sqlite:///{file}", passphrase=OTHER)
    change_key(db, None, OTHER)
    assert state(db) is Kind.KEYRING and len(keyring) == 1
    change_key(db, None)
    assert len(keyring) == 1 and known(db, 1)
    change_key(db, PHRASE)
    assert not keyring and known(db, 1)
    db.close()


@pytest.mark.usefixtures("quick_passphrases")
def test_a_slip_changes_nothing(db: Database) -> None:
    enrol(db, "Anna", 1)
    with pytest.raises(InputError, match="shorter"):
        encrypt(db, "short", go_on)
    assert state(db) is None and known(db, 1)
    encrypt(db, PHRASE, go_on)
    with pytest.raises(InputError, match="shorter"):
        change_key(db, "short", PHRASE)
    assert state(db) is Kind.PASSPHRASE and known(db, 1)


@pytest.mark.usefixtures("quick_passphrases")
@pytest.mark.parametrize("given", [None, "", "wrong wrong"])
def test_who_finds_the_program_open_changes_no_key(
    db: Database, keyring: dict[str, str], given: str | None
) -> None:
    enrol(db, "Anna", 1)
    encrypt(db, PHRASE, go_on)
    acts: list[Callable[[], object]] = [
        lambda: change_key(db, OTHER, given),
        lambda: change_key(db, None, given),
        lambda: decrypt(db, go_on, given),
    ]
    for act in acts:
        with pytest.raises(LockedError):
            act()
    assert state(db) is Kind.PASSPHRASE and not keyring
    open_database(str(db.file and f"sqlite:///{db.file}"), passphrase=PHRASE).close()


@pytest.mark.usefixtures("quick_passphrases")
def test_a_program_that_is_open_still_has_the_key_that_the_keyring_lost(
    db: Database, file: Path, keyring: dict[str, str]
) -> None:
    enrol(db, "Anna", 1)
    encrypt(db, None, go_on)
    keyring.clear()
    change_key(db, PHRASE)
    again = open_database(f"sqlite:///{file}", passphrase=PHRASE)
    assert known(again, 1)
    again.close()


def content(file: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [
            raw.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("template", "picture", "data_key", "meta")
        ]


def test_a_full_disk_while_encrypting(db: Database, file: Path, keyring: dict[str, str]) -> None:
    """Nothing is lost, and nothing half done."""
    seeds = range(60)
    enrol(db, "Anna", *seeds)
    sqlite.back_up(file, "0003")
    before = content(file)
    with full_disk(db):
        with pytest.raises(StoreError, match=r"people\.db cannot be written: the disk is full\. Make room on it"):
            encrypt(db, None, go_on)
        assert state(db) is None and known(db, 59)
    assert content(file) == before and len(db.backups()) == 1
    outcome = encrypt(db, None, go_on)
    assert outcome is not None and outcome.wiped and known(db, 59) and traces(file, *seeds) == []


def test_a_full_disk_after_encrypting(
    db: Database, file: Path, keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The faces are sealed; the file, which takes room to be written anew, is at a later start."""

    def full(file: Path) -> bool:
        raw = sqlite3.connect(file)
        with closing(raw):
            raw.execute("PRAGMA max_page_count = 1")
            raw.execute("CREATE TABLE too_much (anything)")
        raise AssertionError

    enrol(db, "Anna", 1)
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "wipe", full)
        outcome = encrypt(db, None, go_on)
    assert outcome is not None and not outcome.wiped and "the disk is full" in str(outcome.message)
    assert known(db, 1) and state(db) is Kind.KEYRING
    purge_expired(db)
    assert traces(file, 1) == []


@pytest.mark.parametrize("portions", [0, 1])
def test_stopped(db: Database, file: Path, keyring: dict[str, str], portions: int) -> None:
    enrol(db, "Anna", 1, 2)
    calls = itertools.count()

    def stop(done: int, total: int) -> bool:
        assert total == 4
        return next(calls) < portions

    assert encrypt(db, None, stop) is None
    assert state(db) is None and not keyring and known(db, 1)
    encrypt(db, None, go_on)
    calls = itertools.count()
    assert decrypt(db, stop) is None
    assert state(db) is Kind.KEYRING and keyring and known(db, 1) and traces(file, 1, 2) == []


def test_what_could_be_read_goes_at_the_next_start(
    db: Database, file: Path, keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the program ends, or another one is in the way, before the files are written anew."""

    def busy(db: Database) -> bool:
        raise StoreError("The database is busy")

    enrol(db, "Anna", 1)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "wipe", busy)
        outcome = encrypt(db, None, go_on)
    assert outcome is not None and not outcome.wiped and "at a later start" in str(outcome.message)
    assert traces(file, 1) == [1]
    db.close()
    db = open_database(f"sqlite:///{file}")
    purge_expired(db)  # as each start does
    assert traces(file, 1) == [] and known(db, 1)
    db.close()


def walk(db: Database) -> None:
    """Enrol, remove, name visits, undo, redo, forget."""
    anna = enrol(db, "Anna", 1, 2)
    bea = enrol(db, "Bea", 3)
    apply(db, Remove(anna))
    assert not known(db, 1)
    undo(db)
    assert known(db, 1) and known(db, 2)
    now = datetime.now(UTC)
    visits = [
        VisitRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg(seed), face=BestFace(face(seed), "space", 0.5))
        for seed in (4, 5)
    ]
    add_visits(db, visits)
    strangers = load_strangers(db, "space", D)
    assert strangers.faces.shape == (2, D) and strangers.visits[0].picture is not None
    apply(db, NameVisits(tuple(seen.id for seen in list_visits(db)), "Cleo"))
    assert known(db, 4) and known(db, 5)
    undo(db)
    assert not known(db, 4)
    redo(db)
    assert known(db, 5)
    proof = apply(db, Forget(bea)).proof
    assert proof is not None and proof.complete and (proof.templates, proof.pictures) == (1, 1)
    assert [who.name for who in list_people(db)] == ["Anna", "Cleo"]
    assert people.picture(db, people.templates(db, anna)[1].id) == jpeg(2)


def test_walk_on_sqlite(db: Database, file: Path, keyring: dict[str, str]) -> None:
    encrypt(db, None, go_on)
    walk(db)
    db.close()
    assert traces(file, 1, 2, 3, 4, 5) == []


def test_walk_on_a_server(postgresql: Callable[[], str], keyring: dict[str, str]) -> None:
    url = postgresql()
    db = open_database(url)
    enrol(db, "Dora", 9)
    encrypt(db, None, go_on)
    apply(db, Remove(1))
    walk(db)
    db.close()
    db = open_database(url)
    assert known(db, 1) and not known(db, 9)
    change_key(db, None)
    decrypt(db, go_on)
    assert known(db, 1)
    db.close()


SWITCH = """
import sys
from facecam.tasks.encryption import decrypt, encrypt, state
from facecam.store.encryption import keys
from facecam.store.encryption import rewriting
from facecam.store.database import open_database
keys.COST = keys.Scrypt(n=2)
rewriting.PORTION = 20
phrase = "correct horse battery"
db = open_database(sys.argv[1], passphrase=phrase)
def go_on(done, total):
    print(done, flush=True)
    return True
while True:
    print("at it", flush=True)
    decrypt(db, go_on, phrase) if state(db) else encrypt(db, phrase, go_on)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("lines", [3, 13, 25])
def test_killed_in_the_middle(db: Database, file: Path, lines: int) -> None:
    """Before or after, and never between."""
    seeds = range(100)
    for start in range(0, 100, 10):
        enrol(db, f"person {start}", *seeds[start : start + 10])
    db.close()
    process = subprocess.Popen(
        [sys.executable, "-c", SWITCH, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(lines):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    db = open_database(f"sqlite:///{file}", passphrase=PHRASE)
    assert load_gallery(db, "space", D).templates == 100 and all(known(db, seed) for seed in (0, 50, 99))
    if state(db) is not None:
        decrypt(db, go_on, PHRASE)
    encrypt(db, PHRASE, go_on)
    assert known(db, 99) and traces(file, *seeds) == []
    db.close()
