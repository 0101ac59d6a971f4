"""`python -m benchmarks.soak --minutes 30`: does the running window's memory grow? (Linux)

Starts `main.py demo` without a screen in an empty home, leaves it a warm-up, then reads its resident memory every
ten seconds and prints the growth: the difference between the mean of the last and of the first tenth, and the slope
of the line through all readings (least squares). With `--readings FILE` they are written down.
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


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


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
            end = time.monotonic() + minutes * 60
            while time.monotonic() < end and window.poll() is None:
                readings.append(resident_mb(window.pid))
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
        f"{slope:+.1f} MB an hour (bar 1 MB)"
    )


if __name__ == "__main__":
    main()
