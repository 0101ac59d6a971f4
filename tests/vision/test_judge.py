"""What is no upright face lives on nowhere: it is not found, or its picture is worth nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.base.types import Detection, Image
from facecam.vision.align import align, template, visible
from facecam.vision.geometry import intersections
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.quality import ENROLLABLE, measure
from facecam.vision.scan import LIVE, PATIENT

PORTRAITS = ("0-f1-su-ph.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "45-m7-di-ph.jpg", "single_face.jpg")

Picture = Callable[[str], Image]


@pytest.mark.parametrize("name", [*PORTRAITS, "multi_face.jpg"])
def test_upright_faces_pass(detector: Mtcnn, picture: Picture, name: str) -> None:
    for face in detector.detect(picture(name)):
        assert measure(face, align(picture(name), face.points)).upright >= ENROLLABLE["upright"]


@pytest.mark.parametrize("name", PORTRAITS)
def test_points_that_fit_a_face_on_its_head_are_told(detector: Mtcnn, picture: Picture, name: str) -> None:
    """As a detector sets them: upright, on a face that is not."""
    image = picture(name)
    (face,) = detector.detect(image)
    turned = np.ascontiguousarray(np.rot90(image, 2))
    upside_down = np.array(image.shape[1::-1]) - face.points
    fitted = upside_down[[1, 0, 2, 4, 3]] * [1, -1] + [0, 2 * upside_down[:, 1].mean()]
    upright, on_its_head = detector.judge(image, face.points[None])[0], detector.judge(turned, fitted[None])[0]
    assert upright > 0.9
    assert on_its_head < 0.3


def test_what_is_no_face_is_told(detector: Mtcnn, picture: Picture) -> None:
    """Jackets, walls and hair beside the faces of a group."""
    image = picture("multi_face.jpg")
    random = np.random.default_rng(1)
    faces = np.array([face.box for face in detector.detect(image)])
    places = random.uniform([0, 0], [image.shape[1] - 112, image.shape[0] - 112], (200, 2)).astype(np.float32)
    windows = np.concatenate([places, places + 112], axis=1)
    beside = places[intersections(windows, faces.astype(np.float32)).max(axis=1) == 0]
    answers = detector.judge(image, template() + beside[:, None])
    assert len(answers) > 50
    assert (answers < 0.3).mean() > 0.9


def test_upside_down_photographs_are_turned_or_left(detector: Mtcnn, shared: Path) -> None:
    """Each was a perfect sample, and all six were one person."""
    for file in sorted((shared / "cases").glob("upside_down_*.jpg")):
        image = np.asarray(cv2.imread(str(file)), np.uint8)
        assert detector.detect(image, LIVE) == []
        for face in detector.detect(image, PATIENT):
            roll = measure(face, align(image, face.points)).roll
            assert abs(roll) > 150


def cut(detector: Mtcnn, image: Image, height: float) -> list[Detection]:
    """The faces of a portrait that is cut `height` distances between eyes and mouth above the eyes."""
    (face,) = detector.detect(image)
    eyes, mouth = face.points[:2, 1].mean(), face.points[3:, 1].mean()
    top = max(round(eyes - height * (mouth - eyes)), 0)
    return detector.detect(np.ascontiguousarray(image[top:]), PATIENT)


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_face_cut_at_the_brows_is_no_sample(detector: Mtcnn, picture: Picture, name: str) -> None:
    image = picture(name)
    for face in cut(detector, image, 0.3):
        assert measure(face, align(image, face.points)).whole < ENROLLABLE["whole"]
    for face in cut(detector, image, 2.0):
        assert measure(face, align(image, face.points)).whole == 1


def test_how_much_of_a_face_is_in_the_frame() -> None:
    points = template() + 50
    assert visible(points, 300, 300) == 1
    assert visible(points - [0, 50 + 64], 300, 300) == pytest.approx(0.5, abs=0.05)
    assert visible(points, 106, 300) == pytest.approx(0.5, abs=0.06)
    assert visible(points + 1000, 300, 300) == 0
