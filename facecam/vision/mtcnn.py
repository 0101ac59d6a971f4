"""Faces and their five points: MTCNN's three nets on an image pyramid (Zhang et al. 2016), NumPy between them.

P-Net looks at a pyramid of the frame for windows that may hold a face, R-Net throws most of them out, O-Net keeps
the faces, moves their boxes and sets their points. Scales, thresholds, rounding and calibration are
facenet-pytorch's, whose weights these are, so that boxes and points agree with its own. What differs is for speed
and was measured (`benchmarks/detector.py`): where pixels come from, levels of the pyramid that are left out, fewer
windows for R-Net (P-Net's threshold is 0.7, its 0.6) and fewer squares for O-Net (`R_OVERLAP`, its 0.7). One thing
is mended: a crop that reaches outside the image is filled with black, as in the paper; facenet-pytorch stretches
what is inside, which shifts the points of faces at the border (by 14 pixels where ours move by 3).
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from facecam.types import Detection, Image
from facecam.vision.geometry import Floats, calibrate, squares, suppress, suppress_contained
from facecam.vision.integral import IntegralImage, Ints
from facecam.vision.sessions import Session

P_WINDOW, R_SIDE, O_SIDE = 12, 24, 48
"""Side in pixels of what each net looks at."""
P_STRIDE = 2
P_THRESHOLD, R_THRESHOLD, O_THRESHOLD = 0.7, 0.7, 0.7
R_OVERLAP = 0.6
FACTOR = 0.709
SKIPPED = (1, 3)
"""Levels of the pyramid that are left out, with 38 % of P-Net's work. Faces between two of the others come to R-Net
in windows up to 1.4 times too large or small, which it mends. Of 720 cropped faces, a third from sets of masked
people, all levels with P-Net's threshold at 0.6 find 96.0 %, this 94.2 %; nearly all that is lost wears a mask."""
STEPWISE = (0, 2)
"""Levels made by linear steps from one another; sums over a level this large would cost more than they give."""
LARGE = 5_000_000
"""Images of more pixels are halved first."""
SMALLEST_FACE = 20


