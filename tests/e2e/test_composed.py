"""Clips with several people, composed of portraits that move over a noisy background: no name is ever inherited.

Each scene knows who is where on each frame; whoever stands nearest to a face's box is the truth for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers.composed import FACE, FPS, HEIGHT, PORTRAITS, WIDTH, Actor, Scene, Seen, actors_of, film
from helpers.terminal import Facecam

from facecam.base.settings import Settings
from facecam.pipeline.recognizer import Recognizer, open_recognizer

pytestmark = pytest.mark.usefixtures("embedder")


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture(scope="module")
def actors(embedder: None, media: Path, recognizer: Recognizer) -> dict[str, Actor]:
    return actors_of(media, recognizer)


@pytest.fixture
def enrolled(facecam: Facecam, media: Path) -> None:
    for name in ("Sita", "Ben"):
        assert facecam("enrol", name, media / PORTRAITS[name], "--json").json["accepted"] == 1


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
