"""From a track to a visit, and the visits' queue through an outage."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from helpers.scripted import vector
from sqlalchemy.orm import Session

from facecam.base.errors import StoreError
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State, TrackSummary
from facecam.operations import Enrol, Forget, Sample, apply
from facecam.pipeline import visits
from facecam.pipeline.visits import SourceVisits, VisitQueue
from facecam.store import waiting_visits
from facecam.store.database import Database, open_database
from facecam.store.visits import VisitRecord, list_visits
from facecam.vision.crops import kept_crop

BOX = Detection(np.array([0, 0, 80, 100], np.float32), np.zeros((5, 2), np.float32), 1.0)


def face(track: int) -> Face:
    quality = Quality(0.7, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    return Face(BOX, quality, vector(track), np.full((112, 112, 3), 90, np.uint8), track)


def seen(
    time_: float, *tracks: int, ended: tuple[TrackSummary, ...] = (), captured: float | None = None
) -> FrameResult:
    faces = tuple(face(track) for track in tracks)
    decisions = tuple(Decision(State.PENDING, 0.4) for _ in faces)
    captured = time.monotonic() if captured is None else captured
    return FrameResult(0, time_, captured, "door", (640, 360), faces, decisions, ended)


def left(track: int, first: float, last: float, person: int | None = 7) -> TrackSummary:
    known = Decision(State.KNOWN, 0.4, (Candidate(7, "Anna", 0.8),))
    return TrackSummary(track, first, last, known if person else Decision(State.UNKNOWN, 0.4), 5, face(track))


class Door:
    """The visits of a source that is called door."""

    def __init__(self, pictures: bool = False) -> None:
        self.records: list[VisitRecord] = []
        self.visits = SourceVisits("door", self.records.extend, pictures=lambda: pictures)


def test_a_visit_has_what_its_track_said() -> None:
    door = Door()
    door.visits.see(seen(10.0, 1), "space")
    door.visits.see(seen(12.5, ended=(left(1, 10.0, 12.5),)), "space")
    (one,) = door.records
    assert (one.source, one.person, one.state, one.score, one.samples) == ("door", 7, State.KNOWN, 0.8, 5)
    assert one.face is not None and one.face.space == "space" and one.face.quality == 0.7
    assert one.face.vector is not None and one.picture is None
    assert one.ended - one.started == timedelta(seconds=2.5)


def test_the_crop_is_kept_where_it_may_be() -> None:
    door = Door(pictures=True)
    door.visits.end((left(1, 0.0, 1.0),), "space")
    crop = kept_crop(door.records[0].picture, 112)
    assert crop is not None and abs(int(crop.mean()) - 90) <= 2


def test_it_began_when_its_face_was_first_seen_and_lasts_as_long_as_the_frames_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock is set back by an hour, and forth by a day, while somebody is there."""
    clock = datetime(2026, 3, 1, 12, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, zone: object = None) -> datetime:  # type: ignore[override]
            return clock

    monkeypatch.setattr(visits, "datetime", Clock)
    door, start = Door(), time.monotonic()
    door.visits.see(seen(10.0, 1, captured=start - 60.0), "space")
    clock -= timedelta(hours=1)
    door.visits.see(seen(11.0, 1, 2, captured=start - 59.0), "space")
    clock += timedelta(days=1)
    door.visits.see(seen(69.0, 2, ended=(left(1, 10.0, 69.0),)), "space")
    door.visits.end((left(2, 11.0, 70.0),), "space")
    first, second = door.records
    about = pytest.approx(0.0, abs=1.0)
    assert (first.started - datetime(2026, 3, 1, 11, 59, tzinfo=UTC)).total_seconds() == about
    assert first.ended - first.started == timedelta(seconds=59)
    assert (second.started - datetime(2026, 3, 1, 10, 59, 1, tzinfo=UTC)).total_seconds() == about


def test_a_film_looked_through_in_a_moment_keeps_its_lengths_and_ends_by_now() -> None:
    door = Door()
    door.visits.see(seen(0.0, 1), "space")
    door.visits.see(seen(3600.0, ended=(left(1, 0.0, 3600.0),)), "space")
    (one,) = door.records
    assert one.ended - one.started == timedelta(hours=1)
    assert abs((datetime.now(UTC) - one.ended).total_seconds()) < 60


def test_a_number_that_is_used_again_after_another_model_took_over_begins_anew() -> None:
    door = Door()
    door.visits.see(seen(0.0, 1, captured=time.monotonic() - 100), "old")
    door.visits.end((left(1, 0.0, 1.0),), "old")
    door.visits.see(seen(100.0, 1), "new")
    door.visits.end((left(1, 100.0, 101.0),), "new")
    old, new = door.records
    assert (new.started - old.started).total_seconds() > 90
    assert old.face and new.face and (old.face.space, new.face.space) == ("old", "new")


