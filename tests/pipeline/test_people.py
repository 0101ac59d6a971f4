"""The people follow the database: what loads the gallery anew, and what does not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from helpers.scripted import CURVE, D, vector

from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence
from facecam.identity.neighbourhood import EVEN
from facecam.operations import Enrol, Remove, Rename, Sample, SetGroups, apply, undo
from facecam.pipeline.people import People
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.visits import VisitRecord, add_visits


class Models:
    """What `People` wants of a recogniser."""

    calibration = CURVE

    class embedder:
        space, dimension, neighbourhood = "space", D, EVEN


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Gallery]:
    """Every gallery that was loaded."""
    found: list[Gallery] = []

    def counted(*arguments: Any) -> Gallery:
        found.append(load_gallery(*arguments))
        return found[-1]

    monkeypatch.setattr("facecam.pipeline.people.load_gallery", counted)
    return found


@pytest.fixture
def following() -> People:
    models: Any = Models()
    return People(models)


def enrol(db: Database, name: str, space: str = "space") -> int:
    sample = Sample(vector(len(name)), 0.9, "test")
    (person,) = apply(db, Enrol(name, (sample,), space)).persons
    return person


def see(db: Database, person: int) -> None:
    now = datetime.now(UTC)
    add_visits(db, [VisitRecord("door", now, now, 3, State.KNOWN, person=person)])


def test_visits_load_nothing_and_edits_do(db: Database, following: People, loads: list[Gallery]) -> None:
    anna = enrol(db, "Anna")
    first = following.follow(db, 1000)
    for _ in range(5):
        see(db, anna)
        assert following.follow(db, 1000) is first
    assert len(loads) == 1
    edits: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: enrol(db, "Bo"), ["Anna", "Bo"]),
        (lambda: apply(db, Rename(anna, "Ann")), ["Ann", "Bo"]),
        (lambda: apply(db, Remove(anna)), ["Bo"]),
        (lambda: undo(db), ["Ann", "Bo"]),
    ]
    for number, (edit, names) in enumerate(edits, 2):
        edit()
        assert sorted(following.follow(db, 1000).gallery.names.values()) == names  # type: ignore[attr-defined]
        assert len(loads) == number


def test_the_wanted_error_rate_changes_the_matcher_and_not_the_gallery(
    db: Database, following: People, loads: list[Gallery]
) -> None:
    enrol(db, "Anna")
    strict, lax = following.follow(db, 1000), following.follow(db, 10)
    assert lax is not strict and lax.threshold < strict.threshold and lax.gallery is strict.gallery
    assert len(loads) == 1


def test_where_nothing_was_committed_nothing_is_read(
    db: Database, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(db, "Anna")
    following.follow(db, 1000)
    following.follow(db, 1000)

    def never(*arguments: object) -> int:
        raise AssertionError("the database was read")

    monkeypatch.setattr("facecam.pipeline.people.gallery_revision", never)
    assert following.follow(db, 1000).gallery.templates == 1


def test_without_a_database_there_are_no_people_until_there_is_one(db: Database, following: People) -> None:
    nobody = following.follow(None, 1000)
    assert nobody.gallery.templates == 0 and following.follow(None, 1000) is nobody
    enrol(db, "Anna")
    assert following.follow(db, 1000).gallery.templates == 1


def test_what_cannot_be_read_leaves_the_people_as_they_were_and_is_tried_again(
    db: Database, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(db, "Anna")
    before = following.follow(db, 1000)
    enrol(db, "Bo")

    def fail(*arguments: object) -> Gallery:
        raise StoreError("The server is away", "Wait")

    with monkeypatch.context() as patch, pytest.raises(StoreError):
        patch.setattr("facecam.pipeline.people.load_gallery", fail)
        following.follow(db, 1000)
    assert following.matcher is before
    assert following.follow(db, 1000).gallery.templates == 2


def test_samples_of_other_models_are_counted(db: Database, following: People) -> None:
    enrol(db, "Anna")
    enrol(db, "Bo", space="another")
    assert following.follow(db, 1000).gallery.people.tolist() == [1]  # type: ignore[attr-defined]
    assert following.left_behind(db) == 1
    assert following.damage(db) is None


def test_the_gallery_is_the_models_own(db: Database, following: People) -> None:
    anna = enrol(db, "Anna")
    np.testing.assert_allclose(following.follow(db, 1000).gallery.vectors_of(anna)[0], vector(4), atol=1e-3)  # type: ignore[attr-defined]


def test_before_the_people_were_looked_at_nobody_is_damaged(db: Database, following: People) -> None:
    assert following.damage(db) is None


def test_an_edit_reads_only_whom_it_touched_and_other_groups_are_read_whole(
    db: Database, following: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[Gallery | None] = []

    def noted(*arguments: Any) -> Gallery:
        known.append(arguments[-1])
        return load_gallery(*arguments)

    monkeypatch.setattr("facecam.pipeline.people.load_gallery", noted)
    enrol(db, "Anna")
    first = following.follow(db, 1000).gallery
    enrol(db, "Bo")
    following.follow(db, 1000)
    following.follow(db, 1000, ("family",))
    assert known == [None, first, None]


def test_who_leaves_a_group_is_named_no_more_where_it_is_followed(db: Database, following: People) -> None:
    names = ["Al", "Bea", "Cleo", "Edgar", "Friedrich"]
    ids = [enrol(db, name) for name in names]
    for person in ids:
        apply(db, SetGroups(person, ("staff",)))

    def named() -> set[str]:
        matcher = following.follow(db, 1000, ("staff",))
        return {
            name for one in matcher.decide([Evidence(vector(len(name))) for name in names]) if (name := one.name)
        }

    assert named() == set(names)
    edits: list[tuple[Callable[[], object], set[str]]] = [
        (lambda: apply(db, SetGroups(ids[2], ())), {"Al", "Bea", "Edgar", "Friedrich"}),
        (lambda: apply(db, Remove(ids[0])), {"Bea", "Edgar", "Friedrich"}),
        (lambda: undo(db), {"Al", "Bea", "Edgar", "Friedrich"}),
        (lambda: undo(db), set(names)),
    ]
    for edit, left in edits:
        edit()
        assert named() == left
