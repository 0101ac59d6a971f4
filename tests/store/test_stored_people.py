"""Names, lists, and the gallery as it comes out of the database."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.base.errors import InputError, NotFoundError, StoreError
from facecam.base.types import State, Vector
from facecam.operations import Enrol, Remove, RemoveTemplate, Sample, apply
from facecam.store import people, vectors
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.names import clean_name, fold
from facecam.store.people import find, list_people
from facecam.store.schema import Person
from facecam.store.visits import VisitRecord, add_visits


def unit(seed: int, dimension: int = 8) -> Vector:
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def enrol(db: Database, name: str, *seeds: int, space: str = "space", picture: bytes | None = None) -> int:
    samples = tuple(Sample(unit(seed), 0.5, f"{seed}.jpg", picture) for seed in seeds)
    (person,) = apply(db, Enrol(name, samples, space, consent="asked")).persons
    return person


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=250))
def test_names_are_clean_or_refused(text: str) -> None:
    try:
        name = clean_name(text)
    except InputError as error:
        assert len(str(error)) < 400
        return
    assert 1 <= len(name) <= 200
    assert name == clean_name(name) == name.strip() == unicodedata.normalize("NFC", name)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
    assert len(fold(name)) <= Person.folded.type.length
    name.encode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("   \t ", "is empty"),
        ("\u200b\u2060", "is empty"),
        ("a" * 10_000, "has 10,000 characters.*at most 200"),
        ("Anna\nBea", "control"),
        ("Anna\0", "control"),
        ("Anna\udcff", "control"),
        ("Anna\u202eaeB", "control"),
    ],
)
def test_bad_names(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        clean_name(text)


def test_good_names() -> None:
    assert clean_name("  Zoe\u0308 ") == "Zoë"
    assert clean_name("علی\u200cرضا") == "علی\u200cرضا"


def test_find_without_case(db: Database) -> None:
    street = enrol(db, "Straße", 1)
    other = enrol(db, "STRASSE", 2)
    enrol(db, "Strass", 3)
    assert [person.id for person in find(db, " strasse ")] == [street, other]
    assert find(db, "nobody") == []


def test_what_is_known_of_a_person(db: Database) -> None:
    before = datetime.now(UTC)
    bea, anna = enrol(db, "Bea", 1), enrol(db, "anna", 2, 3)
    assert [person.name for person in list_people(db)] == ["anna", "Bea"]
    info = people.person(db, anna)
    assert (info.templates, info.consent, info.notes, info.hidden, info.last_seen) == (2, "asked", "", False, None)
    assert before <= info.created <= datetime.now(UTC) and info.created.utcoffset() == timedelta(0)

    # Seen in another time zone; the visit that began last did not end last.
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    for start, end in ((0, 90), (10, 20)):
        times = noon + timedelta(minutes=start), noon + timedelta(minutes=end)
        add_visits(db, [VisitRecord("door", *times, 3, State.KNOWN, anna)])
    assert people.person(db, anna).last_seen == datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
    assert people.person(db, bea).last_seen is None
    with pytest.raises(NotFoundError, match="no person 99"):
        people.person(db, 99)


def test_removed_people_are_listed_when_asked_for(db: Database) -> None:
    anna, bea = enrol(db, "Anna", 1), enrol(db, "Bea", 2)
    apply(db, Remove(anna))
    assert [person.id for person in list_people(db)] == [bea]
    assert [(person.id, person.hidden) for person in list_people(db, hidden=True)] == [(anna, True), (bea, False)]
    assert find(db, "Anna") == []
    with pytest.raises(NotFoundError):
        people.person(db, anna)


def test_the_best_picture_is_that_of_the_best_sample_in_use(db: Database) -> None:
    kept = ((0.4, b"poor"), (0.9, b"best"), (0.95, None), (0.6, b"fair"))
    samples = tuple(Sample(unit(at), quality, "x", jpeg) for at, (quality, jpeg) in enumerate(kept))
    apply(db, Enrol("Anna", samples, "space"))
    (anna,) = list_people(db)
    assert people.best_picture(db, anna.id) == b"best"
    best = next(one for one in people.templates(db, anna.id) if one.quality == 0.9)
    apply(db, RemoveTemplate(best.id))
    assert people.best_picture(db, anna.id) == b"fair"
    assert people.best_picture(db, enrol(db, "Ben", 7)) is None


def test_templates_and_pictures(db: Database) -> None:
    anna = enrol(db, "Anna", 1, 2, picture=b"jpeg")
    bea = enrol(db, "Bea", 3)
    first, second = people.templates(db, anna)
    assert (first.space, first.quality, first.source, first.has_picture) == ("space", 0.5, "1.jpg", True)
    assert people.picture(db, first.id) == b"jpeg"
    apply(db, RemoveTemplate(first.id))
    assert people.templates(db, anna) == [second]
    assert people.picture(db, first.id) is None
    (without,) = people.templates(db, bea)
    assert not without.has_picture and people.picture(db, without.id) is None


def test_gallery_holds_what_is_in_use(db: Database) -> None:
    anna, bea, cleo = enrol(db, "Anna", 1, 2), enrol(db, "Bea", 3, 4), enrol(db, "Cleo", 5)
    enrol(db, "Dora", 6, space="other model")
    apply(db, Remove(cleo))
    apply(db, RemoveTemplate(people.templates(db, bea)[0].id))
    gallery = load_gallery(db, "space", 8)
    assert gallery.space == "space"
    assert gallery.names == {anna: "Anna", bea: "Bea"}
    np.testing.assert_allclose(gallery.vectors_of(anna), [unit(1), unit(2)], atol=1e-3)
    np.testing.assert_allclose(gallery.vectors_of(bea), [unit(4)], atol=1e-3)
    assert gallery.templates == 3
    assert people.other_spaces(db, "space") == 1
    assert people.other_spaces(db, "other model") == 3


def test_empty_gallery(db: Database) -> None:
    gallery = load_gallery(db, "space", 8)
    assert gallery.templates == 0 and gallery.vectors_of(1).shape == (0, 8)


def test_gallery_revision_is_of_people_only(db: Database) -> None:
    before = load_gallery(db, "space", 8).revision
    assert before == people.gallery_revision(db)
    now = datetime.now(UTC)
    add_visits(db, [VisitRecord("door", now, now, 1, State.UNKNOWN)])
    assert people.gallery_revision(db) == before
    enrol(db, "Anna", 1)
    after = load_gallery(db, "space", 8).revision
    assert after == people.gallery_revision(db) != before


def test_templates_of_a_wrong_dimension(db: Database) -> None:
    enrol(db, "Anna", 1)
    with pytest.raises(StoreError, match="16 bytes stands where 32"):
        load_gallery(db, "space", 16)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([128, 256, 512]), st.floats(1e-3, 1e3))
def test_half_precision_loses_nothing_that_counts(seed: int, dimension: int, length: float) -> None:
    vector = unit(seed, dimension)
    (restored,) = vectors.decode([vectors.encode(vector * np.float32(length))], dimension)
    assert restored.dtype == np.float32
    assert abs(float(np.linalg.norm(restored)) - 1) < 1e-6
    assert float(restored.astype(np.float64) @ vector) > 0.9999999 - 1e-6


@pytest.mark.parametrize("vector", [np.zeros(8), np.full(8, np.nan), np.full(8, np.inf), np.ones((2, 4))])
def test_no_embedding(vector: Vector) -> None:
    with pytest.raises(ValueError, match="no embedding"):
        vectors.encode(vector)


def test_bytes_are_little_endian() -> None:
    assert vectors.encode(np.array([0, 1], np.float32)) == b"\x00\x00\x00\x3c"
