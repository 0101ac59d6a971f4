"""Can a window be shown at all? Asked before Qt is loaded, which would abort without a word that helps."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

from facecam.cli.support.display_libraries import APT

_NO_DISPLAY = (
    "There is no display to show the window on. Start it in a graphical session, or use the command line: "
    "`facecam watch SOURCE`."
)


def trouble() -> str:
    """Why no window can be shown here, and what to do; empty if one can."""
    try:
        from PySide6 import QtWidgets  # noqa: F401
    except ModuleNotFoundError as error:
        return f"facecam's packages are not installed ({error.name} is missing): start it with `uv run main.py`."
    except ImportError as error:
        return _install(str(error))
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform and platform != "xcb":
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and not platform:
        return ""
    if not os.environ.get("DISPLAY"):
        return _NO_DISPLAY
    return _install(missing) if (missing := _missing_for_x11()) else _connect_trouble()


def _install(missing: str) -> str:
    what = f"The window needs a library of the system that is missing ({missing})."
    return f"{what} On Debian and Ubuntu:\n\n    {APT}\n"


def _missing_for_x11() -> str:
    """Loading Qt's plugin for X11 tells which library it lacks."""
    spec = importlib.util.find_spec("PySide6")
    assert spec is not None and spec.origin is not None, "PySide6 was imported before"
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return ""


def _connect_trouble() -> str:
    """Whether the X server that DISPLAY names answers."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _install(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return _NO_DISPLAY if failed else ""
