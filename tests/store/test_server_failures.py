"""What a database server refuses is said with what to do about it, and no visit is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.blobs import enrol
from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from facecam.base.errors import DiskFullError, StoreError
from facecam.base.types import State
from facecam.pipeline.visits import VisitQueue
from facecam.store.database import open_database
from facecam.store.people import list_people
from facecam.store.visits import VisitRecord, list_visits

NOW = datetime.now(UTC)


def keeper(url: str) -> Engine:
    """The server's keeper, in another database of it."""
    return create_engine(make_url(url).set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 14 MB that the server may write."""
    disk = Path("/tmp") / f"facecam-small-{os.getpid()}"
    if not sys.platform.startswith("linux") or os.getuid() != 0:
        pytest.skip("only root may mount a disk")
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=14m,uid=nobody,gid=nogroup,mode=700", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        disk.rmdir()
        pytest.skip("nothing may be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)
    disk.rmdir()


def test_a_full_disk_of_the_server(pgserver: Callable[[], str], small: Path) -> None:
    url = pgserver()
    with keeper(url).connect() as server:
        server.execute(text(f"CREATE TABLESPACE small LOCATION '{small}'"))
        server.execute(text(f"ALTER DATABASE {make_url(url).database} SET TABLESPACE small"))
    db = open_database(url)
    enrol(db, "Anna", 1)
    file = small / "fill"
    with file.open("wb", buffering=0) as out, pytest.raises(OSError):
        while True:
            out.write(bytes(4096))
    with pytest.raises(StoreError, match=r"its server's disk is full\. Make room on it") as said:
        for number in range(1_000):
            enrol(db, f"Person {number}", number)
    assert not isinstance(said.value, DiskFullError)
    queue = VisitQueue()
    queue.add([VisitRecord("door", NOW, NOW, 1, State.UNKNOWN, picture=bytes(1_000)) for _ in range(500)])
    with pytest.raises(StoreError, match="visits wait on this computer"):
        queue.write(db)
    file.unlink()
    queue.write(db)
    assert len(list_visits(db, limit=1_000)) == 500
    assert "Anna" in [one.name for one in list_people(db)]
    db.close()
    with keeper(url).connect() as server:
        server.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))
        server.execute(text("DROP TABLESPACE small"))


def test_one_that_only_reads_and_one_that_may_not_be_used(pgserver: Callable[[], str]) -> None:
    url = pgserver()
    name = make_url(url).database
    db = open_database(url)
    enrol(db, "Anna", 1)
    db.close()
    with keeper(url).connect() as server:
        server.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        server.execute(text("CREATE ROLE guest LOGIN"))
    db = open_database(url)
    with pytest.raises(StoreError, match=r"its server only reads\. Give the address of the server that writes"):
        enrol(db, "Bea", 2)
    assert [one.name for one in list_people(db)] == ["Anna"]
    db.close()
    with pytest.raises(StoreError, match=r"permission denied .*\. Ask whoever keeps the server"):
        open_database(make_url(url).set(username="guest").render_as_string())
    with keeper(url).connect() as server:
        server.execute(text("DROP ROLE guest"))
