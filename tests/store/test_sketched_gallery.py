"""Very many people, of whom a sketch is held: all decisions are exact, and who is forgotten is in no copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.made_up_people import CURVE, PLACE, D, enrol, near, unit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from facecam.base.types import State, Vector
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.sketch import Likeness
from facecam.operations import Forget, Merge, NotThisPerson, Remove, Rename, apply, undo
from facecam.store import gallery, gallery_file, sketched_gallery, template_rows
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.people import unreadable
from facecam.store.sketched_gallery import FileGallery, load_sketched
from facecam.store.template_rows import TemplateRows
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where four samples are very many, and a block has forty."""
    monkeypatch.setattr(sketched_gallery, "VAST", 4)
    monkeypatch.setattr(sketched_gallery, "WIDTH", 40)
    monkeypatch.setattr(template_rows, "_PORTION", 20)


@pytest.fixture
def kept(file: Path) -> Path:
    return file.with_name(f"{file.name}.gallery")


def sketched(db: Database, known: FileGallery | None = None) -> FileGallery:
    found = load_sketched(db, "space", D, PLACE, known)
    assert found is not None
    return found


def exactly(db: Database) -> Matcher:
    """Over all templates; read by a program that writes no file."""
    reader = open_database(f"sqlite:///{db.file}", read_only=True)
    whole = load_gallery(reader, "space", D, PLACE)
    reader.close()
    return Matcher(whole, CURVE, 1e-2)


def same(db: Database, found: FileGallery, probes: list[Vector]) -> int:
    """How many of the probes are named; all are decided alike."""
    exact, left = exactly(db), Matcher(found, CURVE, 1e-2)
    assert left.threshold == exact.threshold and found.templates == exact.gallery.templates
    named = 0
    for probe in probes:
        (here,), (there,) = exact.decide([Evidence(probe)]), left.decide([Evidence(probe)])
        assert (here.state, here.person, here.denied) == (there.state, there.person, there.denied)
        assert [(one.person, one.name, one.refused) for one in here.candidates] == [
            (one.person, one.name, one.refused) for one in there.candidates
        ]
        np.testing.assert_allclose(
            [one.score for one in here.candidates], [one.score for one in there.candidates], atol=1e-5
        )
        named += here.person is not None
    return named


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = open_database(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'people.db'}")
    people = [enrol(db, number, 1 + number % 4) for number in range(150)]
    now = datetime.now(UTC)
    for person in people[:6]:
        face = BestFace(unit(500 + person), "space", 0.9)  # which is nothing like theirs
        add_visits(db, [VisitRecord("door", now, now, 5, State.KNOWN, person=person, face=face)])
        apply(db, NotThisPerson(person, sighting=list_visits(db)[0].id))
    yield db
    db.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 170), st.integers(0, 99), st.floats(0, 1)), min_size=1, max_size=8))
def test_every_decision_is_the_exact_one(filled: Database, faces: list[tuple[int, int, float]]) -> None:
    probes = [near(unit(number), seed, noise) for number, seed, noise in faces]
    found = sketched(filled)
    assert len(found.sketch.blocks) > 4
    same(filled, found, probes)
    together = [Evidence(probe) for probe in probes]
    here, there = (matcher.decide(together) for matcher in (exactly(filled), Matcher(found, CURVE, 1e-2)))
    assert [one.person for one in here] == [one.person for one in there]
    assert found.near(probes[0][None]).size < 150, "not everybody is read"


