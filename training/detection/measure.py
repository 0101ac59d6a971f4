"""How many of the marked faces a scan finds, by kind, and how often it sees one where none is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Detection, Image
from facecam.vision.geometry import Floats, iou
from training.detection.pictures import SMALLEST, Pictures, sides

FOUND = 0.4
"""IoU from which a face is found: what lies between the boxes of two people who mark one face."""
BESIDE = 0.3
"""IoU with everything that is marked, or may be a face, under which a found face is false."""

Find = Callable[[Image], list[Detection]]
Kinds = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Figures:
    """found: of the faces of each kind, how many were found, and how many there are. false: faces seen where none
    is marked, in pictures with faces and in pictures without."""

    found: Mapping[str, tuple[int, int]]
    false: tuple[int, int]
    pictures: tuple[int, int]

    def recall(self, kind: str = "all") -> float:
        found, total = self.found[kind]
        return found / max(total, 1)


def kinds(pictures: Pictures) -> Kinds:
    """Which boxes belong to what is told apart."""
    side = sides(pictures.boxes)
    far = np.abs(pictures.turn) >= 1
    return {
        "all": ~pictures.ignore,
        "masked": pictures.mask == 1,
        "turned far": far,
        "bare, in the street": pictures.mask == 0,
        "20-32 px": side < 32,
        "32-64 px": (side >= 32) & (side < 64),
        "64-128 px": (side >= 64) & (side < 128),
        "128 px and more": side >= 128,
    }


def figures(find: Find, faces: Pictures, empty: Pictures, chosen: Iterable[int], without: Iterable[int]) -> Figures:
    """Of the pictures `chosen` of `faces` and `without` of `empty`."""
    seen = np.zeros(len(faces.boxes), bool)
    counted = np.zeros(len(faces.boxes), bool)
    false = [0, 0]
    chosen, without = list(chosen), list(without)
    for index in chosen:
        own = np.flatnonzero(faces.image == index)
        marked = faces.boxes[own]
        found = boxes(find(faces.picture(index)))
        overlap = iou(marked, found)
        counted[own] = ~faces.ignore[own] & (sides(marked) >= SMALLEST)
        seen[own] = overlap.max(axis=1, initial=0) >= FOUND
        false[0] += int((overlap.max(axis=0, initial=0) < BESIDE).sum())
    for index in without:
        false[1] += len(find(empty.picture(index)))
    found_by_kind = {
        kind: (int((seen & counted & those).sum()), int((counted & those).sum()))
        for kind, those in kinds(faces).items()
    }
    return Figures(found_by_kind, (false[0], false[1]), (len(chosen), len(without)))


def boxes(found: list[Detection]) -> Floats:
    return np.array([one.box for one in found], np.float32).reshape(-1, 4)
