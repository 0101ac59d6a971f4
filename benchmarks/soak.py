"""`python -m benchmarks.soak --minutes 30`: does the running window's memory grow? (Linux)

Starts `main.py demo` without a screen in an empty home, leaves it a warm-up, then reads its anonymous memory every
ten seconds and prints the growth: the difference between the mean of the last and of the first tenth, and the slope
of the line through all readings (least squares). With `--readings FILE` they are written down. On a busy computer
the window gets few frames: how much of a processor it had is printed beside.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 300.0
INTERVAL = 10.0


def anonymous_mb(pid: int) -> float:
    """Its resident memory that no file backs; pages of libraries come and go with the needs of other programs."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["RssAnon"].split()[0]) * 1024 / 1e6


def processor_seconds(pid: int) -> float:
    """What all its threads have computed for so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--readings", type=Path)
    given = parser.parse_args()
    minutes = given.minutes
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FACECAM_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        window = subprocess.Popen([sys.executable, str(ROOT / "main.py"), "demo"], env=environment)
        try:
            time.sleep(WARM_UP)
            readings = []
            start, before = time.monotonic(), processor_seconds(window.pid)
            while time.monotonic() < start + minutes * 60 and window.poll() is None:
                readings.append(anonymous_mb(window.pid))
                computed = processor_seconds(window.pid) - before
                time.sleep(INTERVAL)
        finally:
            window.terminate()
            window.wait(10)
    if given.readings:
        given.readings.write_text("\n".join(f"{reading:.2f}" for reading in readings))
    slope = np.polyfit(np.arange(len(readings)) * INTERVAL / 3600, readings, 1)[0]
    tenth = max(1, len(readings) // 10)
    first, last = sum(readings[:tenth]) / tenth, sum(readings[-tenth:]) / tenth
    print(
        f"{minutes:g} minutes of looping demo: {first:.1f} MB -> {last:.1f} MB, {last - first:+.1f} MB; "
        f"{slope:+.1f} MB an hour (bar 1 MB), at {computed / len(readings) / INTERVAL:.0%} of a processor"
    )


if __name__ == "__main__":
    main()
