"""Memory that was freed, given back to the system.

The C library of Linux (glibc) keeps what is freed for whoever asks next, in a heap for each few threads. A program
whose models and sources change has pieces free in all of them, and grows by some megabytes with each change.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def one_heap() -> None:
    """Have all threads share one heap, for programs that run for long; to be called before there are others.

    With a heap for each few threads, four rounds of changes in the window left 284 MB where one heap left 234, with
    as much of it in use.
    """
    _call("mallopt", _ARENA_MAX, 1)


def give_back() -> None:
    """Takes some milliseconds, in which others may wait to allocate; does nothing elsewhere than on Linux."""
    _call("malloc_trim", 0)


def _call(function: str, *values: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl keeps nothing, and has no such functions
            getattr(ctypes.CDLL(None), function)(*values)
