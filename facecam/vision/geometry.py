"""Boxes as arrays: overlap, non-maximum suppression, squares, regression. Pure functions.

Boxes are float32 (N, 4): x1, y1, x2, y2 in pixels, x2 and y2 one past the inside. N = 0 is ordinary everywhere.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.intp]


def areas(boxes: Floats) -> Floats:
    """(N,) areas; a box turned inside out has none."""
    sides: Floats = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    area: Floats = sides[:, 0] * sides[:, 1]
    return area


def intersections(a: Floats, b: Floats) -> Floats:
    """(N, M) areas that the boxes of `a` (N, 4) and `b` (M, 4) share."""
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    sides: Floats = np.maximum(bottom_right - top_left, 0)
    area: Floats = sides[..., 0] * sides[..., 1]
    return area


def iou(a: Floats, b: Floats) -> Floats:
    """(N, M): intersection over union, 0..1."""
    shared = intersections(a, b)
    union = areas(a)[:, None] + areas(b)[None] - shared
    return _ratio(shared, union)


def containment(a: Floats, b: Floats) -> Floats:
    """(N, M): intersection over the smaller of the two areas, 0..1."""
    shared = intersections(a, b)
    smaller = np.minimum(areas(a)[:, None], areas(b)[None])
    return _ratio(shared, smaller)


def suppress(boxes: Floats, scores: Floats, limit: float) -> Indices:
    """Indices of the boxes to keep, best first: none overlaps a better one by an IoU over `limit`.

    Greedy non-maximum suppression in OpenCV's compiled code: P-Net brings hundreds of candidates.
    """
    if len(boxes) == 0:
        return np.empty(0, np.intp)
    corner_and_sides = boxes.copy()
    corner_and_sides[:, 2:] -= boxes[:, :2]
    kept = cv2.dnn.NMSBoxes(corner_and_sides, scores, 0.0, limit)  # type: ignore[arg-type]
    return np.asarray(kept, np.intp).reshape(-1)


def suppress_contained(boxes: Floats, scores: Floats, limit: float) -> Indices:
    """As `suppress`, with the overlap in parts of the smaller box: a face inside a face goes too.

    For the few boxes that are left at the end.
    """
    order = np.argsort(-scores, kind="stable")
    overlap = containment(boxes, boxes) > limit
    kept: list[int] = []
    for index in order:
        if not overlap[index, kept].any():
            kept.append(int(index))
    return np.array(kept, np.intp)


def squares(boxes: Floats, times: float = 1.0) -> Floats:
    """Boxes grown on their shorter side until they are square, and then so many times as large, about the same
    centre."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True) * np.float32(times / 2)
    return np.concatenate([centre - half, centre + half], axis=1)


def calibrate(boxes: Floats, offsets: Floats, *, inclusive: bool = True) -> Floats:
    """Move each side by its offset (N, 4), given in parts of the box's width and height.

    `inclusive` counts the last pixel as inside, so sides are one longer: so R- and O-Net were taught, P-Net not.
    """
    sides = boxes[:, 2:] - boxes[:, :2] + np.float32(inclusive)
    moved: Floats = boxes + offsets * np.concatenate([sides, sides], axis=1)
    return moved


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return ratio
