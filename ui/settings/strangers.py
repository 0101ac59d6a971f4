"""The threshold as a sentence and two curves: how often is a stranger named, how often is a known face not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from facecam.identity.calibration import HIGHEST
from facecam.settings import Settings
from ui import theme
from ui.control import Control
from ui.parts.basics import label
from ui.parts.words import about, count

if TYPE_CHECKING:
    from types import ModuleType

    from facecam.identity.gallery import Gallery
    from facecam.identity.matching import Matcher
    from facecam.identity.selfscores import SelfScores
    from ui.settings.curves import Curves

STEPS = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)


class StrangersCard(QFrame):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._control = control
        self.curves: Curves | None = None
        """None until the card was shown, and the plotting library loaded in a thread."""
        self._asked = False
        self._own: SelfScores | None = None
        self._own_of: Gallery | None = None
        """The gallery that `_own` is, or is going to be, about."""
        self._sentence = label("", "heading")
        self._other = label("", "")
        self._numbers = label("", "small")
        self._place = QWidget()
        self._place.setFixedHeight(theme.scaled(280))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(STEPS) - 1)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName("One stranger in how many may get a name")
        self.slider.valueChanged.connect(lambda at: self._control.change(strangers=STEPS[at]))
        ends = QHBoxLayout()
        ends.addWidget(label("Names come easily", "small", wrap=False))
        ends.addStretch()
        ends.addWidget(label("Strangers stay strangers", "small", wrap=False))
        plot = QVBoxLayout(self._place)
        plot.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        for widget in (self._sentence, self._other, self.slider):
            column.addWidget(widget)
        column.addLayout(ends)
        column.addWidget(self._place)
        column.addSpacing(4)
        column.addWidget(self._numbers)
        control.settings_changed.connect(self._show)
        control.bridge.services_changed.connect(lambda: self._show(control.settings))
        self._show(control.settings)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._control.compute(_load_curves, self._add_curves)
        self._show(self._control.settings)

    def _add_curves(self, module: ModuleType) -> None:
        self.curves = module.Curves()
        layout = self._place.layout()
        assert layout is not None and self.curves is not None
        layout.addWidget(self.curves)
        self._show(self._control.settings)

    def _show(self, settings: Settings) -> None:
        nearest = min(range(len(STEPS)), key=lambda at: abs(STEPS[at] - settings.strangers))
        with QSignalBlocker(self.slider):
            self.slider.setValue(nearest)
        services = self._control.bridge.services
        if services is None or services.matcher is None:
            self._sentence.setText(f"About 1 stranger in {settings.strangers:,} gets a name")
            self._numbers.setText("The numbers behind it are shown as soon as the models are open.")
            return
        self._say(settings.strangers, services.matcher)

    def _say(self, strangers: int, matcher: Matcher) -> None:
        gallery, curve = matcher.gallery, matcher.calibration
        threshold = curve.threshold(1 / strangers, gallery.templates)
        people = f" with your {count(len(gallery.people), 'person')}" if len(gallery.people) else ""
        # The highest threshold there is may not keep the promise.
        kept = (
            strangers
            if threshold < HIGHEST
            else min(strangers, round(1 / curve.fpir(threshold, gallery.templates)))
        )
        self._sentence.setText(f"About 1 stranger in {kept:,} gets a name{people}")
        own = self._scores(gallery)
        self._other.setText(_own_words(own, threshold, len(gallery.people)))
        estimated = " This lies beyond what was measured and is estimated." if curve.extrapolated(threshold) else ""
        self._numbers.setText(
            f"With {count(gallery.templates, 'sample')} kept today a name is given from a likeness of "
            f"{threshold:.2f}.{estimated} The stricter it is, the longer a known face stays unknown in poor light."
        )
        missed = own.missed(threshold) if own is not None else None
        measured = "" if missed is None else f"\nFalse negatives among your own samples (FNIR) {missed:.2g}"
        self.setToolTip(f"False positive identification rate (FPIR) {1 / strangers:g}{measured}")
        if self.curves is not None:
            self.curves.show_rates(matcher, own, threshold)
            self.curves.setAccessibleDescription(f"{self._sentence.text()}. {self._other.text()}")

    def _scores(self, gallery: Gallery) -> SelfScores | None:
        """The people's own scores; asks for them where there are none yet, once somebody looks."""
        if gallery is not self._own_of and self.isVisible():
            self._own_of = gallery
            self._control.compute(lambda: _compare(gallery), lambda own: self._take(gallery, own))
        return self._own

    def _take(self, gallery: Gallery, own: SelfScores) -> None:
        if gallery is self._own_of:
            self._own = own
            self._show(self._control.settings)


def _own_words(own: SelfScores | None, threshold: float, people: int) -> str:
    """What the user's own samples say at this threshold."""
    if own is None:
        return ""
    missed, mistaken = own.missed(threshold), own.mistaken(threshold)
    if missed is None:
        if not people:
            return "How often a known face gets no name is shown here once somebody is enrolled."
        return "How often a known face gets no name is shown here once somebody has two samples."
    samples = len(own.genuine)
    if missed:
        said = f"Of {samples:,} samples of your own people {about(missed)} would get no name"
    else:
        said = f"All {samples:,} samples of your own people would get their name"
    if mistaken is not None:
        said += f", and {about(mistaken)} would pass for somebody else, were that person not enrolled"
    return f"{said}. (Each is compared with all the others; another day's light is harder.)"


def _load_curves() -> ModuleType:
    """In the models' thread: the plotting library takes longer than a page may."""
    import importlib

    return importlib.import_module("ui.settings.curves")


def _compare(gallery: Gallery) -> SelfScores:
    from facecam.identity.selfscores import self_scores

    return self_scores(gallery)
