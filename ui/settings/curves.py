"""Both error rates over the threshold, as curves with the threshold's place in them.

Imports pyqtgraph, which takes its time: import this module in a thread (`strangers.py` does).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facecam.identity.calibration import Calibration
from facecam.identity.matching import Matcher
from facecam.identity.selfscores import SelfScores
from ui.base import theme
from ui.i18n.language import translate
from ui.i18n.words import decimal, share
from ui.widgets.basics import Unturned, label

LOWEST = 10**-6.5
"""The smallest share that is drawn, for none."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    colour: str
    """Field of `Colours`."""
    style: Qt.PenStyle


def _lines() -> tuple[_Line, ...]:
    return (
        _Line(translate("Curves", "Strangers with a name"), "accent", Qt.PenStyle.SolidLine),
        _Line(translate("Curves", "Your people without one"), "danger", Qt.PenStyle.DashLine),
        _Line(translate("Curves", "Your people taken for another"), "muted", Qt.PenStyle.DotLine),
    )


class Curves(QWidget):
    """Not to be zoomed or dragged: the slider beside it is what moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Both error rates over the likeness that is asked for"))
        self._plot: Any = pyqtgraph.PlotWidget(self, background=None)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setXRange(0, 1, padding=0)
        self._plot.setYRange(np.log10(LOWEST), 0.1, padding=0.02)
        ticks = [(float(power), share(10.0**power)) for power in range(0, -7, -1)]
        self._plot.getAxis("left").setTicks([[*ticks, (float(np.log10(LOWEST)), share(0))]])
        self._plot.getAxis("bottom").setTicks([[(tenth / 10, decimal(tenth / 10, 1)) for tenth in range(1, 10)]])
        self._plot.setLabel("bottom", self.tr("likeness from which a name is given"))
        self._drawn: tuple[Calibration, int, SelfScores | None] | None = None
        """What the lines tell of: it does not change while the threshold is moved."""
        self._styles = _lines()
        self._lines = [self._plot.plot() for _ in self._styles]
        self._edge = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._dots = pyqtgraph.ScatterPlotItem(size=10)
        self._plot.addItem(self._edge)
        self._plot.addItem(self._dots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        legend = QHBoxLayout()
        legend.setSpacing(18)
        for line in self._styles:
            legend.addWidget(_Legend(line))
        legend.addStretch()
        column.addLayout(legend)
        column.addWidget(self._plot)
        self._plot.viewport().installEventFilter(Unturned(self))
        self._dress()

    def show_rates(self, matcher: Matcher, own: SelfScores | None, threshold: float) -> None:
        """`own` None: nothing is known yet about the user's own people."""
        curve, people = matcher.calibration, matcher.gallery.size
        if (about := (curve, people, own)) != self._drawn:
            self._drawn = about
            self._draw(curve, people, own)
        self._edge.setPos(threshold)
        now = [curve.fpir(threshold, people)]
        if own is not None and (missed := own.missed(threshold)) is not None:
            now.append(missed)
        self._dots.setData([threshold] * len(now), _height(now))

    def _draw(self, curve: Calibration, people: int, own: SelfScores | None) -> None:
        likeness = np.linspace(0, 1, 201)
        rates: list[list[float | None]] = [
            [curve.fpir(float(x), people) for x in likeness],
            [own.missed(float(x)) for x in likeness] if own is not None else [],
            [own.mistaken(float(x)) for x in likeness] if own is not None else [],
        ]
        for line, shares in zip(self._lines, rates, strict=True):
            known = [one for one in shares if one is not None]
            line.setData(likeness, _height(known)) if known else line.setData([], [])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        """The colours of the theme, which may change while it is shown."""
        now = theme.colours()
        self._plot.setBackground(now.surface)
        small = theme.font(self.font(), 0.85)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(now.line)
            axis.setTextPen(now.muted)
            axis.setTickFont(small)
            axis.setStyle(tickLength=-4)
            axis.setGrid(40)
        self._plot.getAxis("left").setWidth(theme.scaled(96))
        for item, line in zip(self._lines, self._styles, strict=True):
            item.setPen(pyqtgraph.mkPen(getattr(now, line.colour), width=2, style=line.style))
        self._edge.setPen(pyqtgraph.mkPen(now.text, width=1.5))
        self._dots.setBrush(QColor(now.text))
        self._dots.setPen(pyqtgraph.mkPen(now.surface, width=1.5))


class _Legend(QWidget):
    """A piece of a line, and what it is."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(34, 0, 0, 0)
        row.addWidget(label(line.words, "small", wrap=False))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(getattr(theme.colours(), self._line.colour)), 2, self._line.style))
        painter.drawLine(0, self.height() // 2, 26, self.height() // 2)
        painter.end()


def _height(shares: Sequence[float]) -> Any:
    """Shares as the logarithmic axis has them; none lies at its bottom."""
    return np.log10(np.maximum(np.asarray(shares, float), LOWEST))
