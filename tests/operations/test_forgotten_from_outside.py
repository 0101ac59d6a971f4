"""Forget, seen from outside: every byte of every file in the user's folder is searched for the person."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.blobs import D, face, jpeg
from helpers.disk import own_disk, read_only
from helpers.events import add_rule, event
from sqlalchemy.exc import IntegrityError

from facecam.base import logs, paths
from facecam.base.secret import Secret
from facecam.base.settings import Settings, save
from facecam.base.types import State
from facecam.events import outbox
from facecam.events.event import Kind
from facecam.events.outbox import Happening
from facecam.events.rules import Condition
from facecam.events.targets import Webhook
from facecam.identity.neighbourhood import EVEN
from facecam.operations import (
    Agreement,
    Enrol,
    Forget,
    GiveConsent,
    IgnoreUnknowns,
    Merge,
    MoveTemplates,
    NameVisits,
    NotThisPerson,
    Remove,
    Rename,
    Sample,
    SetDetails,
    SetGroups,
    SetNotes,
    SetPortrait,
    Split,
    apply,
    purge_expired,
    redo,
    undo,
)
from facecam.store import gallery, gallery_file, vectors
from facecam.store import sqlite as store_sqlite
from facecam.store.clips import ClipPicture, pack
from facecam.store.database import Database, open_database
from facecam.store.people import list_people, templates
from facecam.store.schema import Base, Person
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.store.waiting_visits import WaitingVisits
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
        backup = store_sqlite.back_up(file, "0004")
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


def mingled(db: Database, anna: int) -> None:
    """Rows that moved from page to page: many people, whose notes grew and shrank."""
    for seed in range(20, 120):
        apply(db, Enrol(f"Other {seed}", (Sample(face(seed), 0.5, "x" * (seed * 7 % 300), jpeg(seed)),), "space"))
    for length in (900, 10, 400):
        for one in list_people(db):
            if one.name.startswith("Other") and one.id % 3 == 0:
                apply(db, SetNotes(one.id, "n" * length))
    apply(db, SetNotes(anna, NOTE * 30))


def stranger(db: Database, anna: int) -> None:
    """Before she had a name: seen, ignored, and not somebody else."""
    now = datetime.now(UTC)
    best = BestFace(face(1), "space", 0.5)
    add_visits(db, [VisitRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg(1), face=best)])
    apply(db, IgnoreUnknowns((list_visits(db)[0].id,)))
    bea = next(one.id for one in list_people(db) if one.name == "Bea")
    apply(db, NotThisPerson(bea, face(2), "space"))


def told(db: Database, anna: int) -> None:
    """What waits to be told, with a picture; and a rule that is hers."""
    hook = Webhook(Secret("https://hooks.example.org/x"), Secret("whsec_" + "QUFB" * 8))
    rule = add_rule(db, hook)
    add_rule(db, hook, Condition(kinds=tuple(Kind), persons=(anna,)))
    happened = event(person=anna, picture=jpeg(3))
    assert outbox.add(db, [Happening(rule, False, Condition(tuple(Kind)), happened)])


def described(db: Database, anna: int) -> None:
    """By another program, in groups, and with a consent that names her."""
    apply(db, SetDetails(anna, external_id=NAMES[0], fields={"nick": NAMES[1], "note": NOTE}))
    apply(db, GiveConsent(anna, Agreement(f"{NAMES[0]} may come in", datetime.now(UTC) + timedelta(days=9))))
    apply(db, SetGroups(anna, (NAMES[2],)))


def removed(db: Database, anna: int) -> None:
    """Hidden already, by hand."""
    apply(db, Remove(anna))


def moved(db: Database, anna: int) -> None:
    """Samples that were somebody else's for a while, also under a name that was taken back."""
    first, second, *_ = (sample.id for sample in templates(db, anna))
    apply(db, Split(anna, (first,), NAMES[2]))
    undo(db)
    redo(db)
    undo(db)
    apply(db, MoveTemplates(anna, (second,), next(one.id for one in list_people(db) if one.name == "Bea")))
    undo(db)
    apply(db, SetPortrait(anna, first))


