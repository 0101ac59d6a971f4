"""A disk that is really full: a small one of our own, where that may be mounted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.blobs import enrol, traces

from facecam.base.errors import DiskFullError
from facecam.base.types import State
from facecam.operations import Forget, apply
from facecam.store import sqlite
from facecam.store.database import open_database
from facecam.store.people import list_people
from facecam.store.visits import VisitRecord
from facecam.store.waiting_visits import WaitingVisits


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home on a disk of 2.5 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not sys.platform.startswith("linux") or os.getuid() != 0:
        pytest.skip("only root may mount a disk")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", str(disk)], capture_output=True
    ).returncode:
        pytest.skip("nothing may be mounted here")
    monkeypatch.setenv("FACECAM_HOME", str(disk / "home"))
    monkeypatch.setattr(sqlite, "PLENTY", sqlite.RESERVED)
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    file = disk / "fill"
    with file.open("wb", buffering=0) as out, pytest.raises(OSError):
        while True:
            out.write(bytes(4096))
    return file


def test_reading_and_forgetting_go_on(small: Path) -> None:
    db = open_database()
    assert db.file is not None
    anna, _ = enrol(db, "Anna", 1, 2), enrol(db, "Bea", 3)
    sqlite.back_up(db.file, "0004")
    db.close()
    fill(small)
    db = open_database()
    assert [one.name for one in list_people(db)] == ["Anna", "Bea"]
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert [one.name for one in list_people(db)] == ["Bea"]
    db.close()
    assert traces(small / "home" / "facecam.db", 1, 2) == []


def test_without_any_room_it_says_so(small: Path) -> None:
    db = open_database()
    enrol(db, "Anna", 1)
    db.close()
    (small / "home" / "reserve").unlink()
    full = fill(small)
    with pytest.raises(DiskFullError, match=r"the disk is full\. Make room on it"):
        open_database()
    full.unlink()
    db = open_database()
    assert [one.name for one in list_people(db)] == ["Anna"]
    db.close()


def test_where_there_is_no_room_to_bring_in_what_waits_forgetting_says_so(small: Path, tmp_path: Path) -> None:
    """The database is elsewhere, as that of a server is."""
    db = open_database(f"sqlite:///{tmp_path / 'people.db'}")
    anna, now = enrol(db, "Anna", 1), datetime.now(UTC)
    waiting = WaitingVisits(db)
    waiting.add([VisitRecord("door", now, now, 1, State.KNOWN, anna)] * 200, None)
    full = fill(small)
    with pytest.raises(DiskFullError, match=r"waiting cannot be written: the disk is full\. Make room on it"):
        apply(db, Forget(anna))
    full.unlink()
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and proof.sightings == 200
    db.close()
