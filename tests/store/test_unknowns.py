"""Strangers in groups, and who is left out of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from facecam.base.errors import StoreError
from facecam.base.types import State
from facecam.identity.calibration import Calibration
from facecam.identity.clustering import Grouping
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.operations import Enrol, IgnoreUnknowns, NameVisits, NotThisPerson, Sample, apply, undo
from facecam.store import unknowns
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.unknowns import Group, Grouped, load_strangers
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


def grouped(db: Database, grouping: Grouping | None = None) -> Grouped:
    return load_strangers(db, "space", 8).grouped(Matcher(load_gallery(db, "space", 8), CURVE, 1e-3), grouping)


def groups(db: Database) -> list[Group]:
    return list(grouped(db).groups)


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


def test_groups_last_while_visits_come_and_go(db: Database) -> None:
    grouping = Grouping()
    before = grouped(db, grouping).groups
    add_visits(db, [visit(minute, whose) for minute, whose in ((11, 1), (12, 4))])
    after = grouped(db, grouping).groups
    assert sorted(len(one.visits) for one in after) == [1, 1, 3, 3]
    assert {one.ids for one in after} >= {before[0].ids, before[2].ids}
    apply(db, NameVisits(after[0].ids, "Anna"))
    assert {one.ids for one in grouped(db, grouping).groups} == {one.ids for one in after[1:]}
    assert {frozenset(one.ids) for one in grouped(db, grouping).groups} == {
        frozenset(one.ids) for one in groups(db)
    }, "as if all were grouped anew"


def test_what_was_seen_well_comes_before_what_was_seen_badly_and_as_often(db: Database) -> None:
    start = NOON + timedelta(hours=1)
    for whose, quality in ((4, 0.1), (5, 0.9)):
        face = BestFace(np.eye(8, dtype=np.float32)[whose], "space", quality)
        add_visits(db, [VisitRecord("door", start, start, 3, State.UNKNOWN, face=face)])
    single = [one.visits[0].quality for one in groups(db) if len(one.visits) == 1]
    assert single == [0.9, 0.53, 0.1]


def test_two_groups_that_may_be_one_are_found(db: Database) -> None:
    found = grouped(db)
    assert [found.nearest(at) for at in range(3)] == [None, None, None]
    like_the_first = 0.55 * np.eye(8, dtype=np.float32)[0] + np.sqrt(1 - 0.55**2) * np.eye(8, dtype=np.float32)[5]
    start = NOON + timedelta(hours=1)
    add_visits(
        db, [VisitRecord("door", start, start, 3, State.UNKNOWN, face=BestFace(like_the_first, "space", 0.5))]
    )
    found = grouped(db)
    assert [len(one.visits) for one in found.groups] == [3, 2, 1, 1]
    new = next(at for at, one in enumerate(found.groups) if one.visits[0].started == start)
    assert found.nearest(new) == 0 and found.nearest(0) == new


def test_nobody(db: Database) -> None:
    assert load_strangers(db, "none", 8).grouped(Matcher(Gallery.empty("none", 8), CURVE, 1e-3)).groups == ()
    apply(db, Enrol("Anna", (Sample(np.ones(8, np.float32), 0.5, "a"),), "space"))
    with pytest.raises(StoreError, match="do not fit the model"):
        load_strangers(db, "space", 16)
