"""What bad light, bad optics and covered faces cost: the second picture of each pair is corrupted, not the first.

The corrupted picture goes through the detector again. The threshold stays where it was on clean pictures, as a
camera's does when the light goes out; a face that is not found any more is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.vision.align import similarity, template
from training.core.vectors import Vectors
from training.data.augmentation import Image
from training.evaluation.datasets import Dataset
from training.evaluation.pipeline import Change, Points, vectors
from training.evaluation.verification import MISSING, Verification
from training.metrics.confidence_intervals import Estimate, wilson
from training.teachers.embedders import Embedder

FAR = 1e-2
"""The false accept rate on clean pictures that sets the threshold."""

MASK = ((14, 66), (40, 62), (56, 58), (72, 62), (98, 66), (92, 98), (74, 116), (56, 120), (38, 116), (20, 98))
"""Outline of a medical mask and, below, half axes of a glass of sunglasses: pixels of a crop of 112."""
GLASS = (17, 12)


@dataclass(frozen=True)
class Row:
    """One corruption. found: faces still detected. accepted: of the same pairs. wrong: of the others."""

    name: str
    found: Estimate
    accepted: Estimate
    wrong: Estimate


def blurred(image: Image, points: NDArray[np.float32]) -> Image:
    """Out of focus: a Gaussian of 2 pixels of a crop of 112."""
    return cv2.GaussianBlur(image, (0, 0), 2 * _pixel(points))


def compressed(image: Image, points: NDArray[np.float32]) -> Image:
    """JPEG of quality 10."""
    decoded = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 10])[1], cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded


def darkened(image: Image, points: NDArray[np.float32]) -> Image:
    """A sixth of the light, and a sensor's noise of 4 grey levels."""
    noise = np.random.default_rng(0).normal(0, 4, image.shape)
    return np.clip(image / 6 + noise, 0, 255).astype(np.uint8)


def coarse(image: Image, points: NDArray[np.float32]) -> Image:
    """From far away: the crop of the face would have 24 pixels."""
    height, width = image.shape[:2]
    scale = 24 / 112 / _pixel(points)
    if scale >= 1:
        return image
    small = max(1, round(width * scale)), max(1, round(height * scale))
    few = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR)


def masked(image: Image, points: NDArray[np.float32]) -> Image:
    """A pale blue mask over nose, mouth and chin."""
    outline = _in_picture(np.array(MASK, float), points)
    return cv2.fillPoly(image.copy(), [np.rint(outline).astype(np.int32)], (215, 190, 160))


def shaded(image: Image, points: NDArray[np.float32]) -> Image:
    """Sunglasses: a dark ellipse over each eye and a bar between them."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ellipse = np.column_stack([GLASS[0] * np.cos(angles), GLASS[1] * np.sin(angles)])
    left, right = template()[:2]
    bar = np.array([left, right, right, left])
    bar[:, 1] += (-3, -3, 1, 1)
    shapes = [
        np.rint(_in_picture(shape, points)).astype(np.int32) for shape in (left + ellipse, right + ellipse, bar)
    ]
    out = image.copy()
    for shape in shapes:
        cv2.fillPoly(out, [shape], (25, 25, 25))
    return out


WAYS: dict[str, Change] = {
    "blur": blurred,
    "JPEG, quality 10": compressed,
    "darkness": darkened,
    "low resolution": coarse,
    "mask": masked,
    "sunglasses": shaded,
}


def robustness(
    data: Dataset,
    five: Points,
    embedders: Sequence[Embedder],
    clean: Sequence[Vectors],
    verified: Sequence[Verification],
    ways: Sequence[str] = tuple(WAYS),
) -> list[list[Row]]:
    """The table of each embedder, clean pictures first. clean: its vectors [n, D]. ways: some of `WAYS`."""
    second, place = np.unique(data.pairs[:, 1], return_inverse=True)
    tables: list[list[Row]] = [[] for _ in embedders]
    for name in ("clean", *ways):
        change = WAYS.get(name)
        corrupted = vectors(data, five, embedders, second, change) if change else [known[second] for known in clean]
        each = zip(tables, embedders, clean, corrupted, verified, strict=True)
        for table, embedder, first, answer, judged in each:
            limit = float(np.quantile(judged.scores[~judged.same], 1 - FAR))
            scores = (first[data.pairs[:, 0]] * answer[place]).sum(axis=1)
            crowding = embedder.neighbourhood.crowding
            scores -= crowding(first)[data.pairs[:, 0]] + crowding(answer)[place]
            called = np.nan_to_num(scores, nan=MISSING) > limit
            missing = int(np.isnan(answer).any(axis=1).sum())
            same, other = data.same, ~data.same
            table.append(
                Row(
                    name,
                    wilson(len(second) - missing, len(second)),
                    wilson(int(called[same].sum()), int(same.sum())),
                    wilson(int(called[other].sum()), int(other.sum())),
                )
            )
    return tables


def _pixel(points: NDArray[np.float32]) -> float:
    """How large one pixel of a crop of 112 is in the picture."""
    matrix = similarity(points, template())
    return 1 / max(float(np.hypot(matrix[0, 0], matrix[1, 0])), 1e-6)


def _in_picture(outline: NDArray[np.floating], points: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 2) places in a crop of 112 -> in the picture."""
    back = cv2.invertAffineTransform(similarity(points, template()))
    return np.asarray(outline @ back[:, :2].T + back[:, 2], np.float64)
