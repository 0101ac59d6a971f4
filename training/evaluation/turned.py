"""Held-out people turned to a side, against pictures of them that are not.

The turn is read from the five points that facecam's own detector finds on the crop, enlarged and with a border.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.vision.quality import pose
from training.core.vectors import Vectors
from training.data.faces import Faces
from training.evaluation.pipeline import finder
from training.metrics.confidence_intervals import Estimate, bootstrap

FRONTAL, TURNED = 15, 35
"""Degrees: at most, and at least."""

ENLARGED, BORDER = 2, 0.25
"""Times the crop, and a border of so much of it: the detector finds few faces that fill a picture."""


def yaws(faces: Faces, rows: NDArray[np.int64], cache: Path) -> NDArray[np.float32]:
    """How far each of `rows` is turned, degrees, NaN where no face is found; kept in `cache`."""
    path = cache / f"yaw-{len(rows)}-{hashlib.sha256(rows.tobytes()).hexdigest()[:12]}.npy"
    if not path.exists():
        find = finder()
        found = np.array([_yaw(find(_framed(faces.pixels[row]))) for row in rows], np.float32)
        cache.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}")
        np.save(temporary, found, allow_pickle=False)
        temporary.replace(path)
    stored: NDArray[np.float32] = np.load(path)
    return stored


def tar_of_turned(
    vectors: Vectors,
    person: NDArray[np.int64],
    yaw: NDArray[np.float32],
    limit: float,
    neighbourhood: Neighbourhood = EVEN,
) -> Estimate:
    """Of the pairs of one person, one frontal and one turned, the share above `limit`; people are drawn anew."""
    turn = np.abs(yaw)
    alike = person[:, None] == person
    frontal, turned = np.nonzero(alike & (turn[:, None] < FRONTAL) & (turn > TURNED))
    crowding = neighbourhood.crowding(vectors)
    scores = (vectors[frontal] * vectors[turned]).sum(axis=1) - crowding[frontal] - crowding[turned]
    accepted = scores > limit
    people, whose = np.unique(person[frontal], return_inverse=True)

    def rate(weights: NDArray[np.int64]) -> float:
        drawn = weights[whose]
        return float((drawn * accepted).sum() / max(drawn.sum(), 1))

    return bootstrap(rate, (len(people),), len(accepted))


def _framed(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    side = round(BORDER * ENLARGED * len(crop))
    large = cv2.resize(crop, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    return cv2.copyMakeBorder(large, side, side, side, side, cv2.BORDER_CONSTANT).astype(np.uint8, copy=False)


def _yaw(points: NDArray[np.float32]) -> float:
    return float("nan") if np.isnan(points).any() else pose(points).yaw
