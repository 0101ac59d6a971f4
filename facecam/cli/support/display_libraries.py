"""The libraries that the window needs from the system, where nobody else brings them: Linux."""

from __future__ import annotations

import ctypes
import sys

LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""Library, and the Debian package that brings it."""

APT = f"sudo apt-get install -y {' '.join(LIBRARIES.values())}"


def missing() -> list[str]:
    """The libraries that cannot be loaded here."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in LIBRARIES if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
