from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from facecam.base.types import Detection, Image
from facecam.vision import open_detector
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import Mtcnn

PORTRAITS = ("0-f1-su-ph.jpg", "0-f15-hao-ph.jpg", "15-f13-anc-ph.jpg", "45-m7-di-ph.jpg", "single_face.jpg")


def boxes(found: list[Detection]) -> np.ndarray:
    return np.array([face.box for face in found], np.float32).reshape(-1, 4)


def resized(image: Image, scale: float) -> Image:
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("name", PORTRAITS)
def test_one_face_in_a_portrait_with_its_points_in_order(
    detector: Mtcnn, picture: Callable[[str], Image], name: str
) -> None:
    (face,) = detector.detect(picture(name))
    left, right, nose, mouth_left, mouth_right = face.points
    x1, y1, x2, y2 = face.box
    assert left[0] < right[0] and mouth_left[0] < mouth_right[0]
    assert max(left[1], right[1]) < nose[1] < min(mouth_left[1], mouth_right[1])
    assert (face.points > [x1, y1]).all() and (face.points < [x2, y2]).all()
    assert 0.9 < face.score <= 1
    assert face.box.dtype == face.points.dtype == np.float32


@pytest.mark.parametrize("scale", [1.0, 0.6, 0.45])
def test_five_people_at_any_size_down_to_forty_pixels(
    detector: Mtcnn, picture: Callable[[str], Image], scale: float
) -> None:
    found = detector.detect(resized(picture("multi_face.jpg"), scale))
    assert len(found) == 5
    assert (iou(boxes(found), boxes(found)) - np.eye(5) < 0.1).all()


def test_a_face_that_fills_the_frame(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    image = picture("single_face.jpg")
    (face,) = detector.detect(image)
    x1, y1, x2, y2 = np.clip(face.box, 0, None).astype(int)
    close = np.ascontiguousarray(image[y1:y2, x1:x2])
    (found,) = detector.detect(close)
    assert found.height > 0.7 * len(close)
    np.testing.assert_allclose(found.points + np.array([x1, y1]), face.points, atol=0.06 * face.width)


def test_a_face_of_forty_pixels_in_a_large_frame(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    image = picture("single_face.jpg")
    (face,) = detector.detect(image)
    small = resized(image, 40 / face.width)
    frame = np.full((720, 1280, 3), 90, np.uint8)
    frame[300 : 300 + small.shape[0], 900 : 900 + small.shape[1]] = small
    (found,) = detector.detect(frame)
    expected = face.box * 40 / face.width + [900, 300, 900, 300]
    assert iou(found.box[None], expected[None].astype(np.float32))[0, 0] > 0.6


def test_a_face_cut_by_the_border_keeps_its_points(detector: Mtcnn, clip: list[Image]) -> None:
    (whole,) = detector.detect(clip[0])
    cut = np.ascontiguousarray(clip[0][: int(whole.box[3] - 0.05 * whole.height)])
    (found,) = detector.detect(cut)
    assert np.linalg.norm(found.points - whole.points, axis=1).mean() < 0.05 * whole.width


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (11, 400), (12, 12), (39, 39), (360, 640)])
def test_images_without_a_face_are_ordinary(detector: Mtcnn, shape: tuple[int, int]) -> None:
    empty = np.zeros((*shape, 3), np.uint8)
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    for image in (empty, noise):
        assert detector.detect(image) == []
        assert detector.follow(image, np.empty((0, 4), np.float32)) == []
        assert detector.follow(image, np.array([[-90, -90, -50, -50], [0, 0, 40, 40]], np.float32)) == [None] * 2


def test_no_face_in_a_drawing(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    assert detector.detect(picture("free-mountain-vector-01.jpg")) == []


def test_a_hundred_megapixels(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    """Halved until it is small enough, and the answer is in the large image's pixels."""
    image = picture("single_face.jpg")
    (face,) = detector.detect(image)
    huge = np.zeros((10_000, 10_000, 3), np.uint8)
    large = np.asarray(cv2.resize(image, None, fx=4, fy=4), np.uint8)
    huge[5000 : 5000 + large.shape[0], 3000 : 3000 + large.shape[1]] = large
    (found,) = detector.detect(huge)
    expected = face.box * 4 + [3000, 5000, 3000, 5000]
    assert iou(found.box[None], expected[None].astype(np.float32))[0, 0] > 0.75


def test_the_smallest_face_is_a_choice(picture: Callable[[str], Image], detector: Mtcnn) -> None:
    image = resized(picture("multi_face.jpg"), 0.16)  # faces of 13 to 18 pixels
    fine = Mtcnn(detector.pnet, detector.rnet, detector.onet, None, min_face=20)
    assert len(fine.detect(image)) >= 3 and len(detector.detect(image)) == 0


def test_following_agrees_with_a_full_scan(detector: Mtcnn, clip: list[Image]) -> None:
    (face,) = detector.detect(clip[0])
    agreed = []
    for image in clip[1:]:
        (followed,) = detector.follow(image, face.box[None])
        assert followed is not None
        face = followed
        agreed.append(iou(followed.box[None], boxes(detector.detect(image)))[0].max())
    assert np.mean(np.array(agreed) > 0.6) >= 0.95


def test_following_several_and_losing_one(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    image = picture("multi_face.jpg")
    found = sorted(detector.detect(image), key=lambda face: float(face.box[0]))
    places = boxes(found) + np.float32(4)
    image[: int(found[0].box[3]) + 5, int(found[0].box[0]) : int(found[0].box[2])] = 128
    followed = detector.follow(image, places)
    assert followed[0] is None
    assert all(one is not None for one in followed[1:])


@pytest.mark.parametrize(("original", "pixels"), [(True, 2.0), (False, 4.0)])
def test_boxes_and_points_are_facenet_pytorchs(
    clip: list[Image], picture: Callable[[str], Image], original: bool, pixels: float
) -> None:
    """Of its own nets; the taught ones find the same faces, and their points lie where the embedder learnt them."""
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    peer = pytest.importorskip("facenet_pytorch").MTCNN(min_face_size=40, keep_all=True)
    torch.set_num_threads(1)
    detector = open_detector("off", original=original)
    distances, found, matched = [], 0, 0
    for image in (*clip[::10], picture("multi_face.jpg")):
        theirs, _, points = peer.detect(np.ascontiguousarray(image[..., ::-1]), landmarks=True)
        ours = detector.detect(image)
        overlap = iou(np.asarray(theirs, np.float32), boxes(ours))
        for row, five in zip(overlap, np.asarray(points, np.float32), strict=True):
            found += 1
            if row.max() >= 0.7:
                matched += 1
                distances += np.linalg.norm(ours[row.argmax()].points - five, axis=1).tolist()
    assert matched == found == 10
    assert np.median(distances) < pixels
