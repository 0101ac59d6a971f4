"""When was this face here?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from facecam.base.errors import InputError, NotFoundError, StoreError
from facecam.base.types import State
from facecam.identity.calibration import Calibration
from facecam.operations import DeleteVisits, apply
from facecam.store.database import Database, open_database
from facecam.store.visits import BestFace, Filter, VisitRecord, add_visits
from facecam.tasks import face_search
from facecam.tasks.face_search import FaceSearch, face_of, find_face

CURVE = Calibration([0.0, 0.3, 0.6], [-0.5, -2.0, -5.0])
D = 8
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def seen(minutes: float, cosine: float, space: str = "space", source: str = "door") -> VisitRecord:
    """A visit of somebody who is so alike to the first axis."""
    face = np.zeros(D, np.float32)
    face[0], face[1] = cosine, np.sqrt(1 - cosine**2)
    start = NOON + timedelta(minutes=minutes)
    return VisitRecord(
        source, start, start + timedelta(seconds=9), 3, State.UNKNOWN, face=BestFace(face, space, 0.5)
    )


@pytest.fixture
def db() -> Iterator[Database]:
    made = open_database()
    add_visits(made, [seen(0, 0.9), seen(1, 0.1), seen(2, 0.8, source="desk"), seen(3, 0.95, "another")])
    add_visits(made, [VisitRecord("door", NOON, NOON, 1, State.UNKNOWN)])
    yield made
    made.close()


def search(db: Database, which: Filter | None = None, fpir: float = 1e-3) -> FaceSearch:
    return find_face(db, np.eye(D, dtype=np.float32)[0], "space", CURVE, fpir, which or Filter())


def test_a_stranger_is_found_the_newest_first_with_the_promise(db: Database) -> None:
    found = search(db)
    assert [one.started for one in found.visits] == [NOON + timedelta(minutes=2), NOON]
    assert found.scores == pytest.approx((0.8, 0.9), abs=2e-3)
    assert (found.compared, found.left_out) == (3, 2)
    assert found.promise == pytest.approx(1e-3, rel=0.05) and not found.extrapolated
    assert found.threshold == pytest.approx(CURVE.threshold(1e-3, 3))


def test_the_more_are_compared_the_likelier_a_face_has_to_be(db: Database) -> None:
    before = search(db).threshold
    add_visits(db, [seen(10 + at, 0.0) for at in range(50)])
    assert search(db).threshold > before + 0.1


def test_filters_narrow_it_down_and_what_was_deleted_is_not_found(db: Database) -> None:
    found = search(db, Filter(source="desk"))
    assert [one.source for one in found.visits] == ["desk"] and (found.compared, found.left_out) == (1, 0)
    apply(db, DeleteVisits((found.visits[0].id,)))
    assert len(search(db).visits) == 1 and search(db).compared == 2


def test_only_the_likest_are_given(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_search, "MOST", 1)
    assert search(db).scores == pytest.approx((0.9,), abs=2e-3)


def test_the_face_of_a_visit_is_looked_for(db: Database) -> None:
    visit = search(db).visits[0]
    face = face_of(db, visit.id, "space", D)
    assert find_face(db, face, "space", CURVE, 1e-3).visits[0] == visit
    with pytest.raises(InputError, match="No face was kept"):
        face_of(db, 5, "space", D)
    with pytest.raises(InputError, match="No face was kept"):
        face_of(db, 4, "space", D)
    with pytest.raises(NotFoundError, match="no longer kept"):
        face_of(db, 99, "space", D)


def test_nobody_was_here(db: Database) -> None:
    nothing = search(db, Filter(source="nowhere"))
    assert (nothing.visits, nothing.compared, nothing.promise) == ((), 0, 0.0)


def test_another_dimension_is_said(db: Database) -> None:
    with pytest.raises(StoreError, match="do not fit the model"):
        find_face(db, np.eye(16, dtype=np.float32)[0], "space", CURVE, 1e-3)
