"""What the tests of vision share: the open detector and pictures of real faces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.base.types import Image
from facecam.vision import open_detector
from facecam.vision.mtcnn import Mtcnn


@pytest.fixture(scope="session")
def detector() -> Mtcnn:
    return open_detector("off")


@pytest.fixture(scope="session")
def clip(media: Path) -> list[Image]:
    """The first 50 frames of the clip, 640x360: one woman, 25 frames a second."""
    video = cv2.VideoCapture(str(media / "WolfgangLanger_Pexels.mp4"))
    return [np.asarray(video.read()[1], np.uint8) for _ in range(50)]


@pytest.fixture(scope="session")
def picture(media: Path) -> Callable[[str], Image]:
    """Reads one of the real pictures by its name."""

    def read(name: str) -> Image:
        return np.asarray(cv2.imread(str(media / name)), np.uint8)

    return read
