"""An encrypted database: nothing to read in its files, nothing to swap, and the same people as ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.blobs import D, enrol, face, jpeg, known, traces
from sqlalchemy import insert, select, update

from facecam.base.errors import LockedError
from facecam.base.types import State
from facecam.operations import (
    Forget,
    IgnoreUnknowns,
    Merge,
    NameVisits,
    NotThisPerson,
    Remove,
    RemoveTemplate,
    Rename,
    apply,
    erasure,
    purge_expired,
    undo,
)
from facecam.store import people, vectors
from facecam.store.database import Database, open_database
from facecam.store.encryption.cipher import SealBrokenError
from facecam.store.encryption.columns import Sealed
from facecam.store.gallery import load_gallery
from facecam.store.people import unreadable
from facecam.store.samples import samples_of
from facecam.store.schema import Base, Template
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import change_key, decrypt, encrypt

PHRASE = "correct horse battery"


def visit(seed: int) -> VisitRecord:
    now = datetime.now(UTC)
    best = BestFace(face(seed), "space", 0.5)
    return VisitRecord("door", now, now, 3, State.UNKNOWN, picture=jpeg(seed), face=best)


def go_on(done: int, total: int) -> bool:
    return True


@pytest.fixture
def sealed(db: Database, keyring: dict[str, str]) -> Database:
    encrypt(db, None, go_on)
    return db


def harm(file: Path, *statements: str) -> None:
    """What another program, or a failing disk, does to the rows."""
    with closing(sqlite3.connect(file)) as raw:
        for statement in statements:
            assert raw.execute(statement).rowcount
        raw.commit()


def test_no_plain_byte_gets_into_the_files(sealed: Database, file: Path) -> None:
    anna = enrol(sealed, "Anna", 1, 2)
    add_visits(sealed, [visit(3), visit(4)])
    apply(sealed, NotThisPerson(anna, face(5), "space"))
    apply(sealed, IgnoreUnknowns((1,)))
    assert file.with_name(f"{file.name}-wal").stat().st_size
    assert traces(file, 1, 2, 3, 4, 5) == []
    gallery = load_gallery(sealed, "space", D)
    assert gallery.templates == 2 and known(sealed, 1) and known(sealed, 2)
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
    ("harmed", "lost"),
    [
        ("UPDATE template SET vector = (SELECT o.vector FROM template o WHERE o.id = 2) WHERE id = 1", 1),
        ("UPDATE template SET vector = randomblob(157) WHERE person_id = 1", 2),
        ("UPDATE template SET vector = (SELECT jpeg FROM picture WHERE id = 1) WHERE id = 1", 1),  # another table's
        ("UPDATE template SET vector = zeroblob(length(vector)) WHERE id = 2", 1),
        ("UPDATE template SET vector = x'' WHERE id = 2", 1),
    ],
)
def test_altered_rows_are_left_out_and_named(sealed: Database, file: Path, harmed: str, lost: int) -> None:
    anna, _ = enrol(sealed, "Anna", 1, 2), enrol(sealed, "Bea", 3)
    harm(file, harmed)
    gallery = load_gallery(sealed, "space", D)
    assert gallery.unreadable == {anna: lost} and gallery.templates == 3 - lost and known(sealed, 3)
    said = str(unreadable(sealed, gallery))
    assert "people.db were altered or damaged" in said and f"(Anna: {lost})" in said and "backup" in said
    assert len(samples_of(sealed, anna, "space", D)) == 2 - lost
    apply(sealed, Remove(anna))
    assert unreadable(sealed, load_gallery(sealed, "space", D)) is None
    undo(sealed)
    change = apply(sealed, Forget(anna))
    assert change.proof is not None and change.proof.complete and change.proof.unread == lost
    assert (
        str(change.message)
        == f"Forgot Anna for good; damaged samples ({lost}) could not be compared with strangers' faces"
    )
    gallery = load_gallery(sealed, "space", D)
    assert gallery.templates == 1 and not gallery.unreadable and known(sealed, 3)


def test_a_face_given_to_somebody_else_is_left_out(sealed: Database, file: Path) -> None:
    anna, bea = enrol(sealed, "Anna", 1, 2), enrol(sealed, "Bea", 3)
    harm(file, f"UPDATE template SET person_id = {bea} WHERE id = 1")
    gallery = load_gallery(sealed, "space", D)
    assert gallery.unreadable == {bea: 1} and not known(sealed, 1) and known(sealed, 2)
    apply(sealed, Merge(anna, bea))  # but whoever has the key may
    assert load_gallery(sealed, "space", D).templates == 2 and known(sealed, 2)
    undo(sealed)
    assert (
        known(sealed, 2) and known(sealed, 3) and unreadable(sealed, load_gallery(sealed, "space", D)) is not None
    )


@pytest.mark.parametrize(
    "harmed",
    [
        "INSERT INTO template SELECT * FROM kept",  # brought back
        "UPDATE template SET hidden_by = NULL WHERE hidden_by IS NOT NULL",
        "UPDATE person SET name = CASE id WHEN 1 THEN 'Bea' ELSE 'Anna' END",
        "DELETE FROM template WHERE id = 1",
        "UPDATE template SET quality = 0.9 WHERE id = 1",
        "DELETE FROM negative",
        "UPDATE negative SET person_id = 2",
        "UPDATE data_key SET register = NULL",
    ],
)
def test_people_who_were_changed_without_the_key(sealed: Database, file: Path, harmed: str) -> None:
    anna, bea = enrol(sealed, "Anna", 1, 2), enrol(sealed, "Bea", 3)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE kept AS SELECT * FROM template WHERE id = 2")
        raw.commit()
    apply(sealed, NotThisPerson(anna, face(5), "space"))
    apply(sealed, RemoveTemplate(2))
    with sealed.write() as session:  # no edit of people
        session.execute(update(Template).where(Template.id == 2).values(source="elsewhere"))
    if "kept" in harmed:
        harm(file, "DELETE FROM template WHERE id = 2")

    def said() -> str:
        return str(unreadable(sealed, load_gallery(sealed, "space", D)))

    assert said() == "None"
    harm(file, harmed)
    assert "changed by somebody without its key" in said()
    enrol(sealed, "Cleo", 4)
    apply(sealed, Rename(bea, "Beate"))
    assert "changed by somebody without its key" in said(), "what comes later vouches for nothing"
    assert known(sealed, 3) and known(sealed, 4)
    change_key(sealed, None)
    assert said() == "None"
    apply(sealed, Remove(anna))
    assert said() == "None"


def test_who_is_deleted_after_thirty_days_was_changed_with_the_key(
    sealed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, _ = enrol(sealed, "Anna", 1, 2), enrol(sealed, "Bea", 3)
    apply(sealed, NotThisPerson(anna, face(5), "space"))
    apply(sealed, Remove(anna))
    monkeypatch.setattr(erasure, "KEPT", timedelta(days=-1))
    assert purge_expired(sealed) == 1
    assert unreadable(sealed, load_gallery(sealed, "space", D)) is None


def test_a_sample_that_weighs_more_than_any_is_left_out(db: Database, file: Path) -> None:
    anna = enrol(db, "Anna", 1, 2)
    for quality in ("1e300", "-1", "9e999"):
        harm(file, f"UPDATE template SET quality = {quality} WHERE id = 1")
        assert load_gallery(db, "space", D).unreadable == {anna: 1} and known(db, 2) and not known(db, 1)


@pytest.mark.parametrize("left", ["a person", "a visit", "not a person", "ignored", "the first of two"])
def test_a_key_that_was_taken_away_is_told_from_none(sealed: Database, file: Path, left: str) -> None:
    anna = enrol(sealed, "Anna", 1)
    if left == "not a person":
        apply(sealed, NotThisPerson(anna, face(3), "space"))
    elif left in ("a visit", "ignored"):
        add_visits(sealed, [visit(2), replace(visit(4), face=None)])
        if left == "ignored":
            apply(sealed, IgnoreUnknowns((list_visits(sealed)[1].id,)))
    if left not in ("a person", "the first of two"):
        harm(file, "DELETE FROM template")
    if left == "ignored":
        harm(file, "DELETE FROM sighting")
    sealed.close()
    if left == "the first of two":
        with closing(sqlite3.connect(file)) as raw:
            raw.execute(
                "INSERT INTO template (person_id, space, vector, quality, source, created)"
                " SELECT person_id, space, ?, quality, source, created FROM template",
                (vectors.encode(face(5)),),
            )
            raw.commit()
    harm(file, "DELETE FROM data_key")
    with pytest.raises(LockedError, match="encrypted, and the row that keeps its key is gone") as caught:
        open_database(f"sqlite:///{file}")
    assert not caught.value.passphrase


def test_what_an_earlier_facecam_sealed_is_still_read(sealed: Database, file: Path) -> None:
    anna, bea = enrol(sealed, "Anna", 1), enrol(sealed, "Bea", 3)
    vault = sealed.vault
    assert vault is not None
    old = vault.seal(vectors.encode(face(1)), b"template.vector:1")
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE template SET vector = ? WHERE id = 1", [old])
        raw.commit()
    assert known(sealed, 1)
    apply(sealed, Merge(anna, bea))
    assert known(sealed, 1)
    with closing(sqlite3.connect(file)) as raw:
        (now,) = raw.execute("SELECT vector FROM template WHERE id = 1").fetchone()
    with pytest.raises(SealBrokenError):
        vault.unseal(now, b"template.vector:1")
    assert decrypt(sealed, go_on) is not None and known(sealed, 1)


def test_everything_goes_on_without_what_was_damaged(sealed: Database, file: Path) -> None:
    anna = enrol(sealed, "Anna", 1, 2)
    add_visits(sealed, [visit(3), visit(4), visit(5)])
    apply(sealed, NotThisPerson(anna, face(6), "space"))
    apply(sealed, IgnoreUnknowns((3,)))
    columns = ("template.vector", "picture.jpeg", "sighting.vector", "negative.vector", "ignored.vector")
    for table, column in (place.split(".") for place in columns):
        harm(file, f"UPDATE {table} SET {column} = zeroblob(40) WHERE id = 1")
    strangers = load_strangers(sealed, "space", D)
    assert {one.id for one in strangers.visits} == {2, 3} and not len(strangers.ignored)
    assert people.picture(sealed, 1) == b"" and people.picture(sealed, 2) == jpeg(2)
    (bea,) = apply(sealed, NameVisits((1, 2), "Bea")).persons
    assert known(sealed, 4) and not known(sealed, 3)
    apply(sealed, NotThisPerson(bea, sighting=1))
    undo(sealed)
    undo(sealed)
    done = decrypt(sealed, go_on)
    assert done is not None and str(done.message).endswith("except 5 that had been altered or damaged")
    assert load_gallery(sealed, "space", D).unreadable == {anna: 2} and known(sealed, 2)
    encrypt(sealed, None, go_on)
    assert load_gallery(sealed, "space", D).unreadable == {anna: 2} and known(sealed, 2)
    proof = apply(sealed, Forget(anna)).proof
    assert proof is not None and proof.complete
    assert (proof.templates, proof.unread, proof.negatives) == (2, 1, 1)
    # What cannot be read may be Anna's.
    assert (proof.sightings, proof.ignored) == (1, 1) and {one.id for one in list_visits(sealed)} == {2, 3}
    assert not load_gallery(sealed, "space", D).unreadable


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


def test_what_another_program_encrypts_is_opened_with_the_keyring(file: Path, keyring: dict[str, str]) -> None:
    first, second = open_database(f"sqlite:///{file}"), open_database(f"sqlite:///{file}")
    enrol(second, "Anna", 1)
    encrypt(first, None, go_on)
    enrol(second, "Bea", 2)
    assert known(second, 1) and known(first, 2) and traces(file, 1, 2) == []
    decrypt(first, go_on)
    assert known(second, 2)
    encrypt(first, None, go_on)  # with another key
    assert known(second, 1)
    keyring.clear()
    decrypt(first, go_on)
    encrypt(first, None, go_on)
    keyring.clear()
    with pytest.raises(LockedError, match=r"keyring.*nothing in the database is lost"):
        enrol(second, "Cleo", 3)
    for one in (first, second):
        one.close()
    assert traces(file, 1, 2, 3) == []


@pytest.mark.usefixtures("quick_passphrases")
def test_what_another_program_encrypts_waits_for_the_passphrase(file: Path) -> None:
    first, second = open_database(f"sqlite:///{file}"), open_database(f"sqlite:///{file}")
    enrol(second, "Anna", 1)
    encrypt(first, PHRASE, go_on)
    for act in (lambda: enrol(second, "Bea", 2), lambda: load_gallery(second, "space", D)):
        with pytest.raises(LockedError, match=r"people\.db is encrypted\. Give its passphrase"):
            act()
    with pytest.raises(LockedError, match="not the passphrase"):
        second.unlock("wrong wrong")
    second.unlock(PHRASE)
    enrol(second, "Bea", 2)
    assert known(first, 2)
    for one in (first, second):
        one.close()
    assert traces(file, 1, 2) == []


def test_every_blob_is_sealed_for_its_own_place() -> None:
    places = {
        f"{table.name}.{column.name}": column.type.place
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert places == {place: place for place in places}
    assert set(places) == {
        "picture.jpeg", "template.vector", "sighting.vector", "negative.vector", "ignored.vector",
        "notification.picture", "rule.target", "camera.source", "clip.data",
    }  # fmt: skip
