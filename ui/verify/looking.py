"""What is done to two pictures off the GUI thread: read, looked at, compared, explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt

from facecam.base.messages import Message
from ui.verify.drop import Shown
from ui.widgets.avatar import to_image
from ui.widgets.given import Given, read

if TYPE_CHECKING:
    from facecam.pipeline.recognizer import Recognizer
    from facecam.tasks.verification import Side, Verification

PREVIEW = 900
"""Pixels of the longer side of a picture as it is shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that was looked at."""

    side: Side
    shown: Shown
    space: str
    """The model that looked."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    said: Verification
    heats: tuple[NDArray[np.float32], NDArray[np.float32]] | None
    """For each face, what its likeness to the other rests on; None where a face is missing."""
    parts: tuple[Message | None, Message | None] = (None, None)
    """The strongest part of each."""
    lowest_fmr: float = 0.0
    """Below it no rate was measured."""


def see(recognizer: Recognizer, given: Given) -> Seen:
    """Raises `ImageError` for a file that cannot be read."""
    from facecam.tasks.verification import look

    image = read(given)
    side = look(recognizer, image, given.name)
    height, width = image.shape[:2]
    scale = min(PREVIEW / max(height, width), 1.0)
    preview = to_image(image).scaled(
        max(round(width * scale), 1), max(round(height * scale), 1),
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
    box = None
    if side.face is not None:
        x1, y1, x2, y2 = (float(value) * scale for value in side.face.detection.box)
        box = QRectF(x1, y1, x2 - x1, y2 - y1)
    return Seen(side, Shown(preview, box), recognizer.embedder.space)


def compare(recognizer: Recognizer, a: Side, b: Side, strangers: int) -> Answer:
    from facecam.tasks.verification import verify
    from facecam.vision.occlusion import occlusion, strongest

    said = verify(recognizer, a, b, strangers)
    one, other = a.face, b.face
    lowest = recognizer.calibration.lowest_fmr
    if one is None or other is None or said.score is None:
        return Answer(said, None, lowest_fmr=lowest)
    assert one.crop is not None and other.crop is not None
    assert one.embedding is not None and other.embedding is not None
    heats = (
        occlusion(recognizer.embedder, one.crop, other.embedding),
        occlusion(recognizer.embedder, other.crop, one.embedding),
    )
    return Answer(said, heats, (strongest(heats[0]), strongest(heats[1])), lowest)
