"""The live check against flat prints, and on heads that turn: how often it is wrong.

Prints: photographs of LFW on paper that is turned, waved about or bent before a camera as asked, then photographed
again (blur, noise, another gamma, JPEG). Heads: films of people who turn are rare, so a turning head is composed of
photographs of one person who looks ahead, to the sides and up: harder than a film, with other days and lenses.
"""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from benchmarks.common import SHARED, Row
from facecam.base.types import Decision, Detection, Face, FrameResult, Image, State
from facecam.tasks.live_check import LiveAnswer, LiveCheck, LiveLabel, Turn, nose_on_plane
from facecam.vision import open_detector
from facecam.vision.mtcnn import Mtcnn

PRINTS, PEOPLE, PICTURES = 2000, 60, 45
SIDE, DISTANCE = 320, 700.0
AHEAD, TURNING = 7, 12
"""Looks before and in each turn."""
_AXES = {Turn.LEFT: (1.0, 0.0), Turn.RIGHT: (-1.0, 0.0), Turn.UP: (0.0, 1.0)}
"""How much of the turn is about the upright axis, and about the level one."""


def rows() -> list[Row]:
    if not SHARED.is_dir():
        return []
    detector, dice = open_detector(), random.Random(21)
    photographs = list(_photographs(dice))
    labels: Counter[LiveLabel] = Counter()
    for photograph in photographs:
        asked = tuple(dice.sample(list(Turn), 2))
        labels[answer(detector, print_views(photograph, asked, dice), asked).label] += 1
    heads: Counter[LiveLabel] = Counter()
    for faces in _people(dice):
        asked = tuple(dice.sample(list(Turn), 2))
        if (views := _head_views(detector, faces, asked, dice)) is not None:
            heads[answer(detector, views, asked).label] += 1
    return [
        Row(f"{labels.total()} flat prints of LFW, turned as asked", _said(labels), "0.5 % turned as asked"),
        Row(f"{heads.total()} heads put together of photographs", _said(heads), "5 % flat"),
    ]


