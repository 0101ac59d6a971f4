"""Occlusion on an embedder whose only interest is known, and on the real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from facecam.base.types import Image
from facecam.vision.occlusion import occlusion, strongest

SIDE = 96


class LooksAt:
    """Sees whether a part of the crop is white; everything else is nothing to it."""

    def __init__(self, rows: slice, columns: slice) -> None:
        self._part = rows, columns

    def embed(self, crops: Sequence[Image]) -> np.ndarray:
        white = np.array([crop[self._part].mean() / 255 for crop in crops], np.float32)
        return np.stack([white, np.sqrt(1 - white**2)], axis=1)


@pytest.mark.parametrize(
    ("rows", "columns", "part"),
    [
        (slice(34, 50), slice(20, 76), "the eyes"),
        (slice(72, 86), slice(34, 62), "the mouth"),
        (slice(0, 24), slice(24, 72), "the forehead"),
    ],
)
def test_the_map_is_highest_where_the_embedder_looks(rows: slice, columns: slice, part: str) -> None:
    embedder: Any = LooksAt(rows, columns)
    crop = np.full((SIDE, SIDE, 3), 255, np.uint8)
    heat = occlusion(embedder, crop, np.array([1, 0], np.float32))
    assert heat.shape == (SIDE, SIDE)
    inside = np.zeros((SIDE, SIDE), bool)
    inside[rows, columns] = True
    assert heat[inside].mean() > 3 * heat[~inside].mean() >= 0
    assert str(strongest(heat)) == part
    assert (crop == 255).all()


def test_what_carries_nothing_is_said_to_carry_nothing() -> None:
    embedder: Any = LooksAt(slice(0, 1), slice(0, 1))
    heat = occlusion(embedder, np.full((SIDE, SIDE, 3), 127, np.uint8), np.array([1, 0], np.float32))
    assert not heat.any() and strongest(heat) is None


def test_a_real_match_rests_on_the_face_and_not_on_the_background(media: Path) -> None:
    from facecam.base.settings import Settings
    from facecam.capture.images import read_image
    from facecam.pipeline.recognizer import open_recognizer

    recognizer = open_recognizer(Settings(gpu="off"))
    (face, *_) = recognizer.faces(read_image(media / "multi_face.jpg"))
    assert face.crop is not None and face.embedding is not None
    heat = occlusion(recognizer.embedder, face.crop, face.embedding)
    edge = len(heat) // 8
    assert heat[edge * 2 : -edge * 2, edge * 2 : -edge * 2].mean() > heat[:edge].mean()
    assert 0 < heat.max() <= 2 and strongest(heat)
