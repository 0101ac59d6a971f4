"""The one face alignment: five points to ArcFace's template by a similarity.

Detection, enrolment, evaluation and training all go through `align`; a second alignment anywhere is a defect,
because an embedder is only as good as the sameness of its crops.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image

# ArcFace's template for 112x112 (Deng et al. 2019): eye, eye, nose, mouth corner, mouth corner.
_TEMPLATE = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)  # fmt: skip
_TEMPLATE_SIZE = 112
_PLACES = [complex(*place) for place in _TEMPLATE]
# A grid over the skin of an aligned face: 17 columns, 21 rows.
_SKIN = np.add.outer(1j * np.linspace(24, 104, 21), np.linspace(24, 88, 17))
_SKIN_CORNERS = (24 + 24j, 88 + 24j, 24 + 104j, 88 + 104j)


def template(size: int = 112) -> NDArray[np.float32]:
    """(5, 2): where the five points come to lie in a crop of `size` pixels."""
    return np.asarray(_TEMPLATE, np.float32) * np.float32(size / _TEMPLATE_SIZE)


def similarity(points: NDArray[np.floating], target: NDArray[np.floating]) -> NDArray[np.float64]:
    """(2, 3): the rotation, scale and shift that carry `points` (N, 2) nearest to `target` (N, 2).

    Least squares in closed form (Umeyama 1991 without its SVD: in the plane a rotation with scale is one complex
    number, so the best one is a ratio of two sums). Never mirrors. Points that all coincide give a zero scale.
    """
    turn, shift = _turn_and_shift(_complex(points), _complex(target))
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _turn_and_shift(source: Sequence[complex], goal: Sequence[complex]) -> tuple[complex, complex]:
    """The similarity as `turn * z + shift`."""
    source_centre, goal_centre = sum(source) / len(source), sum(goal) / len(goal)
    arms = [z - source_centre for z in source]
    spread = sum(abs(arm) ** 2 for arm in arms)
    wanted = sum(arm.conjugate() * (w - goal_centre) for arm, w in zip(arms, goal, strict=True))
    turn = wanted / spread if spread > 0 else 0j
    return turn, goal_centre - turn * source_centre


def _complex(points: NDArray[np.floating]) -> list[complex]:
    """For so few points Python's own numbers are ten times as quick as arrays."""
    return [complex(x, y) for x, y in points.tolist()]


def visible(points: NDArray[np.floating], width: int, height: int) -> float:
    """Share of a face's skin, from above the brows to the chin, that a frame of that size holds, 0..1.

    `points` (5, 2) in its pixels. The frame is that of the pixels' centres: 0, 0 is the first pixel.
    """
    turn, shift = _turn_and_shift(_complex(points), _PLACES)
    if turn == 0:
        return 1.0
    right, bottom = width - 0.5, height - 0.5
    corners = [(corner - shift) / turn for corner in _SKIN_CORNERS]
    if all(-0.5 <= place.real <= right and -0.5 <= place.imag <= bottom for place in corners):
        return 1.0
    places = (_SKIN - shift) / turn
    inside = (places.real >= -0.5) & (places.real <= right) & (places.imag >= -0.5) & (places.imag <= bottom)
    return float(inside.mean())


def align(image: Image, points: NDArray[np.floating], size: int = 112) -> Image:
    """The face as a crop of `size` x `size`, BGR, upright, eyes and mouth at their places; black beyond the frame.

    `points` (5, 2) in pixels of `image`, image-left eye first. A face over twice as large as its crop is reduced
    by averaging whole pixels first: linear sampling alone would skip pixels and shimmer.
    """
    matrix = similarity(points, template(size))
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if 0 < scale < 0.5:
        image, matrix = _reduced(image, matrix, size, int(1 / scale))
    return cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _reduced(image: Image, matrix: NDArray[np.float64], size: int, step: int) -> tuple[Image, NDArray[np.float64]]:
    """The part of `image` that the crop needs, averaged over `step` x `step` pixels, and the matrix from it."""
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0], [size, 0], [0, size], [size, size]]) @ back[:, :2].T + back[:, 2]
    height, width = image.shape[:2]
    # Counted in whole steps from the image's origin, so that the crop does not depend on the part's place.
    limit = np.array([width, height]) // step
    start = np.clip(np.floor(corners.min(axis=0) / step).astype(int) - 1, 0, limit)
    stop = np.clip(np.ceil(corners.max(axis=0) / step).astype(int) + 1, 0, limit)
    (left, top), (right, bottom) = start.tolist(), stop.tolist()
    if left >= right or top >= bottom:
        return image, matrix
    part = image[top * step : bottom * step, left * step : right * step]
    reduced = cv2.resize(part, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    # A reduced pixel's centre lies in the middle of its `step` pixels.
    to_image = np.array([[step, 0, left * step + (step - 1) / 2], [0, step, top * step + (step - 1) / 2]])
    linear = matrix[:, :2] @ to_image[:, :2]
    return reduced, np.column_stack([linear, matrix[:, :2] @ to_image[:, 2] + matrix[:, 2]])  # type: ignore[return-value]
