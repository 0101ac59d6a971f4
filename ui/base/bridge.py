"""From the engines' threads to Qt: the one place where frames, results and health become signals.

Several sources may be watched at a time, with the same runtime; one of them is looked at. Sources are opened,
switched and left in a thread of their own, so that no driver can hold up the window.
"""

from __future__ import annotations

import dataclasses
import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from facecam.base.addresses import public
from facecam.base.errors import FacecamError
from facecam.base.secret import Secret
from facecam.base.settings import Settings
from facecam.capture.transport import Transport
from ui.base.tasks import Deadline, Worker

if TYPE_CHECKING:
    from facecam.base.types import Frame, FrameResult
    from facecam.capture.mailbox import Mailbox
    from facecam.events.teller import Teller
    from facecam.pipeline.engine import Engine, Health
    from facecam.pipeline.runtime import Runtime

HEALTH_MS = 250
PICTURE_MS = 400
"""For so long nothing else is loaded, lest the first picture wait for it."""
COLLECT_MS = 500
"""After so long what has gone is let go of in Python, too."""
CLOSE_SECONDS = 3.0


def _allowed(settings: Settings) -> Settings:
    """Nobody's visit is noted before the first start's question, what may be kept, is answered."""
    return settings if settings.welcomed else dataclasses.replace(settings, keep_sightings=False)


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


