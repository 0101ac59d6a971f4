"""What SQLite leaves in the unused parts of its pages is overwritten, and the file stays sound."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from facecam.store import sqlite
from facecam.store.database import Database
from facecam.store.schema import Person
from facecam.store.unused import unused_in


def _fill(db: Database) -> list[str]:
    """People whose rows were moved about: grown, and inserted where others were."""
    chance = random.Random(0)
    names = [f"Name{number:04}x{chance.randrange(10**9):09}" for number in range(800)]
    now = datetime.now(UTC)
    with db.write() as session:
        for name in chance.sample(names, len(names)):
            session.add(Person(name=name, folded=name, created=now))
            session.flush()
    with db.write() as session:
        for person in session.query(Person):
            person.notes = person.name * chance.randrange(8)
    return names


def _left(file: Path, names: list[str]) -> int:
    data = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    return sum(name.encode() in data for name in names)


def test_copies_of_rows_that_moved_are_overwritten(db: Database, file: Path) -> None:
    names = _fill(db)
    with db.write() as session:
        session.query(Person).filter(Person.id % 2 == 0).delete()
        gone = set(names) - {person.name for person in session.query(Person)}
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        # It remembers pages, and writes one of them again.
        other.execute("SELECT * FROM person").fetchall()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert _left(file, sorted(gone)) > 0, "SQLite's own overwriting does not reach them"
        assert sqlite.wipe(file)
        assert _left(file, sorted(gone)) == 0
        other.execute("UPDATE person SET notes = 'short'")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert _left(file, sorted(gone)) == 0
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with db.read() as session:
        assert {person.name for person in session.query(Person)} == set(names) - gone


def test_pages_that_are_free(db: Database, file: Path) -> None:
    names = _fill(db)
    with closing(sqlite3.connect(file, isolation_level=None)) as careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("CREATE TABLE kept AS SELECT name || name || name FROM person, (SELECT 1 UNION SELECT 2)")
        careless.execute("CREATE TABLE gone AS SELECT 'gone' || name FROM person LIMIT 300")
        careless.execute("DROP TABLE gone")
        careless.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        free = careless.execute("PRAGMA freelist_count").fetchone()[0]
    gone = ["gone" + name for name in names]
    assert free and _left(file, gone)
    before = file.stat().st_size
    assert sqlite.wipe(file)
    assert file.stat().st_size == before, "nothing was written anew"
    assert _left(file, gone) == 0
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_other_pages_have_nothing_unused() -> None:
    assert list(unused_in(bytes(4096))) == []


def test_a_file_that_keeps_track_of_its_pages_is_written_anew(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("PRAGMA auto_vacuum = FULL")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE meta (scrub)")
        raw.execute("CREATE TABLE t (a TEXT)")
        raw.executemany("INSERT INTO t VALUES (?)", [("x" * 100,)] * 1_000)
    assert sqlite.wipe(file)
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("SELECT count(*) FROM t").fetchone() == (1_000,)
