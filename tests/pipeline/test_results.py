"""The one loop: frames that fail, models and people that change, and its end. Faces come from a script."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from helpers.scripted import ANNA, BO, FPS, Scripted, frame, matcher, vector

from facecam.base.errors import FacecamError, ModelError
from facecam.base.types import Face, Frame, FrameResult, State
from facecam.pipeline.results import StillLoop, StreamLoop, results
from facecam.pipeline.runtime import Models
from facecam.pipeline.visits import SourceVisits
from facecam.store.visits import VisitRecord

PEOPLE = matcher(ANNA, BO)


class Flaky(Scripted):
    """A recogniser that cannot embed on some frames."""

    fails: Sequence[int] = ()

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        if self._now in self.fails:
            raise ModelError("The model ran out of memory", "Close other programs")
        return super().embed(faces)

    def still(self, one: Frame, people: object) -> FrameResult:
        if one.index in self.fails:
            raise ModelError("The model ran out of memory", "Close other programs")
        return FrameResult(one.index, one.time, one.captured, one.source, one.size)


def recognizer(frames: int = 60, space: str = "space", fails: Sequence[int] = ()) -> Any:
    made = Flaky([[(ANNA, 100.0 + index)] if index % 30 < 20 else [] for index in range(frames)], space=space)
    made.fails = fails
    return made


class Loop:
    """The loop over a script, with what it told."""

    def __init__(self) -> None:
        self.records: list[VisitRecord] = []
        self.errors: list[FacecamError] = []
        self.visits = SourceVisits("door", self.records.extend, pictures=lambda: False)

    def run(self, frames: Iterator[Frame | None], models: Any) -> Any:
        return results(StreamLoop(self.visits, self.errors.append), frames, models)


def test_every_frame_has_its_result_and_every_visit_is_delivered_also_the_last() -> None:
    loop, one = Loop(), recognizer(50)
    results = list(loop.run(map(frame, range(50)), lambda: Models(one, PEOPLE)))
    assert [result.index for result in results] == list(range(50))
    assert [record.person for record in loop.records] == [ANNA, ANNA]
    assert [record.face.space for record in loop.records if record.face is not None] == ["space", "space"]
    assert (loop.records[0].ended - loop.records[0].started).total_seconds() == pytest.approx(19 / FPS)
    assert not loop.errors


def test_a_frame_that_fails_is_told_logged_and_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    loop, one = Loop(), recognizer(60, fails=(1, 2, 31))
    with caplog.at_level(logging.ERROR):
        results = list(loop.run(map(frame, range(60)), lambda: Models(one, PEOPLE)))
    assert [result.index for result in results] == [i for i in range(60) if i not in (1, 2, 31)]
    assert len(loop.errors) == 3 and "out of memory" in str(loop.errors[0])
    assert "frame 31 of scripted" in caplog.text
    assert [record.person for record in loop.records] == [ANNA, ANNA]


def test_a_visit_that_ends_on_a_frame_that_fails_is_not_lost() -> None:
    """A stranger steps into the picture at the moment at which the other has gone for good, and the model fails."""
    for failing in range(20, 50):
        loop = Loop()
        one = Flaky([[(ANNA, 100.0)] if index < 20 else [(BO, 500.0)] for index in range(50)])
        one.fails = (failing,)
        models: Any = Models(one, PEOPLE)  # type: ignore[arg-type]
        list(loop.run(map(frame, range(50)), lambda models=models: models))
        assert sorted(record.person or 0 for record in loop.records) == [ANNA, BO], failing


def test_another_model_ends_all_tracks_in_the_space_of_the_old_one() -> None:
    loop, old, new = Loop(), recognizer(20, "old"), recognizer(20, "new")
    shown: list[Frame] = []

    def frames() -> Iterator[Frame]:
        for index in range(20):
            shown.append(frame(index))
            yield shown[-1]

    results = list(loop.run(frames(), lambda: Models(old if len(shown) <= 10 else new, PEOPLE)))
    assert len(results) == 20 and old.embedded and new.embedded
    assert [record.face.space for record in loop.records if record.face] == ["old", "new"]
    assert [record.ended > record.started for record in loop.records] == [True, True]
    assert results[10].decisions[0].state is State.PENDING  # a track of its own, from the start


def test_people_who_are_exchanged_are_so_at_the_next_frame() -> None:
    loop, one = Loop(), recognizer(20)
    shown = 0

    def models() -> Models:
        nonlocal shown
        shown += 1
        return Models(one, matcher(BO) if shown <= 10 else PEOPLE)

    results = list(loop.run(map(frame, range(20)), models))
    assert [result.decisions[0].person for result in results[9:11]] == [None, ANNA]
    assert len(loop.records) == 1


def test_one_who_closes_it_gets_the_visits_in_hand() -> None:
    loop, one = Loop(), recognizer(20)
    results = loop.run(map(frame, range(20)), lambda: Models(one, PEOPLE))
    for _ in range(10):
        next(results)
    assert not loop.records
    results.close()
    assert [record.person for record in loop.records] == [ANNA]


def test_no_new_frame_is_no_result_and_no_models_is_the_end() -> None:
    loop, one = Loop(), recognizer(20)
    frames = (frame(index // 2) if index % 2 else None for index in range(20))
    given = iter([Models(one, PEOPLE)] * 10)
    results = list(loop.run(frames, lambda: next(given, None)))
    assert [result.index for result in results] == [0, 1, 2, 3, 4]
    assert len(loop.records) == 1


def test_a_defect_ends_it() -> None:
    loop, one = Loop(), recognizer(20)
    one.measure = None
    with pytest.raises(TypeError):
        list(loop.run(map(frame, range(20)), lambda: Models(one, PEOPLE)))


def test_stills_are_decided_one_by_one_and_the_last_anew_when_people_change() -> None:
    one = recognizer(fails=(1,))
    errors: list[FacecamError] = []
    people = [PEOPLE]
    shown: list[Frame | None] = [frame(0), None, frame(1), frame(2), None, None]

    def frames() -> Iterator[Frame | None]:
        yield from shown
        people.append(matcher(BO))
        yield None
        yield None

    told = list(results(StillLoop(errors.append), frames(), lambda: Models(one, people[-1])))
    assert [result.index for result in told] == [0, 2, 2]
    assert len(errors) == 1


def test_stills_end_where_there_are_no_models() -> None:
    assert list(results(StillLoop(), iter([frame(0)]), lambda: None)) == []


def test_the_script_knows_its_people() -> None:
    assert float(vector(ANNA) @ vector(BO)) < PEOPLE.threshold
