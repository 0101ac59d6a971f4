"""From the engine's threads to Qt: the one place where frames, results and health become signals.

Sources are opened, switched and left in a thread of their own, so that no driver can hold up the window.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from facecam.errors import FacecamError
from facecam.settings import Settings
from ui.tasks import Deadline, Worker

if TYPE_CHECKING:
    from facecam.capture.mailbox import Mailbox
    from facecam.engine import Engine, Health
    from facecam.services import Services

HEALTH_MS = 250
CLOSE_SECONDS = 3.0


class Relay(QObject):
    """From a mailbox to a function of the GUI thread: one pending signal at a time, however fast it fills."""

    _arrived = Signal()

    def __init__(self, deliver: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self.mailbox: Mailbox[Any] | None = None
        self._deliver = deliver
        self._lock = threading.Lock()
        self._pending = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def notify(self) -> None:
        """Called in the producing thread."""
        with self._lock:
            if self._pending:
                return
            self._pending = True
        self._arrived.emit()

    @Slot()
    def _take(self) -> None:
        with self._lock:
            self._pending = False
        if self.mailbox is not None and (value := self.mailbox.take()) is not None:
            self._deliver(value)


class Bridge(QObject):
    """The services and the engine of the source that is shown."""

    frame = Signal(object)
    """`Frame`: the newest."""
    result = Signal(object)
    """`FrameResult`: the newest."""
    health = Signal(object)
    """`Health`, four times a second, and at once when a source was switched."""
    source_changed = Signal(str)
    """What is being opened from now on, as `open_source` reads it."""
    services_changed = Signal()
    """The models, the database or the people changed, or something began or ceased to fail."""

    _changed_elsewhere = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services: Services | None = None
        """None until the first modules are loaded."""
        self.spec = ""
        self._settings = settings
        self._engine: Engine | None = None
        self._worker = Worker("switch", self)
        self._relays: list[Relay] = []
        self._changed_elsewhere.connect(self._on_change, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=HEALTH_MS)
        self._timer.timeout.connect(self._tell)

    def start(self) -> None:
        """Open models and database in their thread."""
        self._worker.run(self._start_services)
        self._timer.start()

    def open(self, spec: str) -> None:
        """Leave the source that is shown and open this one."""
        self.spec = spec
        for relay in self._relays:
            relay.mailbox = None
        self._relays = [Relay(self.frame.emit, self), Relay(self.result.emit, self)]
        relays = tuple(self._relays)
        self.source_changed.emit(spec)
        self._worker.run(lambda: self._switch(spec, *relays), lambda outcome: self._opened(spec, outcome))

    def use(self, settings: Settings) -> None:
        """Settings act at once."""
        self._settings = settings
        if self.services is not None:
            self.services.use(settings)
        if self._engine is not None:
            self._engine.rotate(settings.rotations.get(self._engine.spec, 0))

    def refresh(self) -> None:
        """The database was changed here."""
        if self.services is not None:
            self.services.refresh()

    def close(self) -> bool:
        """End all threads; False where a hanging driver keeps one of them."""
        self._timer.stop()
        for relay in self._relays:
            relay.mailbox = None
        deadline = Deadline(CLOSE_SECONDS)
        clean = self._worker.close(deadline.left / 2)
        if self._engine is not None:
            clean = self._engine.stop(deadline.left * 0.7) and clean
        if self.services is not None:
            clean = self.services.stop(max(deadline.left, 0.5)) and clean
        return clean

    def _start_services(self) -> None:
        from facecam.services import Services  # loads OpenCV, ONNX Runtime and SQLAlchemy: not in the GUI thread

        services = Services(self._settings, on_change=self._changed_elsewhere.emit)
        services.start()
        self.services = services

    def _switch(self, spec: str, frames: Relay, results: Relay) -> Health | None:
        """In the worker's thread. Returns why there is no engine, if so."""
        from facecam.capture.source import SourceState
        from facecam.engine import Engine, Health

        if self._engine is not None:
            self._engine.stop()
            self._engine = None
        assert self.services is not None
        try:
            engine = Engine(spec, self.services)
        except FacecamError as error:
            return Health(SourceState.FAILED, str(error), spec, "", 0.0, 0, None)
        frames.mailbox = engine.frames(frames.notify)
        results.mailbox = engine.results(results.notify)
        engine.start()
        self._engine = engine
        return None

    def _opened(self, spec: str, failure: Health | None) -> None:
        if spec == self.spec:
            if failure is not None:
                self.health.emit(failure)
            self._tell()

    @Slot()
    def _tell(self) -> None:
        if self._engine is not None:
            self.health.emit(self._engine.health)

    @Slot()
    def _on_change(self) -> None:
        self.services_changed.emit()
