"""Whole pictures with what is marked in them, and which of them are learnt from, chosen by and measured on."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image
from facecam.vision.geometry import Floats

DETECTION = Path("../shared/data/detection")
"""Where the sets lie by default, seen from the repository."""

Part = Literal["learn", "develop", "test"]

SMALLEST = 20.0
"""Pixels of the longer side from which a face counts."""


@dataclass(frozen=True)
class Pictures:
    """A set of whole pictures: `faces.npz`, or `nofaces.npz`, in which nothing is marked.

    source [n]: where each picture comes from. image [m]: the picture of each box; boxes [m, 4] xyxy; ignore [m]:
    neither a face nor none. mask [m]: -1 unknown, 0 none, 1 worn, 2 worn wrongly; turn [m]: 0 frontal, beyond 1 or
    -1 profile, NaN unknown; score [m]: YuNet's.
    """

    path: Path
    source: NDArray[np.str_]
    image: NDArray[np.int32]
    boxes: Floats
    ignore: NDArray[np.bool_]
    mask: NDArray[np.int8]
    turn: Floats
    score: Floats

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def _files(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        with np.load(self.path, allow_pickle=False) as stored:
            return stored["data"], stored["offset"]

    def picture(self, index: int) -> Image:
        """BGR."""
        data, offset = self._files
        decoded = cv2.imdecode(data[offset[index] : offset[index + 1]], cv2.IMREAD_COLOR)
        return np.asarray(decoded, np.uint8)

    def part(self, index: int) -> Part:
        """A tenth of each source to choose by, a tenth to measure on: the same whatever else is in the set."""
        place = zlib.crc32(f"{self.source[index]} {index}".encode()) % 10
        return "test" if place == 0 else "develop" if place == 1 else "learn"

    def of(self, part: Part) -> list[int]:
        return [index for index in range(len(self)) if self.part(index) == part]


def load_pictures(path: Path) -> Pictures:
    """Read a set; raises `OSError` and `KeyError` for what is none."""
    with np.load(path, allow_pickle=False) as stored:
        source = stored["source"]
        if "boxes" not in stored.files:
            nothing = np.empty(0, np.float32)
            return Pictures(
                path, source, nothing.astype(np.int32), np.empty((0, 4), np.float32), nothing.astype(bool),
                nothing.astype(np.int8), nothing, nothing,
            )  # fmt: skip
        return Pictures(
            path, source, stored["image"], stored["boxes"], stored["ignore"], stored["mask"], stored["turn"],
            stored["yunet"],
        )  # fmt: skip


def sides(boxes: Floats) -> Floats:
    """(M,): the longer side of each box."""
    longest: Floats = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
    return longest
