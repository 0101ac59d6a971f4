"""The weights of `facecam.vision.sureness`: what O-Net, the judge, size and context of a find say, together.

Both scans' finds in the pictures that may be learnt from and chosen by; a find on what may be a face and is not
marked teaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from facecam.vision.contrast import stretched
from facecam.vision.geometry import Floats, iou
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import LIVE, PATIENT, Scan
from facecam.vision.sureness import Weights, signs
from training.detection.measure import BESIDE, FOUND
from training.detection.pictures import SMALLEST, Part, Pictures, load_pictures, sides
from training.detection.prepare import FACES, NO_FACES

Signs: TypeAlias = tuple[Floats, NDArray[np.bool_]]
"""Of the finds of a scan: what speaks for a face (N, 4), and which are faces (N,)."""

SHARE = 2
"""Of pictures that many are enough: every second one, for a few numbers."""
LIKELY = 0.02
"""O-Net's score from which a find has its context weighed."""


def fit(detector: Mtcnn, folder: Path) -> tuple[Weights, Weights]:
    """Without and with context; `all` is such that a face of either kind is as likely.

    What the context net says is weighed in pictures that it did not learn from: the others it knows by heart.
    """
    loose = tuple(replace(scan, thresholds=(*scan.thresholds[:2], LIKELY)) for scan in (LIVE, PATIENT))
    first = _of_all(detector, folder, ("learn", "develop"), (LIVE, PATIENT), SHARE)
    second = _of_all(detector, folder, ("develop",), loose, 1)
    return _weights((what[:, :3], right) for what, right in first), _weights(second)


def _weights(finds: Iterable[Signs]) -> Weights:
    what, right = (np.concatenate(parts) for parts in zip(*finds, strict=True))
    found = LogisticRegression(class_weight="balanced", max_iter=2000).fit(what, right)
    score, upright, size, *context = found.coef_[0].tolist()
    return Weights(score, upright, size, float(found.intercept_[0]), *context)


def _of_all(
    detector: Mtcnn, folder: Path, parts: tuple[Part, ...], scans: tuple[Scan, ...], share: int
) -> Iterator[Signs]:
    for pictures in (load_pictures(folder / name) for name in (FACES, NO_FACES)):
        for index in [index for part in parts for index in pictures.of(part)][::share]:
            yield from of_picture(detector, pictures, index, scans)


def of_picture(detector: Mtcnn, pictures: Pictures, index: int, scans: tuple[Scan, ...]) -> Iterator[Signs]:
    """Of each scan: the finds' signs, and which are faces."""
    image, own = stretched(pictures.picture(index)), np.flatnonzero(pictures.image == index)
    counted = ~pictures.ignore[own] & (sides(pictures.boxes[own]) >= SMALLEST)
    integral = IntegralImage(image)
    for scan in scans:
        finds = detector.finds(image, integral, scan, SMALLEST)
        overlap = iou(pictures.boxes[own], finds.boxes)
        face = np.asarray((overlap[counted] >= FOUND).any(axis=0))
        clear = face | (overlap.max(axis=0, initial=0) < BESIDE)
        yield signs(finds, detector.context(integral, finds.boxes))[clear], face[clear]
