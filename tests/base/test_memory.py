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


PICTURES = """
import ctypes, sys
from facecam.base.memory import one_heap
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
if sys.argv[1] == "one":
    one_heap()
for _ in range(2):
    picture = libc.malloc(6_000_000)
    libc.free(ctypes.c_void_p(picture))
print(int(next(line for line in open("/proc/self/maps") if "[heap]" in line).split()[0].split("-")[0], 16))
print(libc.malloc(6_000_000))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc")
@pytest.mark.parametrize(("told", "apart"), [("one", True), ("nothing", False)])
def test_pictures_lie_apart_from_what_is_small_however_many_were_freed(told: str, apart: bool) -> None:
    done = subprocess.run([sys.executable, "-c", PICTURES, told], capture_output=True, text=True, check=True)
    heap, picture = map(int, done.stdout.split())
    assert (abs(picture - heap) > 1 << 36) is apart
