"""Many sources in one process: 1, 4, 8 and 16 films of 1280x720 at 24 pictures a second, played as cameras are.

    python -m benchmarks sources                       # all of it
    python -m benchmarks.sources 8 --seconds 20        # one number, as JSON

In a process of its own for each number, so that the memory is that number's. The film is the demo clip, enlarged
and written as H.264 where OpenCV can, else as MPEG-4.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import cv2
import numpy as np

from benchmarks.common import Row, clip, in_a_process, in_turn
from facecam.base.settings import Settings
from facecam.pipeline.engine import Engine
from facecam.pipeline.recognizer import open_recognizer
from facecam.pipeline.runtime import Runtime
from facecam.pipeline.scheduler import Scheduler

NUMBERS = (1, 4, 8, 16)
BARS = {8: "12 a second; p95 300 ms; 700 MB", 16: "5 a second; p95 400 ms"}
SIZE, FPS, PICTURES = (1280, 720), 24, 240
WARM = 3.0
"""Seconds before it is measured: all films are open, and tracks are known."""


def film(folder: Path) -> Path:
    """Ten seconds of the demo clip."""
    for codec in ("avc1", "mp4v"):
        path = folder / f"{codec}.mp4"
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), FPS, SIZE)
        if not writer.isOpened():
            continue
        for frame in clip()[:PICTURES]:
            writer.write(cv2.resize(frame.image, SIZE, interpolation=cv2.INTER_CUBIC))
        writer.release()
        return path
    raise RuntimeError("OpenCV can write no film here")


def measure(number: int, path: Path, seconds: float, threads: int | None = None) -> dict[str, float]:
    """So many engines on one film each, by one runtime: results a second each, age of a result when it is told
    (p95), and the resident memory of the process."""
    runtime = Runtime(Settings(gpu="off", repeat=True, keep_sightings=False))
    runtime.scheduler = Scheduler(threads)
    runtime.start()
    engines = [Engine(str(path), runtime, name=f"camera {i}") for i in range(number)]
    ages: list[float] = []
    counts = [0] * number
    lock, measuring = threading.Lock(), threading.Event()

    def note(i: int) -> None:
        result = boxes[i].take()
        if result is not None and measuring.is_set():
            with lock:
                counts[i] += 1
                ages.append((time.monotonic() - result.captured) * 1000)

    boxes = [engine.results(lambda i=i: note(i)) for i, engine in enumerate(engines)]  # type: ignore[misc]
    for engine in engines:
        engine.start()
    runtime.ready.wait()
    time.sleep(WARM)
    measuring.set()
    time.sleep(seconds)
    measuring.clear()
    arriving = sum(engine.health.fps for engine in engines) / number
    resident = _resident()
    for engine in engines:
        engine.stop()
    runtime.stop()
    return {
        "number": number,
        "results": sum(counts) / number / seconds,
        "least": min(counts) / seconds,
        "arriving": arriving,
        "age_p95_ms": float(np.percentile(ages, 95)),
        "resident_mb": resident,
    }


def _resident() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def batch_ratio() -> float:
    """How long one run of the embedder takes for eight faces, against eight runs for one face each."""
    recognizer = open_recognizer(Settings(gpu="off"))
    size = recognizer.embedder.size
    crops = [np.random.default_rng(i).integers(0, 255, (size, size, 3), np.uint8) for i in range(8)]

    def together() -> None:
        recognizer.embedder.embed(crops)

    def one_by_one() -> None:
        for crop in crops:
            recognizer.embedder.embed([crop])

    batch, single = in_turn(together, one_by_one, rounds=30)
    return batch / single


def rows() -> list[Row]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = film(Path(folder))
        for number in NUMBERS:
            one = in_a_process("benchmarks.sources", str(number), "--film", str(path))
            told = f"{one['results']:.1f} a second each of {one['arriving']:.1f}, the least {one['least']:.1f}"
            found.append(
                Row(
                    f"{number} films of 720p24 in one process: results; age p95; resident",
                    f"{told}; {one['age_p95_ms']:.0f} ms; {one['resident_mb']:.0f} MB",
                    BARS.get(number, ""),
                )
            )
    found.append(Row("eight faces in one run of the embedder, against eight runs", f"{batch_ratio():.2f}x", ""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sources")
    parser.add_argument("number", type=int)
    parser.add_argument("--film", type=Path)
    parser.add_argument("--threads", type=int, help="Of recognition; where it is to be another number than usual.")
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.film or film(Path(folder))
        print(json.dumps(measure(given.number, path, given.seconds, given.threads)))


if __name__ == "__main__":
    main()
