"""The threshold as a sentence and two curves: how often is a stranger named, how often is a known face not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from facecam.base.settings import Settings
from facecam.identity.calibration import HIGHEST
from facecam.identity.gallery import Gallery
from ui.base import theme
from ui.base.control import Control
from ui.i18n.language import plural, translate
from ui.i18n.words import about, decimal, whole
from ui.widgets.basics import label

if TYPE_CHECKING:
    from types import ModuleType

    from facecam.identity.gallery import Enrolled
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
        self._own_of: Enrolled | None = None
        """The gallery that `_own` is, or is going to be, about."""
        self._sentence = label("", "heading")
        self._other = label("", "")
        self._numbers = label("", "small")
        self._place = QWidget()
        self._place.setFixedHeight(theme.scaled(280))
        self._waiting = label(self.tr("Drawing the curves..."), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(STEPS) - 1)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(self.tr("One stranger in how many may get a name"))
        self.slider.valueChanged.connect(lambda at: self._control.change(strangers=STEPS[at]))
        ends = QHBoxLayout()
        ends.addWidget(label(self.tr("Names come easily"), "small", wrap=False))
        ends.addStretch()
        ends.addWidget(label(self.tr("Strangers stay strangers"), "small", wrap=False))
        plot = QVBoxLayout(self._place)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.addWidget(self._waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        for widget in (self._sentence, self._other, self.slider):
            column.addWidget(widget)
        column.addLayout(ends)
        column.addWidget(self._numbers)
        column.addSpacing(4)
        column.addWidget(self._place)
        control.settings_changed.connect(self._show)
        control.bridge.runtime_changed.connect(self._show_again)
        self._show(control.settings)

    def _show_again(self) -> None:
        self._show(self._control.settings)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(self._control.settings)
        if not self._asked:
            self._asked = True
            self._control.compute(_load_curves, self._add_curves)  # last: it takes the longest

    def _add_curves(self, module: ModuleType) -> None:
        self.curves = module.Curves()
        layout = self._place.layout()
        assert layout is not None and self.curves is not None
        self._waiting.hide()
        layout.addWidget(self.curves)
        self._show(self._control.settings)

    def _show(self, settings: Settings) -> None:
        nearest = min(range(len(STEPS)), key=lambda at: abs(STEPS[at] - settings.strangers))
        with QSignalBlocker(self.slider):
            self.slider.setValue(nearest)
        runtime = self._control.bridge.runtime
        if runtime is None or runtime.matcher is None:
            self._sentence.setText(
                self.tr("About 1 stranger in {number} gets a name").format(number=whole(settings.strangers))
            )
            self._numbers.setText(self.tr("The numbers behind it are shown as soon as the models are open."))
            return
        self._say(settings.strangers, runtime.matcher)

    def _say(self, strangers: int, matcher: Matcher) -> None:
        gallery, curve = matcher.gallery, matcher.calibration
        threshold = curve.threshold(1 / strangers, gallery.size)
        # The highest threshold there is may not keep the promise.
        kept = strangers if threshold < HIGHEST else min(strangers, round(1 / curve.fpir(threshold, gallery.size)))
        words = self.tr("About 1 stranger in {number} gets a name")
        if people := gallery.size:
            words = self.tr("About 1 stranger in {number} gets a name with %Ln people enrolled", "", people)
        self._sentence.setText(words.format(number=whole(kept)))
        own = self._scores(gallery)
        self._other.setText(_own_words(own, threshold, gallery))
        given = self.tr("A name is given from a likeness of {threshold}.")
        said = [given.format(threshold=decimal(threshold))]
        if curve.extrapolated(threshold):
            said.append(self.tr("This lies beyond what was measured and is estimated."))
        said.append(self.tr("The stricter it is, the longer a known face stays unknown in poor light."))
        self._numbers.setText(" ".join(said))
        missed = own.missed(threshold) if own is not None else None
        terms = [self.tr("False positive identification rate (FPIR) {rate}").format(rate=f"{1 / strangers:g}")]
        if missed is not None:
            own_rate = self.tr("False negatives among your own samples (FNIR) {rate}")
            terms.append(own_rate.format(rate=f"{missed:.2g}"))
        self.setToolTip("\n".join(terms))
        if self.curves is not None:
            self.curves.show_rates(matcher, own, threshold)
            self.curves.setAccessibleDescription(f"{self._sentence.text()}. {self._other.text()}")

    def _scores(self, gallery: Enrolled) -> SelfScores | None:
        """The people's own scores; asks for them where there are none yet, once somebody looks."""
        if gallery is not self._own_of and self.isVisible() and isinstance(gallery, Gallery):
            self._own_of = gallery
            self._control.compute(lambda: _compare(gallery), lambda own: self._take(gallery, own))
        return self._own

    def _take(self, gallery: Gallery, own: SelfScores) -> None:
        if gallery is self._own_of:
            self._own = own
            self._show(self._control.settings)


def _own_words(own: SelfScores | None, threshold: float, enrolled: Enrolled) -> str:
    """What the user's own samples say at this threshold."""
    if not enrolled.size:
        return translate("Own", "How often a known face gets no name is shown here once somebody is enrolled.")
    if not isinstance(enrolled, Gallery):
        return translate("Own", "So many people are not compared with each other here.")
    if own is None:
        return translate("Own", "Comparing your own people's samples...")
    missed, mistaken = own.missed(threshold), own.mistaken(threshold)
    if missed is None:
        return translate("Own", "How often a known face gets no name is shown here once somebody has two samples.")
    samples = len(own.genuine)
    if missed:
        said = plural("Of %Ln sample(s) of your own people {share} would get no name.", "", samples)
    else:
        said = plural("All %Ln samples of your own people would get their name.", "", samples)
    parts = [said.format(share=about(missed))]
    if mistaken is not None:
        other = translate("Own", "For somebody else, were that person not enrolled, {share} would pass.")
        parts.append(other.format(share=about(mistaken)))
    parts.append(translate("Own", "(Each is compared with all the others; another day's light is harder.)"))
    return " ".join(parts)


def _load_curves() -> ModuleType:
    """In the models' thread: the plotting library takes longer than a page may."""
    import importlib

    return importlib.import_module("ui.settings.curves")


def _compare(gallery: Gallery) -> SelfScores:
    from facecam.identity.selfscores import self_scores

    return self_scores(gallery)
