"""The stream with scripted faces: whatever the tracker follows, no name may pass from one person to another."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.engine import sighting
from facecam.pipeline.track_pipeline import INTERVAL, TrackPipeline
from facecam.types import Detection, Face, Frame, FrameResult, Image, Quality, State

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D, FPS = 128, 25
ANNA, BO, STRANGER = 1, 2, 9

Scene = Sequence[Sequence[tuple[int, float]]]
"""For each frame the faces that are there: identity and x."""


def vector(identity: int) -> np.ndarray:
    values = np.random.default_rng(identity).normal(size=D).astype(np.float32)
    return values / np.linalg.norm(values)


def texture(identity: int) -> Image:
    crop = np.random.default_rng(identity).integers(0, 255, (7, 7, 3), np.uint8)
    crop = crop.repeat(16, axis=0).repeat(16, axis=1)
    crop[0, 0, 0] = identity
    return crop


class Scripted:
    """Detector and recogniser in one: reads from the frame's first pixel which scene it is."""

    def __init__(self, scene: Scene, quality: float = 0.8) -> None:
        self.scene = scene
        self.detector = self
        self.quality = quality
        self.embedded: list[int] = []
        self._now = 0

    def _faces(self, image: Image) -> list[Detection]:
        self._now = int(image[0, 0, 0]) + 256 * int(image[0, 0, 1])
        return [
            Detection(np.array([x, 100, x + 80, 200], np.float32), np.full((5, 2), identity, np.float32), 1.0)
            for identity, x in self.scene[self._now]
        ]

    def detect(self, image: Image) -> list[Detection]:
        return self._faces(image)

    def follow(self, image: Image, boxes: np.ndarray) -> list[Detection | None]:
        faces = self._faces(image)
        return [
            min(
                (f for f in faces if abs(f.box[0] - box[0]) < 40),
                key=lambda f, box=box: abs(f.box[0] - box[0]),
                default=None,
            )
            for box in boxes
        ]

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        q = self.quality
        quality = Quality(q, 1.0, q, 1.0, 1.0, 0.0, 0.0, 0.0)
        return Face(detection, quality, crop=texture(int(detection.points[0, 0])), track=track)

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        self.embedded += [self._now] * len(faces)
        return [replace(f, embedding=vector(int(f.crop[0, 0, 0]))) for f in faces if f.crop is not None]


def matcher(*people: int) -> Matcher:
    names = {person: f"P{person}" for person in people}
    vectors = np.stack([vector(p) for p in people])
    return Matcher(Gallery(vectors, np.array(people), names, "space"), CURVE, 1e-3)


def run(scene: Scene, people: Matcher, quality: float = 0.8) -> tuple[list[FrameResult], Scripted, TrackPipeline]:
    recognizer: Any = Scripted(scene, quality)
    stream = TrackPipeline(recognizer)
    results = []
    for index in range(len(scene)):
        image = np.zeros((360, 640, 3), np.uint8)
        image[0, 0, :2] = index % 256, index // 256
        results.append(stream.process(Frame(image, index, index / FPS, 0.0, "scripted"), people))
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
        image = np.zeros((360, 640, 3), np.uint8)
        image[0, 0, 0] = index
        people = matcher(BO) if index < 20 else matcher(BO, ANNA)
        said.append(stream.process(Frame(image, index, index / FPS, 0.0, "scripted"), people).decisions[0])
    assert said[19].state is State.UNKNOWN
    assert said[20].person == ANNA


@pytest.mark.parametrize("jump", [timedelta(hours=8), timedelta(hours=-1), timedelta(seconds=3)])
def test_a_clock_that_sleeps_or_is_set_moves_no_visit_that_has_begun(
    jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suspend: the clock that counts seconds stands still, the one on the wall does not (Linux, macOS)."""
    began = datetime.now(UTC)
    moved = timedelta(0)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + moved

    monkeypatch.setattr("facecam.pipeline.track_pipeline.datetime", Clock)
    stream = TrackPipeline(Scripted([[(ANNA, 100.0)]] * 40))  # type: ignore[arg-type]
    people = matcher(ANNA)
    for index in range(40):
        if index == 30:
            moved = jump
        image = np.zeros((360, 640, 3), np.uint8)
        image[0, 0, 0] = index
        stream.process(Frame(image, index, index / FPS, time.monotonic(), "scripted"), people)
    (summary,) = stream.finish()
    visit = sighting(summary, "door", "space", pictures=False)
    assert began <= visit.started < began + timedelta(seconds=60)
    assert (visit.ended - visit.started).total_seconds() == pytest.approx(39 / FPS, abs=1e-3)
