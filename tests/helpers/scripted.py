"""Faces from a script in place of models: whoever stands where, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from facecam.base.types import Detection, Face, Frame, Image, Quality
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D, FPS = 128, 25
ANNA, BO, STRANGER = 1, 2, 9

Scene = Sequence[Sequence[tuple[int, float]]]
"""For each frame the faces that are there: identity and x."""


def vector(identity: int) -> np.ndarray:
    values = np.random.default_rng(identity).normal(size=D).astype(np.float32)
    return values / np.linalg.norm(values)


def texture(identity: int) -> Image:
    crop = np.random.default_rng(identity).integers(0, 255, (7, 7, 3), np.uint8)
    crop = crop.repeat(16, axis=0).repeat(16, axis=1)
    crop[0, 0, 0] = identity
    return crop


class Scripted:
    """Detector and recogniser in one: reads from the frame's first pixel which scene it is."""

    def __init__(
        self, scene: Scene, quality: float = 0.8, space: str = "space", upright: Sequence[float] = ()
    ) -> None:
        """`upright`: that part of the quality, frame by frame; 1 in all frames where none is given."""
        self.scene = scene
        self.embedder = SimpleNamespace(space=space)
        self.detector = self
        self.quality = quality
        self.upright = upright
        self.embedded: list[int] = []
        self._now = 0

    def _faces(self, image: Image) -> list[Detection]:
        self._now = int(image[0, 0, 0]) + 256 * int(image[0, 0, 1])
        return [
            Detection(np.array([x, 100, x + 80, 200], np.float32), np.full((5, 2), identity, np.float32), 1.0)
            for identity, x in self.scene[self._now]
        ]

    def detect(self, image: Image) -> list[Detection]:
        return self._faces(image)

    def follow(self, image: Image, boxes: np.ndarray) -> list[Detection | None]:
        faces = self._faces(image)
        return [
            min((f for f in faces if abs(f.box[0] - x) < 40), key=lambda face: abs(face.box[0] - x), default=None)
            for x in boxes[:, 0]
        ]

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        q = self.quality
        upright = self.upright[self._now] if self.upright else 1.0
        quality = Quality(q * upright, 1.0, q, 1.0, 1.0, 0.0, 0.0, 0.0, upright)
        return Face(detection, quality, crop=texture(int(detection.points[0, 0])), track=track)

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        self.embedded += [self._now] * len(faces)
        return [replace(f, embedding=vector(int(f.crop[0, 0, 0]))) for f in faces if f.crop is not None]


def matcher(*people: int) -> Matcher:
    names = {person: f"P{person}" for person in people}
    vectors = np.stack([vector(p) for p in people])
    return Matcher(Gallery(vectors, np.array(people), names, "space"), CURVE, 1e-3)


def frame(index: int, *, captured: float = 0.0) -> Frame:
    """The frame from which `Scripted` reads that it is in this place of its scene."""
    image = np.zeros((360, 640, 3), np.uint8)
    image[0, 0, :2] = index % 256, index // 256
    return Frame(image, index, index / FPS, captured, "scripted")
