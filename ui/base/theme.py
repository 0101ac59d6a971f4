"""The window's look (its colour theme): two sets of colours, one style sheet.

Dark and light follow the system unless told not to.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from facecam.base.settings import Theme


@dataclass(frozen=True, slots=True)
class Colours:
    window: str
    surface: str
    raised: str
    """Buttons and fields."""
    hover: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    selected: str
    danger: str
    warn: str
    on_warn: str


LIGHT = Colours(
    window="#f3f4f6", surface="#ffffff", raised="#ffffff", hover="#e9ebef", line="#d9dce2", text="#1a1c20",
    muted="#5b626e", accent="#3056d3", on_accent="#ffffff", accent_hover="#2648b8", selected="#e2e9fd",
    danger="#b3261e", warn="#ffeccb", on_warn="#6b4200",
)  # fmt: skip
DARK = Colours(
    window="#17181b", surface="#1f2125", raised="#2a2d32", hover="#33373d", line="#383c43", text="#eceef1",
    muted="#a2a9b4", accent="#8fb0ff", on_accent="#0c1533", accent_hover="#aac3ff", selected="#2a3654",
    danger="#ff8a80", warn="#4a3712", on_warn="#ffd690",
)  # fmt: skip

# On the picture, which looks the same in dark and light.
STAGE = QColor("#0d0e11")
KNOWN = QColor("#4ade9c")
UNKNOWN = QColor("#ffc14d")
PENDING = QColor("#d5dae3")
SELECTED = QColor("#8fb0ff")

_ASSETS = Path(__file__).parents[1] / "assets"
PROGRAM_ICON = _ASSETS / "facecam.png"
"""Drawn in `facecam.svg`; every Qt reads a PNG without a plugin."""
_SHEET = Template((Path(__file__).parent / "theme.qss").read_text("utf-8"))
_ROLE = QPalette.ColorRole
_ROLES = {
    "window": (_ROLE.Window,),
    "surface": (_ROLE.AlternateBase,),
    "raised": (_ROLE.Base, _ROLE.Button),
    "hover": (_ROLE.Midlight,),
    "line": (_ROLE.Mid,),
    "text": (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText),
    "muted": (_ROLE.PlaceholderText,),
    "accent": (_ROLE.Highlight, _ROLE.Accent, _ROLE.Link),
    "on_accent": (_ROLE.HighlightedText,),
    "accent_hover": (_ROLE.LinkVisited,),
    "selected": (_ROLE.Light,),
    "danger": (_ROLE.BrightText,),
    "warn": (_ROLE.ToolTipBase,),
    "on_warn": (_ROLE.ToolTipText,),
}
"""Where in the palette each of the `Colours` lies; the style sheet names the first."""
_TURN = 0.002
"""Seconds of the GUI thread at a time, when the colours change."""
_PAUSE = 10
"""Milliseconds between turns in which something is painted."""
_unpainted: list[QWidget] = []
"""Which are not painted before all that is seen is dressed."""
_undressed: list[QWidget] = []
"""Still in the colours of before, those that are seen last."""

_theme: Theme = "system"


def colours() -> Colours:
    """Those in force."""
    if _theme == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if _theme == "dark" else LIGHT


def mark() -> QColor:
    """Of somebody who was named, on the window's ground; `KNOWN` is for the picture."""
    return QColor("#1f8a5b") if colours() is LIGHT else KNOWN


def install(app: QApplication) -> None:
    """Dress the application, now and whenever the system changes between dark and light."""
    app.setStyle("Fusion")
    app.styleHints().colorSchemeChanged.connect(lambda: _dress(app))
    _dress(app)


def use(theme: Theme) -> None:
    """Follow the system, or not."""
    global _theme
    _theme = theme
    scheme = {"system": Qt.ColorScheme.Unknown, "dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.styleHints().setColorScheme(scheme[theme])
        _dress(app)


def points(scale: float) -> float:
    """A type size in points, in proportion to the size that the system asks for."""
    return round(max(QGuiApplication.font().pointSizeF(), 8.0) * scale, 1)


def font(base: QFont, scale: float, bold: bool = False) -> QFont:
    """A type like another, of a size in proportion to the system's."""
    made = QFont(base)
    made.setPointSizeF(points(scale))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def scaled(pixels: float) -> int:
    """A length that holds words, for the size of type that the system asks for."""
    return round(pixels * max(QFontMetricsF(QGuiApplication.font()).height() / 15, 1.0))


def _dress(app: QApplication) -> None:
    """In the colours of now. The style sheet is set once and names roles of the palette: where a sheet is set, Qt
    dresses all widgets in one turn, a fifth of a second with every page made. Here some are dressed at a time.
    """
    now = colours()
    palette = QPalette(QColor(now.raised), QColor(now.window))
    for name, roles in _ROLES.items():
        for role in roles:
            palette.setColor(role, QColor(getattr(now, name)))
    for role in _ROLES["text"]:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(now.muted))
    changed = palette != app.palette()
    app.setPalette(palette)
    for window in app.topLevelWidgets():
        window.setProperty("dark", now is DARK)  # which of the sheet's pictures are theirs, and their dialogs'
    named = {name: f"palette({_keyword(roles[0])})" for name, roles in _ROLES.items()}
    sizes = {f"pt{round(scale * 100)}": f"{points(scale)}pt" for scale in (0.85, 0.92, 1.0, 1.15, 1.4, 1.8)}
    sheet = _SHEET.substitute(named, assets=_ASSETS.as_posix(), **sizes)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    elif changed:
        begun = bool(_undressed or _unpainted)
        _undressed[:] = sorted(app.allWidgets(), key=QWidget.isVisible)
        seen = [one for one in _undressed if one.isVisible()]
        inside = [one.viewport() for one in seen if isinstance(one, QAbstractScrollArea)]
        for part in (*inside, *(one for one in seen if one.isWindow())):
            part.setUpdatesEnabled(False)
            _unpainted.append(part)
        if not begun:
            QTimer.singleShot(0, _go_on)


def _go_on() -> None:
    """Dress some more of them, those that are seen first, and leave the rest to the next turn.

    Once those are dressed they are painted: a window in one turn, what is scrolled in it in the next.
    """
    style, end = QApplication.style(), time.perf_counter() + _TURN
    while _undressed and time.perf_counter() < end:
        widget = _undressed.pop()
        if isValid(widget):
            style.polish(widget)
    seen = bool(_undressed) and isValid(_undressed[-1]) and _undressed[-1].isVisible()
    if not seen and _unpainted:
        part = _unpainted.pop()
        if isValid(part):
            part.setUpdatesEnabled(True)
    if _undressed or _unpainted:
        QTimer.singleShot(0 if seen else _PAUSE, _go_on)


def _keyword(role: QPalette.ColorRole) -> str:
    """Its name in a style sheet: `AlternateBase` is `alternate-base` there."""
    return re.sub("(?<=[a-z])(?=[A-Z])", "-", role.name).lower().replace("tool-tip", "tooltip")
