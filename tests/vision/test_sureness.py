"""What speaks for a face makes it surer, and a find is a face where all of it together is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.types import Image
from facecam.vision.geometry import Floats
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import CERTAIN, HOPELESS, Mtcnn
from facecam.vision.scan import LIVE, PATIENT, Scan
from facecam.vision.sureness import Finds, sureness

share = st.floats(0.01, 0.99)
side = st.floats(20, 2000)


def find(score: float, upright: float, side: float) -> Finds:
    box = np.array([[10, 10, 10 + side * 0.8, 10 + side]], np.float32)
    return Finds(box, np.zeros((1, 5, 2), np.float32), one(score), one(upright))


@given(share, share, side)
def test_each_sign_alone_makes_it_surer(score: float, upright: float, side: float) -> None:
    (before,) = sureness(find(score, upright, side))
    assert 0 <= before <= 1
    for better in (find(score + 0.005, upright, side), find(score, upright + 0.005, side)):
        assert sureness(better)[0] >= before
    assert sureness(find(score, upright, side * 1.5))[0] >= before


def test_at_one_score_a_large_find_is_a_face_and_a_small_one_none() -> None:
    """Where the surroundings say nothing."""
    large, small = (sureness(find(0.75, 0.8, side), one(0.5))[0] for side in (200, 22))
    for scan in (LIVE, PATIENT):
        assert large > scan.sure > small


def test_certain_scores_are_numbers() -> None:
    assert np.isfinite(sureness(find(1.0, 1.0, 1.0))).all()
    assert len(sureness(Finds(*(np.empty((0, *rest), np.float32) for rest in ((4,), (5, 2), (), ()))))) == 0


def test_a_scan_keeps_what_is_sure(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    """Of all finds of a group's picture, which are beyond doubt; none where certainty is asked for."""
    image = picture("multi_face.jpg")
    for scan in (LIVE, PATIENT):
        finds = detector.finds(image, IntegralImage(image), scan, detector.min_face)
        kept = sureness(finds) >= 0.9
        assert len(detector.detect(image, scan)) == kept.sum() == 5
        assert detector.detect(image, certain(scan)) == []


@given(share, share, side, share)
def test_surroundings_that_speak_for_a_face_make_it_surer(
    score: float, upright: float, side: float, context: float
) -> None:
    one_find = find(score, upright, side)
    before, after = (sureness(one_find, one(value))[0] for value in (context, context + 0.005))
    assert 0 <= before <= after <= 1


def test_what_is_certain_or_hopeless_is_not_looked_at_again(
    detector: Mtcnn, picture: Callable[[str], Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The five of the group are beyond doubt, and the second look is for the others among the finds."""
    seen: list[int] = []
    look = Mtcnn.context

    def counted(detector: Mtcnn, integral: IntegralImage, boxes: Floats) -> Floats:
        seen.append(len(boxes))
        return look(detector, integral, boxes)

    monkeypatch.setattr(Mtcnn, "context", counted)
    image = picture("multi_face.jpg")
    finds = detector.finds(image, IntegralImage(image), PATIENT, detector.min_face)
    sure = sureness(finds)
    doubtful = int(((sure > HOPELESS) & (sure < CERTAIN)).sum())
    assert len(detector.detect(image, PATIENT)) == 5
    assert sum(seen) == doubtful < len(finds.boxes)


def test_a_face_is_less_sure_without_what_lies_around_it(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    """The heads of the group, cut out along their boxes and laid on a pattern."""
    image = picture("multi_face.jpg")
    boxes = np.array([face.box for face in detector.detect(image, PATIENT)], np.float32)
    bare = np.random.default_rng(1).integers(0, 256, image.shape, np.uint8)
    for x1, y1, x2, y2 in boxes.astype(int):
        bare[y1:y2, x1:x2] = image[y1:y2, x1:x2]
    with_them, without = (detector.context(IntegralImage(one), boxes) for one in (image, bare))
    assert (with_them > 0.9).all()
    assert without.mean() < with_them.mean() - 0.1


def one(value: float = 0.0) -> Floats:
    return np.array([value], np.float32)


def certain(scan: Scan) -> Scan:
    return replace(scan, sure=1.1, turned=None)
