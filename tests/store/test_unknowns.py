"""Strangers in groups, and who is left out of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.operations import Enrol, IgnoreUnknowns, NameVisits, NotThisPerson, Sample, apply, undo
from facecam.store import unknowns
from facecam.store.database import Database
from facecam.store.people import list_people, load_gallery
from facecam.store.unknowns import Group, load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CURVE = Calibration([0.3, 0.6], [-1.0, -3.5])
"""Six visits are one person's from 0.63 on; of one sample it may be asked from 0.34 on."""


def visit(minutes: float, whose: int, state: State = State.UNKNOWN, space: str = "space") -> VisitRecord:
    """Every visit shows the face a little differently."""
    face = np.eye(8, dtype=np.float32)[whose]
    face[7] = 0.1 * (minutes % 5)
    start = NOON + timedelta(minutes=minutes)
    picture = b"jpeg" if minutes % 2 else None
    best = BestFace(face, space, 0.5 + minutes / 100)
    return VisitRecord("door", start, start + timedelta(seconds=9), 3, state, None, 0.2, picture, best)


def groups(db: Database) -> list[Group]:
    return load_strangers(db, "space", 8).groups(Matcher(load_gallery(db, "space", 8), CURVE, 1e-3))


def sizes(db: Database) -> list[int]:
    return [len(one.visits) for one in groups(db)]


@pytest.fixture(autouse=True)
def visits(db: Database) -> None:
    add_visits(db, [visit(minute, whose) for minute, whose in enumerate((0, 1, 0, 2, 0, 1))])
    add_visits(db, [visit(7, 3, State.PENDING), visit(8, 3, space="another")])
    start = NOON + timedelta(minutes=9)
    add_visits(db, [VisitRecord("door", start, start, 1, State.UNKNOWN)])


def test_who_came_most_often_is_first_with_the_best_picture(db: Database) -> None:
    first, second, third = groups(db)
    assert [len(one.visits) for one in (first, second, third)] == [3, 2, 1]
    assert [one.started for one in first.visits] == [NOON + timedelta(minutes=at) for at in (4, 2, 0)]
    assert first.last == NOON + timedelta(minutes=4, seconds=9) and first.picture is None
    assert second.picture == second.visits[0].picture is not None


def test_the_named_and_the_ignored_are_left_out_and_come_back_with_undo(db: Database) -> None:
    first, second, _ = groups(db)
    apply(db, NameVisits(first.ids, "Anna"))
    assert sizes(db) == [2, 1]
    apply(db, IgnoreUnknowns(second.ids))
    add_visits(db, [visit(12, 1)])  # comes again, and stays out
    assert sizes(db) == [1]
    undo(db)
    assert sizes(db) == [3, 1]
    undo(db)
    assert sizes(db) == [3, 3, 1]


def test_who_was_enrolled_since_is_asked_for_unless_somebody_said_no(db: Database) -> None:
    assert [one.perhaps for one in groups(db)] == ["", "", ""]
    for name, likeness in (("Anna", 0.5), ("Maria", 0.2)):
        face = np.zeros(8, np.float32)
        face[[("Anna", "Maria").index(name), 6]] = likeness, np.sqrt(1 - likeness**2)
        apply(db, Enrol(name, (Sample(face, 0.5, "a"),), "space"))
    assert [one.perhaps for one in groups(db)] == ["Anna", "", ""], "0.5 is worth a question, 0.2 is not"
    anna = next(person.id for person in list_people(db) if person.name == "Anna")
    apply(db, NotThisPerson(anna, np.eye(8, dtype=np.float32)[0], "space"))
    assert [one.perhaps for one in groups(db)] == ["", "", ""]


def test_only_the_newest_are_looked_at(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknowns, "NEWEST", 3)
    assert sizes(db) == [1, 1, 1]


def test_nobody(db: Database) -> None:
    assert load_strangers(db, "none", 8).groups(Matcher(Gallery.empty("none", 8), CURVE, 1e-3)) == []
    apply(db, Enrol("Anna", (Sample(np.ones(8, np.float32), 0.5, "a"),), "space"))
    with pytest.raises(StoreError, match="do not fit the model"):
        load_strangers(db, "space", 16)
