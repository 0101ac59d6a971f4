"""The window's look (its colour theme): two sets of colours, one style sheet.

Dark and light follow the system unless told not to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

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
    now = colours()
    palette = QPalette(QColor(now.raised), QColor(now.window))
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, now.window), (role.WindowText, now.text), (role.Base, now.raised), (role.Text, now.text),
        (role.AlternateBase, now.surface), (role.Button, now.raised), (role.ButtonText, now.text),
        (role.Highlight, now.accent), (role.HighlightedText, now.on_accent), (role.Accent, now.accent),
        (role.PlaceholderText, now.muted), (role.ToolTipBase, now.surface), (role.ToolTipText, now.text),
        (role.Link, now.accent), (role.Mid, now.line),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(now.muted))
    app.setPalette(palette)
    sizes = {f"pt{round(scale * 100)}": f"{points(scale)}pt" for scale in (0.85, 0.92, 1.0, 1.15, 1.4, 1.8)}
    check = "dark" if now is DARK else "light"
    app.setStyleSheet(_SHEET.substitute(asdict(now), assets=_ASSETS.as_posix(), check=check, **sizes))
