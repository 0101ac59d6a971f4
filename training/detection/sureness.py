"""The weights of `facecam.vision.sureness`: what O-Net, the judge and the size of a find say, taken together.

Both scans' finds in the pictures that may be learnt from and chosen by; a find on what may be a face and is not
marked teaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from facecam.vision.geometry import Floats, iou
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import LIVE, PATIENT
from facecam.vision.sureness import Weights, signs
from training.detection.measure import BESIDE, FOUND
from training.detection.pictures import SMALLEST, Pictures, load_pictures, sides
from training.detection.prepare import FACES, NO_FACES

PARTS = ("learn", "develop")
SHARE = 2
"""Every second picture is enough for four numbers."""


def fit(detector: Mtcnn, folder: Path) -> Weights:
    """Of the pictures in `folder`; `all` is such that a face of either kind is as likely."""
    what, right = (np.concatenate(parts) for parts in zip(*_of_all(detector, folder), strict=True))
    found = LogisticRegression(class_weight="balanced", max_iter=2000).fit(what, right)
    score, upright, size = found.coef_[0].tolist()
    return Weights(score, upright, size, float(found.intercept_[0]))


def _of_all(detector: Mtcnn, folder: Path) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    for pictures in (load_pictures(folder / name) for name in (FACES, NO_FACES)):
        for index in [index for part in PARTS for index in pictures.of(part)][::SHARE]:  # type: ignore[arg-type]
            yield from of_picture(detector, pictures, index)


def of_picture(detector: Mtcnn, pictures: Pictures, index: int) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """Of each scan: the finds' signs (N, 3), and which are faces (N,)."""
    image, own = pictures.picture(index), np.flatnonzero(pictures.image == index)
    counted = ~pictures.ignore[own] & (sides(pictures.boxes[own]) >= SMALLEST)
    integral = IntegralImage(image)
    for scan in (LIVE, PATIENT):
        finds = detector.finds(image, integral, scan, SMALLEST)
        overlap = iou(pictures.boxes[own], finds.boxes)
        face = np.asarray((overlap[counted] >= FOUND).any(axis=0))
        clear = face | (overlap.max(axis=0, initial=0) < BESIDE)
        yield signs(finds)[clear], face[clear]
