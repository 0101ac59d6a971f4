"""10,000 people with five templates each: the start, the people's page, and a face among them.

The window is a process of its own (`python -m benchmarks.people` prints its figures as JSON), so that imports,
models and the gallery count.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.common import Row, in_a_process, in_turn, started, until
from benchmarks.filled import PEOPLE, TEMPLATES, fill

STARTS = 3
FRAMES = 300
SETTLE_S = 0.5
STEP = 60
"""Pixels a frame: some two wheel notches in a moment."""

OPEN_MS, FRAME_MS, START_MS, FACE_MS = 300, 33, 2000, 5


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        fill(Path(home) / "facecam.db").close()
        runs = [in_a_process("benchmarks.people", home=home) for _ in range(STARTS)]
        face = _identify(Path(home) / "facecam.db")
    start, page = median(run["start_ms"] for run in runs), median(run["page_ms"] for run in runs)
    frames = [frame for run in runs for frame in run["frames_ms"]]
    computed = [frame for run in runs for frame in run["cpu_ms"]]
    over = sum(frame > FRAME_MS for frame in frames)
    who = f"{PEOPLE:,} people x {TEMPLATES}"
    return [
        Row(f"{who}: start until faces can be named, median of {STARTS}", f"{start / 1000:.2f} s", "2 s"),
        Row(f"{who}: people page to its first picture, the first time", f"{page:.0f} ms", f"{OPEN_MS} ms"),
        Row(
            f"{who}: scrolling, {len(frames)} frames",
            f"worst {max(frames):.1f} ms (median {median(frames):.1f}; {over} over the bar), "
            f"of the processor's time {max(computed):.1f} ms ({median(computed):.1f})",
            f"{FRAME_MS} ms",
        ),
        Row(f"{who}: a face among them", f"{face * 1000:.1f} ms", f"{FACE_MS} ms"),
    ]


def _identify(file: Path) -> float:
    """Median seconds of one decision."""
    import numpy as np

    from facecam.identity.calibration import Calibration
    from facecam.identity.matching import Evidence, Matcher
    from facecam.store.database import open_database
    from facecam.store.gallery import load_gallery
    from facecam.vision.centres import read_neighbourhood
    from facecam.vision.manifest import load_manifest

    entry, db = load_manifest().embedder(), open_database(f"sqlite:///{file}")
    assert entry.dimension is not None
    curve = Calibration(entry.calibration["score"], entry.calibration["log10_fmr"])
    assert entry.neighbourhood is not None
    place = read_neighbourhood(entry.neighbourhood, entry.name, entry.space, entry.dimension)
    matcher = Matcher(load_gallery(db, entry.space, entry.dimension, place), curve, 1e-3)
    db.close()
    face = matcher.gallery.vectors_of(PEOPLE // 2)[:1].copy()  # type: ignore[attr-defined]
    assert matcher.decide([Evidence(face[0])])[0].person == PEOPLE // 2
    noise = np.random.default_rng(0).standard_normal(face.shape[1], np.float32)
    other = Evidence(face[0] + noise / 50)
    (seconds,) = in_turn(lambda: matcher.decide([other]), rounds=200)
    return seconds


def _measure() -> None:
    began = float(os.environ["BENCHMARK_STARTED"])
    app, program = started("")
    program.show()
    until(lambda: (runtime := program.bridge.runtime) and (now := runtime.matcher) and now.gallery.templates)
    start = time.monotonic() - began
    until(lambda: program.cameras.present is not None)

    asked = time.monotonic()
    program.window.show_page("people")
    grid = program.window._pages["people"].list  # type: ignore[attr-defined]
    until(lambda: grid.model().rowCount() == PEOPLE)
    grid.viewport().repaint()
    page = time.monotonic() - asked

    settled = time.monotonic() + SETTLE_S
    until(lambda: time.monotonic() > settled)  # nobody scrolls before the first faces are seen

    frames, cpu = [], []
    for _ in range(FRAMES):
        frame, computed = time.perf_counter(), time.thread_time()
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().value() + STEP)
        app.processEvents()  # paints, and takes in pictures that have arrived
        frames.append((time.perf_counter() - frame) * 1000)
        cpu.append((time.thread_time() - computed) * 1000)
        time.sleep(max(0.0, 0.016 - frames[-1] / 1000))
    program.window.close()
    print(json.dumps({"start_ms": start * 1000, "page_ms": page * 1000, "frames_ms": frames, "cpu_ms": cpu}))


if __name__ == "__main__":
    _measure()
