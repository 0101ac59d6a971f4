"""Whether anything reads past the end of a picture, and what a picture full of faces leaves behind.

Both are measured by the programs that the tests judge.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.common import Row, at_most, media

TESTS = Path(__file__).resolve().parent.parent / "tests" / "vision"
PARTS = 25
"""Cases of `guarded.py sum_parts`, of which it prints each that it lives through."""
ROWS, COLUMNS = 20, 30


def rows() -> list[Row]:
    if not sys.platform.startswith("linux"):
        return []  # pages are guarded, and memory is read, as Linux does it
    guarded = _run("guarded.py", "sum_parts")
    lived = len(guarded.stdout.splitlines())
    crashes = at_most("pictures that end where memory ends: crashes", PARTS - lived, "", 0, f"of {PARTS}")
    crowd = _run("crowd.py", str(media("0-f15-hao-ph.jpg")), str(ROWS), str(COLUMNS))
    faces, before, after, _ = map(int, crowd.stdout.split())
    what = f"resident memory after a picture of {ROWS * COLUMNS} faces, above an empty one"
    return [crashes, at_most(what, after - before, "MB", 250, f"{faces} found")]


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TESTS / program), *arguments], capture_output=True, text=True)