class Channel(QObject):
    """One source that is watched."""

    frame = Signal(object)
    """`Frame`: the newest."""
    result = Signal(object)
    """`FrameResult`: the newest."""
    health = Signal(object)
    """`Health`, four times a second."""

    def __init__(self, spec: str, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.engine: Engine | None = None
        self.failure: Health | None = None
        """Why there is no engine."""
        self.newest_frame: Frame | None = None
        self.newest_result: FrameResult | None = None
        self._left = False
        self.transport = Transport()
        self._frames = Relay(self._take_frame, self)
        self._results = Relay(self._take_result, self)

    @property
    def now(self) -> Health | None:
        """None before it is opened."""
        return self.engine.health if self.engine is not None else self.failure

    @property
    def still(self) -> bool:
        """It is a single picture, and was read: that it has ended is no news."""
        now, newest = self.now, self.newest_frame
        return now is not None and now.state == "ended" and newest is not None and newest.index == 0

    def open(self, runtime: Runtime) -> None:
        """In the worker's thread."""
        from facecam.capture.source import SourceState
        from facecam.pipeline.engine import Engine, Health

        if self._left:
            return
        try:
            engine = Engine(self.spec, runtime, transport=self.transport)
        except FacecamError as error:
            self.failure = Health(SourceState.FAILED, error.told, public(self.spec), "", 0.0, 0, None, error=error)
            return
        self._frames.mailbox = engine.frames(self._frames.notify)
        self._results.mailbox = engine.results(self._results.notify)
        engine.start()
        self.engine = engine

    def _take_frame(self, frame: Frame) -> None:
        if self.newest_frame is None or frame.captured > self.newest_frame.captured:
            self.newest_frame = frame
            self.frame.emit(frame)

    def _take_result(self, result: FrameResult) -> None:
        if result.frame is not None:
            self._take_frame(result.frame)  # it may be on its way still: nothing is said of a picture to come
        self.newest_result = result
        self.result.emit(result)

    def leave(self) -> None:
        """Say nothing more; the engine is still to be stopped."""
        self._left = True
        self._frames.mailbox = self._results.mailbox = None

    def stop(self, timeout: float = 3.0) -> bool:
        """In the worker's thread, or after it has ended."""
        engine, self.engine = self.engine, None
        return engine is None or engine.stop(timeout)

    def end(self) -> None:
        """It was left and stopped: nothing of it stays, its pictures above all."""
        self.newest_frame = self.newest_result = None
        self.deleteLater()


class Bridge(QObject):
    """The runtime, and the engines of the sources that are watched. One of these is looked at."""

    frame = Signal(object)
    """`Frame`: the newest of the source that is looked at."""
    result = Signal(object)
    """`FrameResult`: its newest."""
    health = Signal(object)
    """`Health`, four times a second, and at once when a source was switched."""
    source_changed = Signal(str)
    """What is looked at from now on, as `open_source` reads it; empty: nothing."""
    channels_changed = Signal()
    """Sources were added or left."""
    seen = Signal(object)
    """`FrameResult`: the newest of any source."""
    runtime_changed = Signal()
    """The models, the database or the people changed, or something began or ceased to fail."""

    notice = Signal(object)
    """`Notice`: a rule for the desktop tells something."""

    _changed_elsewhere = Signal()

    def __init__(
        self,
        settings: Settings,
        parent: QObject | None = None,
        *,
        safe: bool = False,
        passphrase: Secret[str] | None = None,
    ) -> None:
        """`safe`: the database is read only; `passphrase`: that of an encrypted one."""
        super().__init__(parent)
        self.runtime: Runtime | None = None
        """None until the first modules are loaded."""
        self._teller: Teller | None = None
        self._telling = False
        """It was started, or is being."""
        self.spec = ""
        """The source that is looked at."""
        self.channels: dict[str, Channel] = {}
        """All that are watched, by what opens them."""
        self._settings = _allowed(settings)
        self._safe = safe
        self._passphrase = passphrase
        self._worker = Worker("switch", self)
        self._changed_elsewhere.connect(self._on_change, Qt.ConnectionType.QueuedConnection)
        self._begin = QTimer(self, interval=PICTURE_MS, singleShot=True)
        self._begin.timeout.connect(lambda: self._worker.run(self._start_runtime))
        self._timer = QTimer(self, interval=HEALTH_MS)
        self._timer.timeout.connect(self._tell)
        self._collect = QTimer(self, interval=COLLECT_MS, singleShot=True)
        self._collect.timeout.connect(_collect)

    def start(self) -> None:
        """Sources can be opened from now on; models and database follow in their thread, after `go_on` or
        `PICTURE_MS`."""
        self._worker.run(self._make_runtime)
        self._begin.start()
        self._timer.start()

    def go_on(self) -> None:
        """The first picture is painted, or there is none to wait for."""
        if self._begin.isActive():
            self._begin.start(0)

    @property
    def moves(self) -> bool:
        """Whether more pictures are to come from the source that is looked at."""
        channel = self.channels.get(self.spec)
        return channel is not None and (channel.now is None or channel.now.state not in ("ended", "failed"))

    def open(self, spec: str) -> None:
        """Leave the source that is looked at, and look at this one."""
        old = self.channels.get(self.spec)
        if old is not None:
            self._drop(old)
        if spec in self.channels:
            self.look_at(spec)
            return
        self._watch(spec)
        self.look_at(spec)

    def add(self, spec: str) -> None:
        """Watch this source beside the others."""
        if spec not in self.channels:
            self._watch(spec)
            self.channels_changed.emit()

    def look_at(self, spec: str) -> None:
        """One of those that are watched; it goes on without being opened anew."""
        self.spec = spec
        self.source_changed.emit(spec)
        self.channels_changed.emit()
        channel = self.channels[spec]
        # Of a picture that stands still no other comes.
        for signal, newest in ((self.frame, channel.newest_frame), (self.result, channel.newest_result)):
            if newest is not None:
                signal.emit(newest)
        self._opened(channel)

    def steer(self) -> Transport | None:
        """What holds the film or folder that is looked at, and goes through it; one that has ended is opened
        anew."""
        channel = self.channels.get(self.spec)
        if channel is not None and channel.now is not None and channel.now.state == "ended":
            self.open(self.spec)
        return None if channel is None else self.channels[self.spec].transport

    def reopen(self, spec: str) -> None:
        """Try a source again that is watched, whether or not it is looked at; it keeps its place among them."""
        order = list(self.channels)
        self._drop(self.channels[spec])
        self._watch(spec)
        self.channels = {one: self.channels[one] for one in order}
        self.channels_changed.emit()

    def leave(self, spec: str) -> None:
        """Watch it no more; where it was looked at, another one is, if there is any."""
        self._drop(self.channels[spec])
        if spec == self.spec and self.channels:
            self.look_at(next(iter(self.channels)))
            return
        if spec == self.spec:
            self.spec = ""
            self.source_changed.emit("")
        self.channels_changed.emit()

    def use(self, settings: Settings) -> None:
        """Settings act at once."""
        self._settings = _allowed(settings)
        if self.runtime is not None:
            self.runtime.use(self._settings)
        for spec, channel in self.channels.items():
            if channel.engine is not None:
                channel.engine.rotate(settings.rotations.get(spec, 0))
                channel.engine.repeat(settings.repeat)
                channel.engine.reshape(settings.aspects.get(spec, ""))

    def collect(self) -> None:
        """Something large has gone. Sources, pages and what they show are circles, for which Python looks when
        there are many new objects: these are few, and hold pictures of megabytes, which pile up meanwhile."""
        self._collect.start()

    def refresh(self) -> None:
        """The database was changed here."""
        if self.runtime is not None:
            self.runtime.refresh()

    def close(self) -> bool:
        """End all threads; False where a hanging driver keeps one of them."""
        self._timer.stop()
        for channel in self.channels.values():
            channel.leave()
        deadline = Deadline(CLOSE_SECONDS)
        clean = self._worker.close(deadline.left / 2)
        for channel in self.channels.values():
            clean = channel.stop(deadline.left * 0.7) and clean
        if self._teller is not None:
            clean = self._teller.stop(max(deadline.left / 2, 0.3)) and clean
        if self.runtime is not None:
            clean = self.runtime.stop(max(deadline.left, 0.5)) and clean
        return clean

    def _watch(self, spec: str) -> None:
        channel = self.channels[spec] = Channel(spec, self)
        channel.frame.connect(lambda frame: self.frame.emit(frame) if self._shows(channel) else None)
        channel.result.connect(lambda result: self._take_result(channel, result))
        channel.health.connect(lambda health: self.health.emit(health) if self._shows(channel) else None)
        self._worker.run(lambda: self._open(channel), lambda _: self._opened(channel))

    def _drop(self, channel: Channel) -> None:
        del self.channels[channel.spec]
        channel.leave()
        channel.destroyed.connect(self.collect)
        self._worker.run(channel.stop, lambda _: channel.end())

    def _shows(self, channel: Channel) -> bool:
        return self.channels.get(self.spec) is channel

    def _take_result(self, channel: Channel, result: FrameResult) -> None:
        if self.channels.get(channel.spec) is channel:
            self.seen.emit(result)
        if self._shows(channel):
            self.result.emit(result)

    def _make_runtime(self) -> None:
        from facecam.pipeline.runtime import Runtime

        passphrase, self._passphrase = self._passphrase, None
        runtime = Runtime(self._settings, self._changed_elsewhere.emit, read_only=self._safe, passphrase=passphrase)
        self.runtime = runtime
        runtime.use(self._settings)  # they may have been changed meanwhile

    def _start_runtime(self) -> None:
        """Open models and database in their thread: that loads ONNX Runtime and SQLAlchemy."""
        assert self.runtime is not None
        self.runtime.start()

    def _start_teller(self) -> None:
        """There is a database, and what it needs has been loaded."""
        from facecam.events.teller import Teller

        runtime = self.runtime
        assert runtime is not None
        self._teller = Teller(
            runtime.events,
            lambda: runtime.database,
            desktop=self.notice.emit,
            days=lambda: runtime.settings.sightings_days,
        )
        self._teller.start()

    def _open(self, channel: Channel) -> None:
        """In the worker's thread."""
        assert self.runtime is not None
        channel.open(self.runtime)

    def _opened(self, channel: Channel) -> None:
        if (now := channel.now) is not None and self.channels.get(channel.spec) is channel:
            channel.health.emit(now)

    @Slot()
    def _tell(self) -> None:
        for channel in list(self.channels.values()):
            if (now := channel.now) is not None:
                channel.health.emit(now)

    @Slot()
    def _on_change(self) -> None:
        if not (self._safe or self._telling) and self.runtime is not None and self.runtime.database is not None:
            self._telling = True
            self._worker.run(self._start_teller)
        self.runtime_changed.emit()


def _collect() -> None:
    """Not while the program starts (`Program`): there is much to look through."""
    if gc.isenabled():
        gc.collect()
