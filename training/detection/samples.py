"""What R- and O-Net learn from: the windows that come to them, and what is right about each.

A window is a face at an IoU of 0.6, or where it is the nearest to a face; none under 0.3; between them it teaches
the box alone. Windows on what is unsure teach nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from facecam.vision.geometry import Floats, areas, intersections, iou, squares
from facecam.vision.integral import IntegralImage
from facecam.vision.mtcnn import O_SIDE, R_SIDE, Mtcnn, in_batches, pixels_of
from facecam.vision.scan import Scan
from training.detection.views import View

FACE, NONE, PART = 1, 0, 2
IS_FACE, IS_PART, IS_NONE = 0.6, 0.4, 0.3
BEST = 0.45
"""IoU from which the window nearest to a face is one, however poor it is."""
MINED = (
    Scan((0.6, 0.05, 0.6), overlaps=(0.5, 0.7), upright=0.0, border=6),
    Scan((0.7, 0.05, 0.7), overlaps=(0.5, 0.6), upright=0.0, skipped=(1, 3)),
)
"""Scans whose windows are learnt from: patient and live, with a R-Net that lets nearly all through."""


@dataclass(frozen=True)
class Samples:
    """Of one net. pixels: uint8 [n, side, side, 3] BGR. kind [n]: FACE, NONE, PART. box [n, 4] and points [n, 10]
    (five x, five y): what the net should answer. trust [n]: of the points. hard [n]: the net's score before."""

    pixels: NDArray[np.uint8]
    kind: NDArray[np.int8]
    box: Floats
    points: Floats
    trust: Floats
    hard: Floats

    def __len__(self) -> int:
        return len(self.kind)


def joined(parts: Sequence[Samples]) -> Samples:
    return Samples(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Samples)))


def samples(view: View, detector: Mtcnn, random: np.random.Generator) -> tuple[Samples, Samples]:
    """R-Net's and O-Net's of one view, by one of the two scans."""
    scan = MINED[int(random.integers(2))]
    integral = IntegralImage(view.image)
    windows = detector.propose(view.image, integral, 20, scan)
    places = detector.refine(integral, windows, scan)
    faces = view.faces[:0] if view.turned else view.faces
    return (
        _of(view, integral, _beside(windows, faces, random, 4, 0.2, 0.12), R_SIDE, detector, random),
        _of(view, integral, _beside(places, faces, random, 2, 0.12, 0.08), O_SIDE, detector, random),
    )


def _beside(
    windows: Floats, faces: Floats, random: np.random.Generator, times: int, grow: float, move: float
) -> Floats:
    """The windows, and true squares moved and grown a little."""
    true = np.repeat(squares(faces), times, axis=0)
    side = true[:, 2:] - true[:, :2]
    moved = np.tile(side * random.uniform(-move, move, side.shape), 2)
    change = side * random.uniform(-grow, grow, (len(true), 1)) / 2
    beside = true + moved + np.concatenate([-change, change], axis=1)
    return np.concatenate([windows, beside]).astype(np.float32)


def _of(
    view: View, integral: IntegralImage, windows: Floats, side: int, detector: Mtcnn, random: np.random.Generator
) -> Samples:
    net = detector.rnet if side == R_SIDE else detector.onet
    if not len(windows):
        nothing = np.empty(0, np.float32)
        return Samples(
            np.empty((0, side, side, 3), np.uint8), nothing.astype(np.int8), nothing.reshape(0, 4),
            nothing.reshape(0, 10), nothing, nothing,
        )  # fmt: skip
    windows = windows[(windows[:, 2] - windows[:, 0]) >= 8]
    kind, nearest = kinds_of(view, windows)
    looked = _looked_at(kind, 130 if side == R_SIDE else 40, random)
    windows, kind, nearest = windows[looked], kind[looked], nearest[looked]
    scores = in_batches(net, integral, windows, side)[0] if len(windows) else np.empty(0, np.float32)
    kept = _chosen(kind, scores, random)
    windows, scores, kind, nearest = windows[kept], scores[kept], kind[kept], nearest[kept]
    pixels = integral.crops(pixels_of(windows), side)
    box, points = np.zeros((len(kept), 4), np.float32), np.zeros((len(kept), 10), np.float32)
    trust = np.zeros(len(kept), np.float32)
    real = np.flatnonzero(kind != NONE)
    if len(real):
        sides = windows[real, 2:] - windows[real, :2] + 1
        box[real] = (view.faces[nearest[real]] - windows[real]) / np.concatenate([sides, sides], axis=1)
        five = (view.points[nearest[real]] - windows[real, None, :2] + 1) / sides[:, None]
        points[real] = five.transpose(0, 2, 1).reshape(len(real), 10)
        trust[real] = view.trust[nearest[real]]
    return Samples(pixels, kind.astype(np.int8), box, points, trust, scores)


def kinds_of(view: View, windows: Floats) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """FACE, NONE, PART or -1 (teaches nothing), and the nearest face of each window."""
    faces = view.faces[:0] if view.turned else view.faces
    kind = np.full(len(windows), NONE)
    nearest = np.zeros(len(windows), np.intp)
    if len(faces):
        overlap = iou(windows, faces)
        nearest, best = overlap.argmax(axis=1), overlap.max(axis=1)
        kind[best >= IS_NONE] = -1
        kind[best >= IS_PART] = PART
        kind[best >= IS_FACE] = FACE
        for face in range(len(faces)):
            if overlap.size and overlap[:, face].max() >= BEST:
                kind[overlap[:, face].argmax()] = FACE
    if len(view.unsure) and len(windows):
        shared, own = intersections(windows, view.unsure), areas(windows)[:, None]
        touched = (shared > 0.4 * np.minimum(own, areas(view.unsure))) & (shared > 0.08 * own)
        kind[touched.any(axis=1) & (kind == NONE)] = -1
    return kind, nearest


def _looked_at(kind: NDArray[np.int64], most: int, random: np.random.Generator) -> NDArray[np.intp]:
    """The windows that teach something; of those that are none no more than `most`."""
    none = random.permutation(np.flatnonzero(kind == NONE))[:most]
    return np.concatenate([np.flatnonzero((kind == FACE) | (kind == PART)), none])


def _chosen(kind: NDArray[np.int64], scores: Floats, random: np.random.Generator) -> NDArray[np.intp]:
    """Of the windows that teach something: all that fool the net, some others, and not all of one face's."""
    none = np.flatnonzero(kind == NONE)
    fooling = none[np.argsort(-scores[none])][:14]
    fooling = fooling[scores[fooling] > 0.1]
    others = random.permutation(np.setdiff1d(none, fooling))[:9]
    faces = random.permutation(np.flatnonzero(kind == FACE))[:24]
    parts = random.permutation(np.flatnonzero(kind == PART))[:8]
    return np.concatenate([fooling, others, faces, parts])