def filmed(db: Database, anna: int) -> None:
    """A visit with a clip; and one that waits on disk."""
    now, best = datetime.now(UTC), BestFace(face(4), "space", 0.5)
    clip = pack([ClipPicture(0.0, jpeg(5))])
    visit = VisitRecord("door", now, now, 3, State.KNOWN, person=anna, picture=jpeg(4), face=best, clip=clip)
    add_visits(db, [visit])
    WaitingVisits(db).add([replace(visit, clip=None)], db.vault)


def logged(db: Database, anna: int) -> None:
    """A defect in the database, a sentence that names her, and one with the name that she had before."""
    log = logging.getLogger("facecam")
    try:
        with db.write() as session:
            session.add(Person(id=anna, name=NAMES[1], folded="", notes=NOTE, created=datetime.now(UTC)))
    except IntegrityError:
        log.exception("a defect")
    log.warning("samples of %s: 3 were altered; %s has none", NAMES[1], NAMES[0].lower())


def left_by_another(db: Database, anna: int) -> None:
    """A program that was killed has left what it wrote in the log alone."""
    code = """
import os, signal, sys
import numpy as np
from facecam.operations import Enrol, Sample, SetNotes, apply
from facecam.store.database import open_database
db = open_database()
apply(db, SetNotes(int(sys.argv[1]), sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code, str(anna), NOTE], capture_output=True)
    assert done.returncode == -9, done.stderr


def careless(db: Database, anna: int) -> None:
    """Another program has written in the file without overwriting, and has left pages that are free."""
    assert db.file is not None
    with closing(sqlite3.connect(db.file, isolation_level=None)) as raw:
        raw.execute("PRAGMA secure_delete = OFF")
        raw.execute("CREATE TABLE copy AS SELECT p.name, t.vector, j.jpeg FROM person p, template t, picture j")
        raw.execute("DROP TABLE copy")


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize(
    "happens", [mingled, stranger, told, described, removed, moved, filmed, logged, left_by_another]
)
def test_whatever_happened_to_the_person(
    home: Path, keyring: dict[str, str], happens: Callable[[Database, int], None], encrypted: bool
) -> None:
    logs.start()
    db = open_database()
    if encrypted and happens is not left_by_another:  # that one has no keyring
        encrypt(db, None, lambda done, total: True)
    anna = live(db)
    happens(db, anna)
    assert traces(home), "the search would find it"
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert traces(home) == []
    db.close()
    assert traces(home) == []
    open_database().close()
    assert traces(home) == []


def killed_in_an_export(theirs: Path) -> None:
    code = f"""
