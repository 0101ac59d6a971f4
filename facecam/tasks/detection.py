"""Where the faces of a still are, and how good their pictures."""

from __future__ import annotations

from typing import Any

from facecam.base.types import Face, Image
from facecam.pipeline.recognizer import Recognizer


def detect(recognizer: Recognizer, image: Image) -> list[Face]:
    """All faces, the largest first: measured, and not embedded."""
    return [recognizer.measure(image, found) for found in recognizer.find(image)]


def face_json(face: Face) -> dict[str, Any]:
    """A face as `facecam detect --json` prints it."""
    detection = face.detection
    return {
        "box": [round(float(value), 2) for value in detection.box],
        "landmarks": [[round(float(value), 2) for value in point] for point in detection.points],
        "score": round(detection.score, 4),
        "quality": round(face.quality.score, 4) if face.quality else 0.0,
    }
