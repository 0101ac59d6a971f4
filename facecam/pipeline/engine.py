"""One source: capture -> results -> listeners. Start, stop, health.

The capture thread belongs to `capture.worker`; the recognition threads, which all sources share (`scheduler`), take
the newest frame out of the engine's own mailbox, so that lag cannot build up, and drive the loop of `results`.
Listeners get frames and results through one-slot mailboxes of their own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from facecam.base.errors import FacecamError
from facecam.base.messages import Message
from facecam.base.settings import Rotation
from facecam.base.types import DeniedLook, Frame, FrameResult, State
from facecam.capture.camera import CameraSource
from facecam.capture.demo import DemoSource
from facecam.capture.mailbox import Mailbox
from facecam.capture.source import SourceState, open_source, shows_stills
from facecam.capture.transport import Playback, Transport
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker

if TYPE_CHECKING:
    from facecam.pipeline.results import StillLoop, StreamLoop
    from facecam.pipeline.runtime import Runtime
    from facecam.store.visits import VisitRecord

WEIGHT = 0.03
"""Of the newest frame in the averages of milliseconds, which so stand on about the last thirty."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source and its recognition are doing, for the status line."""

    state: SourceState
    message: Message
    """The state in words, with the remedy where something is wrong."""
    source: str
    mode: str
    """What was obtained from the device, such as "1280x720 MJPG 30 fps"."""
    fps: float
    """Frames a second that arrive."""
    damaged: int
    """Pictures that could not be read and were passed over."""
    result_age_ms: float | None
    """From the capture of the frame of the newest result until now; None before the first."""
    ms: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage, averaged over about the last thirty frames."""
    remark: Message | None = None
    """What is odd about the pictures, such as damaged ones that were passed over."""
    error: FacecamError | None = None
    """Why it failed, where it did."""
    playback: Playback | None = None
    """How a film or folder is played; None for what has no places to go to."""


class Engine:
    """Watches one source."""

    def __init__(
        self,
        spec: str,
        runtime: Runtime,
        *,
        remember: bool = True,
        name: str = "",
        transport: Transport | None = None,
    ) -> None:
        """`spec` as `open_source` reads it; `remember` writes sightings while the settings keep them; `name` is
        what visits and events call the source; empty: as it calls itself; `transport` holds a film or folder, and
        goes through it."""
        self.spec = spec
        self._runtime = runtime
        self._remember = remember
        settings = runtime.settings
        source = open_source(spec, aspect=settings.aspects.get(spec, ""), trusted=settings.certificates)
        self._worker = CaptureWorker(source, realtime=True, transport=transport)
        self._still = shows_stills(self._worker.source)
        """Its pictures have nothing to do with each other, and the last one stays."""
        self.rotate(settings.rotations.get(spec, 0))
        self.repeat(settings.repeat)
        self.name = name or source.name
        self._inbox = self._worker.subscribe(self._arrived)
        self._since: float | None = None
        """Since when (`time.monotonic()`) the inbox holds a frame."""
        self._loop: StreamLoop | StillLoop | None = None
        """Made with the first frame, when models are open."""
        self._results: tuple[Mailbox[FrameResult], ...] = ()
        self._looked_at: Frame | None = None
        """Taken out of the inbox last."""
        self._eager = False
        self._newest: FrameResult | None = None
        self._trouble: Message | None = None
        """Why nothing is said of the newest frame."""
        self._faces = 0
        """Those of earlier stills."""
        self._ms: dict[str, float] = {}
        self._stopping = threading.Event()

    def start(self) -> None:
        """Return at once; the source is opened in the capture thread."""
        self._worker.start()
        self._runtime.scheduler.add(self)

    def stop(self, timeout: float = 3.0) -> bool:
        """Leave the source; False when a thread (a hanging driver) did not end in time."""
        deadline = time.monotonic() + timeout
        self._stopping.set()
        self._inbox.close()
        stopped = self._worker.stop(timeout)
        gone = self._runtime.scheduler.wait_gone(self, max(0.0, deadline - time.monotonic()))
        # Pictures are large, and an engine is a circle, which Python finds late.
        self._newest = None
        self._inbox.take()
        return gone and stopped

    def frames(self, notify: Callable[[], None] | None = None) -> Mailbox[Frame]:
        """A mailbox with the newest frame; `notify` is called in the capture thread after each."""
        return self._worker.subscribe(notify)

    def results(self, notify: Callable[[], None] | None = None) -> Mailbox[FrameResult]:
        """A mailbox with the newest result; `notify` is called in the recognition thread after each."""
        mailbox: Mailbox[FrameResult] = Mailbox(notify)
        self._results += (mailbox,)
        return mailbox

    def rotate(self, degrees: Rotation) -> None:
        """Turn the pictures clockwise, from the next one on."""
        self._worker.rotation = degrees

    def repeat(self, on: bool) -> None:
        """Start a video file again at its end; the demo clip always does, and a stream never."""
        source = self._worker.source
        if isinstance(source, VideoSource) and not isinstance(source, DemoSource):
            source.repeat = on

    def reshape(self, aspect: str) -> None:
        """Show the pictures as wide for their height as `aspect` ("16:9") says; empty: as the source says."""
        source = self._worker.source
        if isinstance(source, CameraSource | VideoSource):
            source.aspect = aspect

    @property
    def health(self) -> Health:
        worker, newest = self._worker, self._newest
        age = None if newest is None else (time.monotonic() - newest.captured) * 1000
        return Health(
            worker.state, worker.message, worker.source.name, worker.source.mode, worker.fps, worker.source.damaged,
            age, dict(self._ms), self._trouble or worker.remark, worker.error, worker.playback,
        )  # fmt: skip

    # What the scheduler asks, in one of its threads

    def waits(self) -> float | None:
        """Since when there is something to do."""
        if self._stopping.is_set():
            return 0.0
        models = self._runtime.models
        if self._since is not None:
            # While models are being opened the frame stays in the mailbox: of an image it is the only one.
            return None if models is None else self._since
        if self._inbox.closed and not self._still:
            return 0.0
        return 0.0 if models is not None and self._loop is not None and self._loop.stale(models) else None

    def eager(self) -> bool:
        return self._eager

    def step(self) -> bool:
        """Look at the newest frame; False at the source's end."""
        models, closed = self._runtime.models, self._inbox.closed
        self._since = None
        frame = None if self._stopping.is_set() else self._inbox.take()
        if self._stopping.is_set() or (frame is None and closed and not self._still):
            if self._loop is not None:
                self._loop.finish()
            # Models are large, and an engine is a circle, which Python finds late: its mailbox knows it.
            self._loop = self._looked_at = None
            return False
        if models is None:
            return True
        self._looked_at = frame or self._looked_at
        if self._loop is None:
            self._loop = self._make_loop()
        result = self._loop.look(frame, models)
        if result is not None:
            self._trouble = None
            self._eager = any(one.state is State.PENDING for one in result.decisions)
            self._publish(self._numbered(result) if self._still else result)
        return True

    def _make_loop(self) -> StreamLoop | StillLoop:
        # Loaded by now, for models are open.
        from facecam.pipeline.clips import Clips
        from facecam.pipeline.results import StillLoop, StreamLoop
        from facecam.pipeline.visits import SourceVisits

        if self._still:
            return StillLoop(self._pass_over)
        visits = SourceVisits(
            self.name,
            self._deliver,
            pictures=lambda: self._runtime.settings.keep_pictures,
            clips=Clips(lambda: self._runtime.settings) if self._remember else None,
            events=self._runtime.visit_events(self.name) if self._remember else None,
        )
        # While strangers are blurred nobody may be in a picture unfound, were it only until the next full scan.
        return StreamLoop(
            visits,
            self._pass_over,
            thorough=lambda: self._runtime.settings.blur,
            paused=lambda: self._worker.transport.paused,
            keep_looks=self._keep_looks,
        )

    def _pass_over(self, error: FacecamError) -> None:
        self._trouble = error.told

    def _arrived(self) -> None:
        """In the capture thread: a frame is in the inbox."""
        self._since = time.monotonic() if self._since is None else self._since
        self._runtime.scheduler.wake()

    def _publish(self, result: FrameResult) -> None:
        result = replace(result, frame=self._looked_at)
        self._newest = result
        for stage, ms in result.ms.items():
            self._ms[stage] = self._ms.get(stage, ms) * (1 - WEIGHT) + ms * WEIGHT
        for mailbox in self._results:
            mailbox.put(result)

    def _numbered(self, result: FrameResult) -> FrameResult:
        """A still's faces as tracks of their own, so that listeners can tell them apart."""
        if self._newest is not None and self._newest.index != result.index:
            self._faces += len(self._newest.faces)
        faces = tuple(replace(face, track=self._faces + i) for i, face in enumerate(result.faces, 1))
        return replace(result, faces=faces)

    def _keep_looks(self, looks: Sequence[DeniedLook], space: str) -> None:
        if self._remember:
            self._runtime.keep_looks(looks, space)

    def _deliver(self, visits: list[VisitRecord]) -> None:
        if self._remember and self._runtime.settings.keep_sightings:
            self._runtime.remember(visits)
