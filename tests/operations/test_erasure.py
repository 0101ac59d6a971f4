"""Forget is final, and proven: by searching the tables, and the bytes of every file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from sqlalchemy.orm import Session

from facecam.base.errors import DiskFullError, InputError, NotFoundError, StoppedError, StoreError
from facecam.base.types import State
from facecam.capture.images import read_image
from facecam.identity.calibration import Calibration
from facecam.operations import (
    Enrol,
    Forget,
    IgnoreUnknowns,
    Merge,
    NameVisits,
    NotThisPerson,
    Remove,
    RemoveTemplate,
    Rename,
    Sample,
    SetNotes,
    apply,
    erasure,
    last,
    likeness,
    purge_expired,
    redo,
    undo,
)
from facecam.store import people, sqlite, vectors
from facecam.store.database import Database, open_database
from facecam.store.people import list_people
from facecam.store.schema import HEAD, Meta, Negative
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.vision.manifest import load_manifest

NAME, NEW_NAME, NOTE, CONSENT = "Wilhelmine", "Guillermina", "collects fountain pens", "signed at the desk"


@pytest.fixture
def jpegs(media: Path) -> list[bytes]:
    image = read_image(media / "multi_face.jpg")
    crops = [image[top : top + 112, 100:212] for top in (50, 100, 150, 200)]
    return [cv2.imencode(".jpg", crop)[1].tobytes() for crop in crops]


def vector(seed: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.random.default_rng(seed).normal(size=256).astype(np.float32)


def enrol(db: Database, name: str, seed: int, picture: bytes | None = None) -> int:
    samples = (Sample(vector(seed), 0.5, f"{name}.jpg", picture),)
    (person,) = apply(db, Enrol(name, samples, "space", consent=CONSENT)).persons
    return person


def see(db: Database, person: int | None, picture: bytes, seed: int = 20) -> int:
    now, state = datetime.now(UTC), State.UNKNOWN if person is None else State.KNOWN
    face = BestFace(vector(seed), "space", 0.5)
    add_visits(db, [VisitRecord("door", now, now, 3, state, person, 0.5, picture, face)])
    return max(seen.id for seen in list_visits(db))


def found(file: Path, *needles: bytes) -> list[str]:
    """The files beside `file` that hold one of the needles; its connections must be closed."""
    return [
        f"{path.name}: {needle[:20]!r}"
        for path in sorted(file.parent.glob("people*"))
        for needle in needles
        if needle in path.read_bytes()
    ]


def test_nothing_is_left(db: Database, file: Path, jpegs: list[bytes]) -> None:
    bea = enrol(db, "Bea", 10, jpegs[0])
    see(db, bea, jpegs[0])
    person = enrol(db, NAME, 1, jpegs[1])
    apply(db, Enrol("", (Sample(vector(2), 0.5, "x.jpg", jpegs[2]),), "space", person=person))
    apply(db, RemoveTemplate(people.templates(db, person)[0].id))
    apply(db, SetNotes(person, NOTE))
    sqlite.back_up(file, HEAD)
    apply(db, Rename(person, NEW_NAME))
    undo(db)
    redo(db)
    see(db, person, jpegs[3], 2)
    apply(db, NotThisPerson(person, vector(4), "space"))  # somebody's face, kept because of her
    apply(db, NameVisits((see(db, bea, jpegs[2], 5),), NEW_NAME))  # hers, and not Bea's
    sqlite.back_up(file, HEAD)
    apply(db, Rename(bea, "Beatrix"))
    needles = [NAME.encode(), NEW_NAME.encode(), NOTE.encode(), *jpegs[1:]]
    needles += [vectors.encode(vector(seed)) for seed in (1, 2, 4, 5)]

    with closing(sqlite3.connect(file)) as raw:
        everything = "\n".join(raw.iterdump())
    assert all(text in everything for text in (NAME, NEW_NAME, NOTE))

    change = apply(db, Forget(person))

    assert change.persons == {person} and change.operation is None
    assert str(change.message) == f"Forgot {NEW_NAME} for good, with 2 backups of the database"
    proof = change.proof
    assert proof is not None and proof.complete
    # The fifth face was a visit's, a sample, and a negative of Bea's.
    assert (proof.persons, proof.templates, proof.pictures, proof.sightings, proof.negatives) == (1, 3, 4, 2, 2)
    assert (proof.operations, proof.backups) == (7, 2)
    assert (proof.rows_left, proof.backups_left, proof.wiped) == (0, 0, True)

    db.close()
    assert found(file, *needles) == []
    # The search can find: Bea's bytes are there.
    assert len(found(file, b"Beatrix", jpegs[0], vectors.encode(vector(10)))) == 3

    db = open_database(f"sqlite:///{file}")
    assert [info.name for info in list_people(db, hidden=True)] == ["Beatrix"]
    assert [seen.person for seen in list_visits(db)] == [bea]
    undo(db)
    assert [info.name for info in list_people(db)] == ["Bea"]
    db.close()


def test_a_face_without_a_name_goes_with_whoever_it_looks_like(
    db: Database, file: Path, jpegs: list[bytes]
) -> None:
    """Before she was enrolled she was a stranger: taken for Bea, seen at the door, ignored."""
    bea, cleo = enrol(db, "Bea", 10), enrol(db, "Cleo", 11)
    again = [vector(1) + 0.7 * vector(seed) for seed in (30, 31, 32)]  # a cosine of 0.8 to her sample
    mark, other = again[0], vector(33)
    apply(db, NotThisPerson(bea, mark, "space"))
    apply(db, NotThisPerson(cleo, other, "space"))  # a stranger still: is not touched
    now = datetime.now(UTC)
    faces = [(again[1], jpegs[1]), (again[2], None), (other, jpegs[0])]
    add_visits(
        db,
        [
            VisitRecord("door", now, now, 3, State.UNKNOWN, None, 0.2, picture, BestFace(face, "space", 0.5))
            for face, picture in faces
        ],
    )
    stranger = see(db, None, jpegs[2], 1)
    apply(db, IgnoreUnknowns((stranger,)))
    person = enrol(db, NAME, 1)

    proof = apply(db, Forget(person)).proof

    assert proof is not None and proof.complete
    assert (proof.negatives, proof.sightings, proof.ignored, proof.pictures, proof.alike) == (1, 3, 1, 2, 5)
    assert (proof.rows_left, proof.alike_left) == (0, 0)
    assert [seen.person for seen in list_visits(db)] == [None]
    with db.read() as session:
        assert [row.person_id for row in session.query(Negative)] == [cleo]
    db.close()
    assert found(file, jpegs[1], jpegs[2], *(vectors.encode(face) for face in (vector(1), *again))) == []
    assert len(found(file, jpegs[0], vectors.encode(other))) == 2


def test_what_else_is_a_models_is_judged_by_that_model(db: Database) -> None:
    """The curve of a model that is listed says how like is like; numbers of two models are never compared."""
    space = load_manifest().embedder().space
    (person,) = apply(db, Enrol(NAME, (Sample(vector(1), 0.5, "a"),), space)).persons
    bea = enrol(db, "Bea", 10)
    curve = load_manifest().embedder().calibration
    cosine = Calibration(curve["score"], curve["log10_fmr"]).threshold(likeness.MISTAKEN, 1)
    assert 0.1 < cosine < 0.9
    mine, across = vector(1) / np.linalg.norm(vector(1)), np.linalg.qr(np.stack([vector(1), vector(2)]).T)[0][:, 1]
    near, far = (
        (cosine + by) * mine + np.sqrt(1 - (cosine + by) ** 2) * across.astype(np.float32) for by in (0.02, -0.02)
    )
    for face in (near, far):
        apply(db, NotThisPerson(bea, face, space))
    apply(db, NotThisPerson(bea, vector(1), "another"))
    proof = apply(db, Forget(person)).proof
    assert proof is not None and proof.alike == 1
    with db.read() as session:
        left = [(row.space, row.vector) for row in session.query(Negative).order_by(Negative.id)]
    assert left == [(space, vectors.encode(far)), ("another", vectors.encode(vector(1)))]


def test_the_search_would_find_a_removed_person(db: Database, file: Path, jpegs: list[bytes]) -> None:
    apply(db, Remove(enrol(db, NAME, 1, jpegs[1])))
    db.close()
    assert len(found(file, NAME.encode(), jpegs[1], vectors.encode(vector(1)))) == 3


def test_who_was_merged_is_forgotten_too(db: Database, file: Path, jpegs: list[bytes]) -> None:
    anna, ann, annie = enrol(db, "Anna", 1), enrol(db, NAME, 2), enrol(db, NEW_NAME, 3)
    apply(db, Merge(annie, ann))
    with pytest.raises(InputError, match=f"{NEW_NAME} was merged into person {ann}"):
        apply(db, Forget(annie))
    apply(db, Merge(ann, anna))
    change = apply(db, Forget(anna))
    assert change.persons == {anna, ann, annie}
    assert list_people(db, hidden=True) == [] and last(db) is None
    db.close()
    assert found(file, NAME.encode(), NEW_NAME.encode()) == []


def test_a_merge_taken_back_is_forgotten_with_either(db: Database) -> None:
    anna, bea = enrol(db, "Anna", 1), enrol(db, "Bea", 2)
    apply(db, Merge(anna, bea))
    undo(db)
    apply(db, Forget(anna))
    assert [info.id for info in list_people(db)] == [bea]
    with pytest.raises(NotFoundError):
        redo(db)
    assert str(last(db)) == "Enrolled Bea with 1 sample"


def test_the_removed_can_be_forgotten(db: Database) -> None:
    person = enrol(db, "Anna", 1)
    apply(db, Remove(person))
    proof = apply(db, Forget(person)).proof
    assert proof is not None and proof.complete
    with pytest.raises(NotFoundError, match="nothing to undo"):
        undo(db)
    with pytest.raises(NotFoundError, match=f"no person {person}"):
        apply(db, Forget(person))


def test_while_another_program_reads(db: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    person = enrol(db, NAME, 1)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM person").fetchall()
        change = apply(db, Forget(person))
        assert change.proof is not None
        assert change.proof.rows_left == 0 and not change.proof.wiped and not change.proof.complete
        assert str(change.message).endswith("the last traces in its files go at a later start")
        reader.execute("ROLLBACK")
    assert purge_expired(db) == 0
    with db.read() as session:
        assert not session.get_one(Meta, 1).scrub
    db.close()
    assert found(file, NAME.encode()) == []


def test_killed_before_the_files_are_wiped(file: Path) -> None:
    code = f"""
