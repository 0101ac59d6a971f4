from __future__ import annotations

import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys, threading
from facecam.base.memory import one_heap
libc = ctypes.CDLL(None)
if sys.argv[1] == "one":
    one_heap()
threads = [threading.Thread(target=lambda: [libc.malloc(5_000) for _ in range(100)]) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc")
@pytest.mark.parametrize(("told", "one"), [("one", True), ("nothing", False)])
def test_all_threads_share_one_heap(told: str, one: bool) -> None:
    done = subprocess.run([sys.executable, "-c", HEAPS, told], capture_output=True, text=True, check=True)
    assert (done.stdout.count("<heap nr=") == 1) is one
