"""Nothing moves by itself where the system asks for no motion: the one place that knows, and that all ask.

The picture of a camera or film moves, as that is what it is for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateToolBox,
)  # fmt: skip
_SECONDS = 2.0
"""For which a program that knows the desktop's setting is waited for."""
_NO = {"0", "0.0", "false"}

_still = False


def still() -> bool:
    """Whether nothing is to move by itself."""
    return _still


def use(asked: bool) -> None:
    """From now on; `asked`: what `asked_for_stillness` found."""
    global _still
    _still = asked
    if asked:
        for effect in _EFFECTS:
            QApplication.setEffectEnabled(effect, False)
        QApplication.setCursorFlashTime(0)


def busy(bar: QProgressBar) -> None:
    """It is not known how long it takes: a bar that runs to and fro, or an empty one where nothing is to move."""
    bar.setRange(0, 1 if _still else 0)
    bar.setValue(0)


def asked_for_stillness() -> bool:
    """Whether the system asks for no motion. Not for the GUI thread: other programs are asked."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _answer("defaults", "read", "com.apple.universalaccess", "reduceMotion") == "1"
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return (
        _answer("gsettings", "get", "org.gnome.desktop.interface", "enable-animations") == "false"
        or any(
            _entry(config / gtk / "settings.ini", "Settings", "gtk-enable-animations") in _NO
            for gtk in ("gtk-4.0", "gtk-3.0")
        )
        or _entry(config / "kdeglobals", "KDE", "AnimationDurationFactor") in _NO
    )


def _windows() -> bool:
    import ctypes

    on = ctypes.c_int(1)
    found = ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(on), 0)  # type: ignore[attr-defined]
    return bool(found) and not on.value  # SPI_GETCLIENTAREAANIMATION


def _answer(*command: str) -> str:
    """What a program says; empty where it is not there, or does not know."""
    import subprocess

    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip().lower()


def _entry(file: Path, section: str, name: str) -> str:
    """A setting in a desktop's file; empty where there is none."""
    import configparser

    settings = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        settings.read(file, "utf-8")
        return settings.get(section, name, fallback="").strip().lower()
    except (configparser.Error, UnicodeDecodeError, OSError):
        return ""
