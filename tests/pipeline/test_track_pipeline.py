"""The stream with scripted faces: whatever the tracker follows, no name may pass from one person to another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from helpers.scripted import ANNA, BO, CURVE, FPS, STRANGER, Scene, Scripted, frame, matcher, vector

from facecam.base.types import Detection, Face, Frame, FrameResult, Image, Quality, State, Vector
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.pipeline.track_pipeline import DENIED_LOOKS, INTERVAL, TrackPipeline, _Track


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
    assert summary.first == 0.0 and summary.last == pytest.approx(99 / FPS)
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


def test_a_young_track_is_embedded_four_times_and_then_each_half_second() -> None:
    _, recognizer, _ = run([[(ANNA, 100.0)] for _ in range(60)], matcher(ANNA))
    assert recognizer.embedded == [0, 1, 2, 3, 16, 29, 42, 55], "13 frames of 0.04 seconds are the first 0.5"


class Shifting(Scripted):
    """From the tenth frame on the crop is another one, whose correlation with the first is given."""

    def __init__(self, scene: Scene, correlation: float) -> None:
        super().__init__(scene)
        grid = np.arange(256).reshape(16, 16)
        rows, columns = (
            np.where(grid // 16 % 2, 1, -1),
            np.where(grid % 2, 1, -1),
        )  # two that have nothing in common
        self.before = 128 + 100 * rows
        self.after = 128 + 100 * (correlation * rows + np.sqrt(1 - correlation**2) * columns)

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        face = super().measure(image, detection, track)
        grey = np.clip(np.rint(self.before if self._now < 10 else self.after), 0, 255).astype(np.uint8)
        crop = np.repeat(grey.repeat(7, axis=0).repeat(7, axis=1)[..., None], 3, axis=2)
        return replace(face, crop=crop)

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        self.embedded += [self._now] * len(faces)
        return [replace(face, embedding=vector(ANNA)) for face in faces]


@pytest.mark.parametrize(("correlation", "embedded"), [(0.87, [0, 1, 2, 3]), (0.83, [0, 1, 2, 3, 10])])
def test_a_crop_that_changes_is_embedded_at_once(correlation: float, embedded: list[int]) -> None:
    recognizer: Any = Shifting([[(ANNA, 100.0)]] * 13, correlation)
    stream = TrackPipeline(recognizer)
    for index in range(13):
        stream.process(frame(index), matcher(ANNA))
    assert recognizer.embedded == embedded


def test_a_result_says_which_frame_it_is_of_and_where_the_time_went() -> None:
    recognizer: Any = Scripted([[(ANNA, 100.0)]])
    image = np.zeros((360, 640, 3), np.uint8)
    result = TrackPipeline(recognizer).process(Frame(image, 0, 12.5, 99.0, "door"), matcher(ANNA))
    assert (result.index, result.time, result.captured, result.source) == (0, 12.5, 99.0, "door")
    assert result.size == (640, 360) and result.ended == ()
    assert list(result.ms) == ["detect", "align", "embed", "match", "total"]
    assert all(spent >= 0 for spent in result.ms.values())
    assert result.ms["total"] >= sum(result.ms[stage] for stage in ("detect", "align", "embed", "match"))
    (face,) = result.faces
    assert (face.track, face.measured) == (1, True) and face.quality is not None and face.embedding is not None
    assert str(result.decisions[0].reason) == "Still deciding"


def test_a_predicted_face_keeps_the_quality_it_had_and_its_decision() -> None:
    scene: list[list[tuple[int, float]]] = [[(ANNA, 100.0)]] * 10 + [[]] * 3
    results, _, stream = run(scene, matcher(ANNA))
    (face,), (decision,) = results[-1].faces, results[-1].decisions
    assert (face.track, face.measured, face.crop, face.embedding) == (1, False, None, None)
    assert face.quality is not None and face.quality.score == 0.8
    assert decision.person == ANNA
    (summary,) = stream.finish()
    assert summary.last == pytest.approx(9 / FPS), "when it was seen, not when it was foretold"


class Varying(Scripted):
    """The quality of each frame's face is given."""

    def __init__(self, scene: Scene, qualities: Sequence[float]) -> None:
        super().__init__(scene)
        self.qualities = qualities

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        self.quality = self.qualities[self._now]
        return super().measure(image, detection, track)


