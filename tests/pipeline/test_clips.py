"""What is gathered of the live picture: how much, of whom, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.scripted import ANNA, BO, FPS, STRANGER, Scripted, frame, matcher

from facecam.base.settings import Settings
from facecam.base.types import Decision, Detection, Face, Frame, FrameResult, Image, State
from facecam.pipeline.clips import RATE, SECONDS, SIDE, Clips
from facecam.pipeline.results import StreamLoop, results
from facecam.pipeline.runtime import Models
from facecam.pipeline.visits import SourceVisits
from facecam.store.clips import unpack
from facecam.store.visits import VisitRecord

ON = Settings(keep_clips=True)
FIRST, SECOND = np.array([200, 100, 280, 200], np.float32), np.array([290, 110, 350, 190], np.float32)


def face(track: int, box: np.ndarray, measured: bool = True) -> Face:
    return Face(Detection(box, np.zeros((5, 2), np.float32), 1.0), track=track, measured=measured)


def see(
    clips: Clips, image: Image, time: float = 0.0, state: State = State.KNOWN, position: float | None = None
) -> None:
    shown = Frame(image, 0, time, time, "door", position)
    said = (Decision(state, 0.4), Decision(State.KNOWN, 0.4))
    clips.see(shown, FrameResult(0, time, time, "door", shown.size, (face(1, FIRST), face(2, SECOND)), said))


def picture(seed: int) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (360, 640, 3), np.uint8)


def with_other(image: Image, box: np.ndarray, seed: int) -> Image:
    """The same picture with something else in a box, in all of what is blurred of it."""
    changed = image.copy()
    x1, y1, x2, y2 = box.astype(int)
    changed[y1:y2, x1:x2] = np.random.default_rng(seed).integers(0, 255, (y2 - y1, x2 - x1, 3), np.uint8)
    return changed


def test_the_last_seconds_are_kept_and_no_more_than_the_rate() -> None:
    clips = Clips(lambda: ON)
    for at in range(30 * FPS):
        see(clips, picture(at), at / FPS)
    made = unpack(clips.take(1))
    assert len(made) == round(SECONDS * RATE) and made[0].seconds == 0
    assert SECONDS - 1 <= made[-1].seconds <= SECONDS
    shown = cv2.imdecode(np.frombuffer(made[-1].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None and shown.shape == (SIDE, SIDE, 3)
    assert clips.take(1) is None, "it is given once"


def test_of_a_slow_source_none_is_older_than_the_last_seconds() -> None:
    clips = Clips(lambda: ON)
    for at in range(20):
        see(clips, picture(at), 3.0 * at)
    assert [one.seconds for one in unpack(clips.take(1))] == [0.0, 3.0, 6.0]


def test_a_track_that_left_without_a_word_leaves_nothing() -> None:
    """It may have been no face; and its number may be given to somebody else when another model takes over."""
    clips = Clips(lambda: ON)
    see(clips, picture(1))
    gone = Frame(picture(2), 1, SECONDS + 1, 0.0, "door")
    clips.see(gone, FrameResult(1, gone.time, 0.0, "door", gone.size))
    assert clips.take(1) is None
    see(clips, picture(1))
    visits = SourceVisits("door", lambda _: None, pictures=lambda: False, clips=clips)
    visits.finish((), "space")
    assert clips.take(1) is None and clips.take(2) is None


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(keep_clips=True, keep_sightings=False)], ids=["off", "no visits"]
)
def test_nothing_is_gathered_where_nobody_agreed(settings: Settings) -> None:
    clips = Clips(lambda: settings)
    see(clips, picture(1))
    assert clips.take(1) is None


def test_what_was_gathered_goes_when_it_is_switched_off() -> None:
    now = ON
    clips = Clips(lambda: now)
    see(clips, picture(1))
    now = Settings()
    see(clips, picture(1), 1.0)
    now = ON
    assert clips.take(1) is None


def test_a_film_has_none() -> None:
    clips = Clips(lambda: ON)
    see(clips, picture(1), position=3.0)
    assert clips.take(1) is None


def bytes_of(image: Image, settings: Settings, state: State) -> bytes:
    clips = Clips(lambda: settings)
    see(clips, image, state=state)
    made = clips.take(1)
    assert made is not None
    return made


def test_no_other_face_is_in_it_whoever_it_is() -> None:
    one = bytes_of(picture(1), ON, State.KNOWN)
    assert one == bytes_of(with_other(picture(1), SECOND, 5), ON, State.KNOWN)
    assert one != bytes_of(with_other(picture(1), FIRST, 5), ON, State.KNOWN)


@pytest.mark.parametrize("state", [State.UNKNOWN, State.PENDING])
def test_while_strangers_are_blurred_so_is_the_face_until_it_is_known(state: State) -> None:
    blurred = replace(ON, blur=True)
    other = with_other(picture(1), FIRST, 5)
    assert bytes_of(picture(1), blurred, state) == bytes_of(other, blurred, state)
    assert bytes_of(picture(1), blurred, State.KNOWN) != bytes_of(other, blurred, State.KNOWN)
    assert bytes_of(picture(1), ON, state) != bytes_of(other, ON, state)


def test_what_showed_a_face_goes_where_it_is_to_be_hidden() -> None:
    clips = Clips(lambda: replace(ON, blur=True))
    see(clips, picture(1), 0.0, state=State.KNOWN)
    see(clips, picture(1), 1.0, state=State.UNKNOWN)
    made = clips.take(1)
    assert made is not None and len(unpack(made)) == 1
    assert made == bytes_of(picture(1), replace(ON, blur=True), State.UNKNOWN)


def test_nothing_of_before_is_kept_where_the_people_have_changed() -> None:
    records: list[VisitRecord] = []
    visits = SourceVisits("door", records.extend, pictures=lambda: False, clips=Clips(lambda: ON))
    script: Any = Scripted([[(ANNA, 100.0)]] * 50 + [[]] * 40)
    both = [Models(script, matcher(ANNA, BO)), Models(script, matcher(ANNA, BO))]
    frames = [frame(at) for at in range(90)]
    asked = iter([both[at > 40] for at in range(1000)])
    list(results(StreamLoop(visits), frames, lambda: next(asked)))
    (record,) = records
    assert record.clip is not None and len(unpack(record.clip)) <= 3


def visits_of(position: bool, name: str = "scripted", settings: Settings = ON) -> list[VisitRecord]:
    records: list[VisitRecord] = []
    visits = SourceVisits(name, records.extend, pictures=lambda: False, clips=Clips(lambda: settings))
    script: Any = Scripted([[(ANNA, 100.0)] if 10 <= at < 60 else [(STRANGER, 400.0)] for at in range(90)])
    frames = (replace(frame(at), position=at / FPS + 100) if position else frame(at) for at in range(90))
    models = Models(script, matcher(ANNA, BO))
    list(results(StreamLoop(visits), frames, lambda: models))
    return records


def test_a_visit_of_a_camera_has_its_clip() -> None:
    records = visits_of(False)
    assert [record.position for record in records] == [None] * len(records)
    assert all(unpack(record.clip) for record in records) and len(records) >= 2


def test_a_visit_of_a_film_has_its_place() -> None:
    records = visits_of(True)
    (anna,) = [record for record in records if record.person == ANNA]
    assert anna.position == pytest.approx(100 + 10 / FPS, abs=0.5) and anna.clip is None


def test_a_film_under_another_name_could_not_be_found_again() -> None:
    assert {record.position for record in visits_of(True, "front door")} == {None}
