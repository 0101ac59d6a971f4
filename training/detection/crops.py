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
from training.detection.crop_net import Crops
from training.detection.marks import Yunet, marked
from training.detection.pictures import Part, Pictures, load_pictures
from training.detection.prepare import FACES, NO_FACES
from training.detection.views import View, masked, spoilt, unmarked, whole

LOOSE = Scan((0.3, 0.05, 0.05), overlaps=(0.5, 0.7), upright=0.0, border=6)
SMALLEST = 20
IS_FACE = 0.45
"""IoU with a face from which a place is one."""
APART = 0.15
"""IoU with every face and all that may be one, up to which a place is none."""


def seen(detector: Mtcnn, view: View, most: int) -> tuple[list[Image], list[Image]]:
    """Crops of what nets that let nearly all through take for faces: where one is, and where none is nor may be."""
    finds = detector.finds(view.image, IntegralImage(view.image), LOOSE, SMALLEST)
    faces = view.faces[:0] if view.turned else view.faces
    near = view.unsure if view.turned else np.concatenate([view.faces, view.unsure])
    real = iou(finds.boxes, faces).max(axis=1, initial=0) >= IS_FACE
    none = iou(finds.boxes, near).max(axis=1, initial=0) < APART

    def crops(chosen: NDArray[np.bool_]) -> list[Image]:
        return [align(view.image, five, JUDGE_SIDE) for five in finds.points[chosen][:most]]

    return crops(real), crops(none)


def jittered(points: Floats, random: np.random.Generator, much: float) -> Floats:
    """Five points (5, 2) as another look would have set them; `much`: 1 as another frame would."""
    reach = float(np.hypot(*(points[1] - points[0]))) + 0.2 * float(np.hypot(*(points[3] - points[0])))
    centre = points.mean(axis=0)
    angle, scale = random.normal(0, 0.06 * much), np.exp(random.normal(0, 0.05 * much))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (points - centre) @ turn.T + centre + random.normal(0, 0.04 * much * reach, 2)
    return np.asarray(moved + random.normal(0, 0.02 * much * reach, (5, 2)), np.float32)


def _jittered(view: View, random: np.random.Generator) -> list[Image]:
    return [align(view.image, jittered(five, random, 1.0), JUDGE_SIDE) for five in view.points]


def quarter(random: np.random.Generator) -> float:
    """Degrees by which a picture lies on its side or its head."""
    return float(random.choice([90, 180, 270]) + random.uniform(-15, 15))


def _collect(task: tuple[Path, list[int], Path, int]) -> tuple[list[Image], list[Image]]:
    """Crops of faces and of what is none, of some pictures of one set."""
    path, indices, yunet_file, seed = task
    cv2.setNumThreads(1)
    yunet, original = Yunet(yunet_file), open_detector("off", min_face=SMALLEST, original=True)
    detector = open_detector("off", min_face=SMALLEST)
    random = np.random.default_rng(seed)
    pictures: Pictures = load_pictures(path)
    real: list[Image] = []
    false: list[Image] = []
    for index in indices:
        if len(pictures.boxes):
            picture = marked(pictures, index, original, yunet)
            bare = np.flatnonzero((random.random(len(picture.faces)) < 0.3) & (picture.trust > 0.8))
            views = [picture, whole(masked(picture, bare, random), random)]
            if random.random() < 0.5:
                views.append(whole(picture, random, quarter(random)))
        else:
            picture = unmarked(pictures.picture(index))
            views = [whole(picture, random, turn) for turn in (0.0, 0.0, 90.0, 180.0, 270.0)]
        for view in (spoilt(view, random) for view in views):
            faces, none = seen(detector, view, 12)
            real += faces if view.turned else faces + _jittered(view, random)
            false += none
    return real, false


def collect(folder: Path, yunet: Path, part: Part, processes: int, seed: int = 1) -> tuple[Crops, Crops]:
    """Crops of faces and of what is none, of a part of the pictures in `folder`."""
    tasks = []
    for name in (FACES, NO_FACES):
        chosen = load_pictures(folder / name).of(part)
        tasks += [(folder / name, chosen[at : at + 50], yunet, seed + at) for at in range(0, len(chosen), 50)]
    with ProcessPoolExecutor(processes) as pool:
        answers = list(pool.map(_collect, tasks))
    real, false = (_stacked(answer[kind] for answer in answers) for kind in (0, 1))
    return real, false


def _stacked(parts: Iterator[list[Image]]) -> Crops:
    return np.stack([crop for part in parts for crop in part])
