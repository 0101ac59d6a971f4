"""Opening, reading, writing; what other programs, disks and users do to a database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from facecam.base import paths
from facecam.base.errors import InputError, StoreError
from facecam.operations import Enrol, Rename, Sample, apply, undo
from facecam.store import sqlite
from facecam.store.database import Database, open_database
from facecam.store.people import list_people
from facecam.store.schema import Meta


def enrol(db: Database, name: str = "Anna") -> int:
    (person,) = apply(db, Enrol(name, (Sample(np.ones(8, np.float32), 0.5, "a.jpg"),), "space")).persons
    return person


def names(db: Database) -> list[str]:
    return [person.name for person in list_people(db)]


def python(
    code: str, *arguments: object, stdin: int | None = None, cwd: str | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=stdin,
        cwd=cwd,
    )


def test_default_is_a_file_in_the_data_folder(home: Path) -> None:
    db = open_database()
    assert db.file == home / "facecam.db" and db.file.exists()
    assert f"sqlite:///{db.file}" == paths.database_url()
    db.close()


def test_switches(db: Database) -> None:
    with db.write() as session:
        values = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "busy_timeout")
        }
    assert values == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "secure_delete": 1,
        "busy_timeout": int(sqlite.BUSY * 1000),
    }


def test_a_write_that_raises_changes_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError), db.write() as session:
        session.get_one(Meta, 1).gallery = 99
        session.flush()
        raise RuntimeError
    with db.read() as session:
        assert session.get_one(Meta, 1).gallery == 0


def test_a_read_sees_one_state(file: Path, db: Database) -> None:
    with db.read() as session:
        before = session.execute(text("SELECT count(*) FROM person")).scalar()
        enrol(db)
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == before
    assert names(db) == ["Anna"]


def test_writers_in_threads_wait_for_each_other(db: Database) -> None:
    def count() -> None:
        for _ in range(10):
            with db.write() as session:
                meta = session.get_one(Meta, 1)
                meta.gallery += 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as session:
        assert session.get_one(Meta, 1).gallery == 40


def test_revision_counts_everybody(file: Path, db: Database) -> None:
    seen = [db.revision()]
    assert db.revision() == seen[0]

    person = enrol(db)
    seen.append(db.revision())

    other = open_database(f"sqlite:///{file}")
    other.revision()
    apply(other, Rename(person, "Bea"))
    seen.append(db.revision())
    assert other.revision() == other.revision()
    other.close()

    code = "import sys; from facecam.store.database import open_database as o; from facecam.operations import *;\n"
    code += "apply(o(sys.argv[1]), Rename(int(sys.argv[2]), 'Cleo'))"
    process = python(code, f"sqlite:///{file}", person)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    seen.append(db.revision())

    assert len(set(seen)) == 4
    assert names(db) == ["Cleo"]


def test_two_programs_start_at_once(file: Path) -> None:
    code = (
        "import sys; import alembic.command; from facecam.store.database import open_database\n"
        "print(flush=True); sys.stdin.readline(); open_database(sys.argv[1]).close()"
    )
    process = python(code, f"sqlite:///{file}", stdin=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # it is about to open
    go = threading.Thread(target=process.communicate, args=["\n"])
    go.start()
    db = open_database(f"sqlite:///{file}")
    go.join()
    assert process.returncode == 0
    enrol(db)
    assert names(db) == ["Anna"]
    db.close()


def test_another_program_is_at_it_when_a_new_file_is_opened(file: Path) -> None:
    sqlite.prepare(file)
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")  # as another facecam that prepares the same file
        done = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        done.start()
        db = open_database(f"sqlite:///{file}")
        done.join()
    enrol(db)
    assert names(db) == ["Anna"]
    db.close()


def test_locked_by_another_program(file: Path, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    impatient = open_database(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"people\.db is in use by another program.*try again"):
            enrol(impatient)
        assert names(impatient) == []
        other.execute("ROLLBACK")
    enrol(impatient)
    assert names(impatient) == ["Anna"]
    impatient.close()


def test_read_only(db: Database, file: Path) -> None:
    person = enrol(db)
    files = {path.name: path.read_bytes() for path in file.parent.glob("people.db*") if path.suffix != ".db-shm"}
    reader = open_database(f"sqlite:///{file}", read_only=True)
    assert names(reader) == ["Anna"]
    with pytest.raises(InputError, match="In safe mode nothing is changed"):
        apply(reader, Rename(person, "Bo"))
    # SQLite keeps to it, whoever asks.
    with reader.read() as session, pytest.raises(OperationalError, match="readonly database"):
        session.execute(text("UPDATE meta SET revision = 7"))
    seen = reader.revision()
    assert {path.name: path.read_bytes() for path in file.parent.glob("people.db*") if path.name in files} == files
    apply(db, Rename(person, "Bo"))  # another program goes on, and is seen
    assert names(reader) == ["Bo"] and reader.revision() != seen
    reader.close()
    db.close()
    reader = open_database(f"sqlite:///{file}", read_only=True)  # and without anybody else
    assert names(reader) == ["Bo"]
    reader.close()


def test_read_only_makes_and_migrates_nothing(file: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no database .*people\.db yet\. Start facecam without"):
        open_database(f"sqlite:///{file}", read_only=True)
    assert not file.exists()
    db = open_database(f"sqlite:///{file}")
    with db.write() as session:
        session.execute(text("UPDATE facecam_version SET version_num = '0001'"))
    db.close()
    with pytest.raises(StoreError, match="of another version of facecam \\(0001"):
        open_database(f"sqlite:///{file}", read_only=True)
    assert list(file.parent.glob("*.backup")) == []


def test_read_only_on_a_server(postgresql: Callable[[], str]) -> None:
    url = postgresql()
    db = open_database(url)
    person = enrol(db)
    reader = open_database(url, read_only=True)
    with pytest.raises(InputError, match="In safe mode nothing is changed"):
        apply(reader, Rename(person, "Bo"))
    with pytest.raises(StoreError, match="its server only reads"), reader.read() as session:
        session.execute(text("UPDATE meta SET revision = 7"))
    assert names(reader) == ["Anna"]
    reader.close()
    db.close()


def test_locked_at_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    sqlite.prepare(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program"):
            open_database(f"sqlite:///{file}")
    open_database(f"sqlite:///{file}").close()


def test_another_programs_file_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE person (id INTEGER)")
        other.commit()
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"people\.db is another program's database"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert list(file.parent.glob("people*")) == [file]


def test_tables_of_another_program(file: Path) -> None:
    sqlite.prepare(file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE person (id INTEGER)")
        other.commit()
    with pytest.raises(StoreError, match="has tables of another program"):
        open_database(f"sqlite:///{file}")


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_bytes(b"\xff\xd8\xff no database" * 100)
    with pytest.raises(StoreError, match=r"people\.db is damaged or no database"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"\xff\xd8\xff")


def test_an_empty_file_becomes_a_database(file: Path) -> None:
    file.touch()
    db = open_database(f"sqlite:///{file}")
    assert names(db) == []
    db.close()


def test_damaged_in_the_middle(file: Path) -> None:
    db = open_database(f"sqlite:///{file}")
    enrol(db)
    db.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"people\.db is damaged.*[Bb]ackup"):
        db = open_database(f"sqlite:///{file}")
        try:
            names(db)
        finally:
            db.close()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE person SET name = CAST(x'416e6effff61' AS TEXT)",
        "UPDATE person SET created = 'no day'",
        "UPDATE person SET created = 2020",
        "UPDATE operation SET changed = x'ff'",
        "UPDATE operation SET steps = '[{'",
    ],
)
def test_a_cell_that_is_damaged(file: Path, harm: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody's name is in what is said, and nothing else fails with it."""
    db = open_database(f"sqlite:///{file}")
    enrol(db)
    with closing(sqlite3.connect(file)) as other:
        other.execute(harm)
        other.commit()
    with pytest.raises(StoreError, match=r"people\.db is damaged or no database\. Put a backup") as caught:
        list_people(db)
        undo(db)
    assert "Ann" not in str(caught.value) + caplog.text
    db.close()


