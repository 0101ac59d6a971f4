"""The frozen program that `packaging/freeze.py` made: how large it is, and how long it takes to its first picture,
beside `main.py` in the same run.

Both are started as people start them, without a screen and with an empty home; the log says when the picture came.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median

from benchmarks.common import Row

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "facecam"
ROUNDS = 5
LIMIT = 120
"""Seconds."""


def rows() -> list[Row]:
    if not (PROGRAM / "facecam").exists():
        sys.exit("There is no frozen program: python packaging/freeze.py makes it")
    size = sum(file.stat().st_size for file in PROGRAM.rglob("*") if not file.is_symlink()) / 1e6
    commands = ([str(PROGRAM / "facecam"), "demo"], [sys.executable, str(ROOT / "main.py"), "demo"])
    # The first start reads the files from the disk, and is not counted; then they take turns.
    rounds = [[first_picture(command) for command in commands] for _ in range(ROUNDS + 1)][1:]
    frozen, checkout = (median(each) for each in zip(*rounds, strict=True))
    return [
        Row("frozen program: size unpacked", f"{size:.0f} MB", "480 MB"),
        Row(
            f"frozen program: start to first picture (demo), median of {ROUNDS}; main.py by its side",
            f"{frozen:.2f} s; {checkout:.2f} s",
            "2.5 s",
        ),
    ]


def first_picture(command: list[str]) -> float:
    """Seconds from the start of a program that shows the window to its first picture."""
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "facecam.log"
        environment = {**os.environ, "FACECAM_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        started = time.time()
        window = subprocess.Popen(command, env=environment)
        try:
            while time.time() - started < LIMIT:
                lines = log.read_text("utf-8").splitlines() if log.exists() else []
                for line in lines:
                    if line.endswith("the first picture is shown"):
                        return datetime.strptime(line[:23], "%Y-%m-%d %H:%M:%S,%f").timestamp() - started
                time.sleep(0.05)
            raise TimeoutError(f"{command[0]} showed no picture in {LIMIT} seconds")
        finally:
            window.terminate()
            window.wait(LIMIT)
