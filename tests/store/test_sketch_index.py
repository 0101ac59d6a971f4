"""A sketch that lies in PostgreSQL names who may matter, and decides nothing: every decision is the exact one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from helpers.made_up_people import CURVE, PLACE, D, enrol, near, unit
from helpers.postgres import PostgresServer
from helpers.waiting import wait_for
from sqlalchemy import text

from facecam.base.errors import StoreError
from facecam.base.types import State, Vector
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.neighbourhood import EVEN
from facecam.operations import Forget, Merge, NotThisPerson, Remove, apply, undo
from facecam.pipeline.people import People
from facecam.store import sketch_index, vectors
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.sketch_index import IndexedGallery, SketchIndex, why_not
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt


@pytest.fixture
def url(pgserver: Callable[[], str]) -> str:
    return pgserver()


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def index(db: Database) -> SketchIndex:
    return SketchIndex(db, "space", D, PLACE)


def rows(db: Database, person: int) -> int:
    """Of a person, in the table of the index."""
    with db.read() as session:
        name = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^face_index_[0-9a-f]+$'"
        table = session.execute(text(name)).scalar_one()
        return int(session.execute(text(f"SELECT count(*) FROM {table} WHERE person = {person}")).scalar_one())


def tables(db: Database) -> int:
    """And indexes of such tables."""
    with db.read() as session:
        return int(
            session.execute(text("SELECT count(*) FROM pg_class WHERE relname LIKE 'face_index%'")).scalar_one()
        )


def deciders(db: Database, index: SketchIndex) -> tuple[Matcher, Matcher]:
    exact = load_gallery(db, "space", D, PLACE)
    return Matcher(exact, CURVE, 1e-2), Matcher(index.gallery(), CURVE, 1e-2)


def same(db: Database, index: SketchIndex, probes: list[Vector]) -> int:
    """How many of the probes are named; all are decided alike."""
    exact, indexed = deciders(db, index)
    assert indexed.threshold == exact.threshold and indexed.gallery.templates == exact.gallery.templates
    named = 0
    for probe in probes:
        (here,), (there,) = exact.decide([Evidence(probe)]), indexed.decide([Evidence(probe)])
        assert (here.state, here.person, here.denied) == (there.state, there.person, there.denied)
        assert [(one.person, one.refused) for one in here.candidates] == [
            (one.person, one.refused) for one in there.candidates
        ]
        np.testing.assert_allclose(
            [one.score for one in here.candidates], [one.score for one in there.candidates], atol=1e-5
        )
        named += here.person is not None
    return named


def test_every_decision_is_the_exact_one(db: Database, index: SketchIndex) -> None:
    people = [enrol(db, number, 1 + number % 4) for number in range(150)]
    assert why_not(db) is None and not index.ready()
    assert index.build() and index.ready()
    probes = [near(unit(number), number, 0.3) for number in range(100)] + [unit(5, seed) for seed in range(100)]
    assert 50 < same(db, index, probes) < 150
    # What changes afterwards counts at once, and after it was read again.
    late = enrol(db, 900, 2)
    apply(db, Remove(people[3]))
    apply(db, Merge(people[5], people[6]))
    now = datetime.now(UTC)
    face = BestFace(near(unit(7), 1, 0.05), "space", 0.9)
    add_visits(db, [VisitRecord("door", now, now, 5, State.KNOWN, person=people[7], face=face)])
    (visit,) = list_visits(db)
    apply(db, NotThisPerson(people[7], sighting=visit.id))
    changed = [unit(900), unit(3), unit(5), unit(6), unit(7), near(unit(7), 1, 0.05)]
    _, indexed = deciders(db, index)
    found = [indexed.decide([Evidence(probe)])[0] for probe in changed]
    assert found[0].person == late and found[1].person != people[3], "not yet read again, and known"
    assert rows(db, people[3]) == 0, "gone with the edit"
    assert index.renew()
    same(db, index, changed + probes)
    undo(db)
    undo(db)
    undo(db)
    assert index.renew()
    same(db, index, changed + probes)


def test_several_faces_of_one_picture_and_a_person_asked_for(db: Database, index: SketchIndex) -> None:
    people = [enrol(db, number) for number in range(60)]
    assert index.build()
    exact, indexed = deciders(db, index)
    faces = [Evidence(near(unit(number), number, 0.2)) for number in (1, 2, 2, 70)]
    assert [one.person for one in indexed.decide(faces)] == [one.person for one in exact.decide(faces)]
    asked = indexed.gallery.near(unit(1)[None], most=1, and_of=(people[40],))
    assert {people[1], people[40]} <= set(asked.people.tolist()) and asked.size < 60
    assert set(indexed.gallery.known([people[1], 10_000])) == {people[1]}
    ranked = indexed.likeness(people[9])
    wanted = exact.likeness(people[9])
    assert max(ranked, key=ranked.__getitem__) == max(wanted, key=wanted.__getitem__)


def in_files(server: PostgresServer, db: Database, needles: Iterable[bytes]) -> list[int]:
    """Which of them can be read in the server's files, its log of what it wrote apart."""
    with db.autocommit() as connection:
        connection.execute(text("CHECKPOINT"))
    files = [file for file in (server.folder / "data" / "base").rglob("*") if file.is_file()]
    raw = [file.read_bytes() for file in files]
    return [number for number, needle in enumerate(needles) if any(needle in one for one in raw)]


