from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.vision.integral import IntegralImage, part_around

IMAGE = np.random.default_rng(3).integers(0, 256, (47, 61, 3), np.uint8)


def mean_of_touched(image: np.ndarray, box: tuple[int, int, int, int], size: int) -> np.ndarray:
    """The crop by plain loops: each output pixel is the mean of the pixels it touches, black outside the image."""
    x1, y1, x2, y2 = box
    canvas = np.zeros((y2 - y1, x2 - x1, 3))
    for y in range(max(y1, 0), min(y2, image.shape[0])):
        for x in range(max(x1, 0), min(x2, image.shape[1])):
            canvas[y - y1, x - x1] = image[y, x]
    out = np.zeros((size, size, 3))
    for row in range(size):
        for column in range(size):
            top, bottom = row * len(canvas) // size, -(-(row + 1) * len(canvas) // size)
            left, right = column * canvas.shape[1] // size, -(-(column + 1) * canvas.shape[1] // size)
            out[row, column] = canvas[top:bottom, left:right].mean(axis=(0, 1))
    return out


corner = st.integers(-40, 70)
side = st.integers(1, 90)


@given(corner, corner, side, side, st.sampled_from([4, 7]))
@settings(max_examples=40)
def test_crops_are_means_of_the_touched_pixels(x: int, y: int, width: int, height: int, size: int) -> None:
    box = (x, y, x + width, y + height)
    expected = mean_of_touched(IMAGE, box, size)
    boxes = np.array([box])
    for summed in (IntegralImage(IMAGE), IntegralImage(*part_around(IMAGE, boxes))):
        crops = summed.crops(boxes, size)
        assert crops.shape == (1, size, size, 3) and crops.dtype == np.uint8
        np.testing.assert_allclose(crops[0], expected, atol=0.51)


def test_many_boxes_at_once_are_each_alone() -> None:
    boxes = np.array([[0, 0, 61, 47], [-20, -20, 10, 10], [50, 40, 90, 80], [3, 4, 5, 6]])
    together = IntegralImage(IMAGE).crops(boxes, 6)
    for crop, box in zip(together, boxes, strict=True):
        np.testing.assert_array_equal(crop, IntegralImage(IMAGE).crops(box[None], 6)[0])


def test_no_boxes_no_crops() -> None:
    assert IntegralImage(IMAGE).crops(np.empty((0, 4), np.int64), 24).shape == (0, 24, 24, 3)


def test_resized_is_adaptive_average_pooling() -> None:
    torch = pytest.importorskip("torch", reason="the training group is not installed")
    pooled = torch.nn.functional.interpolate(
        torch.from_numpy(IMAGE).permute(2, 0, 1)[None].float(), size=(13, 19), mode="area"
    )
    np.testing.assert_allclose(IntegralImage(IMAGE).resized(19, 13), pooled[0].permute(1, 2, 0).numpy(), atol=0.51)