def print_views(photograph: Image, asked: Sequence[Turn], dice: random.Random) -> Iterator[Image]:
    """What a camera sees of a print that somebody turns as asked (up to 55 degrees), waves about, or bends."""
    kind = dice.choice(("turned", "waved", "bent"))
    curve = dice.uniform(-0.9, 0.9) if kind == "bent" else 0.0
    size, blur, noise = dice.uniform(0.7, 1.1), dice.uniform(0, 1.5), dice.uniform(0, 8)
    quality, gamma = dice.randint(40, 95), dice.uniform(0.7, 1.4)
    grain = np.random.default_rng(dice.randrange(1 << 30))

    def again(view: Image) -> Image:
        soft = cv2.GaussianBlur(view, (0, 0), blur) if blur > 0.3 else view
        grey = 255 * (soft / 255.0) ** gamma + grain.normal(0, noise, view.shape)
        _, packed = cv2.imencode(
            ".jpg", np.clip(grey, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
        )
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

    for _ in range(AHEAD):
        yield again(seen(photograph, dice.gauss(0, 0.03), dice.gauss(0, 0.03), dice.gauss(0, 0.02), size))
    for turn in asked:
        yaw, pitch = (way * dice.uniform(0.35, 0.95) for way in _AXES[turn])
        for step in range(TURNING):
            part = min(1.0, 2 * (step + 1) / TURNING)
            shake = 0.05 if kind == "waved" else 0.0
            roll = dice.uniform(-0.4, 0.4) if kind == "waved" else dice.gauss(0, 0.03)
            paper = bent(photograph, curve * part)
            yield again(
                seen(paper, part * yaw + dice.gauss(0, shake), part * pitch + dice.gauss(0, shake), roll, size)
            )


def seen(flat: Image, yaw: float, pitch: float, roll: float, size: float = 1.0) -> Image:
    """A flat picture, turned by so many radians before a camera: (SIDE, SIDE, 3)."""
    height, width = flat.shape[:2]
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * [width / 2, height / 2, 0] * size
    turned = corners @ (cv2.Rodrigues(np.array([0, 0, roll]))[0] @ cv2.Rodrigues(np.array([pitch, yaw, 0.0]))[0]).T
    there = turned[:, :2] / (turned[:, 2:] + DISTANCE) * DISTANCE + SIDE / 2
    here = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(here, there.astype(np.float32))
    return np.asarray(cv2.warpPerspective(flat, way, (SIDE, SIDE), borderValue=(90, 100, 110)), np.uint8)


def bent(flat: Image, curve: float) -> Image:
    """Paper bent about its upright axis by so many radians at its edges, seen from the front."""
    if abs(curve) < 1e-3:
        return flat
    height, width = flat.shape[:2]
    along = np.arcsin(np.linspace(-1, 1, width) * np.sin(abs(curve))) / abs(curve)
    nearer = 1 + 0.25 * np.sign(curve) * (np.cos(along * curve) - np.cos(curve))
    rows_ = (np.arange(height)[:, None] - (height - 1) / 2) / nearer + (height - 1) / 2
    columns = np.tile((along + 1) / 2 * (width - 1), (height, 1))
    bent_ = cv2.remap(
        flat,
        columns.astype(np.float32),
        rows_.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(bent_, np.uint8)


def answer(detector: Mtcnn, views: Iterator[Image], asked: tuple[Turn, ...]) -> LiveAnswer:
    """The check's answer to these pictures, 15 a second."""
    check = LiveCheck(asked, patience=None)
    before: Detection | None = None
    for index, view in enumerate(views):
        followed = None if before is None else detector.follow(view, before.box[None])[0]
        before = followed or max(detector.detect(view), key=lambda one: one.width, default=None)
        faces = () if before is None else (Face(before, track=1),)
        decisions = tuple(Decision(State.UNKNOWN, 1.0) for _ in faces)
        if check.add(FrameResult(index, index / 15, 0.0, "", (SIDE, SIDE), faces, decisions)):
            break
    return check.end()


def _photographs(dice: random.Random) -> Iterator[Image]:
    with zipfile.ZipFile(SHARED / "data" / "lfw.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".webp"))
        for name in dice.sample(names, PRINTS):
            yield np.asarray(cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_COLOR), np.uint8)


def _people(dice: random.Random) -> Iterator[list[Image]]:
    """Aligned faces (112, 112, 3) of one person each."""
    for name in ("pins", "glintceleb"):
        with np.load(SHARED / "data" / "faces" / f"{name}.npz") as kept:
            data, offset, identity = kept["data"], kept["offset"], kept["identity"]
        people, pictures = np.unique(identity, return_counts=True)
        known = [int(person) for person in people[pictures >= PICTURES]]
        for person in dice.sample(known, min(len(known), PEOPLE // 2)):
            chosen = dice.sample([int(one) for one in np.flatnonzero(identity == person)], PICTURES)
            yield [
                np.asarray(cv2.imdecode(data[offset[one] : offset[one + 1]], cv2.IMREAD_COLOR), np.uint8)
                for one in chosen
            ]


def _head_views(
    detector: Mtcnn, faces: list[Image], asked: Sequence[Turn], dice: random.Random
) -> Iterator[Image] | None:
    """Faces of one person in the order in which a head that turns as asked would show them; None without enough."""
    noses, found = [], []
    for face in faces:
        if detections := detector.detect(_framed(face)):
            noses.append(nose_on_plane(max(detections, key=lambda one: one.width).points))
            found.append(face)
    if len(found) < PICTURES // 2:
        return None
    x, y = np.array(noses).T
    ahead = [found[one] for one in np.argsort(np.hypot(x, y - np.median(y)))[:AHEAD]]
    farthest = {Turn.LEFT: np.argmax(x), Turn.RIGHT: np.argmin(x), Turn.UP: np.argmin(y + abs(x))}
    order = ahead + [found[int(farthest[turn])] for turn in asked for _ in range(TURNING)]
    return (_framed(_moved(face, dice)) for face in order)


def _moved(face: Image, dice: random.Random) -> Image:
    way = cv2.getRotationMatrix2D((56, 56), dice.gauss(0, 3), dice.uniform(0.9, 1.05))
    way[:, 2] += np.array([dice.gauss(0, 1.5), dice.gauss(0, 1.5)])
    return np.asarray(cv2.warpAffine(face, way, (112, 112), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _framed(face: Image) -> Image:
    """An aligned face twice as large, with room around it for the detector."""
    large = cv2.resize(face, (SIDE - 100, SIDE - 100))
    return np.asarray(cv2.copyMakeBorder(large, 50, 50, 50, 50, cv2.BORDER_REPLICATE), np.uint8)


def _said(labels: Counter[LiveLabel]) -> str:
    return ", ".join(f"{label} {labels[label]}" for label in LiveLabel)
