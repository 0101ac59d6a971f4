"""The judge: a small net that says of an aligned crop whether it is a face, and upright.

A detector looks at a window that may lie anywhere; the judge looks at what alignment made of it, where eyes and
mouth of a true face lie at their places. It learns from aligned faces, seen through other points of theirs, and
from what a loose detector took for faces: sleeves, hands, parts of faces, and faces on their side or head.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from facecam.base.types import Image
from facecam.vision.align import align, template
from facecam.vision.mtcnn import JUDGE_SIDE
from training.detection.crop_net import CropNet, Crops, in_other_light, pixels
from training.detection.crops import jittered

LAYERS = ((3, 16, 2), (16, 32, 2), (32, 64, 1), (64, 96, 2), (96, 96, 2))
"""6.3 million multiplications in all."""
HIDDEN = 64
ANEW, TURNED = 1.0, 2.0
"""How much `jittered` moves the points of a face that is seen anew, and of one that lies on its side or head."""


def judge_net() -> CropNet:
    """Untaught."""
    return CropNet(LAYERS, JUDGE_SIDE, HIDDEN)


def aligned_faces(folder: Path, most: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """[n, 112, 112, 3] BGR: of each face set no more than `most` faces."""
    crops = []
    for file in sorted(folder.glob("*.npz")):
        with np.load(file, allow_pickle=False) as stored:
            data, offset = stored["data"], stored["offset"]
        for one in random.permutation(len(offset) - 1)[:most]:
            crop = cv2.imdecode(data[offset[one] : offset[one + 1]], cv2.IMREAD_COLOR)
            if crop is not None and crop.shape == (112, 112, 3):
                crops.append(np.asarray(crop, np.uint8))
    return np.stack(crops)


def seen_anew(faces: NDArray[np.uint8], random: np.random.Generator) -> Crops:
    """Aligned faces, aligned by points that were set a little differently; a fourth of them soft."""
    return np.stack([_through(face, random, ANEW) for face in faces])


def turned(faces: NDArray[np.uint8], random: np.random.Generator) -> Crops:
    """Aligned faces as a detector would align them on their side or head: its points fit an upright face there."""
    return np.stack([_through(face, random, TURNED, int(random.integers(1, 4))) for face in faces])


def varied(crops: Crops, random: np.random.Generator) -> Tensor:
    return in_other_light(pixels(crops), random, mirrored=0.5, grey=0.1)


def _through(face: NDArray[np.uint8], random: np.random.Generator, much: float, quarters: int = 0) -> Image:
    if random.random() < 0.25:
        part = random.uniform(0.2, 0.7)
        small = cv2.resize(face, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
        face = np.asarray(cv2.resize(small, face.shape[1::-1]), np.uint8)
    five, angle = template(len(face)), quarters * np.pi / 2
    centre = five.mean(axis=0)
    five = (five - centre) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + centre
    room = len(face) // 2  # what lies beyond the crop is made up, for black would give a turned face away
    wider = cv2.copyMakeBorder(face, room, room, room, room, cv2.BORDER_REFLECT_101)
    return align(np.asarray(wider, np.uint8), jittered(five, random, much) + room, JUDGE_SIDE)
