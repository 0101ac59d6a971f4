"""Several edits as one act."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.base.errors import InputError, NotFoundError
from facecam.base.messages import Message
from facecam.operations import (
    Enrol,
    Merge,
    Remove,
    Rename,
    Sample,
    SetGroups,
    SetPortrait,
    Together,
    apply,
    redo,
    regroup,
    undo,
)
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import best_picture, list_people, templates


def enrol(name: str, at: int, pictures: tuple[bytes | None, ...] = (None,)) -> Enrol:
    face = np.eye(8, dtype=np.float32)[at]
    samples = tuple(Sample(face, 0.5 + number / 10, "x", jpeg) for number, jpeg in enumerate(pictures))
    return Enrol(name, samples, "space")


def names(db: Database) -> list[str]:
    return [one.name for one in list_people(db)]


def eight(db: Database) -> None:
    edits = tuple(enrol(f"Person {at}", at) for at in range(8))
    apply(db, Together(edits, Message("Enrolled {n} person", "Enrolled {n} people", n=8)))


def test_eight_people_enrolled_together_are_one_act(db: Database) -> None:
    eight(db)
    assert len(names(db)) == 8 and load_gallery(db, "space", 8).templates == 8
    assert str(undo(db).message) == "Undone: Enrolled 8 people"
    assert names(db) == [] and load_gallery(db, "space", 8).templates == 0
    redo(db)
    assert len(names(db)) == 8


def test_one_that_cannot_be_done_leaves_all_undone(db: Database) -> None:
    eight(db)
    edits = (Rename(1, "Anna"), Remove(2), Remove(99))
    with pytest.raises(NotFoundError, match="no person 99"):
        apply(db, Together(edits, Message("Removed {n} people", n=3)))
    assert names(db) == [f"Person {at}" for at in range(8)]


def test_each_is_planned_on_what_those_before_it_made(db: Database) -> None:
    eight(db)
    apply(db, Together((Merge(1, 2), Merge(2, 3)), Message("Merged {n} people", n=3)))
    assert len(names(db)) == 6 and len(templates(db, 3)) == 3
    undo(db)
    assert len(names(db)) == 8 and len(templates(db, 3)) == 1


def test_one_alone_says_what_it_does(db: Database) -> None:
    eight(db)
    assert str(apply(db, Together((Remove(1),), Message("Removed people"))).message) == "Removed Person 0"
    with pytest.raises(InputError, match="Nothing was chosen"):
        apply(db, Together((), Message("Removed people")))


def test_groups_are_kept_tidied_up_and_undone(db: Database) -> None:
    eight(db)
    apply(db, SetGroups(1, ("staff", " Family ", "family")))
    assert list_people(db)[0].groups == ("family", "staff")
    apply(db, regroup({1: ("visitors",), 2: ("visitors",)}))
    assert [one.groups for one in list_people(db)[:3]] == [("visitors",), ("visitors",), ()]
    undo(db)
    undo(db)
    assert list_people(db)[0].groups == ()
    with pytest.raises(InputError, match="Use at most 50"):
        apply(db, SetGroups(1, tuple(f"group {at}" for at in range(51))))


def test_only_some_groups_are_recognised(db: Database) -> None:
    eight(db)
    apply(db, SetGroups(2, ("Staff",)))
    apply(db, SetGroups(3, ("family", "staff")))
    gallery = load_gallery(db, "space", 8, within=("staff",))
    assert gallery.people.tolist() == [2, 3] and dict(gallery.names) == {2: "Person 1", 3: "Person 2"}
    assert load_gallery(db, "space", 8, within=("nobody",)).templates == 0
    assert load_gallery(db, "space", 8).templates == 8


def test_of_samples_that_are_about_as_clear_the_first_one_is_the_portrait(db: Database) -> None:
    """Whoever enrols puts the most typical one first."""
    face = np.eye(8, dtype=np.float32)[0]
    kept = tuple(Sample(face, quality, "x", jpeg) for quality, jpeg in ((0.97, b"typical"), (1.0, b"with a hand")))
    apply(db, Enrol("Anna", kept, "space"))
    assert best_picture(db, 1) == b"typical"


def test_a_portrait_is_chosen_by_hand(db: Database) -> None:
    apply(db, enrol("Anna", 0, (b"first", b"second", None)))
    assert best_picture(db, 1) == b"second", "the best that has one"
    first, _, third = (one.id for one in templates(db, 1))
    apply(db, SetPortrait(1, first))
    assert best_picture(db, 1) == b"first"
    with pytest.raises(InputError, match="No picture was kept"):
        apply(db, SetPortrait(1, third))
    with pytest.raises(NotFoundError, match="Anna has no sample 99"):
        apply(db, SetPortrait(1, 99))
    undo(db)
    assert list_people(db)[0].portrait is None and best_picture(db, 1) == b"second"
