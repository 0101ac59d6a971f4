"""What speaks for a face makes it surer, and a find is a face where all of it together is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.types import Image
from facecam.vision.geometry import Floats
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import Mtcnn, in_batches
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
    large, small = sureness(find(0.75, 0.8, 200))[0], sureness(find(0.75, 0.8, 22))[0]
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


@given(share, share, share, share, side)
def test_a_second_look_counts_as_much_as_the_first(
    score: float, upright: float, other_score: float, other_upright: float, side: float
) -> None:
    first, second = find(score, upright, side), find(other_score, other_upright, side)
    seen_twice = first.looked_at_again(np.array([True]), second.scores, second.upright)
    same = first.looked_at_again(np.array([True]), first.scores, first.upright)
    other_way = second.looked_at_again(np.array([True]), first.scores, first.upright)
    ends = sorted((sureness(first)[0], sureness(second)[0]))
    assert sureness(seen_twice)[0] == pytest.approx(sureness(other_way)[0], abs=1e-4)
    assert sureness(same)[0] == pytest.approx(sureness(first)[0], abs=1e-4)
    assert ends[0] - 1e-4 <= sureness(seen_twice)[0] <= ends[1] + 1e-4


def test_who_is_not_looked_at_again_stays_as_he_was() -> None:
    nobody = find(0.6, 0.7, 40).looked_at_again(np.array([False]), one()[:0], one()[:0])
    assert (nobody.scores[0], nobody.upright[0]) == pytest.approx((0.6, 0.7))


def test_the_second_look_is_what_the_nets_say_of_the_mirrored_picture(
    detector: Mtcnn, picture: Callable[[str], Image]
) -> None:
    image = picture("single_face.jpg")
    finds = detector.finds(image, IntegralImage(image), PATIENT, detector.min_face)
    mirror, width = np.ascontiguousarray(image[:, ::-1]), image.shape[1]
    points = finds.points[:, [1, 0, 2, 4, 3]] * np.array([-1, 1]) + np.array([width - 1, 0])
    there = detector.judge(mirror, points.astype(np.float32))
    here = detector.judge(image, finds.points, mirrored=True)
    assert here == pytest.approx(there, abs=0.02)  # the template is not quite the same in the mirror
    assert (here != detector.judge(image, finds.points)).all()
    place = np.array([[100, 60, 300, 260]], np.float32)
    other = np.array([[width - 300 + 1, 60, width - 100 + 1, 260]], np.float32)  # pixels are counted from 1
    (here, _, _), (there, _, _) = (
        in_batches(detector.onet, IntegralImage(of), at, 48, mirrored=mirrored)
        for of, at, mirrored in ((image, place, True), (mirror, other, False))
    )
    assert here == pytest.approx(there, abs=1e-3)


def test_a_doubtful_face_is_looked_at_again(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    """Five people, small and out of focus: of the fifth a second look makes a face."""
    small = cv2.resize(picture("multi_face.jpg"), None, fx=0.26, fy=0.26, interpolation=cv2.INTER_AREA)
    image = np.asarray(cv2.GaussianBlur(small, (0, 0), 1.5), np.uint8)
    finds = detector.finds(image, IntegralImage(image), PATIENT, 20)
    assert (sureness(finds) >= 0.4).sum() == 4
    scan = replace(PATIENT, sure=0.4, turned=None)
    assert len(detector.looking(scan, 20).detect(image)) == 5


def one(value: float = 0.0) -> Floats:
    return np.array([value], np.float32)


def certain(scan: Scan) -> Scan:
    return replace(scan, sure=1.1, turned=None)
