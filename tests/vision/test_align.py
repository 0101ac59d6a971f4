from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.types import Image
from facecam.vision.align import align, similarity, template
from facecam.vision.mtcnn import Mtcnn

angles = st.floats(-np.pi, np.pi)
scales = st.floats(0.05, 20)
shifts = st.floats(-2000, 2000)


def matrix(angle: float, scale: float, x: float, y: float) -> np.ndarray:
    a, b = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[a, -b, x], [b, a, y]])


def apply(m: np.ndarray, points: np.ndarray) -> np.ndarray:
    return np.asarray(points @ m[:, :2].T + m[:, 2])


@given(angles, scales, shifts, shifts)
def test_any_similarity_is_recovered(angle: float, scale: float, x: float, y: float) -> None:
    true = matrix(angle, scale, x, y)
    found = similarity(template(), apply(true, template().astype(float)))
    np.testing.assert_allclose(found, true, rtol=1e-6, atol=1e-5 * max(scale, 1))


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=5, max_size=5),
    st.tuples(*[st.floats(-0.1, 0.1)] * 4),
)
def test_no_other_similarity_comes_nearer(points: list[tuple[float, float]], change: tuple[float, ...]) -> None:
    source, goal = np.array(points), template().astype(float)
    best = similarity(source, goal)
    a, b, x, y = best[0, 0] + change[0], best[1, 0] + change[1], best[0, 2] + change[2], best[1, 2] + change[3]
    other = np.array([[a, -b, x], [b, a, y]])

    def miss(m: np.ndarray) -> float:
        return float(((apply(m, source) - goal) ** 2).sum())

    assert miss(best) <= miss(other) * (1 + 1e-9) + 1e-6


@pytest.mark.parametrize("size", [112, 160])
def test_points_on_the_template_leave_the_picture_as_it_is(size: int) -> None:
    image = np.random.default_rng(1).integers(0, 256, (size, size, 3), np.uint8)
    np.testing.assert_array_equal(align(image, template(size), size), image)


def test_a_second_alignment_changes_nothing(detector: Mtcnn, picture: Callable[[str], Image]) -> None:
    image = picture("single_face.jpg")
    crop = align(image, detector.detect(image)[0].points)
    np.testing.assert_array_equal(align(crop, template()), crop)


def test_coincident_points_give_a_crop_all_the_same() -> None:
    image = np.full((50, 50, 3), 200, np.uint8)
    assert align(image, np.full((5, 2), 25.0)).shape == (112, 112, 3)


def test_beyond_the_frame_is_black() -> None:
    image = np.full((112, 112, 3), 255, np.uint8)
    crop = align(image, template() - 56)  # the face's middle in the corner
    assert (crop[:50, :50] == 0).all() or (crop[62:, 62:] == 0).all()
    assert (crop == 255).any()


@pytest.mark.parametrize("scale", [2.5, 4, 7.3])
def test_a_large_face_is_averaged_and_lies_where_a_small_one_would(scale: float) -> None:
    """Fine stripes, which linear sampling alone would turn into moiré, become grey; edges stay in place."""
    side = int(112 * scale)
    stripes = np.zeros((side, side, 3), np.uint8)
    stripes[:, ::2] = 255
    inner = align(stripes, template() * scale)[20:92, 20:92]
    assert inner.std() < 25
    disc = np.zeros((side, side, 3), np.uint8)
    cv2.circle(disc, (side // 2, side // 2), side // 4, (255, 255, 255), -1)
    crop = align(disc, template() * scale)
    centre = np.argwhere(crop[..., 0] > 127).mean(axis=0)
    np.testing.assert_allclose(centre, (side // 2) / scale, atol=0.6)


def test_reduction_counts_from_the_image_so_a_border_changes_nothing() -> None:
    image = np.random.default_rng(2).integers(0, 256, (900, 900, 3), np.uint8)
    points = template() * 4 + 200
    whole = align(image, points)
    wider = cv2.copyMakeBorder(image, 0, 300, 0, 300, cv2.BORDER_REFLECT)
    np.testing.assert_array_equal(align(np.asarray(wider, np.uint8), points), whole)