import os, signal
from facecam.store import export
from facecam.store.database import open_database
os.replace = export.Path.replace = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
export.export(open_database(), export.Path({str(theirs / "history.csv")!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert done.returncode == -9, done.stderr
    assert any("history" in one for one in traces(theirs)), "the search would find it"


def test_in_an_export_that_was_left_half_written(home: Path) -> None:
    """By a program that was killed, in a folder of the user's."""
    db = open_database()
    anna, theirs = live(db), home / "theirs"
    theirs.mkdir()
    killed_in_an_export(theirs)
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and traces(home) == [] and not [*theirs.iterdir()]
    db.close()


def test_one_on_a_disk_that_is_read_only_now_is_named(home: Path, tmp_path: Path) -> None:
    db = open_database()
    anna = live(db)
    with own_disk(tmp_path / "disk", 1_000) as theirs:
        killed_in_an_export(theirs)
        read_only(theirs)
        change = apply(db, Forget(anna))
        (left,) = theirs.iterdir()
    assert change.proof is not None and not change.proof.complete
    assert change.proof.wiped and change.proof.files_left == (str(left),)
    assert "1 file that may show that person cannot be deleted" in str(change.message)
    assert str(left) not in str(change.message), "which is told over HTTP, too"
    assert traces(home) == []
    db.close()


def test_only_the_name_is_blotted_out_in_the_log(home: Path) -> None:
    logs.start()
    log = logging.getLogger("facecam")
    log.warning("Al is not Alba; -al- nor \u201cAL\u201d")
    logs.blot_out(["Al", ""])
    assert paths.log_file().read_text("utf-8").endswith(": ** is not Alba; -**- nor \u201c**\u201d\n")
    log.warning("and it goes on")
    assert paths.log_file().read_text("utf-8").endswith(": and it goes on\n")


def test_while_another_program_has_the_galleries_file_mapped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "LARGE", 1)
    db = open_database()
    anna = live(db)
    for seed in range(20, 60):
        apply(db, Enrol(f"Other {seed}", (Sample(face(seed), 0.5, "", jpeg(seed)),), "space"))
    gallery.load_gallery(db, "space", D)
    assert db.file is not None
    file, key = db.file, gallery_file.key_of("space", D, EVEN)

    def in_the_file() -> bool:
        arrays = gallery_file.read(file, key, "columns")
        return arrays is not None and anna in arrays["people"]

    code = """
import sys
from facecam.store import gallery
from facecam.store.database import open_database
gallery.LARGE = 1
db, known = open_database(), None
while True:
    known = gallery.load_gallery(db, "space", int(sys.argv[1]), known=known)
    print(flush=True)
    if not sys.stdin.readline():
        break
"""
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(D)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None and other.stdout is not None
    other.stdout.readline()
    assert in_the_file(), "the search would find it"
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert not in_the_file() and traces(home) == []
    print(file=other.stdin, flush=True)
    other.stdout.readline()  # it has loaded the people anew
    assert not in_the_file() and traces(home) == []
    other.communicate()
    gallery.load_gallery(db, "space", D)
    assert not in_the_file() and traces(home) == []
    db.close()


def test_where_another_program_was_careless(home: Path) -> None:
    db = open_database()
    anna = live(db)
    careless(db, anna)
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and traces(home) == []
    db.close()


def test_a_page_that_another_program_remembers_is_not_written_again(home: Path) -> None:
    db = open_database()
    anna = live(db)
    assert db.file is not None
    with closing(sqlite3.connect(db.file, isolation_level=None)) as other:
        other.execute("SELECT * FROM person").fetchall()
        other.execute("SELECT * FROM operation").fetchall()
        assert apply(db, Forget(anna)).proof
        other.execute("UPDATE person SET notes = 'new'")
        other.execute("UPDATE operation SET kind = 'odd'")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert traces(home) == []
    db.close()


def test_killed_while_the_file_is_overwritten(home: Path) -> None:
    """The next start ends it, and the file is sound at every moment."""
    db = open_database()
    anna = live(db)
    mingled(db, anna)
    db.close()
    code = """
import os, signal, sys
from facecam.operations import Forget, apply
from facecam.store import unused
from facecam.store.database import open_database
spans = unused._dirty
def some(*given):
    for number, span in enumerate(spans(*given)):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield span
unused._dirty = some
apply(open_database(), Forget(int(sys.argv[1])))
"""
    done = subprocess.run([sys.executable, "-c", code, str(anna)], capture_output=True)
    assert done.returncode == -9, done.stderr
    db = open_database()
    assert db.file is not None
    with closing(sqlite3.connect(db.file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    purge_expired(db)
    assert traces(home) == [] and len(list_people(db)) == 101
    db.close()


def test_on_a_server_no_table_has_anything(postgresql: Callable[[], str]) -> None:
    db = open_database(postgresql())
    anna = live(db)
    described(db, anna)
    stranger(db, anna)

    def everything() -> bytes:
        with db.read() as session:
            rows = [row for table in Base.metadata.sorted_tables for row in session.execute(table.select())]
        return b"".join(one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row)

    needles = [name.encode() for name in (*NAMES, NOTE)]
    needles += [jpeg(seed)[100:132] for seed in (1, 4)] + [
        vectors.encode(face(seed))[:16] for seed in (1, 2, 3, 4, 5)
    ]
    assert all(needle in everything() for needle in needles)
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert not any(needle in everything() for needle in needles)
    db.close()
