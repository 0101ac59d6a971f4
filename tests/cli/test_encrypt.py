"""`facecam encrypt`, `facecam decrypt`, and the passphrase that comes through a descriptor."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from helpers import filekeyring
from helpers.terminal import Facecam, start

from facecam.operations import Enrol, Sample, apply
from facecam.store import sqlite
from facecam.store.database import open_database
from facecam.vision.manifest import load_manifest

PHRASE, OTHER = "correct horse battery", "staple of another kind"

pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture(autouse=True)
def anna(home: Path) -> None:
    db = open_database()
    apply(db, Enrol("Anna", (Sample(np.ones(8, np.float32), 0.5, "a.jpg"),), "space"))
    db.close()
    sqlite.back_up(home / "facecam.db", "0003")


@contextmanager
def written(text: str) -> Iterator[int]:
    """A descriptor from which it can be read."""
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    yield reader
    os.close(reader)


def with_passphrase(facecam: Facecam, phrase: str, *arguments: object) -> tuple[int, str, str]:
    with written(f"{phrase}\n") as number:
        run = facecam("--passphrase-fd", number, *arguments)
    return run.code, run.out, run.err


def test_the_keyring_asks_for_nothing(facecam: Facecam, keyring: dict[str, str]) -> None:
    run = facecam("encrypt", "--json")
    assert run.code == 0 and len(keyring) == 1
    assert run.json["key"] == "keyring" and run.json["backups"] == 0 and run.json["wiped"]
    assert [one["name"] for one in facecam("people", "list", "--json").json] == ["Anna"]
    assert facecam("decrypt", "--json").json["key"] is None
    assert facecam("decrypt").code == 2
    assert len(keyring) == 1  # its backup is sealed with that key


def test_a_passphrase_and_its_change(facecam: Facecam) -> None:
    with written(f"{PHRASE}\r\n") as number:
        assert facecam("encrypt", "--new-passphrase-fd", number).out.startswith("Encrypted templates and pictures")
    assert "Anna" in with_passphrase(facecam, PHRASE, "people", "list")[1]
    run = facecam("people", "list")
    assert run.code == 2 and "is encrypted. Give its passphrase with `facecam --passphrase-fd N`" in run.err
    code, out, err = with_passphrase(facecam, OTHER, "people", "list")
    assert (code, out) == (2, "") and "not the passphrase" in err and "nothing is lost" in err
    with written(OTHER) as number:
        code, out, _ = with_passphrase(facecam, PHRASE, "encrypt", "--new-passphrase-fd", number, "--json")
    assert code == 0 and '"key":"passphrase"' in out
    assert with_passphrase(facecam, PHRASE, "people", "list")[0] == 2
    assert with_passphrase(facecam, OTHER, "decrypt")[0] == 0
    assert facecam("people", "list").code == 0


@pytest.mark.parametrize(
    ("text", "reason"), [("", "has no passphrase"), ("short\n", "shorter than 8"), ("\udcff" * 9, "is no text")]
)
def test_a_poor_passphrase_changes_nothing(facecam: Facecam, text: str, reason: str) -> None:
    reader, writer = os.pipe()
    os.write(writer, text.encode("utf-8", "surrogateescape"))
    os.close(writer)
    run = facecam("encrypt", "--new-passphrase-fd", reader)
    os.close(reader)
    assert run.code == 2 and reason in run.err
    assert facecam("people", "list").code == 0


def test_a_descriptor_that_is_not_there(facecam: Facecam) -> None:
    run = facecam("encrypt", "--new-passphrase-fd", 987)
    assert run.code == 2 and "--new-passphrase-fd 987 cannot be read: Bad file descriptor" in run.err


def test_a_terminal_is_asked(facecam: Facecam, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(
        [
            *(PHRASE, PHRASE),
            *("wrong wrong", PHRASE),
            *(PHRASE, OTHER, "not the same"),
            *(PHRASE, OTHER, OTHER),
            *("wrong wrong", "wrong wrong", "wrong wrong"),
        ]
    )
    asked: list[str] = []

    def ask(words: str) -> str:
        asked.append(words)
        return next(answers)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", ask)
    assert facecam("encrypt", "--passphrase").code == 0
    run = facecam("people", "list")
    assert "Anna" in run.out and "not the passphrase" in run.err
    run = facecam("encrypt", "--passphrase")
    assert run.code == 2 and "differ" in run.err
    asked.clear()
    assert facecam("encrypt", "--passphrase").out.startswith("Changed the key")
    assert asked == ["Passphrase: ", "New passphrase: ", "The same again: "]
    run = facecam("decrypt")
    assert run.code == 2 and "not the passphrase" in run.err
    with written(OTHER) as number:
        assert facecam("--passphrase-fd", number, "people", "list").code == 0


def test_a_keyring_that_is_lost_between_two_starts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs of their own: its file is gone, there is no keyring at all, there is one that keeps nothing."""

    def run(backend: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
        program = start(*arguments)
        out, err = program.communicate(timeout=120)
        return program.returncode, out, err

    kept, mine = home / "keyring.json", "filekeyring.FileKeyring"
    monkeypatch.setenv("FILE_KEYRING", str(kept))
    monkeypatch.setenv("PYTHONPATH", str(Path(filekeyring.__file__).parent), prepend=os.pathsep)
    assert run(mine, "encrypt")[0] == 0
    before = (home / "facecam.db").read_bytes()
    away = kept.rename(home / "away.json")
    for backend in (mine, "keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"):
        code, out, err = run(backend, "people", "list")
        assert (code, out) == (2, "") and "Traceback" not in err
        assert "from the system's keyring" in err and "nothing in the database is lost" in err
        assert "move the database away and enrol the people anew" in err
    assert (home / "facecam.db").read_bytes() == before
    away.rename(kept)
    assert "Anna" in run(mine, "people", "list")[1]


def test_doctor_leaves_the_file_of_a_large_gallery_as_it_is(facecam: Facecam, home: Path, embedder: None) -> None:
    """It is of the app, which compares otherwise."""
    facecam("people", "list")
    kept = home / "facecam.db.gallery"
    kept.write_bytes(b"the app's")
    checks = {check["name"]: check for check in facecam("doctor", "--json").json["checks"]}
    assert checks["database"]["ok"] and kept.read_bytes() == b"the app's"


def test_damaged_samples_are_named(facecam: Facecam, keyring: dict[str, str], home: Path, embedder: None) -> None:
    model = load_manifest().embedder()
    db = open_database()
    apply(db, Enrol("Bea", (Sample(np.ones(model.dimension or 0, np.float32), 0.5, "b.jpg"),), model.space))
    db.close()
    facecam("encrypt")
    with closing(sqlite3.connect(home / "facecam.db")) as raw:
        raw.execute("UPDATE template SET vector = zeroblob(60) WHERE id = 2")
        raw.commit()
    checks = {check["name"]: check for check in facecam("doctor", "--json").json["checks"]}
    assert checks["database"]["ok"] and not checks["faces"]["ok"]
    assert "altered or damaged, and are left out (Bea: 1)" in checks["faces"]["found"]
    assert "backup" in checks["faces"]["remedy"]
    assert facecam("people", "remove", "Bea").code == 0
    assert facecam("people", "undo").code == 0
    assert facecam("people", "forget", "Bea", "--json").json["proof"]["unread"] == 1
    assert [one["name"] for one in facecam("people", "list", "--json").json] == ["Anna"]
