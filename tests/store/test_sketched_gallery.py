"""Very many people, of whom a sketch is held: all decisions are exact, and who is forgotten is in no copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facecam.base.types import State, Vector
from facecam.identity.calibration import Calibration
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.sketch import Likeness
from facecam.operations import Enrol, Forget, Merge, NotThisPerson, Remove, Rename, Sample, apply, undo
from facecam.store import gallery, gallery_file, sketched_gallery
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.sketched_gallery import SketchedGallery, load_sketched
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt

D = 16
CURVE = Calibration((0.0, 0.9), (0.0, -6.0))
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.2, 1.25)


def unit(*seed: int) -> Vector:
    vector = np.random.default_rng(seed).standard_normal(D).astype(np.float32)
    return vector / np.linalg.norm(vector)


def near(vector: Vector, seed: int, noise: float) -> Vector:
    found = vector + noise * unit(1_000_000, seed)
    return np.asarray(found / np.linalg.norm(found), np.float32)


def enrol(db: Database, number: int, samples: int = 1) -> int:
    looks = (near(unit(number), look, 0.4 * (look > 0)) for look in range(samples))
    taken = tuple(Sample(look, 0.5 + 0.1 * at, "test") for at, look in enumerate(looks))
    (person,) = apply(db, Enrol(f"Person {number}", taken, "space")).persons
    return person


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where four samples are very many, and a block has forty."""
    monkeypatch.setattr(sketched_gallery, "VAST", 4)
    monkeypatch.setattr(sketched_gallery, "_WIDTH", 40)
    monkeypatch.setattr(gallery, "_PORTION", 20)


@pytest.fixture
def kept(file: Path) -> Path:
    return file.with_name(f"{file.name}.gallery")


def sketched(db: Database, known: SketchedGallery | None = None) -> SketchedGallery:
    found = load_sketched(db, "space", D, PLACE, known)
    assert found is not None
    return found


def exactly(db: Database) -> Matcher:
    """Over all templates; read by a program that writes no file."""
    reader = open_database(f"sqlite:///{db.file}", read_only=True)
    whole = load_gallery(reader, "space", D, PLACE)
    reader.close()
    return Matcher(whole, CURVE, 1e-2)


def same(db: Database, found: SketchedGallery, probes: list[Vector]) -> int:
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


def test_who_is_forgotten_is_in_no_copy(db: Database, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketched_gallery, "_RENEWED", 1)  # as if they were one of many
    people = [enrol(db, number, 3) for number in range(30)]
    known = sketched(db)
    assert apply(db, Forget(people[2])).proof is not None
    assert not kept.exists()
    other = sketched(db)  # another program, which reads everybody anew
    assert kept.exists()
    mapped = gallery_file.read(kept.with_suffix(""), gallery_file.key_of("sketch of space", D, PLACE), "codes")
    assert mapped is not None and people[2] not in mapped["owners"] and people[2] not in mapped["people"]
    assert mapped["codes"].size == D * 4 * 29
    newer = sketched(db, known)
    kept.unlink()
    for again in (newer, sketched(db, known), sketched(db, other)):
        assert all(people[2] not in block.owners for block in again.sketch.blocks)
        assert again.sketch.blocks[0].codes.base is not None, "of the file that there is now"
        assert not any(
            np.shares_memory(one.codes, old.codes) for one in again.sketch.blocks for old in known.sketch.blocks
        )
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