def varying(scene: Scene, qualities: Sequence[float]) -> tuple[list[FrameResult], TrackPipeline]:
    recognizer: Any = Varying(scene, qualities)
    stream = TrackPipeline(recognizer)
    results = []
    for index in range(len(scene)):
        results.append(stream.process(frame(index), matcher(ANNA, BO)))
    return results, stream


@pytest.mark.parametrize(("quality", "samples"), [(0.2, 4), (0.19, 0)])
def test_a_sample_counts_from_a_quality_of_a_fifth(quality: float, samples: int) -> None:
    results, stream = varying([[(ANNA, 100.0)]] * 4, [quality] * 4)
    assert results[-1].decisions[0].state is (State.KNOWN if samples else State.PENDING)
    assert [summary.samples for summary in stream.finish()] == ([samples] if samples else [])


@pytest.mark.parametrize(("hand_quality", "free_quality", "last_quality", "best"), [
    (1.0, 0.97, 0.97, range(2, 8)),
    (1.0, 0.90, 0.90, range(1)),
    (0.9, 0.90, 1.00, range(7, 8)),
])  # fmt: skip
def test_of_looks_that_are_as_clear_a_typical_one_stands_for_the_track(
    hand_quality: float, free_quality: float, last_quality: float, best: range
) -> None:
    """A hand before the face takes nothing from its quality: it makes the look unlike the others."""
    anna, hand = vector(ANNA), vector(STRANGER)
    looks = [0.8 * anna + 0.6 * hand, 0.7 * anna + 0.7 * hand, *[anna] * 6]
    qualities = [hand_quality] * 2 + [free_quality] * 5 + [last_quality]
    track = _Track(0.0)
    detection = Detection(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
    for at, (look, quality) in enumerate(zip(looks, qualities, strict=True)):
        unit = look / np.linalg.norm(look)
        measured = Quality(quality, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
        track.note(Face(detection, measured, unit, track=at), unit)
    assert track.best is not None and track.best.track in best


def test_the_best_face_of_a_visit_is_the_clearest_that_was_embedded() -> None:
    results, stream = varying([[(ANNA, 100.0 + i)] for i in range(8)], [0.5, 0.9, 0.7, 0.9, 1.0, 1.0, 1.0, 1.0])
    (summary,) = stream.finish()
    assert summary.track == 1 and summary.samples == 4 and summary.best is not None
    assert summary.best.detection.box[0] == 101, "the first of two that are as clear"
    assert summary.best.quality is not None and summary.best.quality.score == 0.9
    assert summary.best.embedding is not None and summary.best.crop is not None
    assert summary.decision == results[-1].decisions[0]
    assert stream.finish() == (), "what has ended is told once"


def test_a_poor_sample_of_somebody_else_makes_the_name_wait() -> None:
    scene = [[(ANNA if i < 10 else BO, 100.0)] for i in range(24)]
    results, _ = varying(scene, [0.8] * 10 + [0.1] + [0.8] * 13)
    assert results[9].decisions[0].person == ANNA
    for result in results[10:23]:  # until the next sample, half a second later
        assert result.faces[0].track == 1 and result.ended == ()
        assert str(result.decisions[0].reason) == "Something changed: looking again"
    assert results[23].faces[0].track == 2
    (ended,) = results[23].ended
    assert ended.track == 1 and ended.first == 0.0 and ended.decision.state is State.PENDING
    assert str(results[23].decisions[0].reason) == "Still deciding", "a new track begins with nothing"


def test_a_poor_sample_of_the_same_person_changes_nothing() -> None:
    results, _ = varying([[(ANNA, 100.0)]] * 20, [0.8] * 10 + [0.1] * 10)
    assert {result.decisions[0].person for result in results[5:]} == {ANNA}


def test_the_track_of_the_one_who_came_begins_when_they_came() -> None:
    scene = [[(ANNA if i < 25 else BO, 100.0)] for i in range(50)]
    results, _, stream = run(scene, matcher(ANNA, BO))
    (summary,) = stream.finish()
    assert (summary.track, summary.first, summary.decision.person) == (2, 1.0, BO)
    assert summary.last == pytest.approx(49 / FPS)
    assert results[25].faces[0].track == 2 and str(results[25].decisions[0].reason) == "Still deciding"


def test_after_the_end_a_source_begins_anew() -> None:
    _, _, stream = run([[(ANNA, 100.0)]] * 5, matcher(ANNA))
    assert len(stream.finish()) == 1
    again = stream.process(replace(frame(0), index=5, time=5 / FPS), matcher(ANNA))
    assert again.faces[0].track == 1 and again.decisions[0].state is State.PENDING


def test_a_visit_nobody_decided_on_is_none() -> None:
    _, _, stream = run([[(ANNA, 100.0)]] * 5, matcher(ANNA), quality=0.1)
    assert stream.finish() == ()


def test_a_face_that_is_lost_right_after_a_sample_keeps_its_quality() -> None:
    results, _, _ = run([[(ANNA, 100.0)], [(ANNA, 100.0)], []], matcher(ANNA))
    (face,) = results[-1].faces
    assert not face.measured and face.quality is not None and face.quality.score == 0.8


def test_a_track_that_ends_as_it_begins_lasted_no_time() -> None:
    _, _, stream = run([[(ANNA if i < 25 else BO, 100.0)] for i in range(26)], matcher(ANNA, BO))
    (summary,) = stream.finish()
    assert (summary.track, summary.first, summary.last, summary.samples) == (2, 1.0, 1.0, 1)


def test_what_was_never_seen_clearly_says_so() -> None:
    results, _, _ = run([[(ANNA, 100.0)] for _ in range(5)], matcher(ANNA), quality=0.1)
    assert {str(result.decisions[0].reason) for result in results} == {"Not seen clearly yet"}


def test_two_who_look_alike_are_pending_on_a_track() -> None:
    twins = Gallery(np.stack([vector(ANNA)] * 2), np.array([1, 2]), {1: "Anna", 2: "Bea"}, "space")
    results, _, _ = run([[(ANNA, 100.0)] for _ in range(5)], Matcher(twins, CURVE, 1e-3))
    assert str(results[-1].decisions[0].reason) == "Anna and Bea are too close to tell"


def test_a_name_is_kept_where_the_threshold_rises_a_little() -> None:
    recognizer: Any = Scripted([[(ANNA, 100.0)]] * 12)
    stream, loose, strict = TrackPipeline(recognizer), matcher(ANNA), matcher(ANNA)
    said = []
    for index in range(12):
        people = loose if index < 6 else strict
        strict.threshold = 1.02  # more than any cosine
        said.append(stream.process(frame(index), people).decisions[0])
    assert said[11].person == ANNA
    strict.threshold = 1.05
    last = stream.process(replace(frame(11), index=12, time=12 / FPS), strict).decisions[0]
    assert last.person is None and last.state is State.UNKNOWN


def test_fine_detail_that_moves_by_a_pixel_is_no_change() -> None:
    """A crop is compared by the means of squares of seven pixels, not by single pixels."""

    class Striped(Scripted):
        def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
            face = super().measure(image, detection, track)
            crop = np.full((112, 112), 60)
            crop[:56] = 196
            stripes = np.where((np.arange(112) + self._now // 10) % 2, 50, -50)
            grey = (crop + stripes).astype(np.uint8)
            return replace(face, crop=np.repeat(grey[..., None], 3, axis=2))

        def embed(self, faces: Sequence[Face]) -> list[Face]:
            self.embedded += [self._now] * len(faces)
            return [replace(face, embedding=vector(ANNA)) for face in faces]

    recognizer: Any = Striped([[(ANNA, 100.0)]] * 13)
    stream = TrackPipeline(recognizer)
    for index in range(13):
        stream.process(frame(index), matcher(ANNA))
    assert recognizer.embedded == [0, 1, 2, 3]


@pytest.mark.parametrize(("seen", "left"), [([0.5] * 20, 0), ([0.9] + [0.5] * 19, 1), ([0.9] * 20, 1)])
def test_what_never_surely_was_a_face_leaves_nothing(seen: list[float], left: int) -> None:
    """Sleeves and flowers that the judge doubts: one sure look at a true face is enough."""
    recognizer: Any = Scripted([[(STRANGER, 100.0)] for _ in seen], upright=seen)
    stream = TrackPipeline(recognizer)
    for index in range(len(seen)):
        result = stream.process(frame(index), matcher(ANNA))
    assert len(result.faces) == 1, "it is shown all the same"
    assert len(stream.finish()) == left


def test_somebody_known_is_noted_also_where_the_judge_doubts() -> None:
    recognizer: Any = Scripted([[(ANNA, 100.0)] for _ in range(20)], upright=[0.5] * 20)
    stream = TrackPipeline(recognizer)
    for index in range(20):
        stream.process(frame(index), matcher(ANNA))
    assert [summary.decision.person for summary in stream.finish()] == [ANNA]


def mixed(anna: float, front: float, side: float = 0.0) -> Vector:
    """So much of Anna, and of two directions at right angles to her."""
    return np.asarray(anna * vector(ANNA) + front * FRONT + side * SIDE, np.float32)


class Turning(Scripted):
    """A stranger somewhat like Anna, who turns her head by some degrees each frame."""

    DEGREES = 2

    def look(self, frame: int) -> Vector:
        turn = np.radians(self.DEGREES * frame)
        rest = np.sqrt(1 - 0.45**2)
        return mixed(0.45, rest * np.cos(turn), rest * np.sin(turn))

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        self.embedded += [self._now] * len(faces)
        return [replace(face, embedding=self.look(self._now)) for face in faces]


def _apart(identity: int, *others: np.ndarray) -> Vector:
    """A unit vector at right angles to the others."""
    made = vector(identity)
    for other in others:
        made = made - (made @ other) * other
    return np.asarray(made / np.linalg.norm(made), np.float32)


FRONT = _apart(50, vector(ANNA))
SIDE = _apart(51, vector(ANNA), FRONT)


def test_not_her_holds_for_the_track_whatever_the_face_does_until_it_is_taken_back() -> None:
    frames = 132
    recognizer: Any = Turning([[(STRANGER, 100.0)] for _ in range(frames)])
    stream = TrackPipeline(recognizer)
    names = {ANNA: "Anna"}
    before = Matcher(Gallery(vector(ANNA)[None], np.array([ANNA]), names, "space"), CURVE, 1e-3)
    said = np.stack([recognizer.look(frame) for frame in range(0, 11, 2)])
    whose = np.full(len(said), ANNA, np.int64)
    told = Matcher(Gallery(vector(ANNA)[None], np.array([ANNA]), names, "space", 1, said, whose), CURVE, 1e-3)
    other = Gallery(vector(ANNA)[None], np.array([ANNA]), {ANNA: "Anne"}, "space", 2, said, whose)
    renamed = Matcher(other, CURVE, 1e-3)

    def decisions(first: int, last: int, people: Matcher) -> list[int | None]:
        return [stream.process(frame(index), people).decisions[0].person for index in range(first, last)]

    assert decisions(0, 10, before)[4:] == [ANNA] * 6
    assert decisions(10, 60, told) == [None] * 50
    assert told.decide([Evidence(recognizer.look(60))])[0].person == ANNA, "turned so far the looks say nothing"
    assert decisions(60, 90, renamed) == [None] * 30, "another edit changes nothing"
    assert ANNA in decisions(90, 120, before), "the correction was undone"
    assert decisions(120, 132, told) == [ANNA] * 12, "of a look that was never seen it is not known"


def not_anna(*looks: Vector) -> Matcher:
    whose = np.full(len(looks), ANNA, np.int64)
    gallery = Gallery(vector(ANNA)[None], np.array([ANNA]), {ANNA: "Anna"}, "space", 0, np.stack(looks), whose)
    return Matcher(gallery, CURVE, 1e-3)


def test_looks_that_the_correction_does_not_reach_are_told_of_once_and_so_it_reaches_them() -> None:
    recognizer: Any = Turning([[(STRANGER, 100.0)] for _ in range(60)])
    stream = TrackPipeline(recognizer)
    kept = [recognizer.look(0)]
    told: list[int] = []
    for index in range(60):
        result = stream.process(frame(index), not_anna(*kept))
        assert result.decisions[0].person is None
        told += [index] * len(result.denied)
        for one in result.denied:
            assert one.person == ANNA and float(one.look @ recognizer.look(index)) == pytest.approx(1)
            assert not_anna(*kept).denied(one.face, 0.0) == {ANNA}, "what it belongs to"
        kept += [one.look for one in result.denied]
    assert 1 <= len(told) <= 4 and set(told) <= set(recognizer.embedded)
    people = not_anna(*kept)
    later = [people.decide([Evidence(recognizer.look(at), on_track=True)])[0].person for at in range(60)]
    assert later == [None] * 60, "another track with any of these looks is not Anna"


def test_of_one_track_no_more_looks_are_told_than_a_few() -> None:
    class Restless(Turning):
        """Somewhat like Anna, somewhat like what was said, and else another each time."""

        def look(self, frame: int) -> Vector:
            if frame < 10:
                return mixed(0.5, np.sqrt(0.75))
            rest = np.sqrt(1 - 0.5**2 - 0.4**2)
            return np.asarray(mixed(0.5, 0.4) + rest * _apart(100 + frame, vector(ANNA), FRONT), np.float32)

    recognizer: Any = Restless([[(STRANGER, 100.0)] for _ in range(400)])
    stream, people = TrackPipeline(recognizer), not_anna(mixed(0.5, np.sqrt(0.75)))
    results = [stream.process(frame(index), people) for index in range(400)]
    assert sum(len(result.denied) for result in results) == DENIED_LOOKS


@pytest.mark.parametrize("anna", [0.72, 0.46])
def test_the_real_anna_in_the_place_of_who_was_not_her_has_her_name(anna: float) -> None:
    """The track breaks, and who comes is denied the name no longer, where it is surely she."""
    there = mixed(0.45, np.sqrt(1 - 0.45**2))
    came = mixed(anna, -0.2, np.sqrt(1 - 0.04 - anna**2))

    class Changing(Turning):
        def look(self, frame: int) -> Vector:
            return there if frame < 30 else came

    recognizer: Any = Changing([[(STRANGER, 100.0)] for _ in range(90)])
    stream, people = TrackPipeline(recognizer), not_anna(there)
    results = [stream.process(frame(index), people) for index in range(90)]
    assert {result.decisions[0].person for result in results[:30]} == {None}
    assert results[29].faces[0].track != results[89].faces[0].track
    assert results[89].decisions[0].person == (ANNA if anna > 0.6 else None)
    kept = any(result.denied for result in results)
    assert kept == (anna < 0.6), "a look that is surely hers is not kept as not hers"


@pytest.mark.parametrize(("away", "x", "named"), [(1.0, 100.0, False), (4.0, 100.0, True), (1.0, 400.0, True)])
def test_who_was_lost_for_a_moment_is_denied_the_name_still(away: float, x: float, named: bool) -> None:
    """She comes back with a look that nobody has seen; long after, or elsewhere, she may be somebody else."""
    there, back = mixed(0.45, np.sqrt(1 - 0.45**2)), mixed(0.45, 0.2, np.sqrt(1 - 0.45**2 - 0.04))
    gone = 30 + round(away * FPS)

    class Returning(Turning):
        def look(self, frame: int) -> Vector:
            return there if frame < 30 else back

    scene: Scene = [[(STRANGER, 100.0)]] * 30 + [[]] * (gone - 30) + [[(STRANGER, x)]] * 40
    recognizer: Any = Returning(scene)
    stream, people = TrackPipeline(recognizer), not_anna(there)
    results = [stream.process(frame(index), people) for index in range(len(scene))]
    assert results[29].faces[0].track != results[-1].faces[0].track
    assert (results[-1].decisions[0].person == ANNA) == named


def test_a_real_anna_who_is_a_little_like_the_face_that_was_not_her_is_not_denied() -> None:
    stranger = mixed(0.6, 0.8)
    gallery = Gallery(
        vector(ANNA)[None], np.array([ANNA]), {ANNA: "Anna"}, "space", 0, stranger[None], np.array([ANNA], np.int64)
    )
    people = Matcher(gallery, CURVE, 1e-3)
    weak = mixed(0.5, 0.3, np.sqrt(0.66))
    (decision,) = people.decide([Evidence(weak, on_track=True)])
    assert decision.candidates[0].refused and not decision.denied, "for the moment, and not for the track"
    (decision,) = people.decide([Evidence(stranger, on_track=True)])
    assert decision.denied == {ANNA}
    results, _, _ = run([[(ANNA, 100.0)] for _ in range(20)], people)
    assert {result.decisions[0].person for result in results[3:]} == {ANNA}
