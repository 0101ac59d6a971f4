"""Disks that are full or may not be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from facecam.store.database import Database


@contextmanager
def full_disk(db: Database) -> Iterator[None]:
    """SQLite's own limit fails as a full disk does, in the middle of a transaction."""

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def lift(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    event.listen(db._engine, "begin", limit)
    yield
    event.remove(db._engine, "begin", limit)
    event.listen(db._engine, "begin", lift)


@contextmanager
def own_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A real one, in a new folder."""
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.getuid() != 0:
        pytest.skip("only root may mount a disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def read_only(disk: Path) -> None:
    """From now on nothing on an own disk can be changed."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def fill(disk: Path) -> None:
    with (disk / "fill").open("wb", buffering=0) as out, pytest.raises(OSError):
        while True:
            out.write(bytes(4096))
