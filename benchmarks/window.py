"""The window without a screen: how old the picture is when it is painted, whether the GUI thread is ever held up
(also by settings that are changed), and how long the start takes.

Each run is a process of its own with an empty home (`python -m benchmarks.window SOURCE SECONDS` prints one run's
figures as JSON), so that imports and opening the models count.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from benchmarks.common import Row, clip, enlarged, in_a_process, started, until

SECONDS = 20.0
FPS = 30
ACTS, SETTLE = 30, 0.3
"""How often a setting is changed, and the seconds each time in which all that follows is looked at."""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        synthetic = Path(folder) / "synthetic.avi"
        _write(synthetic)
        steady = _run(str(synthetic), SECONDS)
        starts = [_run("demo", 0.0)["first_ms"] for _ in range(3)]
    settings = in_a_process("benchmarks.window", "settings")
    period = 1000 / FPS
    return [
        Row(
            "capture-return to paint, p95, 1280x720 at 30 fps",
            f"{steady['paint_p95_ms']:.1f} ms (median {steady['paint_p50_ms']:.1f}; {steady['fps']:.1f} fps)",
            f"{period:.0f} ms",
        ),
        Row(
            "GUI thread: worst gap of a 1 ms timer beyond its median",
            f"{steady['gap_max_ms']:.1f} ms (p99.9 {steady['gap_p999_ms']:.1f})",
            "16 ms",
        ),
        *(
            Row(
                f"GUI thread: the longest turn while {what}, every page made",
                f"{settings[key][0]:.1f} ms, of the processor's time {settings[key][1]:.1f} ms",
                "16 ms",
            )
            for key, what in (("slider", "the threshold's slider is moved"), ("theme", "dark and light change"))
        ),
        Row("start to first picture (demo), median of 3", f"{median(starts) / 1000:.2f} s", "3 s"),
    ]


def _write(path: Path) -> None:
    """The demo clip at 1280x720, 30 frames a second, in a format that is cheap to read."""
    frames = clip()
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (1280, 720))
    for frame in frames * (int(SECONDS * FPS) // len(frames) + 2):
        writer.write(enlarged(frame.image, 2))
    writer.release()


def _run(source: str, seconds: float) -> dict[str, float]:
    return in_a_process("benchmarks.window", source, str(seconds))


def _measure(source: str, seconds: float) -> None:
    began = float(os.environ["BENCHMARK_STARTED"])
    from PySide6.QtCore import Qt, QTimer

    app, program = started(source, welcomed=False)
    painted: list[tuple[float, float]] = []
    ticks: list[float] = []

    def paint(captured: float) -> None:
        now = time.monotonic()
        if not painted:
            QTimer.singleShot(int(seconds * 1000), program.window.close)
        if not painted or painted[-1][1] != captured:
            painted.append((now, captured))

    def tick() -> None:
        ticks.append(time.monotonic())

    program.window.live.view.painted.connect(paint)
    timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    program.show()
    app.exec()

    figures = {"first_ms": (painted[0][0] - began) * 1000}
    if seconds:
        settled = painted[0][0] + 3  # the models are open and the first names decided
        ages = [(now - captured) * 1000 for now, captured in painted if now > settled]
        gaps = np.diff([at for at in ticks if at > settled]) * 1000
        beyond = gaps - np.median(gaps)
        figures |= {
            "paint_p50_ms": float(np.median(ages)),
            "paint_p95_ms": float(np.percentile(ages, 95)),
            "fps": len(ages) / (painted[-1][0] - settled),
            "gap_max_ms": float(beyond.max()),
            "gap_p999_ms": float(np.percentile(beyond, 99.9)),
        }
    print(json.dumps(figures))


def _settings() -> None:
    """The longest turn of the GUI thread from an act until all that follows it is done, pictures painted, too."""
    from PySide6.QtCore import QTimer

    from ui.settings.strangers import STEPS, StrangersCard
    from ui.window.sidebar import pages

    app, program = started("")
    window, control = program.window, program.control
    program.show()
    until(lambda: (runtime := program.bridge.runtime) and runtime.matcher)
    for page in (*pages(), "settings"):
        window.show_page(page)
    card = window.findChild(StrangersCard)
    assert card is not None
    until(lambda: card.curves is not None)
    acts: dict[str, Callable[[int], object]] = {
        "slider": lambda at: card.slider.setValue(at % len(STEPS)),
        "theme": lambda at: control.change(theme=("dark", "light")[at % 2]),
    }
    figures = {}
    for what, act in acts.items():
        turns = []
        for at in range(ACTS):
            QTimer.singleShot(0, partial(act, at))
            settled = time.monotonic() + SETTLE
            while time.monotonic() < settled:
                start, worked = time.perf_counter(), time.thread_time()
                app.processEvents()
                turns.append((time.perf_counter() - start, time.thread_time() - worked))
                time.sleep(0.0005)
        figures[what] = [1000 * max(part) for part in zip(*turns, strict=True)]
    window.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    if sys.argv[1] == "settings":
        _settings()
    else:
        _measure(sys.argv[1], float(sys.argv[2]))