def test_of_many_faces_nobody_is_read_twice(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(rows: TemplateRows, persons: Collection[int]) -> Any:
        times.update(persons)
        return of(rows, persons)

    of, times = TemplateRows.of, Counter[int]()
    monkeypatch.setattr(TemplateRows, "of", read)
    faces = np.stack([near(unit(number), number, 0.3) for number in range(100)])
    found, whole = sketched(filled).near(faces, and_of=[149]), exactly(filled).gallery.near(faces)
    assert set(times.values()) == {1} and {149, *found.people.tolist()} <= set(times) and found.size < len(times)
    here, there = found.scores(faces), whole.scores(faces)
    columns = np.searchsorted(whole.people, found.people)
    np.testing.assert_allclose(here, there[:, columns], atol=1e-5)
    np.testing.assert_allclose(np.sort(here)[:, -5:], np.sort(there)[:, -5:], atol=1e-5)
    np.testing.assert_allclose(found.against(faces), whole.against(faces)[:, columns], atol=1e-5)
    assert [found.names[person] for person in found.people.tolist()] == [
        whole.names[person] for person in found.people.tolist()
    ]


def test_there_may_be_more_to_ask_for_than_a_database_takes_at_once(filled: Database) -> None:
    found = sketched(filled)
    assert set(found.known(range(140, 300_000))) == set(range(140, 151))
    asked = found.near(np.empty((0, D), np.float32), and_of=range(140, 300_000))
    assert asked.people.tolist() == list(range(140, 151))
    assert found.near(np.empty((0, D), np.float32)).size == 0


def test_a_persons_templates_lie_in_one_block(db: Database) -> None:
    """Their mean could else be that of some of them."""
    for number in range(60):
        enrol(db, number, samples=3)
    blocks = [block.owners for block in sketched(db).sketch.blocks]
    assert len(blocks) > 3, "40 is no multiple of 3, and neither are the 20 that are read at a time"
    assert len(np.unique(np.concatenate(blocks))) == sum(len(np.unique(owners)) for owners in blocks) == 60


def test_who_is_denied_is_denied_by_a_face_that_is_unlike_theirs(filled: Database) -> None:
    probes = [unit(500 + person) for person in range(1, 7)]
    assert [one.denied for one in exactly(filled).decide([Evidence(probe) for probe in probes])] == [
        {person} for person in range(1, 7)
    ]
    same(filled, sketched(filled), probes)


def test_a_poor_guess_costs_time_and_nobody(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Likeness, "guessed", lambda self, most: np.arange(100, 100 + most))
    assert same(filled, sketched(filled), [near(unit(number), number, 0.2) for number in range(40)]) > 20


def test_what_is_edited_counts_at_once(db: Database, kept: Path) -> None:
    people = [enrol(db, number, 1 + number % 4) for number in range(120)]
    found = sketched(db)
    written = kept.stat().st_mtime_ns
    probes = [near(unit(number), number, 0.3) for number in range(0, 120, 4)] + [unit(5, seed) for seed in range(9)]
    assert same(db, found, probes) > 10
    late = enrol(db, 900, 2)
    apply(db, Remove(people[3]))
    apply(db, Merge(people[5], people[6]))
    apply(db, Rename(people[8], "Otto"))
    changed = [unit(900), unit(3), unit(5), unit(6), unit(8)]
    for again in (sketched(db, found), sketched(db)):
        assert Matcher(again, CURVE, 1e-2).decide([Evidence(unit(900))])[0].person == late
        same(db, again, changed + probes)
        assert set(again.known([people[3], people[8], late])) == {people[8], late}
    undo(db)
    undo(db)
    undo(db)
    same(db, sketched(db, found), changed + probes)
    assert kept.stat().st_mtime_ns > written, "so many have changed that the file is written anew"


@pytest.mark.parametrize("writes", [True, False])
def test_many_edits_leave_few_blocks(
    db: Database, file: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, writes: bool
) -> None:
    """Of the file, which is written anew each time here, and where there is none."""
    monkeypatch.setattr(sketched_gallery, "SMALL", 3)
    monkeypatch.setattr(sketched_gallery, "RENEWED", 0)
    people = [enrol(db, number, samples=2) for number in range(60)]
    opened = db if writes else open_database(f"sqlite:///{file}", read_only=True)
    found = sketched(opened)
    for number in range(60, 90):
        enrol(db, number)
        apply(db, Remove(people[number - 60]))
        found = sketched(opened, found)
        assert len(found.sketch.blocks) <= 8
    same(db, found, [unit(number) for number in range(20, 95)])
    assert kept.exists() == writes
    opened.close()


def test_who_is_forgotten_is_in_no_copy(db: Database, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketched_gallery, "RENEWED", 1)  # as if they were one of many
    people = [enrol(db, number, 3) for number in range(30)]
    known = sketched(db)
    assert apply(db, Forget(people[2])).proof is not None
    assert not kept.exists()
    other = sketched(db)  # another program, which reads everybody anew
    assert kept.exists()
    key = gallery_file.key_of("four bits of space", D, PLACE)
    mapped = gallery_file.read(kept.with_suffix(""), key, "codes")
    assert mapped is not None and people[2] not in mapped["owners"] and people[2] not in mapped["people"]
    assert mapped["codes"].shape == (4 * 29, 32)
    newer = sketched(db, known)
    kept.unlink()
    for again in (newer, sketched(db, known), sketched(db, other)):
        assert all(people[2] not in block.owners for block in again.sketch.blocks)
        assert again.parts[0].codes.base is not None, "of the file that there is now"
        assert not any(np.shares_memory(one.codes, old.codes) for one in again.parts for old in known.parts)
        same(db, again, [unit(2), unit(3)])


@pytest.mark.parametrize("where", [3, 40, 300, -1])
def test_an_altered_file_is_not_trusted(db: Database, kept: Path, where: int) -> None:
    for number in range(30):
        enrol(db, number)
    sketched(db)
    raw = bytearray(kept.read_bytes())
    raw[where] ^= 0x40
    kept.write_bytes(raw)
    assert same(db, sketched(db), [unit(number) for number in range(30)]) == 30
    assert kept.read_bytes() != raw


def test_few_people_and_encrypted_ones_are_held_as_ever(db: Database, kept: Path, keyring: dict[str, str]) -> None:
    for number in range(3):
        enrol(db, number)
    assert load_sketched(db, "space", D, PLACE) is None and load_sketched(db, "another", D, PLACE) is None
    enrol(db, 3)
    assert sketched(db).templates == 4 and load_sketched(db, "another", D, PLACE) is None and kept.exists()
    assert encrypt(db, None, lambda done, everything: True) is not None
    assert load_sketched(db, "space", D, PLACE) is None and not kept.exists()


def test_safe_mode_reads_and_writes_none(db: Database, kept: Path, file: Path) -> None:
    for number in range(9):
        enrol(db, number)
    reader = open_database(f"sqlite:///{file}", read_only=True)
    assert same(db, sketched(reader), [unit(number) for number in range(9)]) == 9 and not kept.exists()
    reader.close()


@pytest.mark.parametrize("everything", [False, True])
def test_one_damaged_template_is_left_out_and_said(db: Database, kept: Path, everything: bool) -> None:
    """Also where all of one person's are."""
    anna = [enrol(db, number, samples=2) for number in range(30)][3]
    with db.write() as session:
        damaged = (
            "person_id = :anna" if everything else "id = (SELECT max(id) FROM template WHERE person_id = :anna)"
        )
        session.execute(text(f"UPDATE template SET vector = x'' WHERE {damaged}"), {"anna": anna})
    known = sketched(db)
    enrol(db, 40)
    for found in (sketched(db, known), sketched(db), sketched(db, sketched(db))):
        assert found.unreadable == {anna: 2 if everything else 1}
        assert kept.exists() and found.size == (30 if everything else 31)
        assert same(db, found, [unit(number) for number in range(41)]) >= found.size
    error = unreadable(db, known)
    assert error is not None and "Person 3" in str(error)
    apply(db, Remove(anna))
    assert sketched(db, known).unreadable == {} and unreadable(db, sketched(db)) is None


def test_what_another_program_encrypts_is_in_no_sketch(
    db: Database, kept: Path, file: Path, keyring: dict[str, str]
) -> None:
    """As soon as it is asked for, though nobody here has looked at the database since."""
    for number in range(9):
        enrol(db, number)
    known = sketched(db)
    other = open_database(f"sqlite:///{file}")
    assert encrypt(other, None, lambda done, everything: True) is not None
    other.close()
    assert db.vault is None, "nobody has told this one"
    assert load_sketched(db, "space", D, PLACE, known) is None and not kept.exists()


def test_a_file_that_another_program_has_written_meanwhile_is_not_taken_for_ones_own(
    db: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        enrol(db, number)
    keep = gallery.keep

    def overtaken(*arguments: Any) -> bool:
        written = keep(*arguments)
        monkeypatch.setattr(sketched_gallery, "keep", keep)
        enrol(db, 9)
        sketched(db)
        return written

    monkeypatch.setattr(sketched_gallery, "RENEWED", 0)
    monkeypatch.setattr(sketched_gallery, "keep", overtaken)
    found = sketched(db)
    assert 10 not in np.concatenate([block.owners for block in found.sketch.blocks])
    assert found.census.people.tolist() == list(range(1, 10))
    same(db, sketched(db, found), [unit(number) for number in range(12)])
