"""How wide the pictures of a source are to be seen, where it does not say so or is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from ui.base.control import Control

SHAPES = ("4:3", "16:9", "1:1", "21:9")


class Shape(QComboBox):
    """Of the source that is looked at; acts from its next picture on."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.setToolTip(self.tr("For pictures that look squeezed: old film discs, some video recorders"))
        self.activated.connect(self._choose)
        # Methods, which Qt lets go of with the widget: the page is built anew in another language.
        control.settings_changed.connect(self._show)
        control.bridge.source_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        spec = self._control.bridge.spec
        wanted = self._control.settings.aspects.get(spec, "")
        self.clear()
        self.addItem(self.tr("As the source says"), "")
        for shape in dict.fromkeys((*SHAPES, *([wanted] if wanted else []))):
            self.addItem(shape, shape)
        self.setCurrentIndex(self.findData(wanted))
        self.setEnabled(bool(spec))

    def _choose(self, at: int) -> None:
        spec, shape = self._control.bridge.spec, self.itemData(at)
        others = {source: kept for source, kept in self._control.settings.aspects.items() if source != spec}
        self._control.change(aspects={**others, spec: shape} if shape else others)
