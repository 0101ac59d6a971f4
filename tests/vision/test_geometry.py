from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facecam.vision.geometry import (
    areas,
    calibrate,
    containment,
    iou,
    squares,
    suppress,
    suppress_contained,
)

NONE = np.empty((0, 4), np.float32)


@st.composite
def boxes(draw: st.DrawFn, max_size: int = 12) -> np.ndarray:
    corner = st.integers(0, 100)
    side = st.integers(1, 80)
    rows = draw(st.lists(st.tuples(corner, corner, side, side), max_size=max_size))
    array = np.array(rows, np.float32).reshape(-1, 4)
    array[:, 2:] += array[:, :2]
    return array


@st.composite
def scored(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    array = draw(boxes())
    order = draw(st.permutations(range(len(array))))
    return array, (np.array(order, np.float32) + 1) / (len(array) + 1)


def overlap(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """IoU and containment of two boxes with whole corners, by counting pixels."""
    canvas = np.zeros((200, 200), int)
    for x1, y1, x2, y2 in (a.astype(int), b.astype(int)):
        canvas[y1:y2, x1:x2] += 1
    both, either = int((canvas == 2).sum()), int((canvas > 0).sum())
    smaller = min((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b))
    return both / either, both / float(smaller)


def test_nothing_is_ordinary() -> None:
    some = np.array([[0, 0, 2, 2]], np.float32)
    assert iou(NONE, some).shape == (0, 1)
    assert containment(some, NONE).shape == (1, 0)
    assert len(areas(NONE)) == len(squares(NONE)) == len(calibrate(NONE, NONE)) == 0
    assert len(suppress(NONE, np.empty(0, np.float32), 0.5)) == 0
    assert len(suppress_contained(NONE, np.empty(0, np.float32), 0.5)) == 0


def test_a_box_without_area_overlaps_nothing() -> None:
    flat = np.array([[5, 5, 5, 9], [9, 9, 3, 3]], np.float32)
    assert (iou(flat, flat) == 0).all()
    assert (areas(flat) == 0).all()


@given(boxes(4), boxes(4))
def test_overlaps_count_pixels(a: np.ndarray, b: np.ndarray) -> None:
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            expected = overlap(one, other)
            np.testing.assert_allclose((iou(a, b)[i, j], containment(a, b)[i, j]), expected, rtol=1e-5)


@given(scored(), st.sampled_from([0.3, 0.5, 0.7]))
def test_suppression_is_greedy(items: tuple[np.ndarray, np.ndarray], limit: float) -> None:
    """Against the naive loop: best first, keep what overlaps no kept one too much."""
    array, scores = items
    for function, measure in ((suppress, iou), (suppress_contained, containment)):
        overlaps = measure(array, array)
        if (abs(overlaps - limit) < 1e-4).any():
            continue  # on the limit itself, rounding decides
        kept: list[int] = []
        for index in np.argsort(-scores):
            if all(overlaps[index, other] <= limit for other in kept):
                kept.append(int(index))
        assert function(array, scores, limit).tolist() == kept


@given(boxes())
def test_squares_keep_centre_and_longer_side(array: np.ndarray) -> None:
    result = squares(array)
    sides = result[:, 2:] - result[:, :2]
    np.testing.assert_allclose(sides[:, 0], sides[:, 1], atol=1e-3)
    np.testing.assert_allclose(sides[:, 0], (array[:, 2:] - array[:, :2]).max(axis=1, initial=0), atol=1e-3)
    np.testing.assert_allclose(result[:, :2] + result[:, 2:], array[:, :2] + array[:, 2:], atol=1e-3)


def test_calibration_moves_sides_by_parts_of_the_box() -> None:
    box = np.array([[10, 20, 29, 59]], np.float32)
    offsets = np.array([[0.1, -0.1, 0.5, 0.25]], np.float32)
    np.testing.assert_allclose(calibrate(box, offsets), [[12, 16, 39, 69]], rtol=1e-6)
    np.testing.assert_allclose(calibrate(box, offsets, inclusive=False), [[11.9, 16.1, 38.5, 68.75]], rtol=1e-6)
