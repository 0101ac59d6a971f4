"""Clips with several people, composed of portraits that move over a noisy background: no name is ever inherited.

Each scene knows who is where on each frame; whoever stands nearest to a face's box is the truth for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.terminal import Facecam

from facecam.capture.images import read_image
from facecam.pipeline.recognizer import Recognizer, open_recognizer
from facecam.settings import Settings
from facecam.types import Image

pytestmark = pytest.mark.usefixtures("embedder")

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


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture(scope="module")
def actors(embedder: None, media: Path, recognizer: Recognizer) -> dict[str, Actor]:
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


@pytest.fixture
def enrolled(facecam: Facecam, media: Path) -> None:
    for name in ("Sita", "Ben"):
        assert facecam("enrol", name, media / PORTRAITS[name], "--json").json["accepted"] == 1


def film(path: Path, scene: Scene, seconds: float) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    random = np.random.default_rng(7)
    back = cv2.GaussianBlur(random.integers(60, 190, (HEIGHT, WIDTH, 3), np.uint8), (0, 0), 3)
    noise = [random.integers(0, 8, back.shape, np.uint8) for _ in range(5)]
    for index in range(round(seconds * FPS)):
        frame = np.array(back, np.uint8)
        for seen in scene(index / FPS):
            _paint(frame, seen)
        writer.write(cv2.add(frame, noise[index % len(noise)]))
    writer.release()


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


def watched(facecam: Facecam, tmp_path: Path, scene: Scene, seconds: float) -> list[dict[str, Any]]:
    clip = tmp_path / "scene.avi"
    film(clip, scene, seconds)
    run = facecam("watch", clip, "--json")
    assert run.code == 0
    *frames, _ = run.lines
    assert len(frames) == round(seconds * FPS)
    return frames


def wrong_names(frames: list[dict[str, Any]], scene: Scene) -> list[tuple[int, str, str]]:
    """Frame, name given, and who it was. A face between two people may be either of them.

    A box that was predicted (`measured` false) where nobody is any more may be of somebody who was just there.
    """
    wrong = []
    for frame in frames:
        for face in frame["faces"]:
            ages = [0.0] if face["measured"] else [0.0, 0.1, 0.2, 0.3]
            truths = next(filter(None, (_near(face, scene(frame["frame"] / FPS - age)) for age in ages)), set())
            if face["name"] is not None and face["name"] not in truths:
                wrong.append((frame["frame"], face["name"], " or ".join(truths) or "nobody"))
    return wrong


def _near(face: dict[str, Any], seen: Sequence[Seen]) -> set[str]:
    x1, y1, x2, y2 = face["box"]
    away = {one.actor.name: math.hypot(one.x - (x1 + x2) / 2, one.y - (y1 + y2) / 2) for one in seen}
    nearest = min(away.values(), default=math.inf)
    return {name for name, far in away.items() if far <= nearest + 0.35 * FACE and far < FACE}


def times_named(frames: list[dict[str, Any]], name: str) -> list[float]:
    return [frame["time"] for frame in frames if name in [face["name"] for face in frame["faces"]]]


def sway(t: float) -> float:
    """People never stand still."""
    return 6 * math.sin(3 * t)


@pytest.mark.parametrize(("first", "then"), [("Sita", "Eva"), ("Sita", "Ben"), ("Eva", "Sita"), ("Ben", "Sita")])
def test_one_is_replaced_by_another_at_the_same_place(
    facecam: Facecam, tmp_path: Path, actors: dict[str, Actor], enrolled: None, first: str, then: str
) -> None:
    def scene(t: float) -> list[Seen]:
        return [Seen(actors[first if t < 1.5 else then], WIDTH / 2 + sway(t))]

    frames = watched(facecam, tmp_path, scene, 3.5)
    assert wrong_names(frames, scene) == []
    for name, begin in ((first, 0.0), (then, 1.5)):
        if name in ("Sita", "Ben"):
            assert sum(begin <= t < begin + 1.5 for t in times_named(frames, name)) > 25


@pytest.mark.parametrize("front", ["Ben", "Eva"])
@pytest.mark.parametrize("speed", [200, 500])
def test_two_cross(
    facecam: Facecam, tmp_path: Path, actors: dict[str, Actor], enrolled: None, front: str, speed: float
) -> None:
    seconds = (WIDTH - 160) / speed + 1.6

    def scene(t: float) -> list[Seen]:
        way = min(max(t - 0.8, 0) * speed, WIDTH - 160)
        return [Seen(actors["Sita"], 80 + way), Seen(actors[front], WIDTH - 80 - way, HEIGHT / 2 + 8)]

    frames = watched(facecam, tmp_path, scene, seconds)
    assert wrong_names(frames, scene) == []
    named = times_named(frames, "Sita")
    assert min(named) < 0.8 and max(named) > seconds - 0.3


@pytest.mark.parametrize("gap", [0.2, 1.0])
@pytest.mark.parametrize("back", ["Sita", "Eva"])
def test_one_goes_and_somebody_comes(
    facecam: Facecam, tmp_path: Path, actors: dict[str, Actor], enrolled: None, gap: float, back: str
) -> None:
    def scene(t: float) -> list[Seen]:
        if t < 1.2:
            return [Seen(actors["Sita"], WIDTH / 2 + sway(t))]
        return [] if t < 1.2 + gap else [Seen(actors[back], WIDTH / 2 + sway(t))]

    frames = watched(facecam, tmp_path, scene, 2.4 + gap)
    assert wrong_names(frames, scene) == []
    returned = [t for t in times_named(frames, "Sita") if t >= 1.2 + gap]
    assert len(returned) > 15 if back == "Sita" else not returned


def test_ten_strangers_one_after_the_other(
    facecam: Facecam, tmp_path: Path, actors: dict[str, Actor], enrolled: None
) -> None:
    def scene(t: float) -> list[Seen]:
        return [Seen(actors[f"stranger {min(int(t / 0.8), 9)}"], WIDTH / 2 + sway(t))]

    frames = watched(facecam, tmp_path, scene, 8)
    assert wrong_names(frames, scene) == []
    assert len([frame for frame in frames if frame["faces"]]) > 150


def test_five_strangers_beside_somebody_known(
    facecam: Facecam, tmp_path: Path, actors: dict[str, Actor], enrolled: None
) -> None:
    def scene(t: float) -> list[Seen]:
        places = [(100, 95), (320, 95), (540, 95), (100, 265), (540, 265)]
        crowd = [Seen(actors[f"stranger {i}"], x + sway(t + i), y + sway(t - i)) for i, (x, y) in enumerate(places)]
        return [*crowd, Seen(actors["Sita"], 320 + sway(t), 265)]

    frames = watched(facecam, tmp_path, scene, 2)
    assert wrong_names(frames, scene) == []
    assert len(times_named(frames, "Sita")) > 35