import os, signal, sys
import numpy as np
from facecam.operations import Enrol, Forget, Sample, apply
from facecam.operations import erasure
from facecam.store import sqlite
from facecam.store.database import open_database
erasure._wipe = lambda db: os.kill(os.getpid(), signal.SIGKILL)
db = open_database(sys.argv[1])
(person,) = apply(db, Enrol({NAME!r}, (Sample(np.ones(8, np.float32), 0.5, "a.jpg"),), "space")).persons
sqlite.back_up(db.file, "0001")
apply(db, Forget(person))
"""
    process = subprocess.run([sys.executable, "-c", code, f"sqlite:///{file}"], capture_output=True)
    assert process.returncode == -9, process.stderr
    assert found(file, NAME.encode()) != []
    db = open_database(f"sqlite:///{file}")
    assert list_people(db, hidden=True) == []
    purge_expired(db)
    assert db.backups() == []
    db.close()
    assert found(file, NAME.encode()) == []


def killed_while_a_backup_is_made(file: Path) -> list[Path]:
    """What a program that was killed in the middle of a backup leaves beside the database."""
    code = """
import os, signal, sys
from pathlib import Path
from facecam.store import sqlite
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
sqlite.back_up(Path(sys.argv[1]), "0001")
"""
    assert subprocess.run([sys.executable, "-c", code, str(file)]).returncode == -9
    return sqlite.leftovers(file)


def test_what_a_killed_migration_leaves_goes_at_the_next_start(db: Database, file: Path) -> None:
    enrol(db, NAME, 1)
    db.close()
    (left,) = killed_while_a_backup_is_made(file)
    journal = left.with_name(left.name + "-journal")
    journal.write_bytes(NAME.encode())
    assert len(found(file, NAME.encode())) == 3
    open_database(f"sqlite:///{file}").close()
    assert len(found(file, NAME.encode())) == 1 and not left.exists() and not journal.exists()


def test_what_a_killed_migration_leaves_is_forgotten(db: Database, file: Path) -> None:
    person = enrol(db, NAME, 1)
    (left,) = killed_while_a_backup_is_made(file)
    assert db.backups() == [left]
    proof = apply(db, Forget(person)).proof
    assert proof is not None and proof.complete and proof.backups == 1
    db.close()
    assert found(file, NAME.encode()) == []


def test_a_backup_that_cannot_be_deleted(db: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = enrol(db, "Anna", 1)
    stays, goes = sqlite.back_up(file, "0001"), sqlite.back_up(file, HEAD)

    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self == stays:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        proof = apply(db, Forget(person)).proof
    assert proof is not None and not proof.complete
    assert (proof.rows_left, proof.backups, proof.backups_left) == (0, 1, 1)
    assert proof.wiped and proof.files_left == (str(stays),) and not goes.exists()
    beside = [path for path in file.parent.glob("people.db*") if path not in db.backups()]
    found_by_another = subprocess.run(["grep", "-lF", "Anna", *beside], capture_output=True, text=True).stdout
    assert found_by_another == "", "what can be written is wiped all the same"
    purge_expired(db)
    assert db.backups() == []


def test_nothing_is_forgotten_while_another_program_writes(
    db: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enrol(db, "Anna", 1)
    db.close()
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    db = open_database(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            apply(db, Forget(person))
        writer.execute("ROLLBACK")
    assert people.person(db, person).templates == 1
    db.close()


def test_expired_people_are_wiped_from_the_files(
    db: Database, file: Path, jpegs: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enrol(db, NAME, 1, jpegs[1])
    see(db, person, jpegs[2])
    apply(db, Remove(person))
    sqlite.back_up(file, HEAD)
    monkeypatch.setattr(erasure, "KEPT", -erasure.KEPT)
    assert purge_expired(db) == 1
    db.close()
    assert found(file, NAME.encode(), jpegs[1], jpegs[2], vectors.encode(vector(1))) == []


def test_the_file_shrinks_again(db: Database, file: Path) -> None:
    enrol(db, "Bea", 10)
    apply(db, Forget(enrol(db, "Cleo", 11)))
    before = file.stat().st_size
    for cycle in range(3):
        apply(db, Forget(enrol(db, "Anna", cycle, bytes(100_000))))
    assert file.stat().st_size <= before
    assert sorted(path.name for path in file.parent.glob("people*")) == [
        "people.db", "people.db-shm", "people.db-wal"
    ]  # fmt: skip


def test_stopped_nothing_is_forgotten(db: Database, jpegs: list[bytes]) -> None:
    anna = enrol(db, "Anna", 1)
    for seed in (1, 7, 8):
        see(db, None, jpegs[0], seed)
    asked: list[tuple[int, int]] = []

    def no(done: int, total: int) -> bool:
        asked.append((done, total))
        return False

    with pytest.raises(StoppedError, match="nobody was forgotten"):
        apply(db, Forget(anna, no))
    assert asked == [(3, 3)] and [one.name for one in list_people(db)] == ["Anna"] and len(list_visits(db)) == 3
    apply(db, Forget(anna, lambda done, total: True))
    assert list_people(db) == [] and len(list_visits(db)) == 2


def test_on_a_full_disk_the_backups_make_room(db: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = enrol(db, NAME, 1)
    sqlite.back_up(file, "0003")
    erase = erasure._erase

    def full_while_there_are_backups(session: Session, traces: dict[str, list[int]]) -> None:
        if db.backups():
            raise DiskFullError("The disk is full")
        erase(session, traces)

    monkeypatch.setattr(erasure, "_erase", full_while_there_are_backups)
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and proof.backups == 1
    db.close()
    assert found(file, NAME.encode(), vectors.encode(vector(1))) == []
