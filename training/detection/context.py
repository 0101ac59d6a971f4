"""The context net: whether a find is an upright face, by what lies around it.

A hand, a sleeve or a collar may look like a face of thirty pixels; with hair above, shoulders below and an arm that
leads to it there is no doubt. Nor is there about most faces behind masks or at an angle, of which O-Net sees too
little. (Context is what much finds small faces: Najibi et al. 2017, SSH; Tang et al. 2018, PyramidBox.) It learns
from what nets that let nearly all through take for faces: those that are, and those that are none or not upright.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from facecam.vision import open_detector
from facecam.vision.contrast import stretched
from facecam.vision.geometry import Floats, iou, squares
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import CONTEXT, CONTEXT_SIDE, Mtcnn, pixels_of
from facecam.vision.scan import Scan
from facecam.vision.sureness import sureness
from training.detection.crop_net import CropLesson, CropNet, Crops, in_other_light, pixels, teach
from training.detection.crops import APART, IS_FACE, quarter
from training.detection.marks import Yunet, marked
from training.detection.pictures import Part, load_pictures
from training.detection.prepare import FACES, NO_FACES
from training.detection.views import View, masked, spoilt, unmarked, whole

LAYERS = ((3, 24, 2), (24, 48, 2), (48, 64, 1), (64, 96, 2), (96, 128, 1), (128, 160, 2))
"""23 million multiplications in all."""
HIDDEN, DROPOUT = 96, 0.3
LOOSE = Scan((0.3, 0.03, 0.01), overlaps=(0.5, 0.7), upright=0.0, border=6)
SMALLEST = 20
MARGIN = 4
"""Pixels on each side of a crop beyond what the net sees, so that it can be shifted and turned."""
NONE = 24
"""Places of a view that are no face and are kept."""
TOGETHER = 25
"""Pictures that a process takes at a time."""
SHIFTED, SCALED, LEANING = 0.04, 0.08, 0.1
"""Standard deviations of how a crop is varied: of half its side, of the logarithm of its size, and in radians."""
HIDDEN_SHARE = 0.25
"""Of the crops, in which something hides a part."""
EASY = 0.1
"""How often what the other nets are certain of is drawn, against what they are wrong about."""


class Finds(NamedTuple):
    """crops [n, 72, 72, 3]; doubt [n]: how wrong O-Net, the judge and the size are about each, 0..1."""

    crops: Crops
    doubt: Floats


def context_net() -> CropNet:
    """Untaught."""
    return CropNet(LAYERS, CONTEXT_SIDE, HIDDEN, DROPOUT)


def finds(detector: Mtcnn, view: View) -> tuple[Finds, Finds]:
    """Where nets that let nearly all through see a face: where one is, and where none is nor may be."""
    image = stretched(view.image)
    integral = IntegralImage(image)
    seen = detector.finds(image, integral, LOOSE, SMALLEST)
    faces = view.faces[:0] if view.turned else view.faces
    near = view.unsure if view.turned else np.concatenate([view.faces, view.unsure])
    real = iou(seen.boxes, faces).max(axis=1, initial=0) >= IS_FACE
    none = iou(seen.boxes, near).max(axis=1, initial=0) < APART
    side = CONTEXT_SIDE + 2 * MARGIN
    places = pixels_of(squares(seen.boxes, CONTEXT * side / CONTEXT_SIDE))
    sure = sureness(seen)

    def chosen(which: NDArray[np.intp], doubt: Floats) -> Finds:
        return Finds(integral.crops(places[which], side), doubt[which])

    return chosen(np.flatnonzero(real), 1 - sure), chosen(np.flatnonzero(none)[:NONE], sure)


def collect(folder: Path, yunet: Path, part: Part, processes: int, seed: int = 1) -> tuple[Finds, Finds]:
    """Of a part of the pictures in `folder`: faces, and what is none."""
    tasks = []
    for name in (FACES, NO_FACES):
        of = load_pictures(folder / name).of(part)
        tasks += [(folder / name, of[at : at + TOGETHER], yunet, seed + at) for at in range(0, len(of), TOGETHER)]
    with ProcessPoolExecutor(processes) as pool:
        answers = [pair for some in pool.map(_collect, tasks) for pair in some]
    real, none = (Finds(*map(np.concatenate, zip(*kind, strict=True))) for kind in zip(*answers, strict=True))
    return real, none


def teach_context(real: Finds, none: Finds, samples: int, seed: int, say: Callable[[str], None]) -> CropNet:
    """What the other nets are wrong about is drawn most often."""
    torch.manual_seed(seed)
    drawn = [np.asarray(one.doubt + EASY, np.float64) for one in (real, none)]
    likely = drawn[0] / drawn[0].sum(), drawn[1] / drawn[1].sum()
    lesson = CropLesson(samples, batch=128, seed=seed, decay=0.02, smoothing=0.02, likely=likely)
    return teach(context_net(), real.crops, none.crops, varied, lesson, say)


def varied(crops: Crops, random: np.random.Generator) -> Tensor:
    """Crops shifted, scaled and leaning a little, mirrored, in other light, now and then with a part hidden."""
    count, room = len(crops), CONTEXT_SIDE / (CONTEXT_SIDE + 2 * MARGIN)
    scale, lean = room * np.exp(random.normal(0, SCALED, count)), random.normal(0, LEANING, count)
    matrix = np.zeros((count, 2, 3), np.float32)
    matrix[:, 0, 0] = matrix[:, 1, 1] = scale * np.cos(lean)
    matrix[:, 0, 1], matrix[:, 1, 0] = -scale * np.sin(lean), scale * np.sin(lean)
    matrix[:, :, 2] = random.normal(0, SHIFTED, (count, 2))
    grid = functional.affine_grid(
        torch.from_numpy(matrix), [count, 3, CONTEXT_SIDE, CONTEXT_SIDE], align_corners=False
    )
    x = functional.grid_sample(pixels(crops), grid, align_corners=False, padding_mode="border")
    x = in_other_light(x, random, mirrored=0.5, grey=0.15)
    for one in np.flatnonzero(random.random(count) < HIDDEN_SHARE):
        height, width = random.integers(8, 24, 2)
        top, left = random.integers(0, CONTEXT_SIDE - height), random.integers(0, CONTEXT_SIDE - width)
        x[one, :, top : top + height, left : left + width] = float(random.uniform(0, 255))
    return x


def _views(pictures: Path, indices: list[int], yunet: Path, random: np.random.Generator) -> Iterator[View]:
    stored = load_pictures(pictures)
    finder, original = Yunet(yunet), open_detector("off", min_face=SMALLEST, original=True)
    for index in indices:
        if len(stored.boxes):
            picture = marked(stored, index, original, finder)
            bare = np.flatnonzero((random.random(len(picture.faces)) < 0.3) & (picture.trust > 0.8))
            yield picture
            yield from (spoilt(whole(masked(picture, bare, random), random), random) for _ in range(2))
            yield spoilt(whole(picture, random), random)
            if random.random() < 0.4:
                yield spoilt(whole(picture, random, quarter(random)), random)
        else:
            picture = unmarked(stored.picture(index))
            yield picture
            for turn in (0.0, 0.0, 0.0, 0.0, 90.0, 180.0, 270.0):
                yield spoilt(whole(picture, random, turn), random)


def _collect(task: tuple[Path, list[int], Path, int]) -> list[tuple[Finds, Finds]]:
    pictures, indices, yunet, seed = task
    cv2.setNumThreads(1)
    detector = open_detector("off", min_face=SMALLEST)
    return [finds(detector, view) for view in _views(pictures, indices, yunet, np.random.default_rng(seed))]
