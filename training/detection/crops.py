"""Aligned crops for the judge: of faces, and of what a detector took for faces though they are none or not upright.

What is no face comes through the detector as it would in earnest, with its nets letting nearly all through: its
points fit an upright face to whatever lies there, and the crop is made by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image
from facecam.vision import open_detector
from facecam.vision.align import align
from facecam.vision.geometry import Floats, iou
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import JUDGE_SIDE, Mtcnn
from facecam.vision.scan import Scan
from training.detection.marks import Yunet, marked
from training.detection.pictures import Part, Pictures, load_pictures
from training.detection.prepare import FACES, NO_FACES
from training.detection.views import View, masked, spoilt, unmarked, whole

Crops = NDArray[np.uint8]
"""[n, 48, 48, 3] BGR."""

LOOSE = Scan((0.6, 0.1, 0.1), overlap=0.7, upright=0.0, border=6)
SMALLEST = 24
APART = 0.15
"""IoU with every face and all that may be one, up to which a place is none."""


def taken_for_faces(detector: Mtcnn, view: View, most: int) -> list[Image]:
    """Crops of what nets that let nearly all through take for faces, where no upright face is, nor may be."""
    integral = IntegralImage(view.image)
    places = detector.refine(integral, detector.propose(view.image, integral, SMALLEST, LOOSE), LOOSE)
    boxes, scores, points = detector.look(integral, places)
    near = view.unsure if view.turned else np.concatenate([view.faces, view.unsure])
    free = iou(boxes, near).max(axis=1, initial=0) < APART
    chosen = np.flatnonzero(free & (scores > LOOSE.thresholds[2]))
    chosen = chosen[np.argsort(-scores[chosen])][:most]
    return [align(view.image, points[one], JUDGE_SIDE) for one in chosen]


def jittered(points: Floats, random: np.random.Generator, much: float) -> Floats:
    """Five points (5, 2) as another look would have set them; `much`: 1 as another frame would."""
    reach = float(np.hypot(*(points[1] - points[0]))) + 0.2 * float(np.hypot(*(points[3] - points[0])))
    centre = points.mean(axis=0)
    angle, scale = random.normal(0, 0.06 * much), np.exp(random.normal(0, 0.05 * much))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (points - centre) @ turn.T + centre + random.normal(0, 0.04 * much * reach, 2)
    return np.asarray(moved + random.normal(0, 0.02 * much * reach, (5, 2)), np.float32)


def _of_faces(picture: View, random: np.random.Generator) -> list[Image]:
    crops: list[Image] = []
    for _ in range(3):
        bare = np.flatnonzero((random.random(len(picture.faces)) < 0.2) & (picture.trust > 0.8))
        view = spoilt(masked(picture, bare, random) if len(bare) else picture, random)
        crops += [align(view.image, jittered(five, random, 1.0), JUDGE_SIDE) for five in view.points]
    return crops


def _quarter(random: np.random.Generator) -> float:
    return float(random.choice([90, 180, 270]) + random.uniform(-15, 15))


def _collect(task: tuple[Path, list[int], Path, int]) -> tuple[list[Image], list[Image]]:
    """Crops of faces and of what is none, of some pictures of one set."""
    path, indices, yunet_file, seed = task
    cv2.setNumThreads(1)
    detector, yunet = open_detector("off", min_face=SMALLEST, original=True), Yunet(yunet_file)
    random = np.random.default_rng(seed)
    pictures: Pictures = load_pictures(path)
    real: list[Image] = []
    false: list[Image] = []
    for index in indices:
        if not len(pictures.boxes):
            picture = unmarked(pictures.picture(index))
            for turn in (0.0, float(random.choice([0, 90, 180, 270]))):
                false += taken_for_faces(detector, spoilt(whole(picture, random, turn), random), 12)
            continue
        picture = marked(pictures, index, detector, yunet)
        real += _of_faces(picture, random)
        if random.random() < 0.5:
            turned = spoilt(whole(picture, random, _quarter(random)), random)
            false += taken_for_faces(detector, turned, 12)
        if random.random() < 0.35:
            false += taken_for_faces(detector, spoilt(picture, random), 6)
    return real, false


def collect(folder: Path, yunet: Path, part: Part, processes: int, seed: int = 1) -> tuple[Crops, Crops]:
    """Crops of faces and of what is none, of a part of the pictures in `folder`."""
    tasks = []
    for name in (FACES, NO_FACES):
        chosen = load_pictures(folder / name).of(part)
        tasks += [(folder / name, chosen[at : at + 100], yunet, seed + at) for at in range(0, len(chosen), 100)]
    with ProcessPoolExecutor(processes) as pool:
        answers = list(pool.map(_collect, tasks))
    real, false = (_stacked(answer[kind] for answer in answers) for kind in (0, 1))
    return real, false


def _stacked(parts: Iterator[list[Image]]) -> Crops:
    return np.stack([crop for part in parts for crop in part])
