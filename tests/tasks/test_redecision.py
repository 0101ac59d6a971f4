"""What a correction would have changed: which past visits are found, changed, and taken back with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from facecam.base.errors import ConflictError, NotFoundError
from facecam.base.types import State, Vector
from facecam.identity.calibration import Calibration
from facecam.identity.matching import Matcher
from facecam.operations import (
    Enrol,
    NameVisits,
    NotThisPerson,
    RemoveTemplate,
    Rename,
    Sample,
    ThisPerson,
    apply,
    undo,
)
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import templates
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks import redecision
from facecam.tasks.redecision import Redecision, redecide, redecided

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D = 8


def vector(*values: float) -> Vector:
    """A unit vector whose first coordinates stand in these proportions."""
    made = np.zeros(D, np.float32)
    made[: len(values)] = values
    return made / np.linalg.norm(made)


ANNA, BEA, DOUBLE = vector(1), vector(0, 1), vector(0.5, 0, 1)
HAT = vector(0.3, 0, 0, 1, 0.9)


def enrol(db: Database, name: str, face: Vector) -> int:
    (person,) = apply(db, Enrol(name, (Sample(face, 0.8, name),), "space")).persons
    return person


def see(db: Database, *faces: tuple[str, Vector, int | None]) -> dict[str, int]:
    """Visits at these places; their numbers by place."""
    now = datetime.now(UTC)
    for at, (source, face, person) in enumerate(faces):
        state = State.UNKNOWN if person is None else State.KNOWN
        start = now + timedelta(seconds=at)
        record = VisitRecord(source, start, start, 3, state, person, 0.5, face=BestFace(face, "space", 0.6))
        add_visits(db, [record])
    return {seen.source: seen.id for seen in list_visits(db)}


def matcher(db: Database) -> Matcher:
    return Matcher(load_gallery(db, "space", D), CURVE, 1e-3)


def told(found: Redecision) -> list[tuple[str, str | None, str | None]]:
    """Where, who it was, and who it is now; the newest first."""
    return [(one.visit.source, one.visit.name, one.name) for one in found.visits]


def whole(db: Database) -> list[tuple[int, int | None, State]]:
    return [(seen.id, seen.person, seen.state) for seen in list_visits(db)]


def test_not_anna_finds_the_visits_that_look_like_that_face(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    cleo = enrol(db, "Cleo", vector(0, 0, 0.3, 0, 1))
    visits = see(
        db,
        ("this", DOUBLE, anna),
        ("her", vector(1, 0.2), anna),
        ("like this", vector(0.5, 0.1, 0.9), anna),
        ("perhaps Cleo", vector(0.5, 0, 0.9, 0, 0.8), anna),
        ("a stranger", vector(0, 0, 0, 0, 0, 1), None),
        ("Cleo's", vector(0, 0, 0.3, 0, 1), cleo),
    )
    before = whole(db)
    correction = apply(db, NotThisPerson(anna, sighting=visits["this"]))
    found = redecided(db, matcher(db))
    assert (found.operation, found.correction, found.more) == (correction.operation, correction.message, False)
    assert told(found) == [("perhaps Cleo", "Anna", "Cleo"), ("like this", "Anna", None)]
    change = redecide(db, found)
    assert str(change.message) == "This is not Anna: noted in 1 visit, and 2 past visits changed with it"
    assert told(redecided(db, matcher(db))) == []
    assert {seen.source: seen.name for seen in list_visits(db)} == {
        "this": None, "her": "Anna", "like this": None,
        "perhaps Cleo": "Cleo", "a stranger": None, "Cleo's": "Cleo",
    }  # fmt: skip
    undo(db)
    assert whole(db) == before
    with pytest.raises(NotFoundError, match="no correction"):
        redecided(db, matcher(db))


def test_this_is_anna_finds_the_strangers_whom_she_was(db: Database) -> None:
    anna, bea = enrol(db, "Anna", ANNA), enrol(db, "Bea", BEA)
    visits = see(
        db,
        ("with a hat", vector(0.15, 0.05, 0, 1), None),
        ("well known", ANNA, None),
        ("named by hand", HAT, None),
        ("somebody else", vector(0, 0, 0, 0, 1), None),
        ("taken for Bea", vector(0.2, 0.5, 0, 1), bea),
        ("Bea", BEA, bea),
    )
    apply(db, NameVisits((visits["named by hand"],), person=bea))
    apply(db, RemoveTemplate(max(one.id for one in templates(db, bea))))
    apply(db, NotThisPerson(anna, vector(0, 0, 0, 0, 0, 1), "space"))
    assert told(redecided(db, matcher(db))) == []
    before = whole(db)
    change = apply(db, ThisPerson(anna, (Sample(vector(0.3, 0, 0, 1), 0.8, "hat"),), "space"))
    found = redecided(db, matcher(db), change.operation)
    assert told(found) == [("taken for Bea", "Bea", "Anna"), ("with a hat", None, "Anna")]
    redecide(db, found)
    assert {seen.source: seen.name for seen in list_visits(db)}["with a hat"] == "Anna"
    undo(db)
    assert whole(db) == before


def test_it_is_anna_after_all_gives_back_what_not_anna_took(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    visits = see(db, ("first", DOUBLE, anna), ("second", DOUBLE, anna))
    apply(db, NotThisPerson(anna, sighting=visits["first"]))
    redecide(db, redecided(db, matcher(db)))
    assert {seen.name for seen in list_visits(db)} == {None}
    apply(db, ThisPerson(anna, (Sample(DOUBLE, 0.8, "double"),), "space"))
    assert told(redecided(db, matcher(db))) == [("second", None, "Anna"), ("first", None, "Anna")]


def test_what_was_changed_since_is_left_alone(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    visits = see(db, ("first", DOUBLE, anna), ("second", DOUBLE, anna))
    apply(db, NotThisPerson(anna, sighting=visits["first"]))
    found = redecided(db, matcher(db))
    apply(db, Rename(anna, "Anne"))
    with pytest.raises(ConflictError, match="Renamed Anna to Anne"):
        redecide(db, found)
    undo(db)
    undo(db)
    with pytest.raises(NotFoundError, match="taken back"):
        redecide(db, found)
    assert {seen.name for seen in list_visits(db)} == {"Anna"}


def test_of_very_many_visits_the_newest_come_first(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redecision, "MOST", 30)
    monkeypatch.setattr(redecision, "_PORTION", 7)
    anna = enrol(db, "Anna", ANNA)
    random = np.random.default_rng(0)
    faces = [vector(*(DOUBLE + 0.05 * random.normal(size=D))) for _ in range(70)]
    visits = see(db, *((f"door {at}", face, anna) for at, face in enumerate(faces)))
    apply(db, NotThisPerson(anna, sighting=visits["door 0"]))
    found = redecided(db, matcher(db))
    assert len(found.visits) == 30 and found.more and found.visits[0].visit.source == "door 69"
    redecide(db, found)
    redecide(db, redecided(db, matcher(db)))
    last = redecided(db, matcher(db))
    assert len(last.visits) == 9 and not last.more
    redecide(db, last)
    assert redecide(db, redecided(db, matcher(db))).operation is None
    undo(db)
    assert {seen.name for seen in list_visits(db)} == {"Anna"}
