"""Pictures named twice: by the people who are enrolled, and by a classifier that knows a closed set of them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ui.base import theme
from ui.base.control import Control
from ui.i18n.language import plural
from ui.i18n.words import decimal, percent
from ui.widgets.basics import Unturned, button, clear, label
from ui.widgets.facecrop import FaceCrop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from facecam.tasks.classification import Classified
    from facecam.vision.manifest import ModelEntry

MOST = 100
"""Faces that are shown."""


class Naming(QFrame):
    """A card with a classifier, pictures, and how sure it must be; what it names changes as the slider moves."""

    _found = Signal(object)
    """`list[Classified]`: the faces of one picture."""

    def __init__(self, control: Control, classifiers: list[ModelEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._control = control
        self._stop = threading.Event()
        self.faces: list[Classified] = []
        self.named: list[QLabel] = []
        """What the classifier says, a face each."""
        self._build(classifiers)
        self._found.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def start(self, files: list[str]) -> None:
        """Look for faces in these pictures, and name them."""
        self._stop = stop = threading.Event()
        self.faces = []
        self.named.clear()
        clear(self._grid)
        runtime = self._control.bridge.runtime
        name, gpu = self.choice.currentText(), self._control.settings.gpu
        self._busy(True)

        def work() -> int:
            from facecam.base.errors import ImageError
            from facecam.capture.images import read_image
            from facecam.tasks.classification import classify
            from facecam.vision import open_classifier

            assert runtime is not None
            recognizer, matcher = runtime.need_recognizer(), runtime.need_matcher()
            classifier, without, shown = open_classifier(name, gpu), 0, 0
            for file in files:
                if stop.is_set() or self._control.closing or shown >= MOST:
                    break
                try:
                    found = classify(recognizer, matcher, classifier, read_image(file))
                except ImageError:
                    found = []
                without += not found
                shown += len(found)
                self._found.emit(found)
            return without

        self._control.compute(work, self._done, self._fail)

    def cancel(self) -> None:
        self._stop.set()

    def _show(self, found: list[Classified]) -> None:
        for one in found[: MOST - len(self.faces)]:
            row = len(self.faces)
            self.faces.append(one)
            crop = FaceCrop(theme.scaled(64))
            crop.show_crop(_pixmap(one), self.tr("Face {number}").format(number=row + 1))
            gallery = label(self._by_gallery(one))
            said = label("")
            self.named.append(said)
            for column, widget in enumerate((crop, gallery, said)):
                self._grid.addWidget(widget, row, column)
        self._name()

    def _name(self) -> None:
        """What the slider's place makes of the classifier's answers."""
        sure = self.slider.value() / 100
        self._words.setText(self.tr("A name from a confidence of {share}").format(share=percent(sure)))
        for one, said in zip(self.faces, self.named, strict=True):
            best = one.guesses[0]
            name = one.name(sure)
            words = self.tr("{name}, {share}") if name else self.tr("nobody; likeliest {name}, {share}")
            said.setText(words.format(name=best.name, share=percent(best.confidence)))

    def _by_gallery(self, one: Classified) -> str:
        face = one.gallery
        if face.name:
            return self.tr("{name}, {score}").format(name=face.name, score=decimal(face.score or 0.0))
        if not face.candidates:
            return self.tr("nobody is enrolled")
        nearest = face.candidates[0]
        return self.tr("unknown; nearest {name}, {score}").format(name=nearest.name, score=decimal(nearest.score))

    def _done(self, without: int) -> None:
        self._busy(False)
        said = plural("%Ln face(s).", "", len(self.faces))
        if without:
            said += " " + plural("%Ln picture(s) had no face, or could not be read.", "", without)
        self._state.setText(said)

    def _fail(self, error: Exception) -> None:
        self._busy(False)
        self._control.fail(error)

    def _busy(self, on: bool) -> None:
        self._state.setText(self.tr("Looking...") if on else "")
        self._cancel.setVisible(on)
        self.choose.setEnabled(not on)
        self.choice.setEnabled(not on)

    def _choose(self) -> None:
        kinds = "*.jpg *.jpeg *.png *.webp *.bmp *.heic"
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Pictures to be named"), "", self.tr("Pictures ({kinds})").format(kinds=kinds)
        )
        if files:
            self.start(files)

    def _build(self, classifiers: list[ModelEntry]) -> None:
        self.choice = QComboBox()
        self.choice.addItems([one.name for one in classifiers])
        self.choice.setAccessibleName(self.tr("Classifier"))
        self.choose = button(
            self.tr("Choose pictures..."), self._choose, tip=self.tr("Nothing of them is kept, and nobody enrolled")
        )
        self._cancel = button(self.tr("Cancel"), self.cancel)
        self._cancel.hide()
        self._state = label("", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setValue(50)
        self.slider.setAccessibleName(self.tr("How sure the classifier must be"))
        self.slider.valueChanged.connect(lambda _: self._name())
        wheel = Unturned(self)
        for turned in (self.slider, self.choice):
            turned.installEventFilter(wheel)
        self._words = label("", "small")
        said = label(
            self.tr(
                "A classifier knows its own people and no strangers: whoever comes is given to one of them. Beside "
                "it stands whom the people enrolled here make of the same face."
            ),
            "muted",
        )
        row = QHBoxLayout()
        row.setSpacing(14)
        for widget in (self.choice, self.choose, self._cancel):
            row.addWidget(widget)
        row.addStretch()
        heads = QGridLayout()
        self._grid = QGridLayout()
        for grid in (heads, self._grid):
            grid.setHorizontalSpacing(18)
            grid.setColumnMinimumWidth(0, theme.scaled(64))
            grid.setColumnStretch(1, 1)
            grid.setColumnStretch(2, 1)
        heads.addWidget(label(self.tr("Enrolled people"), "small"), 0, 1)
        heads.addWidget(label(self.tr("Classifier"), "small"), 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Name faces by a classifier"), "heading"))
        column.addWidget(said)
        column.addLayout(row)
        column.addWidget(self._words)
        column.addWidget(self.slider)
        column.addLayout(heads)
        column.addLayout(self._grid)
        column.addWidget(self._state)
        self._name()


def _pixmap(one: Classified) -> QPixmap:
    height, width = one.crop.shape[:2]
    image = QImage(one.crop.data, width, height, 3 * width, QImage.Format.Format_BGR888)
    return QPixmap.fromImage(image.copy())
