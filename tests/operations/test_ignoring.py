"""Visits that are deleted, faces that are ignored for ever, what is no face; and the way back from all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import select, update

from facecam.base.errors import InputError, NotFoundError
from facecam.base.types import State
from facecam.operations import (
    DeleteVisits,
    Enrol,
    Forget,
    IgnoreUnknowns,
    NotFaces,
    NotThisPerson,
    Sample,
    StopIgnoring,
    apply,
    purge_expired,
    undo,
)
from facecam.store.database import Database
from facecam.store.ignored import Kind, list_ignored
from facecam.store.people import list_people
from facecam.store.schema import Ignored, Operation, Visit
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, Filter, VisitRecord, add_visits, count_visits, list_visits, purge

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def visits(db: Database) -> None:
    """Anna twice, and three strangers; numbers 1 to 5, the newest last."""
    apply(db, Enrol("Anna", (Sample(np.eye(8, dtype=np.float32)[0], 0.9, "a"),), "space"))
    for at, (person, whose) in enumerate(((1, 0), (1, 0), (None, 1), (None, 2), (None, 3))):
        start = NOW - timedelta(minutes=10 - at)
        state = State.UNKNOWN if person is None else State.KNOWN
        face = BestFace(np.eye(8, dtype=np.float32)[whose], "space", 0.6)
        picture = b"jpeg" if at % 2 else None
        add_visits(db, [VisitRecord("door", start, start, 3, state, person, 0.5, picture, face)])


def ids(db: Database, which: Filter | None = None) -> list[int]:
    return sorted(one.id for one in list_visits(db, which or Filter()))


def strangers(db: Database) -> list[int]:
    return sorted(one.id for one in load_strangers(db, "space", 8).visits)


def rows(db: Database) -> int:
    with db.read() as session:
        return len(session.scalars(select(Visit.id)).all())


def test_deleted_visits_are_nowhere_and_come_back(db: Database) -> None:
    (anna,) = list_people(db)
    change = apply(db, DeleteVisits((2, 4)))
    assert str(change.message) == "Deleted 2 visits" and change.persons == {1}
    assert ids(db) == [1, 3, 5] and strangers(db) == [3, 5]
    assert count_visits(db, Filter(person=1)) == 1
    (fewer,) = list_people(db)
    assert fewer.last_seen is not None and anna.last_seen is not None and fewer.last_seen < anna.last_seen
    with pytest.raises(NotFoundError, match="no longer kept"):
        apply(db, DeleteVisits((2, 4)))
    with pytest.raises(NotFoundError, match="Visit 2 is no longer kept"):
        apply(db, NotThisPerson(1, sighting=2))
    undo(db)
    assert ids(db) == [1, 2, 3, 4, 5] and list_people(db) == [anna]


def test_what_was_deleted_goes_for_good_after_thirty_days(db: Database) -> None:
    apply(db, DeleteVisits((1, 3)))
    purge_expired(db)
    assert rows(db) == 5
    with db.write() as session:
        session.execute(update(Operation).values(changed=NOW - timedelta(days=31)))
    purge_expired(db)
    assert rows(db) == 3 and ids(db) == [2, 4, 5]


def test_forgetting_reaches_deleted_visits_too(db: Database) -> None:
    apply(db, DeleteVisits((1,)))
    proof = apply(db, Forget(1)).proof
    assert proof is not None and proof.sightings == 2 and proof.complete
    assert rows(db) == 3


def test_what_is_no_face_is_deleted_and_never_asked_about_again(db: Database) -> None:
    assert str(apply(db, NotFaces((3,))).message) == "Not a face: deleted 1 visit"
    assert ids(db) == [1, 2, 4, 5]
    (ignored,) = list_ignored(db)
    assert ignored.kind is Kind.NO_FACE and ignored.picture is None
    undo(db)
    assert ids(db) == [1, 2, 3, 4, 5] and list_ignored(db) == []


def test_for_ever_is_longer_than_visits_are_kept(db: Database) -> None:
    apply(db, IgnoreUnknowns((3,)))
    change = apply(db, IgnoreUnknowns((4,), forever=True))
    assert str(change.message) == "Ignored an unknown face for ever, seen in 1 visit"
    newest, before = list_ignored(db)
    assert (newest.kind, before.kind) == (Kind.FOREVER, Kind.STRANGER)
    assert newest.picture is not None and before.picture is None
    with db.write() as session:
        session.execute(update(Ignored).values(created=NOW - timedelta(days=40)))
        session.execute(update(Visit).values(started=NOW - timedelta(days=40), ended=NOW - timedelta(days=40)))
    assert purge(db, 30) == 5
    (left,) = list_ignored(db)
    assert left.kind is Kind.FOREVER and left.picture is None, "its picture went with the visit"


def test_the_way_back_from_ignoring_can_be_undone_too(db: Database) -> None:
    apply(db, IgnoreUnknowns((3, 4), forever=True))
    (ignored,) = list_ignored(db)
    assert len(ignored.ids) == 2
    assert str(apply(db, StopIgnoring(ignored.ids)).message) == "Ignored no longer: 2 faces"
    assert list_ignored(db) == []
    with pytest.raises(NotFoundError, match="not ignored any more"):
        apply(db, StopIgnoring(ignored.ids))
    undo(db)
    assert list_ignored(db) == [ignored]


def test_a_visit_without_a_face_cannot_be_ignored(db: Database) -> None:
    add_visits(db, [VisitRecord("door", NOW, NOW, 1, State.UNKNOWN)])
    with pytest.raises(InputError, match="No face was kept"):
        apply(db, NotFaces((6,)))
