"""Clips with several people, composed of portraits that move over a noisy background."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from facecam.base.types import Image
from facecam.capture.images import read_image
from facecam.pipeline.recognizer import Recognizer

WIDTH, HEIGHT, FPS = 640, 360, 25
FACE = 110
"""Height in pixels of the faces in the clips."""

PORTRAITS = {"Sita": "single_face.jpg", "Ben": "15-f13-anc-ph.jpg", "Eva": "0-f15-hao-ph.jpg"}


@dataclass(frozen=True)
class Actor:
    name: str
    patch: Image
    """A portrait with the face in its middle, `FACE` pixels high."""


@dataclass(frozen=True)
class Seen:
    actor: Actor
    x: float
    y: float = HEIGHT / 2


Scene = Callable[[float], Sequence[Seen]]
"""Who is where at a time in seconds; the last one stands in front."""


def actors_of(media: Path, recognizer: Recognizer) -> dict[str, Actor]:
    """The people of `PORTRAITS`, and strangers 0 to 9."""
    pictures = {name: read_image(media / file) for name, file in PORTRAITS.items()}
    found = {name: Actor(name, _patches(image, recognizer)[0]) for name, image in pictures.items()}
    rest = ("multi_face.jpg", "0-f1-su-ph.jpg", "45-m7-di-ph.jpg", "Image_with_alpha.png")
    strangers = [patch for file in rest for patch in _patches(read_image(media / file), recognizer)]
    capture = cv2.VideoCapture(str(media / "WolfgangLanger_Pexels.mp4"))
    strangers += _patches(np.asarray(capture.read()[1]), recognizer)
    capture.release()
    strangers.append(np.ascontiguousarray(strangers[0][:, ::-1]))
    assert len(strangers) == 10
    return found | {f"stranger {i}": Actor(f"stranger {i}", patch) for i, patch in enumerate(strangers)}


def _patches(image: Image, recognizer: Recognizer) -> list[Image]:
    patches: list[Image] = []
    for face in recognizer.faces(image):
        x1, y1, x2, y2 = face.detection.box
        scale = FACE / (y2 - y1)
        side = int(FACE * 1.5)
        move = np.array(
            [[scale, 0, side / 2 - scale * (x1 + x2) / 2], [0, scale, side / 2 - scale * (y1 + y2) / 2]]
        )
        flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        patch = cv2.warpAffine(image, move, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        patches.append(np.asarray(patch, np.uint8))
    return patches


def film(path: Path, scene: Scene, seconds: float) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    for index in range(round(seconds * FPS)):
        writer.write(picture(scene(index / FPS), index))
    writer.release()


def picture(seen: Sequence[Seen], index: int = 0, place: int = 0) -> Image:
    """(HEIGHT, WIDTH, 3) BGR: these people at a place, with a frame's noise. Places differ; 0 is a bare wall."""
    back, noise = _background(place)
    frame = back.copy()
    for one in seen:
        _paint(frame, one)
    return np.asarray(cv2.add(frame, noise[index % len(noise)]), np.uint8)


@functools.cache
def _background(place: int) -> tuple[Image, list[Image]]:
    random = np.random.default_rng(7 + place)
    back = cv2.GaussianBlur(random.integers(60, 190, (HEIGHT, WIDTH, 3), np.uint8), (0, 0), 3)
    if place:
        rooms = random.integers(0, 255, (3, 5, 3), np.uint8)
        back = cv2.addWeighted(back, 0.5, cv2.resize(rooms, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), 0.5, 0)
    return np.array(back, np.uint8), [random.integers(0, 8, back.shape, np.uint8) for _ in range(5)]


def _paint(frame: Image, seen: Seen) -> None:
    """An ellipse of the portrait, as a head has no corners."""
    side = len(seen.actor.patch)
    left, top = seen.x - side / 2, seen.y - side / 2
    x, y = math.floor(left), math.floor(top)
    patch = cv2.warpAffine(seen.actor.patch, np.array([[1, 0, left - x], [0, 1, top - y]]), (side, side))
    mask = np.zeros((side, side), np.float32)
    cv2.ellipse(mask, (side // 2, side // 2), (int(side * 0.42), int(side * 0.47)), 0, 0, 360, 1.0, -1)
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), 2))[..., None]
    x1, y1, x2, y2 = max(x, 0), max(y, 0), min(x + side, WIDTH), min(y + side, HEIGHT)
    inside = np.s_[y1 - y : y2 - y, x1 - x : x2 - x]
    place = frame[y1:y2, x1:x2]
    place[:] = (place * (1 - soft[inside]) + patch[inside] * soft[inside]).astype(np.uint8)
