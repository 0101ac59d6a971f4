"""What a running window holds: objects by class, and the heap's megabytes. For `benchmarks.restless`; glibc."""

from __future__ import annotations

import collections
import ctypes
import gc
import os
import re
import sys
import tempfile
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication


class _Mallinfo2(ctypes.Structure):
    """As in glibc's malloc.h."""

    _fields_ = (
        *((name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd")),
        *((name, ctypes.c_size_t) for name in ("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")),
    )


def held(*roots: QObject) -> dict[str, float]:
    """`roots`: those of Qt's objects that hang on no window."""
    qt, python = qt_objects(*roots), python_objects()
    return {**heap(), "Qt": qt.total(), "Python": python.total(), **dict(python.most_common(40)), **qt}


def heap() -> dict[str, float]:
    """MB of malloc that are in use, that are large pieces mapped for themselves, and that are holes, given back or
    not; resident, that of the heap and of all that is mapped without a file or a name."""
    asked = ctypes.CDLL(None).mallinfo2
    asked.restype = _Mallinfo2
    info = asked()
    resident = {"[heap]": 0, "": 0}
    name = ""
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if re.match("[0-9a-f]+-", line):
            name = "".join(line.split(maxsplit=5)[5:])
        elif line.startswith("Rss:") and name in resident:
            resident[name] += int(line.split()[1]) * 1024
    return {
        "MB in use": info.uordblks / 1e6,
        "MB in large pieces": info.hblkhd / 1e6,
        "MB of holes": info.fordblks / 1e6,
        "MB of Python's arenas": arenas(),
        "MB resident in the heap": resident["[heap]"] / 1e6,
        "MB resident outside": resident[""] / 1e6,
    }


def arenas() -> float:
    """MB that Python has mapped for objects of up to 512 bytes; it tells them to nothing but its errors' stream."""
    with tempfile.TemporaryFile("w+") as told:
        errors = os.dup(2)
        os.dup2(told.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(errors, 2)
            os.close(errors)
        told.seek(0)
        found = re.search(r"arenas \* .* bytes/arena\s*=\s*([\d,]+)", told.read())
    return int(found[1].replace(",", "")) / 1e6 if found else 0.0


def python_objects() -> collections.Counter[str]:
    """By class; without what was there when the window had started (`gc.freeze`), and what is no container."""
    return collections.Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())


def qt_objects(*roots: QObject) -> collections.Counter[str]:
    """By class: the roots, the windows, and all that hangs on them."""
    found, seen, wait = collections.Counter[str](), set[int](), [*roots, *QApplication.topLevelWidgets()]
    while wait:
        one = wait.pop()
        at = shiboken6.getCppPointer(one)[0]
        if at not in seen:
            seen.add(at)
            found[str(one.metaObject().className())] += 1
            wait += one.children()
    return found
