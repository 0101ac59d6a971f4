"""The stream with scripted faces: whatever the tracker follows, no name may pass from one person to another."""

from typing import Any

import numpy as np
import pytest
from helpers.scripted import ANNA, BO, FPS, STRANGER, Scene, Scripted, frame, matcher

from facecam.identity.matching import Matcher
from facecam.pipeline.track_pipeline import INTERVAL, TrackPipeline
from facecam.types import FrameResult, State


def run(scene: Scene, people: Matcher, quality: float = 0.8) -> tuple[list[FrameResult], Scripted, TrackPipeline]:
    recognizer: Any = Scripted(scene, quality)
    stream = TrackPipeline(recognizer)
    results = []
    for index in range(len(scene)):
        results.append(stream.process(frame(index), people))
    return results, recognizer, stream


def wrong_names(results: list[FrameResult]) -> list[tuple[int, int, int | None]]:
    """Frame, who it is, who was said, wherever a name was given to somebody else."""
    return [
        (result.index, int(face.detection.points[0, 0]), decision.person)
        for result in results
        for face, decision in zip(result.faces, result.decisions, strict=True)
        if decision.state is State.KNOWN and decision.person != int(face.detection.points[0, 0])
    ]


def test_a_known_face_gets_its_name_within_a_few_frames_and_keeps_it() -> None:
    results, _, stream = run([[(ANNA, 100.0 + i)] for i in range(100)], matcher(ANNA, BO))
    states = [result.decisions[0].state for result in results]
    assert states[0] is State.PENDING
    assert set(states[3:]) == {State.KNOWN}
    assert len({result.faces[0].track for result in results}) == 1
    (summary,) = stream.finish()
    assert summary.decision.person == ANNA
    assert (summary.first, summary.last) == (0.0, pytest.approx(99 / FPS))
    assert summary.best is not None and summary.best.embedding is not None


def test_every_face_is_embedded_at_least_each_half_second_and_rarely_more() -> None:
    _, recognizer, _ = run([[(ANNA, 100.0)] for _ in range(100)], matcher(ANNA))
    gaps = np.diff(recognizer.embedded) / FPS
    assert gaps.max() <= INTERVAL + 1 / FPS
    assert len(recognizer.embedded) < 20


def test_a_stranger_stays_unknown() -> None:
    results, _, _ = run([[(STRANGER, 100.0)] for _ in range(50)], matcher(ANNA, BO))
    assert {result.decisions[0].state for result in results[3:]} == {State.UNKNOWN}
    assert all(result.decisions[0].score is not None for result in results)


@pytest.mark.parametrize("other", [BO, STRANGER])
@pytest.mark.parametrize("at", range(20, 40))
def test_one_replaced_by_another_at_the_same_place_never_lends_a_name(at: int, other: int) -> None:
    scene = [[(ANNA if i < at else other, 100.0)] for i in range(80)]
    results, _, _ = run(scene, matcher(ANNA, BO))
    assert not wrong_names(results)
    before, after = results[at - 1].faces[0].track, results[at].faces[0].track
    assert before != after
    assert [summary.track for summary in results[at].ended] == [before]
    expected = State.KNOWN if other == BO else State.UNKNOWN
    assert results[-1].decisions[0].state is expected


def test_two_who_cross_keep_their_own_names() -> None:
    scene = [[(ANNA, 50.0 + 4 * i), (BO, 450.0 - 4 * i)] for i in range(100)]
    results, _, _ = run(scene, matcher(ANNA, BO))
    assert not wrong_names(results)
    assert {decision.person for decision in results[-1].decisions} == {ANNA, BO}


def test_one_who_comes_back_is_a_new_track_with_the_same_name() -> None:
    scene: list[list[tuple[int, float]]] = [[(ANNA, 100.0)]] * 40 + [[]] * 25 + [[(ANNA, 300.0)]] * 40
    results, _, stream = run(scene, matcher(ANNA))
    ended = [summary for result in results for summary in result.ended]
    assert [summary.decision.person for summary in ended] == [ANNA]
    assert ended[0].last == pytest.approx(39 / FPS)
    assert [summary.decision.person for summary in stream.finish()] == [ANNA]
    assert results[-1].faces[0].track != results[0].faces[0].track


def test_poor_pictures_never_get_a_name() -> None:
    results, _, _ = run([[(ANNA, 100.0)] for _ in range(60)], matcher(ANNA), quality=0.1)
    assert {result.decisions[0].state for result in results} == {State.PENDING}


def test_ten_strangers_get_no_name() -> None:
    people = [(100 + k, 10.0 + 60 * (k % 10)) for k in range(10)]
    scene = [[(identity, x) for identity, x in people[i // 20 : i // 20 + 1]] for i in range(200)]
    results, _, _ = run(scene, matcher(ANNA, BO))
    assert all(decision.state is not State.KNOWN for result in results for decision in result.decisions)


def test_someone_enrolled_meanwhile_is_named_at_once() -> None:
    recognizer: Any = Scripted([[(ANNA, 100.0)]] * 30)
    stream = TrackPipeline(recognizer)
    said = []
    for index in range(30):
        people = matcher(BO) if index < 20 else matcher(BO, ANNA)
        said.append(stream.process(frame(index), people).decisions[0])
    assert said[19].state is State.UNKNOWN
    assert said[20].person == ANNA
