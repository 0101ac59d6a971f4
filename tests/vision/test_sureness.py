"""What speaks for a face makes it surer, and a find is a face where all of it together is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.types import Image
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import LIVE, PATIENT, Scan
from facecam.vision.sureness import Finds, sureness

share = st.floats(0.01, 0.99)
side = st.floats(20, 2000)


def find(score: float, upright: float, side: float) -> Finds:
    box = np.array([[10, 10, 10 + side * 0.8, 10 + side]], np.float32)
    one = np.array([score], np.float32), np.array([upright], np.float32)
    return Finds(box, np.zeros((1, 5, 2), np.float32), *one)


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
    """Of all finds of a group's picture those, and no others; none where certainty is asked for."""
    image = picture("multi_face.jpg")
    for scan in (LIVE, PATIENT):
        finds = detector.finds(image, IntegralImage(image), scan, detector.min_face)
        kept = (sureness(finds) >= scan.sure) & (finds.upright >= scan.upright)
        assert len(detector.detect(image, scan)) == kept.sum() > 3
        assert detector.detect(image, certain(scan)) == []


def certain(scan: Scan) -> Scan:
    return replace(scan, sure=1.1, turned=None)
