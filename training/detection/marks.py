"""What is a face, what may be one, and what is none, in a picture that nobody has marked completely.

Unmarked faces are the worst teachers: out of focus behind the one that was marked, in a crowd, turned away. So what
another detector (YuNet, Wu et al. 2023, MIT) finds there even at a low score is neither a face nor none, and what
it is sure of is a face. Points are the shipped O-Net's, which the embedder's crops were made with: another
detector's lie elsewhere, and recognition falls.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from facecam.base.types import Image
from facecam.vision.geometry import Floats, iou, squares
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import Mtcnn
from training.detection.pictures import SMALLEST, Pictures, sides
from training.detection.views import View

SURE = 0.82
"""YuNet's score from which an unmarked face counts as one."""
UNSURE = 0.25
"""YuNet's score from which a place is not taught to be no face."""
SHIFTS = ((0, 0, 0), (0.03, 0, 0), (-0.03, 0, 0), (0, 0.03, 0), (0, -0.03, 0), (0, 0, 0.04), (0, 0, -0.04))
"""Of a square, right, down and larger on each side, in sides: where points are looked for."""
ENLARGED = 2
"""YuNet also sees the picture this much larger: for the small and the blurred."""


class Yunet:
    """What may be a face: `find` gives boxes (N, 4)."""

    def __init__(self, path: Path) -> None:
        self._net = cv2.FaceDetectorYN.create(str(path), "", (320, 320), UNSURE, 0.3, 5000)

    def find(self, image: Image) -> Floats:
        found = [np.empty((0, 4), np.float32)]
        for times in (1, ENLARGED):
            large = cv2.resize(image, None, fx=times, fy=times) if times > 1 else image
            self._net.setInputSize((large.shape[1], large.shape[0]))
            faces = self._net.detect(large)[1]
            if faces is not None:
                corner, size = faces[:, :2] / times, faces[:, 2:4] / times
                found.append(np.concatenate([corner, corner + size], axis=1).astype(np.float32))
        return np.concatenate(found)


def marked(pictures: Pictures, index: int, detector: Mtcnn, yunet: Yunet) -> View:
    """The picture as it is, with its faces, their points and what is unsure in it."""
    image = pictures.picture(index)
    own = pictures.image == index
    boxes, ignore = pictures.boxes[own], pictures.ignore[own]
    sure = ~ignore | ((pictures.score[own] >= SURE) & (sides(boxes) >= SMALLEST))
    faces, unsure = boxes[sure], boxes[~sure]
    if len(boxes):
        seen = yunet.find(image)
        unsure = np.concatenate([unsure, seen[iou(seen, faces).max(axis=1, initial=0) < 0.4]])
    points, trust = five_points(detector, image, faces)
    return View(image, faces, points, trust, unsure)


def five_points(detector: Mtcnn, image: Image, faces: Floats) -> tuple[Floats, Floats]:
    """(N, 5, 2) and the O-Net's scores (N,): the mean over a few squares about where its own box comes to rest."""
    if len(faces) == 0:
        return np.empty((0, 5, 2), np.float32), np.empty(0, np.float32)
    integral = IntegralImage(image)
    places = squares(faces)
    boxes, _, _ = detector.look(integral, places)
    settled = iou(boxes, faces).diagonal() > 0.5
    places[settled] = squares(boxes[settled])
    side = (places[:, 2:] - places[:, :2]).max(axis=1, keepdims=True)
    looks = [
        detector.look(integral, (places + side * np.array([x - g, y - g, x + g, y + g])).astype(np.float32))
        for x, y, g in SHIFTS
    ]
    points: Floats = np.mean([five for _, _, five in looks], axis=0)
    return points.astype(np.float32), np.mean([score for _, score, _ in looks], axis=0).astype(np.float32)
