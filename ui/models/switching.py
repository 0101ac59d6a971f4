"""Changing the model: the samples come over off the GUI thread, with progress, a way to stop, and a way back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ui.base.control import Control

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.operations.reembedding import Reembed
    from facecam.store.database import Database
    from facecam.vision.manifest import ModelEntry


class Switching(QObject):
    progress = Signal(int, int)
    """Samples that are done, and all of them."""
    changed = Signal()
    """It has begun, or ended."""

    _told = Signal(int, int)

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.to: ModelEntry | None = None
        """The model that is being changed to."""
        self._stop = threading.Event()
        self._told.connect(self.progress, Qt.ConnectionType.QueuedConnection)

    def use(self, entry: ModelEntry) -> None:
        """Bring over every sample whose picture was kept, then use this model; or all stays as it was."""
        if self.to is not None:
            return
        self.to = entry
        self._stop = stop = threading.Event()
        gpu, runtime = self._control.settings.gpu, self._control.bridge.runtime
        assert runtime is not None and runtime.database is not None
        database = runtime.database

        def go_on(done: int, number: int) -> bool:
            self._told.emit(done, number)
            return not (stop.is_set() or self._control.closing)

        def work() -> Reembed | None:
            from facecam.tasks.model_change import reembed
            from facecam.vision import open_embedder

            return reembed(database, open_embedder(entry.name, gpu), go_on)

        self.changed.emit()
        self._control.compute(work, lambda operation: self._bring(entry, operation), self._fail)

    def cancel(self) -> None:
        self._stop.set()

    def _bring(self, entry: ModelEntry, operation: Reembed | None) -> None:
        if self._stop.is_set():
            self._end()
            self._control.said.emit(self.tr("Stopped: everything is as it was."))
        elif operation is None:
            self._use(entry)
            self._control.said.emit(self.tr("The model {name} is used now.").format(name=entry.name))
        else:
            self._control.apply(operation, lambda _: self._use(entry), self._fail)

    def _use(self, entry: ModelEntry) -> None:
        self._control.change(model=entry.name)
        self._end()

    def _fail(self, error: Exception) -> None:
        self._end()
        self._control.fail(error)

    def _end(self) -> None:
        self.to = None
        self.changed.emit()


def follow(control: Control, change: Change) -> None:
    """After an undo or redo of a change of model: use the model whose samples these are now."""
    if change.kind != "reembed":
        return
    running = control.settings.model

    def wanted(database: Database) -> str:
        from facecam.tasks.model_change import spaces
        from facecam.vision.manifest import load_manifest

        found, manifest = spaces(database, pictured=True), load_manifest()
        now = manifest.embedder(running)
        best = max(manifest.embedders, key=lambda one: (found.get(one.space, 0), one.name == now.name))
        return best.name if found.get(best.space) and best.space != now.space else ""

    def use(name: str) -> None:
        if name:
            control.change(model=name)

    control.read(wanted, use)