def test_neither_the_servers_statistics_nor_a_dead_row_keep_a_face(own_server: PostgresServer) -> None:
    db = open_database(own_server.new())
    people = [enrol(db, number, 1 + number % 3) for number in range(40)]
    assert SketchIndex(db, "space", D, PLACE).build()
    with db.autocommit() as connection:
        connection.execute(text("ANALYZE"))  # as the server does by itself
        query = "SELECT packed FROM {} WHERE person = {}"
        table = connection.execute(text("SELECT name FROM face_index_uses")).scalar_one()
        codes = [bytes(connection.execute(text(query.format(table, people[n]))).scalars().all()[0]) for n in (7, 8)]
    needles = [
        vectors.encode(unit(7))[8:40],
        codes[0][16:46],
        b"Person 7",
        vectors.encode(unit(8))[8:40],
        codes[1][16:46],
    ]
    assert in_files(own_server, db, needles) == [0, 1, 2, 3, 4]
    apply(db, Forget(people[7]))
    assert in_files(own_server, db, needles) == [3, 4]
    assert encrypt(db, "correct horse battery", lambda done, everybody: True) is not None
    assert in_files(own_server, db, needles) == [] and tables(db) == 0
    db.close()


def test_who_is_forgotten_is_in_no_index(db: Database, index: SketchIndex) -> None:
    anna = enrol(db, 1, 3)
    enrol(db, 2)
    assert index.build()
    assert rows(db, anna) == 4, "three samples and their mean"
    change = apply(db, Forget(anna))
    assert change.proof is not None and change.proof.complete
    assert rows(db, anna) == 0 and index.ready()
    assert same(db, index, [unit(1), unit(2)])


def test_an_encrypted_database_has_no_index(db: Database, index: SketchIndex, keyring: dict[str, str]) -> None:
    enrol(db, 1)
    assert index.build()
    assert encrypt(db, None, lambda done, everything: True) is not None
    assert why_not(db) == "the faces are encrypted"
    assert not tables(db)
    assert load_gallery(db, "space", D, PLACE).templates == 1
    enrol(db, 2)  # no trigger is left


@pytest.fixture
def following() -> People:
    class Models:
        calibration = CURVE

        class embedder:
            space, dimension, neighbourhood = "space", D, PLACE

    models: Any = Models()
    return People(models)


def test_an_index_that_another_program_drops_is_a_fault_of_the_database_and_passes(
    db: Database, url: str, index: SketchIndex, following: People, keyring: dict[str, str]
) -> None:
    """A camera passes over faults of the database; anything else would end it."""
    enrol(db, 1)
    enrol(db, 2)
    assert index.build()
    matcher = following.follow(db, 100)
    assert isinstance(matcher.gallery, IndexedGallery)
    other = open_database(url)
    assert encrypt(other, None, lambda done, everything: True) is not None
    other.close()
    with pytest.raises(StoreError, match="changed by another program"):
        matcher.decide([Evidence(unit(1))])
    with pytest.raises(StoreError, match="changed by another program"):
        index.renew()
    matcher = following.follow(db, 100)
    assert isinstance(matcher.gallery, Gallery) and matcher.decide([Evidence(unit(1))])[0].person == 1
    assert not index.build() and not tables(db), "nobody makes one again"


