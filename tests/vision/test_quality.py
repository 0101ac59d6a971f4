from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.types import Detection, Image, Quality
from facecam.vision.align import align, template
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.quality import measure, pose


def quality(detector: Mtcnn, image: Image) -> Quality:
    face = detector.detect(image)[0]
    return measure(face, align(image, face.points))


@pytest.fixture
def portrait(picture: Callable[[str], Image]) -> Image:
    return picture("single_face.jpg")


@pytest.mark.parametrize(
    "name", ["0-f1-su-ph.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "Image_with_alpha.png", "single_face.jpg"]
)
def test_clear_portraits_are_good(detector: Mtcnn, picture: Callable[[str], Image], name: str) -> None:
    assert quality(detector, picture(name)).score > 0.6


def test_the_clip_is_good(detector: Mtcnn, clip: list[Image]) -> None:
    assert min(quality(detector, image).score for image in clip[::10]) > 0.6


def test_everyone_in_the_group_is_good(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    image = picture("multi_face.jpg")
    scores = [measure(face, align(image, face.points)).score for face in detector.detect(image)]
    assert len(scores) == 5 and min(scores) > 0.5


def test_blur_lowers_sharpness_alone(detector: Mtcnn, portrait: Image) -> None:
    results = [quality(detector, np.asarray(cv2.GaussianBlur(portrait, (0, 0), s), np.uint8)) for s in (2, 4, 6)]
    sharp = [result.sharpness for result in results]
    assert sharp == sorted(sharp, reverse=True)
    assert results[-1].score < 0.25 and results[-1].weakest == "sharpness"
    assert results[-1].light == results[-1].size == 1


def test_darkness_lowers_light_alone(detector: Mtcnn, portrait: Image) -> None:
    results = [quality(detector, (portrait * k).astype(np.uint8)) for k in (0.5, 0.2, 0.1)]
    assert results[0].score > 0.6
    assert results[1].score < 0.25 and results[2].score < 0.25 and results[2].weakest == "light"
    assert results[2].sharpness > 0.9


def test_too_much_light(detector: Mtcnn, portrait: Image) -> None:
    washed = np.clip(portrait.astype(int) * 3 + 120, 0, 255).astype(np.uint8)
    face = detector.detect(portrait)[0]
    assert measure(face, align(washed, face.points)).light < 0.25


@pytest.mark.parametrize(("width", "low", "high"), [(24, 0.0, 0.25), (45, 0.25, 0.6), (90, 0.8, 1.0)])
def test_small_faces_score_low(detector: Mtcnn, portrait: Image, width: int, low: float, high: float) -> None:
    (face,) = detector.detect(portrait)
    scale = width / face.width
    image = np.asarray(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    small = Detection(face.box * np.float32(scale), face.points * np.float32(scale), 1.0)
    assert low <= measure(small, align(image, small.points)).score <= high


def test_an_enlarged_face_is_not_sharp(detector: Mtcnn, portrait: Image) -> None:
    tiny = cv2.resize(portrait, None, fx=0.12, fy=0.12, interpolation=cv2.INTER_AREA)
    image = np.asarray(cv2.resize(tiny, portrait.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.uint8)
    (face,) = detector.detect(portrait)
    for size in (64, 112):
        result = measure(face, align(image, face.points, size))
        assert result.size == 1 and result.sharpness < 0.5


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_flat_crop_is_worth_nothing(grey: int) -> None:
    face = Detection(np.array([0, 0, 100, 120], np.float32), template(), 0.9)
    assert measure(face, np.full((112, 112, 3), grey, np.uint8)).score == 0


def test_crops_of_another_size_score_alike(detector: Mtcnn, portrait: Image) -> None:
    (face,) = detector.detect(portrait)
    scores = [measure(face, align(portrait, face.points, size)).score for size in (64, 112, 160)]
    assert max(scores) - min(scores) < 0.1
    blurred = np.asarray(cv2.GaussianBlur(portrait, (0, 0), 6), np.uint8)
    assert max(measure(face, align(blurred, face.points, size)).score for size in (64, 112, 160)) < 0.25


class TestPose:
    HEAD = np.array([[-31.5, 0, 0], [31.5, 0, 0], [0, 36, 26], [-25, 66, 0], [25, 66, 0]])
    """A head in millimetres: x to the right of the image, y down, z towards the camera."""

    def seen(self, yaw: float = 0, pitch: float = 0, roll: float = 0) -> np.ndarray:
        """The five points of the head turned to the image's right, then up, then clockwise; seen from afar."""
        y, p, r = np.radians([yaw, pitch, roll])
        turn = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
        nod = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
        lean = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
        return np.asarray((self.HEAD @ (lean @ nod @ turn).T)[:, :2] + 200, np.float32)

    @given(st.floats(-60, 60))
    def test_yaw(self, degrees: float) -> None:
        result = pose(self.seen(yaw=degrees))
        assert abs(result.yaw - degrees) < 4 and abs(result.roll) < 1

    @given(st.floats(-40, 40))
    def test_pitch(self, degrees: float) -> None:
        result = pose(self.seen(pitch=degrees))
        assert abs(result.pitch - degrees) < 10 and abs(result.yaw) < 1

    @given(st.floats(-80, 80))
    def test_roll_does_not_disturb_the_others(self, degrees: float) -> None:
        result = pose(self.seen(yaw=20, roll=degrees))
        assert abs(result.roll - degrees) < 1 and abs(result.yaw - 20) < 4

    def test_a_mirrored_picture_turns_the_other_way(self, detector: Mtcnn, picture: Callable[[str], Image]) -> None:
        image = picture("45-m7-di-ph.jpg")
        one = quality(detector, image)
        other = quality(detector, np.ascontiguousarray(image[:, ::-1]))
        assert one.yaw < -25 and other.yaw > 25

    def test_points_without_sense_are_seen_from_the_side(self) -> None:
        assert pose(np.full((5, 2), 7.0, np.float32)).yaw == 90
