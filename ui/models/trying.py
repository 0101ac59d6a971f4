"""All models on a folder of one's own pictures, off the GUI thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ui.base.control import Control

if TYPE_CHECKING:
    from facecam.tasks.model_comparison import ModelComparison


class Trying(QObject):
    progress = Signal(int, int)
    """Pictures that were looked at, and all of them."""
    changed = Signal()
    """It has begun, or ended."""
    tried = Signal(object)
    """`list[ModelComparison]`, one a model."""

    _told = Signal(int, int)

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.on = False
        self._stop = threading.Event()
        self._told.connect(self.progress, Qt.ConnectionType.QueuedConnection)

    def start(self, folder: str) -> None:
        if self.on:
            return
        self.on = True
        self._stop = stop = threading.Event()
        settings = self._control.settings

        def go_on(done: int, number: int) -> bool:
            self._told.emit(done, number)
            return not (stop.is_set() or self._control.closing)

        def work() -> list[ModelComparison]:
            from facecam.tasks.albums import albums
            from facecam.tasks.model_comparison import compare_models
            from facecam.vision import open_detector, open_embedder
            from facecam.vision.manifest import load_manifest

            embedders = [open_embedder(one.name, settings.gpu) for one in load_manifest().embedders]
            detector = open_detector(settings.gpu, settings.min_face)
            return compare_models(detector, embedders, albums([folder]), settings.strangers, go_on)

        self.changed.emit()
        self._control.compute(work, self._done, self._fail)

    def cancel(self) -> None:
        self._stop.set()

    def _done(self, trials: list[ModelComparison]) -> None:
        self._end()
        self.tried.emit(trials)

    def _fail(self, error: Exception) -> None:
        self._end()
        self._control.fail(error)

    def _end(self) -> None:
        self.on = False
        self.changed.emit()