def test_whoever_the_index_has_not_read_yet_is_looked_at_in_any_case(
    db: Database, index: SketchIndex, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody waits until it has: pictures are looked at in the thread that follows the people."""
    enrol(db, 1)
    assert index.build()
    first = following.follow(db, 100)
    held, go_on = threading.Event(), threading.Event()
    renew = SketchIndex.renew

    def slow(index: SketchIndex, told: Any) -> bool:
        held.set()
        return go_on.wait(60) and renew(index, told)

    monkeypatch.setattr(SketchIndex, "renew", slow)
    wait_for(lambda: following._indexing is None or not following._indexing.is_alive())
    late = enrol(db, 2)
    matcher = following.follow(db, 100)
    assert held.wait(60) and index.stale() == 1
    assert isinstance(matcher.gallery, IndexedGallery) and matcher is not first
    assert matcher.decide([Evidence(unit(2))])[0].person == late and matcher.gallery.size == 1
    go_on.set()
    wait_for(lambda: following.follow(db, 100).gallery.size == 2)
    assert index.stale() == 0 and following.follow(db, 100).decide([Evidence(unit(2))])[0].person == late


def test_another_program_reads_whom_one_has_enrolled(db: Database, index: SketchIndex, following: People) -> None:
    """Who counted them before it did counts again."""
    enrol(db, 1)
    assert index.build()
    following.follow(db, 100)
    wait_for(lambda: following._indexing is None or not following._indexing.is_alive())
    enrol(db, 2)
    following._failed = time.monotonic()  # so that it cannot itself
    assert following.follow(db, 100).gallery.size == 1 and index.stale() == 1
    assert index.renew()
    assert following.follow(db, 100).gallery.size == 2


def test_a_program_that_starts_knows_all_of_many_who_were_enrolled_before_and_later_waits_for_none(
    db: Database, index: SketchIndex, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketch_index, "STALE", 3)
    enrol(db, 0)
    assert index.build()
    for number in range(1, 9):
        enrol(db, number)
    matcher = following.follow(db, 100)
    assert isinstance(matcher.gallery, IndexedGallery) and matcher.gallery.size == 9 and not index.stale()
    wait_for(lambda: following.follow(db, 100) and following._indexing is None)
    for number in range(9, 18):
        enrol(db, number)
    assert isinstance(following.follow(db, 100).gallery, IndexedGallery), (
        "later it goes on, and they are read meanwhile"
    )
    wait_for(lambda: following.follow(db, 100).gallery.size == 18)
    found = {following.follow(db, 100).decide([Evidence(unit(number))])[0].person for number in range(18)}
    assert None not in found and len(found) == 18


def test_an_index_that_nobody_uses_any_more_is_dropped(db: Database, index: SketchIndex, following: People) -> None:
    """Of an earlier model: a day after it was used last where nobody is enrolled with it, else after a month."""
    enrol(db, 1)
    before, empty = SketchIndex(db, "space", D, EVEN), SketchIndex(db, "former", D, PLACE)
    assert index.build() and before.build() and empty.build()

    def used(which: SketchIndex, days: float) -> None:
        with db.write() as session:
            session.execute(
                text(f"UPDATE face_index_uses SET used = used - interval '{days} days' WHERE name = :name"),
                {"name": which._name},
            )

    def tidied() -> list[bool]:
        index.tidy()
        return [one.ready() for one in (index, before, empty)]

    assert tidied() == [True, True, True]
    used(empty, 0.9)
    used(before, 29)
    used(index, 100)
    assert tidied() == [True, True, True], "whoever tidies uses its own"
    empty.tidy()
    used(empty, 0.9)
    assert tidied() == [True, True, True], "another program has used it"
    used(empty, 0.2)
    assert tidied() == [True, True, False]
    used(before, 2)
    matcher = following.follow(db, 100)
    wait_for(lambda: not before.ready())
    assert isinstance(matcher.gallery, IndexedGallery) and following.follow(db, 100).decide([Evidence(unit(1))])
    with db.read() as session:
        left = "SELECT count(*) FROM pg_class WHERE relname LIKE :name"
        assert session.execute(text(left), {"name": f"{before._name}%"}).scalar() == 0
    enrol(db, 2)  # no trigger is left
    assert index.renew() and same(db, index, [unit(1), unit(2)]) == 2


def test_an_index_of_before_it_was_said_when_they_are_used_is_used_today(db: Database, index: SketchIndex) -> None:
    enrol(db, 1)
    before = SketchIndex(db, "former", D, PLACE)
    assert index.build() and before.build()
    with db.write() as session:
        session.execute(text("DROP TABLE face_index_uses"))
    index.tidy()
    assert before.ready()
    with db.write() as session:
        session.execute(text("UPDATE face_index_uses SET used = used - interval '29 days'"))
    index.tidy()
    assert before.ready(), "nobody knows whose templates it is of"
    with db.write() as session:
        session.execute(text("UPDATE face_index_uses SET used = used - interval '2 days'"))
    index.tidy()
    assert index.ready() and not before.ready()


def test_safe_mode_leaves_nobody_out_where_many_were_enrolled_since(
    db: Database, url: str, index: SketchIndex, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketch_index, "STALE", 3)
    enrol(db, 0)
    assert index.build()
    reader = open_database(url, read_only=True)
    for number in range(1, 7):
        enrol(db, number)
        matcher = following.follow(reader, 100)
        assert isinstance(matcher.gallery, IndexedGallery) == (number <= 3)
        found = [matcher.decide([Evidence(unit(one))])[0].person for one in range(number + 1)]
        assert None not in found and len(set(found)) == number + 1
    reader.close()


def test_an_index_that_could_not_be_made_is_tried_again(
    db: Database, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketch_index, "LARGE", 1)
    tries: list[SketchIndex] = []

    def failing(index: SketchIndex, go_on: object) -> bool:
        tries.append(index)
        raise StoreError("The server is away", "Wait")

    with monkeypatch.context() as patch:
        patch.setattr(SketchIndex, "build", failing)
        enrol(db, 1)
        following.follow(db, 100)
        wait_for(lambda: tries)
        enrol(db, 2)
        following.follow(db, 100)
        assert len(tries) == 1, "not with each edit"
    monkeypatch.setattr("facecam.pipeline.people._AGAIN", 0.0)
    enrol(db, 3)
    wait_for(lambda: isinstance(following.follow(db, 100).gallery, IndexedGallery))


def test_people_are_held_here_until_the_index_is_made(
    db: Database, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketch_index, "LARGE", 20)
    for number in range(19):
        enrol(db, number)
    assert not isinstance(following.follow(db, 100).gallery, IndexedGallery), "so few are quicker here"
    enrol(db, 19)
    assert following.follow(db, 100).gallery.size == 20
    wait_for(lambda: isinstance(following.follow(db, 100).gallery, IndexedGallery))
    assert following.follow(db, 100).gallery.size == 20
    late = enrol(db, 30)
    matcher = following.follow(db, 100)
    assert matcher.decide([Evidence(unit(30))])[0].person == late
    wait_for(lambda: following.follow(db, 100).gallery.size == 21)
    matcher = following.follow(db, 100)
    wait_for(lambda: following.follow(db, 100) is matcher and following._indexing is None)
    assert following.follow(db, 100, ("family",)).gallery.size == 0, "of some groups only they are compared"


def test_an_index_that_was_not_completed_is_made_again(db: Database, index: SketchIndex) -> None:
    for number in range(30):
        enrol(db, number)
    assert not index.build(lambda done, everybody: False)
    assert not index.ready()
    assert index.build() and index.ready()
    assert same(db, index, [unit(number) for number in range(30)]) == 30


def test_a_program_reads_what_is_new_and_everybody_where_somebody_is_gone(
    db: Database, index: SketchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that in no program's memory somebody stays who was forgotten."""
    people = [enrol(db, number, 2) for number in range(60)]
    assert index.build()
    known = index.gallery()
    (everybody,) = known.sketch.blocks
    assert index.gallery(known).sketch is known.sketch and not index.outdated(known)
    late = enrol(db, 900)
    apply(db, Remove(people[3]))
    assert index.outdated(known) and index.renew() and index.outdated(index.gallery(known)) is False
    again = index.gallery(known)
    assert [block.session is everybody.session for block in again.sketch.blocks] == [True, False]
    assert again.sketch.blocks[1].owners.tolist() == [late] and people[3] not in again.sketch.blocks[0].owners
    assert people[3] in everybody.owners and again.size == 60, "whoever holds the older one has it as it was"
    monkeypatch.setattr(sketch_index, "SMALL", 3)
    for number in range(901, 909):
        enrol(db, number)
        assert index.renew()
        again = index.gallery(again)
        assert len(again.sketch.blocks) <= 6
    assert apply(db, Forget(people[4])).proof is not None and index.outdated(again)
    again = index.gallery(again)
    assert all(block.session is not everybody.session for block in again.sketch.blocks)
    assert people[4] not in np.concatenate([block.owners for block in again.sketch.blocks])
    assert Matcher(again, CURVE, 1e-2).decide([Evidence(unit(908))])[0].name == "Person 908"


def test_who_was_read_anew_by_another_program_is_looked_at_by_one_that_has_not_noticed(
    db: Database, index: SketchIndex
) -> None:
    people = [enrol(db, number) for number in range(30)]
    assert index.build()
    held = Matcher(index.gallery(), CURVE, 1e-2)
    late = enrol(db, 900)
    apply(db, Remove(people[3]))
    assert index.renew() and not index.stale()
    found = held.decide([Evidence(unit(900)), Evidence(unit(3)), Evidence(unit(4))])
    assert [one.person for one in found] == [late, None, people[4]]
