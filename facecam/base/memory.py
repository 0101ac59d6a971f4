"""Memory that was freed, given back to the system.

The C library of Linux (glibc) keeps what is freed for whoever asks next, in a heap for each few threads. A program
whose models and sources change has pieces free in all of them, and grows by some megabytes with each change.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of glibc's malloc.h, with `M_` before them."""
_LARGE = 1 << 20
"""Bytes; a picture has more."""
_KEPT = 32 << 20
"""Bytes that may be free at the heap's end: to let go of them and get them back takes time."""


def one_heap() -> None:
    """Have all threads share one heap, for programs that run for long; to be called before there are others.

    With a heap for each few threads, four rounds of changes in the window left 284 MB where one heap left 234, with
    as much of it in use.

    What is large gets pages of its own, which go back as soon as it is freed. By itself glibc lays pieces of up to
    32 MB into the heap once a few were freed: small ones that stay settle between the pictures, and the next larger
    picture needs the heap to grow.
    """
    _call("mallopt", _ARENA_MAX, 1)
    _call("mallopt", _MMAP_THRESHOLD, _LARGE)
    _call("mallopt", _TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """Takes some milliseconds, in which others may wait to allocate; does nothing elsewhere than on Linux."""
    _call("malloc_trim", 0)


def _call(function: str, *values: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl keeps nothing, and has no such functions
            getattr(ctypes.CDLL(None), function)(*values)