class Mtcnn:
    """The open detector. `detect` and `follow` may be called from several threads."""

    def __init__(self, pnet: Session, rnet: Session, onet: Session, min_face: int = 40) -> None:
        """`min_face`: height in pixels of the smallest face that is looked for, 20 or more."""
        self._pnet = pnet
        self._rnet = rnet
        self._onet = onet
        self.min_face = max(min_face, SMALLEST_FACE)

    def detect(self, image: Image) -> list[Detection]:
        """All faces, the surest first: a scan of the full image.

        An image of over 5 million pixels is halved until it has fewer, and then faces of under 20 pixels in the
        halved one are not looked for.
        """
        times = 1
        while image.shape[0] * image.shape[1] > LARGE:
            image = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
            times *= 2
        if min(image.shape[:2]) < P_WINDOW:
            return []
        summed = IntegralImage(image)
        windows = self._propose(image, summed, max(self.min_face / times, SMALLEST_FACE))
        boxes, scores, points = self._finish(summed, self._refine(summed, windows))
        kept = suppress_contained(boxes, scores, 0.7)
        return [Detection(boxes[i] * times, points[i] * times, float(scores[i])) for i in kept]

    def follow(self, image: Image, boxes: Floats) -> list[Detection | None]:
        """The faces at `boxes` (N, 4), where they were a moment ago; None where there is none any more.

        O-Net alone looks at each box made square: a tenth of a full scan's cost.
        """
        places = squares(boxes)
        pixels = _pixels(places)
        found = self._look(IntegralImage(image, pixels) if len(pixels) else IntegralImage(image[:0]), places)
        return [
            Detection(box, five, float(score)) if score > O_THRESHOLD else None
            for box, score, five in zip(*found, strict=True)
        ]

    def _propose(self, image: Image, summed: IntegralImage, min_face: float) -> Floats:
        """P-Net on the pyramid: (N, 4) squares that may hold a face."""
        found = []
        for index, (level, scale) in enumerate(_pyramid(image, summed, min_face)):
            probability, offsets = self._pnet.run(level[None])
            places = np.flatnonzero(probability >= P_THRESHOLD)
            rows, columns = np.divmod(places, probability.shape[2])
            found.append(
                (
                    (np.stack([columns, rows], axis=1) * P_STRIDE + 1) / scale,
                    np.full((len(places), 1), (P_WINDOW - 1) / scale),
                    probability.take(places),
                    offsets.reshape(4, -1).take(places, axis=1).T,
                    np.full(len(places), index),
                )
            )
        if not found:
            return np.empty((0, 4), np.float32)
        corners, sides, scores, moves, levels = (np.concatenate(parts) for parts in zip(*found, strict=True))
        boxes = np.floor(np.concatenate([corners, corners + sides], axis=1)).astype(np.float32)
        kept = suppress(boxes, scores, 0.5, levels)
        kept = kept[suppress(boxes[kept], scores[kept], 0.7)]
        return squares(calibrate(boxes[kept], moves[kept], inclusive=False))

    def _refine(self, summed: IntegralImage, windows: Floats) -> Floats:
        """R-Net on all windows at once: the squares that look like a face."""
        if len(windows) == 0:
            return windows
        scores, moves = self._rnet.run(summed.crops(_pixels(windows), R_SIDE))
        likely = scores > R_THRESHOLD
        boxes, scores, moves = windows[likely], scores[likely], moves[likely]
        kept = suppress(boxes, scores, R_OVERLAP)
        return squares(calibrate(boxes[kept], moves[kept]))

    def _finish(self, summed: IntegralImage, places: Floats) -> tuple[Floats, Floats, Floats]:
        """O-Net on all squares at once: boxes (N, 4), scores (N,) and points (N, 5, 2) of the faces."""
        boxes, scores, points = self._look(summed, places)
        faces = scores > O_THRESHOLD
        return boxes[faces], scores[faces], points[faces]

    def _look(self, summed: IntegralImage, places: Floats) -> tuple[Floats, Floats, Floats]:
        """O-Net's answer for each of the squares."""
        if len(places) == 0:
            return places, np.empty(0, np.float32), np.empty((0, 5, 2), np.float32)
        scores, moves, parts = self._onet.run(summed.crops(_pixels(places), O_SIDE))
        sides = (places[:, 2:] - places[:, :2] + 1)[:, None]
        points = parts.reshape(-1, 2, 5).transpose(0, 2, 1) * sides + places[:, None, :2] - 1
        return calibrate(places, moves), scores, points


def _pyramid(image: Image, summed: IntegralImage, min_face: float) -> Iterator[tuple[Image, float]]:
    """P-Net's levels and their scales, from the one where `min_face` fills a window down to the whole image in one.

    A level's true scale differs a little from the one that is given, because its sides are whole pixels; boxes are
    carried back by the given one, as in the original.
    """
    height, width = image.shape[:2]
    scale, index = P_WINDOW / min_face, 0
    while min(height, width) * scale >= P_WINDOW:
        size = int(width * scale + 1), int(height * scale + 1)
        if index in STEPWISE:
            image = _reduced(image, size)
            yield image, scale
        elif index not in SKIPPED:
            yield summed.resized(*size), scale
        scale, index = scale * FACTOR, index + 1


def _reduced(image: Image, size: tuple[int, int]) -> Image:
    """`image` at the width and height `size`, by halving and one linear step."""
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        image = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _pixels(boxes: Floats) -> Ints:
    """The whole pixels under boxes: first and last plus one. The original counts pixels from 1."""
    pixels: Ints = np.trunc(boxes).astype(np.int64) - np.array([1, 1, 0, 0])
    return pixels
