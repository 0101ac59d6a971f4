"""The threshold as a sentence: how often may a stranger be taken for somebody who is known?"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from facecam.settings import Settings
from ui.control import Control
from ui.parts.basics import label
from ui.parts.words import count

STEPS = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)


class StrangersCard(QFrame):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._control = control
        self._sentence = label("", "heading")
        self._numbers = label("", "small")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(STEPS) - 1)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName("One stranger in how many may get a name")
        self.slider.valueChanged.connect(lambda at: self._control.change(strangers=STEPS[at]))
        ends = QHBoxLayout()
        ends.addWidget(label("Names come easily", "small", wrap=False))
        ends.addStretch()
        ends.addWidget(label("Strangers stay strangers", "small", wrap=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(self._sentence)
        column.addWidget(self.slider)
        column.addLayout(ends)
        column.addWidget(self._numbers)
        control.settings_changed.connect(self._show)
        control.bridge.services_changed.connect(lambda: self._show(control.settings))
        self._show(control.settings)

    def _show(self, settings: Settings) -> None:
        nearest = min(range(len(STEPS)), key=lambda at: abs(STEPS[at] - settings.strangers))
        with QSignalBlocker(self.slider):
            self.slider.setValue(nearest)
        self._sentence.setText(f"1 stranger in {settings.strangers:,} gets a name")
        services = self._control.bridge.services
        if services is None or services.matcher is None:
            self._numbers.setText("The numbers behind it are shown as soon as the models are open.")
            return
        matcher = services.matcher
        threshold = matcher.calibration.threshold(1 / settings.strangers, matcher.gallery.templates)
        beyond = matcher.calibration.extrapolated(threshold)
        estimated = " This lies beyond what was measured and is estimated." if beyond else ""
        samples = count(matcher.gallery.templates, "sample")
        self._numbers.setText(
            f"With {samples} kept today a name is given from a likeness of "
            f"{threshold:.2f}.{estimated} The stricter it is, the longer a known face stays unknown in poor light."
        )
        self.setToolTip(f"False positive identification rate (FPIR) {1 / settings.strangers:g}")
