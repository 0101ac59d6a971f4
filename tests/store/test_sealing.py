"""An encrypted database: nothing to read in its files, nothing to swap, and the same people as ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert, select

from facecam.encryption import encrypt
from facecam.errors import LockedError, StoreError
from facecam.operations import Enrol, IgnoreUnknowns, NotThisPerson, Sample, apply
from facecam.store import people, vectors
from facecam.store.database import Database, open_database
from facecam.store.people import load_gallery
from facecam.store.schema import Base, Template
from facecam.store.sealing import Sealed
from facecam.store.sightings import BestFace, SightingRecord, add_sightings
from facecam.types import State, Vector

D = 64


def face(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=D).astype(np.float32)
    return vector / np.linalg.norm(vector)


def jpeg(seed: int) -> bytes:
    return b"\xff\xd8\xff" + np.random.default_rng(seed).bytes(3_000)


def enrol(db: Database, name: str, *seeds: int) -> int:
    samples = tuple(Sample(face(seed), 0.5, f"{seed}.jpg", jpeg(seed)) for seed in seeds)
    (person,) = apply(db, Enrol(name, samples, "space")).persons
    return person


def visit(seed: int) -> SightingRecord:
    now = datetime.now(UTC)
    best = BestFace(face(seed), "space", 0.5)
    return SightingRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg(seed), face=best)


@pytest.fixture
def sealed(db: Database, keyring: dict[str, str]) -> Database:
    encrypt(db, None, lambda done, total: True)
    return db


def traces(file: Path, *seeds: int) -> list[int]:
    """Whose face or picture can be found in the database's files."""
    raw = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    # Any piece of a blob gives it away.
    return [seed for seed in seeds if vectors.encode(face(seed))[:16] in raw or jpeg(seed)[100:132] in raw]


def test_no_plain_byte_gets_into_the_files(sealed: Database, file: Path) -> None:
    anna = enrol(sealed, "Anna", 1, 2)
    add_sightings(sealed, [visit(3), visit(4)])
    apply(sealed, NotThisPerson(anna, face(5), "space"))
    apply(sealed, IgnoreUnknowns((1,)))
    assert file.with_name(f"{file.name}-wal").stat().st_size
    assert traces(file, 1, 2, 3, 4, 5) == []
    gallery = load_gallery(sealed, "space", D)
    assert gallery.templates == 2 and gallery.scores(face(1)[None])[0, 0] > 0.999
    assert gallery.refused(face(5)[None], gallery.scores(face(5)[None]))[0, 0]
    (one, _) = people.templates(sealed, anna)
    assert people.picture(sealed, one.id) == jpeg(1)
    sealed.close()
    assert traces(file, 1, 2, 3, 4, 5) == []


def test_the_same_bytes_are_found_where_nothing_is_encrypted(db: Database, file: Path) -> None:
    enrol(db, "Anna", 1, 2)
    assert traces(file, 1, 2, 3) == [1, 2]


def test_a_changed_face_is_sealed_too(sealed: Database, file: Path) -> None:
    enrol(sealed, "Anna", 1)
    with sealed.write() as session:
        row = session.scalars(select(Template)).one()
        row.vector = vectors.encode(face(2))
    assert traces(file, 1, 2) == []
    assert load_gallery(sealed, "space", D).scores(face(2)[None])[0, 0] > 0.999


def test_what_cannot_be_sealed_is_not_written(sealed: Database, file: Path) -> None:
    anna = enrol(sealed, "Anna", 1)
    plain = {"person_id": anna, "space": "space", "vector": vectors.encode(face(7)), "quality": 0.5, "source": ""}
    with pytest.raises(Exception, match="without its row"), sealed.write() as session:
        session.execute(insert(Template).values(created=datetime.now(UTC), **plain))
    assert load_gallery(sealed, "space", D).templates == 1 and traces(file, 7) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE template SET vector = (SELECT o.vector FROM template o WHERE o.id = 3 - template.id)",
        "UPDATE template SET vector = (SELECT jpeg FROM picture WHERE id = 1) WHERE id = 1",  # another table's
        "UPDATE template SET vector = zeroblob(length(vector)) WHERE id = 2",
        "UPDATE template SET vector = x'' WHERE id = 2",
    ],
)
def test_altered_rows_are_refused(sealed: Database, file: Path, harm: str) -> None:
    enrol(sealed, "Anna", 1, 2)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(harm)
        raw.commit()
    with pytest.raises(StoreError, match=r"people\.db was altered from outside: template \d is not what.*backup"):
        load_gallery(sealed, "space", D)


def test_it_opens_with_the_keyring_and_not_without(sealed: Database, file: Path, keyring: dict[str, str]) -> None:
    enrol(sealed, "Anna", 1)
    sealed.close()
    again = open_database(f"sqlite:///{file}")
    assert load_gallery(again, "space", D).templates == 1
    again.close()
    before = file.read_bytes()
    kept = dict(keyring)
    keyring.clear()
    with pytest.raises(LockedError, match="keyring"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes() == before
    keyring.update(kept)
    reader = open_database(f"sqlite:///{file}", read_only=True)
    assert load_gallery(reader, "space", D).templates == 1
    reader.close()


def test_a_program_that_knew_it_unencrypted_writes_nothing(file: Path, keyring: dict[str, str]) -> None:
    first, second = open_database(f"sqlite:///{file}"), open_database(f"sqlite:///{file}")
    enrol(second, "Anna", 1)
    encrypt(first, None, lambda done, total: True)
    for act in (lambda: enrol(second, "Bea", 2), lambda: load_gallery(second, "space", D)):
        with pytest.raises(StoreError, match=r"was encrypted by another program.*Start facecam again"):
            act()
    first.close()
    second.close()
    assert traces(file, 1, 2) == []


def test_every_blob_of_a_face_is_sealed_for_its_own_place() -> None:
    places = {
        f"{table.name}.{column.name}": column.type.place
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert places == {place: place for place in places}
    assert set(places) == {
        "picture.jpeg", "template.vector", "sighting.vector", "negative.vector", "ignored.vector"
    }  # fmt: skip