def test_a_damaged_schema(file: Path) -> None:
    db = open_database(f"sqlite:///{file}")
    enrol(db)
    db.close()
    content = file.read_bytes()
    file.write_bytes(content.replace(b"CREATE TABLE person", b"CREATE TABLE pers\xff\xfe", 1))
    with pytest.raises(StoreError, match=r"people\.db is damaged or no database"):
        open_database(f"sqlite:///{file}")


def without_rights() -> list[str]:
    """What a command begins with that may do no more than its user: an administrator's may write anywhere."""
    if os.name != "posix":
        pytest.skip("a folder's mode says nothing on Windows")
    if os.geteuid() != 0:
        return []
    if (found := shutil.which("setpriv")) is None:
        pytest.skip("this is an administrator")
    return [found, "--inh-caps", "-all", "--bounding-set", "-dac_override,-dac_read_search,-fowner"]


@pytest.mark.parametrize("left", ["nothing", "a log"])
def test_where_nothing_may_be_written_it_is_read(home: Path, left: str) -> None:
    db = open_database()
    enrol(db)
    db.close()
    killed = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE meta SET revision = 9');"
    if left == "a log":
        subprocess.run([sys.executable, "-c", f"{killed} c.commit(); os._exit(9)", str(home / "facecam.db")])
    assert (home / "facecam.db-wal").exists() == (left == "a log")
    program = [*without_rights(), sys.executable, "-c", "from facecam.cli import main; raise SystemExit(main())"]
    home.chmod(0o500)
    try:
        listed, renamed = (
            subprocess.run([*program, "people", *what], capture_output=True, text=True)
            for what in (["list"], ["rename", "Anna", "Bo"])
        )
    finally:
        home.chmod(0o700)
    assert listed.returncode == 0 and "Anna" in listed.stdout and listed.stderr == ""
    if left == "nothing":
        assert renamed.returncode == 2 and renamed.stdout == ""
        assert "cannot be written. Make the file and its folder writable" in renamed.stderr