# The queue


def visit(number: int, person: int | None = None) -> VisitRecord:
    moment = datetime.now(UTC) + timedelta(seconds=number)
    state = State.UNKNOWN if person is None else State.KNOWN
    return VisitRecord(f"door {number}", moment, moment, 1, state, person=person)


def written(db: Database) -> list[str]:
    """In the order in which they were."""
    return [one.source for one in sorted(list_visits(db), key=lambda one: one.id)]


class Failing(Database):
    """Fails to write; with `late` only after it was done, as when a connection breaks before the answer."""

    failures = 0
    late = False

    @contextmanager
    def write(self) -> Iterator[Session]:
        fails, self.failures = self.failures > 0, self.failures - 1
        if fails and not self.late:
            raise StoreError("The server is away", "Wait")
        with super().write() as session:
            yield session
        if fails:
            raise StoreError("The server is away", "Wait")


@pytest.fixture
def failing(file: Path) -> Iterator[Failing]:
    db = open_database(f"sqlite:///{file}")
    db.__class__ = Failing
    assert isinstance(db, Failing)
    yield db
    db.close()


@pytest.mark.parametrize("late", [False, True])
def test_visits_wait_for_the_database_in_their_order_and_are_written_once(failing: Failing, late: bool) -> None:
    queue = VisitQueue()
    failing.failures, failing.late = 1 if late else 3, late
    queue.add([visit(1), visit(2)])
    for _ in range(failing.failures):
        with pytest.raises(StoreError, match="The server is away; visits wait on this computer until it is back"):
            queue.write(failing)
        assert len(queue) == 0
        queue.add([visit(queue.aside() + 1)])
    waiting = queue.aside() + len(queue)
    queue.write(failing)
    assert written(failing) == [f"door {number}" for number in range(1, waiting + 1)]
    assert (len(queue), queue.aside()) == (0, 0)
    queue.write(failing)
    assert len(written(failing)) == waiting


def test_two_who_came_and_went_together_are_two_visits_after_an_outage_too(failing: Failing) -> None:
    one = visit(1)
    queue = VisitQueue()
    queue.add([one, replace(one, samples=2)])
    failing.failures = 1
    with pytest.raises(StoreError):
        queue.write(failing)
    queue.write(failing)
    assert written(failing) == ["door 1", "door 1"]


def test_who_was_forgotten_during_an_outage_leaves_no_visit_and_holds_up_nobody(failing: Failing) -> None:
    (person,) = apply(failing, Enrol("Anna", (Sample(vector(1), 0.9, "test"),), "space")).persons
    queue = VisitQueue()
    queue.add([visit(1, person), visit(2)])
    failing.failures, failing.late = 1, True
    with pytest.raises(StoreError):
        queue.write(failing)
    failing.late = False
    apply(failing, Forget(person))
    queue.add([visit(3)])
    queue.write(failing)
    assert written(failing) == ["door 2", "door 3"]


def test_many_are_written_in_portions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "BATCH", 3)
    queue = VisitQueue()
    queue.add([visit(number) for number in range(8)])
    queue.write(db)
    assert written(db) == [f"door {number}" for number in range(8)]


def test_after_days_without_a_database_the_oldest_are_lost_and_that_is_said(
    db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(visits, "LONGEST", 3)
    queue = VisitQueue()
    with caplog.at_level(logging.ERROR):
        queue.add([visit(number) for number in range(5)])
    queue.write(db)
    assert written(db) == ["door 2", "door 3", "door 4"]
    assert "2 visits are lost" in caplog.text


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program has the file of the visits that wait, and does not let go of it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_those_on_disk_are_not_taken_for_written_where_nobody_can_count_them(
    failing: Failing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting_visits, "_BUSY", 0.0)
    queue = VisitQueue()
    failing.failures = 1
    queue.add([visit(1), visit(2)])
    with pytest.raises(StoreError):
        queue.write(failing)
    assert queue._aside is not None
    with locked(queue._aside.file):
        assert queue.aside() == 2
        for _ in range(3):
            queue.write(failing)
    again = VisitQueue()
    again._aside = queue._aside
    with locked(queue._aside.file):
        assert again.aside() == 1, "some, nobody knows how many"
    assert caplog.text.count("cannot be read") == 1, "not with every try"
    queue.write(failing)
    assert (written(failing), queue.aside()) == (["door 1", "door 2"], 0)


def test_that_none_can_wait_on_disk_is_logged_once(
    failing: Failing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting_visits, "MOST", 0)
    queue = VisitQueue()
    queue.add([visit(1)])
    for outage in (1, 2):
        failing.failures = 3
        for _ in range(3):
            with pytest.raises(StoreError, match=r"^The server is away\. Wait\.$"):
                queue.write(failing)
        assert caplog.text.count("in memory alone") == outage
        queue.write(failing)
        queue.add([visit(2)])
