"""Nothing reads past the end of a picture: a frame may be the last thing in its mapping, and that is SIGSEGV."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pages are guarded with mmap and mprotect")


@pytest.mark.parametrize(("what", "cases"), [("sum_parts", 25), ("see", 5)])
def test_a_picture_that_ends_where_memory_ends(what: str, cases: int) -> None:
    program = Path(__file__).with_name("guarded.py")
    done = subprocess.run([sys.executable, program, what], capture_output=True, text=True)
    assert done.returncode == 0, f"signal {-done.returncode} after {done.stdout.splitlines()[-1:]}: {done.stderr}"
    assert len(done.stdout.splitlines()) == cases
