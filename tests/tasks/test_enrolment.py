import numpy as np
import pytest

from facecam.base.types import Decision, Detection, Face, FrameResult, Quality, State
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.tasks.enrolment import (
    ENOUGH,
    MOST,
    Enrolment,
    Pose,
    Taken,
    pose_of,
    typical_first,
)
from facecam.vision.crops import kept_crop

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D = 128


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=D).astype(np.float32)
    return vector / np.linalg.norm(vector)


def near(vector: np.ndarray, seed: int, share: float = 0.5) -> np.ndarray:
    mixed = vector + np.float32(share) * unit(seed)
    return mixed / np.linalg.norm(mixed)


def quality(**parts: float) -> Quality:
    parts = {"yaw": 0.0, "pitch": 0.0, "roll": 0.0, "score": 0.8, **parts}
    return Quality(**{"size": 1.0, "sharpness": 0.9, "light": 0.9, "pose": 0.9, **parts})


def face(vector: np.ndarray | None, track: int = 1, **parts: float) -> Face:
    detection = Detection(np.array([10, 10, 110, 130], np.float32), np.zeros((5, 2), np.float32), 1.0)
    crop = np.full((112, 112, 3), 90, np.uint8)
    return Face(detection, quality(**parts), vector, crop, track)


def result(*faces: Face) -> FrameResult:
    decisions = tuple(Decision(State.PENDING, 0.4) for _ in faces)
    return FrameResult(0, 0.0, 0.0, "camera", (640, 360), faces, decisions)


def matcher(*people: np.ndarray) -> Matcher:
    if not people:
        return Matcher(Gallery.empty("space", D), CURVE, 1e-3)
    names = {i: f"P{i}" for i in range(len(people))}
    return Matcher(Gallery(np.stack(people), np.arange(len(people)), names, "space"), CURVE, 1e-3)


def test_three_varied_pictures_may_finish_and_five_poses_complete() -> None:
    enrolment, anna = Enrolment(matcher()), unit(1)
    angles = [(0, 0), (20, 0), (-20, 0), (0, 15), (0, -15)]
    for i, (yaw, pitch) in enumerate(angles):
        guidance = enrolment.offer(result(face(near(anna, 100 + i), yaw=yaw, pitch=pitch)))
        assert guidance.just_taken
        assert guidance.may_finish == (i + 1 >= ENOUGH)
    assert guidance.poses == frozenset(Pose)
    assert guidance.complete
    assert str(guidance.hint) == "That is all. If you wear glasses: once more without them"


def test_a_face_that_turns_to_the_images_right_turns_to_its_own_left() -> None:
    assert pose_of(quality(yaw=20.0)) is Pose.LEFT
    assert pose_of(quality(yaw=-20.0, pitch=11.0)) is Pose.RIGHT
    assert pose_of(quality(pitch=15.0)) is Pose.UP
    assert pose_of(quality(yaw=5.0, pitch=-5.0)) is Pose.FRONT


@pytest.mark.parametrize(
    ("part", "hint"),
    [
        ("size", "closer"),
        ("light", "light"),
        ("sharpness", "still"),
        ("pose", "towards"),
        ("upright", "upright"),
        ("whole", "middle"),
    ],
)
def test_each_gate_has_its_hint(part: str, hint: str) -> None:
    enrolment = Enrolment(matcher())
    guidance = enrolment.offer(result(face(unit(1), 1, **{part: 0.1})))
    assert hint in str(guidance.hint)
    assert not enrolment.taken


def test_nobody_and_two_are_said() -> None:
    enrolment = Enrolment(matcher())
    assert "Nobody" in str(enrolment.offer(result()).hint)
    assert "one face" in str(enrolment.offer(result(face(unit(1), 1), face(unit(2), 2))).hint)
    assert not enrolment.taken
    chosen = Enrolment(matcher(), track=2)
    assert chosen.offer(result(face(unit(1), 1), face(unit(2), 2))).just_taken
    np.testing.assert_array_equal(chosen.taken[0].vector, unit(2))


def test_twins_of_a_picture_and_other_people_are_refused() -> None:
    enrolment, anna = Enrolment(matcher()), unit(1)
    assert not enrolment.take(face(anna), "a")
    assert "already taken" in str(enrolment.take(face(near(anna, 9, 0.05)), "a"))
    stranger = unit(2)
    stranger -= (stranger @ anna) * anna
    assert "somebody else" in str(enrolment.take(face(stranger / np.linalg.norm(stranger)), "a"))
    assert len(enrolment.taken) == 1
    enrolment.remove(0)
    assert not enrolment.take(face(near(anna, 9, 0.05)), "a")


def test_enough_is_enough() -> None:
    enrolment, anna = Enrolment(matcher()), unit(1)
    reasons = [enrolment.take(face(near(anna, 50 + i, 0.6)), "a") for i in range(MOST + 3)]
    assert len(enrolment.taken) == MOST
    assert "enough" in str(reasons[-1])
    assert str(enrolment.offer(result(face(anna, 1))).hint) == "That is all. Finish keeps it", "nothing is kept yet"


def test_it_warns_of_somebody_already_enrolled() -> None:
    anna, bo = unit(1), unit(2)
    enrolment = Enrolment(matcher(bo, anna))
    assert enrolment.looks_like() is None
    for i in range(3):
        enrolment.take(face(near(anna, 70 + i)), "a")
    candidate = enrolment.looks_like()
    assert candidate is not None
    assert candidate.name == "P1"
    other = Enrolment(matcher(bo))
    for i in range(3):
        other.take(face(near(anna, 70 + i)), "a")
    assert other.looks_like() is None


def test_a_picture_is_kept_only_where_it_was_agreed() -> None:
    enrolment = Enrolment(matcher())
    enrolment.take(face(unit(1)), "camera")
    taken = enrolment.taken[0]
    assert taken.sample(keep_picture=False).crop_jpeg is None
    picture = taken.sample(keep_picture=True).crop_jpeg
    assert picture is not None
    crop = kept_crop(picture, 112)
    assert crop is not None and np.abs(crop.astype(int) - 90).max() <= 2


def test_somebody_else_in_the_picture_is_said_and_not_taken() -> None:
    enrolment = Enrolment(matcher())
    enrolment.offer(result(face(unit(1))))
    guidance = enrolment.offer(result(face(unit(2))))
    assert "somebody else" in str(guidance.hint) and guidance.taken == 1


def test_what_lies_on_its_side_or_head_is_no_sample_and_is_told_what_to_do() -> None:
    enrolment = Enrolment(matcher())
    refused = enrolment.take(face(unit(1), upright=0.5), "photograph.jpg")
    assert str(refused) == "this is no upright face: turn the picture"
    assert str(enrolment.take(face(unit(1), whole=0.4), "cut.jpg")) == "the face is cut off by the border"
    assert enrolment.taken == [] and enrolment.take(face(unit(1)), "upright.jpg") is None


def test_the_most_typical_picture_is_the_first() -> None:
    """A hand before the face makes its picture unlike the others; it keeps its place among the samples."""
    face, hand = np.eye(8, dtype=np.float32)[:2]
    looks = (0.6 * face + 0.8 * hand, face, 0.96 * face + 0.28 * hand)
    taken = [
        Taken(look, np.zeros((112, 112, 3), np.uint8), 1.0, Pose.FRONT, str(at)) for at, look in enumerate(looks)
    ]
    assert [one.source for one in typical_first(taken)] == ["2", "1", "0"]
    assert typical_first([]) == []
