"""Scenes for the window's tests: frames, faces and results made by hand."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from facecam.base.messages import Message
from facecam.base.types import Candidate, Decision, Detection, Face, Frame, FrameResult, Quality, State
from facecam.identity.calibration import Calibration
from facecam.store.database import Database
from ui.base.control import Control

D = 16
CURVE = Calibration([0.0, 0.2, 0.4, 0.6], [-0.3, -1.5, -3.0, -5.0])


def database(control: Control) -> Database:
    """The open database of the stand-in runtime."""
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    return runtime.database


def settle(control: Control, qtbot: Any) -> None:
    """Wait until all that was asked for has been answered."""
    settled: list[bool] = []
    control.settle(lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled), timeout=15_000)


def vector(person: int, pose: int = 0) -> np.ndarray:
    """Vectors of one person are alike and not the same; those of two are not."""
    values = np.zeros(D, np.float32)
    values[person] = 1.0
    values[8 + pose % 8] = 0.45
    return values / np.linalg.norm(values)


def quality(yaw: float = 0.0, pitch: float = 0.0) -> Quality:
    return Quality(0.8, 0.9, 0.9, 0.9, 0.9, yaw, pitch, 0.0)


def decision(state: State = State.UNKNOWN, name: str = "Anna", person: int = 1, score: float = 0.7) -> Decision:
    candidates = (Candidate(person, name, score), Candidate(person + 1, "Maria", 0.2))
    return Decision(state, 0.4, candidates, Message("Because"))


def face(
    track: int,
    x: float = 100.0,
    *,
    person: int = 0,
    pose: int = 0,
    yaw: float = 0.0,
    embedded: bool = True,
) -> Face:
    points = np.array([[x + 30, 140], [x + 70, 140], [x + 50, 165], [x + 35, 190], [x + 65, 190]], np.float32)
    detection = Detection(np.array([x, 100, x + 100, 220], np.float32), points, 0.99)
    crop = np.full((112, 112, 3), 60 + 10 * pose, np.uint8)
    return Face(
        detection, quality(yaw), vector(person, pose) if embedded else None, crop if embedded else None, track
    )


def result(
    index: int, faces: list[Face], decisions: list[Decision] | None = None, captured: float | None = None
) -> FrameResult:
    said = decisions or [decision() for _ in faces]
    when = time.monotonic() if captured is None else captured
    return FrameResult(index, index / 25, when, "test", (640, 360), tuple(faces), tuple(said))


def frame(index: int = 0, captured: float | None = None) -> Frame:
    image = np.zeros((360, 640, 3), np.uint8)
    image[:, :, 2] = 200
    return Frame(image, index, index / 25, time.monotonic() if captured is None else captured, "test")
