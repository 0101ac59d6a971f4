"""From results to events: each visit begins, is named or stays unknown, and ends."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from helpers.scripted import vector

from facecam.base.settings import Settings
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State, TrackSummary
from facecam.capture.source import open_source
from facecam.events.event import Event, Kind
from facecam.pipeline.runtime import Runtime
from facecam.pipeline.visit_events import VisitEvents
from facecam.pipeline.visits import SourceVisits
from facecam.pipeline.watch import Watch
from facecam.store.visits import VisitRecord

BOX = Detection(np.array([0, 0, 80, 100], np.float32), np.zeros((5, 2), np.float32), 1.0)
UNKNOWN = Decision(State.UNKNOWN, 0.4, (Candidate(7, "Anna", 0.2),))
PENDING = Decision(State.PENDING, 0.4)


def known(person: int = 7, name: str = "Anna") -> Decision:
    return Decision(State.KNOWN, 0.4, (Candidate(person, name, 0.8),))


def face(track: int, score: float = 0.7, embedded: bool = True) -> Face:
    crop = np.full((112, 112, 3), 90, np.uint8)
    quality = Quality(score, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    return Face(BOX, quality, vector(track) if embedded else None, crop if embedded else None, track)


class Door:
    def __init__(self, wanted: bool = False) -> None:
        self.happened: list[Event] = []

        def picture(face: Face | None, state: State) -> bytes | None:
            return b"jpeg" if wanted and face is not None else None

        self.events = VisitEvents("door", self.happened.extend, picture)

    def see(self, at: float, *pairs: tuple[Face, Decision]) -> None:
        faces, decisions = tuple(one for one, _ in pairs), tuple(one for _, one in pairs)
        result = FrameResult(0, at, time.monotonic(), "door", (640, 360), faces, decisions)
        self.events.see(result, datetime.now(UTC))

    def leave(self, track: int, first: float, last: float, decision: Decision) -> None:
        self.events.end(TrackSummary(track, first, last, decision, 5, face(track)), datetime.now(UTC))

    @property
    def kinds(self) -> list[Kind]:
        return [event.kind for event in self.happened]


def test_a_visit_begins_is_named_once_and_ends() -> None:
    door = Door()
    door.see(1.0, (face(1), PENDING))
    door.see(1.2, (face(1), known()))
    door.see(1.4, (face(1), known()))
    door.leave(1, 1.0, 9.0, known())
    assert door.kinds == [Kind.STARTED, Kind.NAMED, Kind.ENDED]
    started, named, ended = door.happened
    assert len({event.visit for event in door.happened}) == 1 and len({event.id for event in door.happened}) == 3
    assert (started.person, started.state) == (None, State.PENDING)
    assert (named.person, named.name, named.score, named.source) == (7, "Anna", 0.8, "door")
    assert named.seconds == pytest.approx(0.2) and ended.seconds == pytest.approx(8.0) and ended.person == 7


def test_a_face_that_proves_nothing_begins_no_visit() -> None:
    door = Door()
    door.see(1.0, (face(1, score=0.1), PENDING), (face(2, embedded=False), PENDING))
    assert door.kinds == []
    door.see(1.2, (face(1, score=0.2), PENDING))
    assert door.kinds == [Kind.STARTED]


def test_who_is_unknown_without_a_break_is_told_once() -> None:
    door = Door()
    for at in (0.0, 1.0, 1.9):
        door.see(at, (face(1), UNKNOWN))
    assert door.kinds == [Kind.STARTED]
    door.see(1.95, (face(1), PENDING))  # a break
    door.see(3.0, (face(1), UNKNOWN))
    door.see(4.9, (face(1), UNKNOWN))
    assert door.kinds == [Kind.STARTED]
    door.see(5.1, (face(1), UNKNOWN))
    door.see(9.0, (face(1), UNKNOWN))
    assert door.kinds == [Kind.STARTED, Kind.UNKNOWN]
    door.leave(1, 0.0, 9.0, UNKNOWN)
    assert door.kinds == [Kind.STARTED, Kind.UNKNOWN, Kind.ENDED]


def test_a_short_visit_of_a_stranger_is_told_at_its_end() -> None:
    door = Door()
    door.see(0.0, (face(1), UNKNOWN))
    door.leave(1, 0.0, 0.4, UNKNOWN)
    assert door.kinds == [Kind.STARTED, Kind.UNKNOWN, Kind.ENDED]


def test_who_had_a_name_is_never_told_as_unknown_and_another_name_is_told() -> None:
    door = Door()
    door.see(0.0, (face(1), known()))
    door.see(0.5, (face(1), UNKNOWN))
    door.see(5.0, (face(1), UNKNOWN))
    door.see(6.0, (face(1), known(8, "Bo")))
    door.leave(1, 0.0, 7.0, UNKNOWN)
    assert [(event.kind, event.name) for event in door.happened] == [
        (Kind.STARTED, None), (Kind.NAMED, "Anna"), (Kind.NAMED, "Bo"), (Kind.ENDED, None),
    ]  # fmt: skip


def test_every_visit_that_ended_has_begun() -> None:
    door = Door()
    door.leave(1, 0.0, 2.0, known())
    assert door.kinds == [Kind.STARTED, Kind.NAMED, Kind.ENDED]


def test_pictures_come_where_they_are_wanted() -> None:
    for wanted, expected in ((False, [None, None, None]), (True, [None, b"jpeg", b"jpeg"])):
        door = Door(wanted)
        door.see(0.0, (face(1), known()))
        door.leave(1, 0.0, 2.0, known())
        assert [event.picture for event in door.happened] == expected
        assert "jpeg" not in repr(door.happened)


@pytest.mark.parametrize(("blur", "state", "leaves"), [
    (False, State.UNKNOWN, True), (True, State.UNKNOWN, False),
    (True, State.PENDING, False), (True, State.KNOWN, True),
])  # fmt: skip
def test_who_is_to_be_blurred_is_in_no_picture(blur: bool, state: State, leaves: bool) -> None:
    runtime = Runtime(Settings(gpu="off", blur=blur))
    assert runtime._event_picture(face(1), state) is None  # nobody asks for pictures
    runtime.events.pictures = True
    assert (runtime._event_picture(face(1), state) is not None) == leaves


def test_a_film_is_told_as_it_is_remembered(media: Path) -> None:
    """The same visits in the history and in the events, with real faces."""
    runtime = Runtime(Settings(gpu="off"))
    happened = runtime.events.subscribe()
    records: list[VisitRecord] = []
    with Watch(runtime, open_source(str(media / "single_face.mp4"))) as watch:
        runtime.remember = records.extend  # type: ignore[assignment]
        for _ in watch:
            pass
    runtime.stop()
    events = []
    while (event := happened.take()) is not None:
        events.append(event)
    ended = [event for event in events if event.kind is Kind.ENDED]
    started = [event for event in events if event.kind is Kind.STARTED]
    assert ended and [event.visit for event in started] == [event.visit for event in ended]
    assert {event.state for event in ended} == {State.UNKNOWN}
    assert [event.kind for event in events].count(Kind.UNKNOWN) == len(ended)
    assert all(event.source == watch.name for event in events)


def test_records_and_events_agree_about_length_and_end() -> None:
    records, door = list[VisitRecord](), Door()
    visits = SourceVisits("door", records.extend, pictures=lambda: False, events=door.events)
    now = time.monotonic()
    shown = FrameResult(0, 10.0, now, "door", (640, 360), (face(1),), (known(),))
    visits.see(shown, "space")
    gone = FrameResult(1, 13.0, now, "door", (640, 360), ended=(TrackSummary(1, 10.0, 12.5, known(), 3, face(1)),))
    visits.see(gone, "space")
    assert door.kinds == [Kind.STARTED, Kind.NAMED, Kind.ENDED]
    assert door.happened[-1].moment == records[0].ended and door.happened[-1].seconds == 2.5
