"""The threads of one source: capture -> stream -> listeners. Start, stop, health.

The capture thread belongs to `capture.worker`; the recognition thread here takes the newest frame out of its own
mailbox, so that lag cannot build up. Listeners get frames and results through one-slot mailboxes of their own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from facecam.capture.demo import DemoSource
from facecam.capture.mailbox import Mailbox
from facecam.capture.source import SourceState, open_source
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker
from facecam.errors import FacecamError
from facecam.messages import Message
from facecam.settings import Rotation
from facecam.types import Frame, FrameResult, TrackSummary

if TYPE_CHECKING:
    from facecam.identity.matching import Matcher
    from facecam.pipeline.recognizer import Recognizer
    from facecam.pipeline.runtime import Runtime
    from facecam.pipeline.track_pipeline import TrackPipeline
    from facecam.store.visits import VisitRecord

log = logging.getLogger(__name__)


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


class Engine:
    """Watches one source."""

    def __init__(self, spec: str, runtime: Runtime, *, remember: bool = True) -> None:
        """`spec` as `open_source` reads it; `remember` writes sightings while the settings keep them."""
        self.spec = spec
        self._services = runtime
        self._remember = remember
        settings = runtime.settings
        source = open_source(spec, aspect=settings.aspects.get(spec, ""), trusted=settings.certificates)
        self._worker = CaptureWorker(source, realtime=True)
        self.rotate(settings.rotations.get(spec, 0))
        self.repeat(runtime.settings.repeat)
        self._inbox = self._worker.subscribe()
        self._results: tuple[Mailbox[FrameResult], ...] = ()
        self._newest: FrameResult | None = None
        self._ms: dict[str, float] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="facecam-recognition", daemon=True)

    def start(self) -> None:
        """Return at once; the source is opened in the capture thread."""
        self._worker.start()
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """End both threads; False when one of them (a hanging driver) did not end in time."""
        deadline = time.monotonic() + timeout
        self._stopping.set()
        self._inbox.close()
        stopped = self._worker.stop(timeout)
        if self._thread.ident is not None:
            self._thread.join(max(0.0, deadline - time.monotonic()))
        return stopped and not self._thread.is_alive()

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

    @property
    def health(self) -> Health:
        worker, newest = self._worker, self._newest
        age = None if newest is None else (time.monotonic() - newest.captured) * 1000
        return Health(
            worker.state, worker.message, worker.source.name, worker.source.mode, worker.fps,
            worker.source.damaged,
            age, dict(self._ms), worker.remark,
        )  # fmt: skip

    def _run(self) -> None:
        if isinstance(self._worker.source, ImageSource | FolderSource):
            self._watch_stills()
        else:
            self._watch_stream()

    def _models(self) -> tuple[Recognizer, Matcher] | None:
        """The newest ones; None, a moment later, while they are being opened.

        Until then the frame stays in the mailbox: of an image it is the only one.
        """
        recognizer, matcher = self._services.recognizer, self._services.matcher
        if recognizer is not None and matcher is not None:
            return recognizer, matcher
        self._stopping.wait(0.02)
        return None

    def _watch_stream(self) -> None:
        stream: TrackPipeline | None = None
        while not self._stopping.is_set():
            if (models := self._models()) is None:
                continue
            frame = self._inbox.get(timeout=0.2)
            if frame is None:
                if self._inbox.closed:
                    break
                continue
            recognizer, matcher = models
            if stream is None or stream.recognizer is not recognizer:
                if stream is not None:
                    self._note(stream, stream.finish())
                from facecam.pipeline.track_pipeline import TrackPipeline  # loaded by now: a model is open

                stream = TrackPipeline(recognizer)
            try:
                result = stream.process(frame, matcher)
            except FacecamError as error:
                log.error("frame %d of %s: %s", frame.index, frame.source, error)
                continue
            self._note(stream, result.ended)
            self._publish(result)
        if stream is not None:
            self._note(stream, stream.finish())

    def _watch_stills(self) -> None:
        """Pictures that have nothing to do with each other; the last is decided anew when the people change."""
        last: Frame | None = None
        decided: Matcher | None = None
        numbers = 0
        while not self._stopping.is_set():
            if (models := self._models()) is None:
                continue
            recognizer, matcher = models
            frame = self._inbox.get(timeout=0.2)
            if frame is None and self._inbox.closed:
                self._stopping.wait(0.2)
            frame = frame or (last if matcher is not decided else None)
            if frame is None:
                continue
            if frame is not last and self._newest is not None:
                numbers += len(self._newest.faces)
            last, decided = frame, matcher
            self._publish(_numbered(recognizer.still(frame, matcher), numbers))

    def _publish(self, result: FrameResult) -> None:
        self._newest = result
        for stage, ms in result.ms.items():
            self._ms[stage] = self._ms.get(stage, ms) * 0.97 + ms * 0.03
        for mailbox in self._results:
            mailbox.put(result)

    def _note(self, stream: TrackPipeline, summaries: tuple[TrackSummary, ...]) -> None:
        """Hand the visits that ended to the runtime."""
        settings = self._services.settings
        if not (self._remember and settings.keep_sightings):
            return
        space, source = stream.recognizer.embedder.space, self._worker.source.name
        pictures = settings.keep_pictures
        self._services.remember([sighting(one, source, space, pictures) for one in summaries])


def _numbered(result: FrameResult, before: int) -> FrameResult:
    """A still's faces as tracks of their own, so that listeners can tell them apart."""
    faces = tuple(replace(face, track=before + i) for i, face in enumerate(result.faces, 1))
    return replace(result, faces=faces)


def sighting(summary: TrackSummary, source: str, space: str, pictures: bool) -> VisitRecord:
    """A visit as the store keeps it, with its best face, and with `pictures` that face's crop.

    `space` names the model that made the embeddings.
    """
    from facecam.store.visits import BestFace, VisitRecord
    from facecam.tasks.enrolment import encode

    decision, best = summary.decision, summary.best
    face = picture = None
    if best is not None and best.embedding is not None:
        face = BestFace(best.embedding, space, best.quality.score if best.quality else 0.0)
        picture = encode(best.crop) if pictures and best.crop is not None else None
    return VisitRecord(
        person=decision.person,
        source=source,
        started=summary.began,
        ended=summary.began + timedelta(seconds=summary.last - summary.first),
        samples=summary.samples,
        score=decision.score,
        state=decision.state,
        picture=picture,
        face=face,
    )
