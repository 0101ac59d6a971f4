"""`python -m benchmarks.soak --minutes 30`: does the running window's memory grow? (Linux)

Starts the window on the demo without a screen in an empty home, leaves it a warm-up, then reads its anonymous
memory, threads and descriptors every ten seconds and prints the growth: the means of the first and of the last
tenth, and the slope of the line through all readings (least squares). With `--changes` its source, page,
model, size and switches change every few seconds (`benchmarks.restless`), and the readings are those that it takes
at rest; the most memory in between is printed beside, and what it held at the first rest and at the last: objects
of Python and Qt, and the heap. With `--readings FILE` all of it is written down, a line of JSON each time. On a
busy computer the window gets few frames: how much of a processor it had is printed, too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 300.0
INTERVAL = 10.0
TRACEBACK = "Traceback (most recent call last)"
RESTS = "at rest "
"""How a line of `benchmarks.restless` with a reading begins."""
HELD = "held "
"""And one with what it holds then."""
GREW = 12
"""Figures that are printed of what the window holds: those that grew most."""


class Reading(NamedTuple):
    seconds: float
    """Since the window was started."""
    megabytes: float
    threads: int
    descriptors: int


@dataclass(frozen=True)
class Soaked:
    readings: list[Reading]
    processor: float
    """The share of a processor that it had."""
    most: float
    """Megabytes that it had at a time."""
    tracebacks: int
    """Printed by the window: there should be none."""
    held: list[dict[str, float]]
    """At each rest: objects by class, and megabytes of the heap."""

    @property
    def slopes(self) -> Reading:
        """Of the lines through the readings, an hour."""
        columns = np.array(self.readings).T
        found = (float(np.polyfit(columns[0] / 3600, values, 1)[0]) for values in columns)
        return Reading(*found)  # type: ignore[arg-type]

    @property
    def ends(self) -> tuple[Reading, Reading]:
        """The means of the first and of the last tenth."""
        tenth = max(1, len(self.readings) // 10)
        first, last = (np.mean(part, axis=0) for part in (self.readings[:tenth], self.readings[-tenth:]))
        return Reading(*first), Reading(*last)

    @property
    def grown(self) -> str:
        """What it holds more of at the last rest than at the first, line by line, and the heap."""
        first, last = self.held[0], self.held[-1]
        more = {name: value - first.get(name, 0) for name, value in last.items()}
        most = [name for name in sorted(more, key=more.__getitem__, reverse=True) if more[name] > 0][:GREW]
        names = dict.fromkeys([name for name in last if name.startswith("MB ")] + most)
        return "\n".join(f"{name}: {first.get(name, 0):.5g} -> {last[name]:.5g}" for name in names)

    def __str__(self) -> str:
        (first, last), slopes = self.ends, self.slopes
        return (
            f"{first.megabytes:.1f} MB -> {last.megabytes:.1f} MB, {slopes.megabytes:+.1f} MB an hour "
            f"({len(self.readings)} readings, {self.most:.0f} MB at most); "
            f"threads {first.threads:.1f} -> {last.threads:.1f}, descriptors {first.descriptors:.1f} -> "
            f"{last.descriptors:.1f}; {self.tracebacks} tracebacks; at {self.processor:.0%} of a processor"
        )


def anonymous_mb(pid: int) -> float:
    """Its resident memory that no file backs; pages of libraries come and go with the needs of other programs."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["RssAnon"].split()[0]) * 1024 / 1e6


def read(pid: int, start: float) -> Reading:
    """`start`: when it was started (`time.monotonic()`)."""
    tasks, descriptors = (len(list(Path(f"/proc/{pid}/{kind}").iterdir())) for kind in ("task", "fd"))
    return Reading(time.monotonic() - start, anonymous_mb(pid), tasks, descriptors)


def processor_seconds(pid: int) -> float:
    """What all its threads have computed for so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def soak(minutes: float, *, changes: bool = False, warm_up: float = WARM_UP) -> Soaked:
    """The window for so long after its warm-up; it ends early where the window does."""
    seconds = warm_up + minutes * 60
    if changes:
        command = [sys.executable, "-m", "benchmarks.restless", str(seconds + 60)]
    else:
        command = [sys.executable, str(ROOT / "main.py"), "demo"]
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as said:
        environment = {**os.environ, "FACECAM_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        start = time.monotonic()
        window = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=said, stderr=said)
        try:
            time.sleep(warm_up)
            held: list[dict[str, float]] = []
            readings, before = [], processor_seconds(window.pid)
            while time.monotonic() < start + seconds and window.poll() is None:
                readings.append(read(window.pid, start))
                computed = processor_seconds(window.pid) - before
                time.sleep(INTERVAL)
        finally:
            window.terminate()
            window.wait(30)
        said.seek(0)
        output = said.read()
        log = [path.read_text(errors="replace") for path in Path(home).rglob("*.log*")]
        words = "\n".join([output, *log])
    for trace in words.split(TRACEBACK)[1:]:
        sys.stderr.write(TRACEBACK + trace[:5_000] + "\n")
    share, most = computed / len(readings) / INTERVAL, max(one.megabytes for one in readings)
    if changes:
        rests = [line.removeprefix(RESTS).split() for line in output.splitlines() if line.startswith(RESTS)]
        rested = [Reading(float(at), float(mb), int(tasks), int(fds)) for at, mb, tasks, fds in rests]
        readings = [one for one in rested if one.seconds > warm_up]
        held = [json.loads(line.removeprefix(HELD)) for line in output.splitlines() if line.startswith(HELD)]
        held = held[len(rested) - len(readings) :]
    return Soaked(readings, share, most, words.count(TRACEBACK), held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--changes", action="store_true")
    parser.add_argument("--readings", type=Path)
    given = parser.parse_args()
    done = soak(given.minutes, changes=given.changes)
    if given.readings:
        held = done.held or [{}] * len(done.readings)
        both = zip(done.readings, held, strict=True)
        given.readings.write_text("\n".join(json.dumps({**at._asdict(), **also}) for at, also in both))
    bar = 3 if given.changes else 1
    what = "a window whose source, page, model and size change" if given.changes else "looping demo"
    print(f"{given.minutes:g} minutes of {what}: {done} (bar {bar} MB)")
    if done.held:
        print(done.grown)


if __name__ == "__main__":
    main()
