"""Memory that was freed, given back to the system.

The C library of Linux (glibc) keeps what is freed for whoever asks next, in a heap for each few threads. A program
whose models and sources change has pieces free in all of them, and grows by some megabytes with each change.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Takes some milliseconds, in which others may wait to allocate; does nothing elsewhere than on Linux."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl keeps nothing, and has no such function
            ctypes.CDLL(None).malloc_trim(0)