def test_full_disk(db: Database) -> None:
    enrol(db)
    # SQLite's own limit fails as a full disk does, in the middle of a transaction.
    with pytest.raises(StoreError, match=r"disk is full.*Make room"), db.write() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        for number in range(200):
            session.execute(text("INSERT INTO picture (jpeg) VALUES (:jpeg)"), {"jpeg": bytes([number]) * 5000})
    assert names(db) == ["Anna"]
    with db.read() as session:
        assert session.execute(text("SELECT count(*) FROM picture")).scalar() == 0


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="no POSIX users")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    code = (
        "import os, sys; from facecam.store.database import open_database; import facecam.operations\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"  # root may write everywhere
        "for url in sys.argv[1:]:\n"
        "    try: print(open_database(url).unwritable)\n"
        "    except Exception as error: print(type(error).__name__, error)"
    )
    db = open_database(f"sqlite:///{tmp_path / 'made.db'}")
    enrol(db)
    db.close()
    (tmp_path / "made.db").chmod(0o444)
    tmp_path.chmod(0o555)
    parents = [folder for folder in tmp_path.parents if folder.stat().st_uid == os.getuid()]
    modes = {folder: folder.stat().st_mode for folder in parents}
    try:
        for folder in parents:
            folder.chmod(modes[folder] | 0o555)
        targets = ("new.db", "folder/new.db", "made.db")
        process = python(code, *(f"sqlite:///{tmp_path / target}" for target in targets), cwd="/")
        output, errors = process.communicate()
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)
        tmp_path.chmod(0o755)
    lines = output.splitlines()
    assert len(lines) == 3, errors
    for line, target in zip(lines, targets, strict=True):
        assert target.split("/")[-1] in line and "writ" in line
        assert line.startswith("StoreError") == (target != "made.db"), "which is read all the same"


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_database(f"sqlite:///{tmp_path}")


def test_a_file_where_a_folder_should_be(file: Path) -> None:
    file.touch()
    with pytest.raises(StoreError, match=r"people\.db/x\.db cannot be read or written"):
        open_database(f"sqlite:///{file}/x.db")


@pytest.mark.parametrize("url", ["people.db", "/home/me/people.db", "sqlite://", "sqlite:///:memory:"])
def test_no_url(url: str) -> None:
    with pytest.raises(InputError, match="sqlite:////"):
        open_database(url)


def test_driver_that_is_not_there() -> None:
    with pytest.raises(StoreError, match="needs a driver") as caught:
        open_database("mysql+oursql://me:secret@nowhere/people")
    assert "secret" not in str(caught.value)


def test_closing_twice(db: Database) -> None:
    db.revision()
    db.close()
    db.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:/me:hUnTer2@db/people",
        "me:hUnTer2@db/people",
        "postgresql+psycopg://me:hUnTer2@db:port/people",
        "postgresql+psycopg://me:p@hUnTer2@localhost:1/people",
        "postgresql+psycopg://localhost:1/people?password=hUnTer2",
        "postgresql+nodriver://me:hUnTer2@db/people",
        "sqlite://me:hUnTer2@",
    ],
)
def test_no_error_shows_a_password(url: str) -> None:
    with pytest.raises((InputError, StoreError)) as caught:
        open_database(url)
    assert "hUnTer2" not in str(caught.value) and caught.value.remedy


def test_a_checkpoint_that_was_cut_off_is_no_damage(tmp_path: Path) -> None:
    """The file's first page tells already of pages that are in its log alone."""
    file, cut = tmp_path / "people.db", tmp_path / "cut.db"
    open_database(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("CREATE TABLE more AS SELECT randomblob(300000) AS content")
        pages, log = bytearray(file.read_bytes()), Path(f"{file}-wal").read_bytes()
    size = int.from_bytes(log[8:12], "big")
    frames = range(32, len(log), 24 + size)
    first = [at for at in frames if int.from_bytes(log[at : at + 4], "big") == 1][-1]
    pages[:size] = log[first + 24 : first + 24 + size]
    cut.write_bytes(pages)
    Path(f"{cut}-wal").write_bytes(log)
    open_database(f"sqlite:///{cut}").close()
