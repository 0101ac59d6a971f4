"""The two scans: what each finds that the other, or an older one, does not."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from facecam.base.types import Detection, Image
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import LIVE, PATIENT

PORTRAITS = ("0-f1-su-ph.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "45-m7-di-ph.jpg", "single_face.jpg")

Picture = Callable[[str], Image]


def close_up(image: Image, face: Detection, share: float, cut: float) -> tuple[Image, np.ndarray]:
    """A frame of 640x360 in which the face has `share` of the height and is moved over the upper border by `cut` of
    its own height; where its box is."""
    scale = share * 360 / face.height
    x, y = 320 - scale * float(face.box[[0, 2]].mean()), -cut * share * 360 - scale * float(face.box[1])
    matrix = np.array([[scale, 0, x], [0, scale, y]])
    frame = cv2.warpAffine(image, matrix, (640, 360), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(frame, np.uint8), face.box * scale + [x, y, x, y]


def overlap(found: list[Detection], box: np.ndarray) -> float:
    boxes = np.array([one.box for one in found], np.float32).reshape(-1, 4)
    return float(iou(np.asarray(box, np.float32)[None], boxes).max(initial=0))


@pytest.mark.parametrize("name", PORTRAITS)
@pytest.mark.parametrize("share", [0.6, 0.8, 1.0])
@pytest.mark.parametrize("cut", [0.0, 0.15])
def test_a_face_that_fills_a_live_frame_is_found_and_followed(
    detector: Mtcnn, picture: Picture, name: str, share: float, cut: float
) -> None:
    image = picture(name)
    frame, box = close_up(image, detector.detect(image)[0], share, cut)
    found = detector.detect(frame, LIVE)
    assert overlap(found, box) > 0.4
    (followed,) = detector.follow(frame, np.asarray(box, np.float32)[None])
    assert followed is not None


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_still_that_is_nothing_but_a_face(detector: Mtcnn, picture: Picture, name: str) -> None:
    image = picture(name)
    x1, y1, x2, y2 = detector.detect(image)[0].box.clip(0).astype(int)
    tight = np.ascontiguousarray(image[y1:y2, x1:x2])
    assert overlap(detector.detect(tight, PATIENT), np.array([0, 0, x2 - x1, y2 - y1])) > 0.5


@pytest.mark.parametrize("name", PORTRAITS)
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_still_gives_the_face_as_it_lies(
    detector: Mtcnn, picture: Picture, name: str, quarters: int
) -> None:
    """Box and points are those of the upright picture, turned with it; so its crop comes out upright."""
    image = picture(name)
    face = detector.detect(image, PATIENT)[0]
    turned = np.ascontiguousarray(np.rot90(image, quarters))
    (found, *more) = detector.detect(turned, PATIENT)
    assert not more
    expected = face.points
    height, width = image.shape[:2]
    for _ in range(quarters):
        expected = np.stack([expected[:, 1], width - expected[:, 0]], axis=1)
        height, width = width, height
    assert np.linalg.norm(found.points - expected, axis=1).mean() < 0.08 * face.width


@pytest.mark.parametrize("name", PORTRAITS)
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_live_scan_takes_nobody_on_the_side_or_head_for_upright(
    detector: Mtcnn, picture: Picture, name: str, quarters: int
) -> None:
    turned = np.ascontiguousarray(np.rot90(picture(name), quarters))
    assert detector.detect(turned, LIVE) == []


def test_a_patient_scan_of_nothing_is_nothing(detector: Mtcnn, picture: Picture) -> None:
    assert detector.detect(picture("free-mountain-vector-01.jpg"), PATIENT) == []
    assert detector.detect(np.zeros((11, 400, 3), np.uint8), PATIENT) == []
