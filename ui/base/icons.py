"""Icons as strokes, painted in the colour of the text around them, so that dark and light need no two sets."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.base import theme

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
    'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{strokes}</svg>'
)

_STROKES = {
    "live": '<rect x="3" y="6" width="12.5" height="12" rx="2.5"/><path d="M15.5 10.5 21 7.5v9l-5.5-3"/>',
    "people": '<circle cx="9" cy="8.2" r="3.4"/><path d="M2.8 19.5c.6-3.8 3-5.6 6.2-5.6s5.6 1.8 6.2 5.6"/>'
    '<path d="M15.6 5.1a3.3 3.3 0 0 1 0 6.2M17.6 14.4c2 .6 3.2 2.3 3.6 5.1"/>',
    "verify": '<rect x="3" y="5" width="8" height="10" rx="2"/><rect x="13" y="5" width="8" height="10" rx="2"/>'
    '<path d="m8.5 19 2.2 2 4.3-4"/>',
    "models": '<rect x="6.5" y="6.5" width="11" height="11" rx="2.5"/><path d="M9.5 6.5V3.5M14.5 6.5V3.5'
    'M9.5 20.5v-3M14.5 20.5v-3M6.5 9.5h-3M6.5 14.5h-3M20.5 9.5h-3M20.5 14.5h-3"/>',
    "history": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.4 2.2"/>',
    "unknowns": '<circle cx="12" cy="8.2" r="3.6" stroke-dasharray="2.6 2.2"/>'
    '<path d="M5 20c.7-4.2 3.4-6.2 7-6.2s6.3 2 7 6.2" stroke-dasharray="2.6 2.2"/>',
    "rules": '<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5z"/>'
    '<path d="M10 20.5c1 .9 3 .9 4 0M12 5.5V3.5"/>',
    "settings": '<path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9"/><circle cx="15.2" cy="7" r="2.2"/>'
    '<circle cx="8.8" cy="17" r="2.2"/>',
    "enrol": '<circle cx="10" cy="8.2" r="3.6"/><path d="M3.2 19.8c.7-4 3.3-6 6.8-6 1.6 0 3 .4 4.1 1.2"/>'
    '<path d="M18 14v6M15 17h6"/>',
    "snapshot": '<path d="M4 8.5h3.2L9 5.8h6l1.8 2.7H20v10.2H4z"/><circle cx="12" cy="13.2" r="3.3"/>',
    "panel": '<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><path d="M14.5 5v14"/>',
    "fullscreen": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6z"/><path d="M14 3.5V8h4.5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l2.8-2.8a4 4 0 0 0-5.7-5.7L12 7"/>'
    '<path d="M14 10a4 4 0 0 0-6-.4l-2.8 2.8a4 4 0 0 0 5.7 5.7L12 17"/>',
    "play": '<path d="M7.5 5v14l11-7z"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13"/>',
    "previous": '<path d="M16.5 6v12L9 12zM6.5 6v12"/>',
    "next": '<path d="M7.5 6v12l7.5-6zM17.5 6v12"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14"/><path d="M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "bin": '<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.8v5.4M13.7 10.8v5.4"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.2c-.8.5-1.2 1-1.2 2M12 16.8v.1"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "record": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="3.5"/>',
    "stop": '<circle cx="12" cy="12" r="8.5"/><path d="M9 9h6v6H9z"/>',
    "turn": '<path d="M20 5v5h-5"/><path d="M19.2 10A8 8 0 1 0 20 14"/>',
    "mirror": '<path d="M12 4v16M9 7 3.5 17H9zM15 7l5.5 10H15z"/>',
    "blur": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="3 3.2"/>'
    '<path d="M9 10v.1M15 10v.1M9 15.2c2 1.2 4 1.2 6 0"/>',
    "kiosk": '<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M8 20h8M9 13l3-6 3 6M10 11h4"/>',
    "grid": '<path d="M4 4.5h7v6H4zM13.5 4.5h6.5v6h-6.5zM4 13.5h7v6H4zM13.5 13.5h6.5v6h-6.5z"/>',
    "more": '<path d="M5.5 12v.1M12 12v.1M18.5 12v.1"/>',
    "damaged": '<path d="M9.5 19.5h-4a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2h6L9.5 9l4 3z"/>'
    '<path d="M15.5 4.5h3a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-5l4-7.5-4-3z"/>',
    "down": '<path d="m6.5 9.5 5.5 5.5 5.5-5.5"/>',
}


class _Strokes(QIconEngine):
    def __init__(self, name: str, colour: str = "") -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        draw(painter, QRectF(rect), self._name, self._pick(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Strokes(self._name, self._colour)

    def _pick(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        now = theme.colours()
        if mode is QIcon.Mode.Disabled:
            return QColor(now.muted)
        if state is QIcon.State.On:
            return QColor(now.accent)
        return QColor(getattr(now, self._colour or "text"))


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that name; `colour` is a field of `Colours`."""
    return QIcon(_Strokes(name, colour))


def draw(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    svg = _SVG.format(colour=colour.name(), strokes=_STROKES[name])
    QSvgRenderer(QByteArray(svg.encode())).render(painter, rect)
