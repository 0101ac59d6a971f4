"""The results of one source, pulled one by one: what `facecam watch` and `Facecam.watch` iterate over.

The same loop as the engine's (`results`), driven by whoever asks for the next result, so that of a file every frame
is seen. The runtime's thread follows the people and writes the visits meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from types import TracebackType
from typing import Self

from facecam.base.errors import FacecamError, StoreError
from facecam.base.messages import Message
from facecam.base.types import DeniedLook, Frame, FrameResult
from facecam.capture.source import Source, shows_stills
from facecam.capture.stills import FolderSource
from facecam.capture.worker import OnState, frames
from facecam.pipeline.results import StillLoop, StreamLoop, results
from facecam.pipeline.runtime import Models, Runtime
from facecam.pipeline.visits import SourceVisits
from facecam.store.visits import VisitRecord

PATIENCE = 10.0
"""Seconds that the last visits may wait at the end for a database that is away."""


class Watch:
    """An iterator over results, and a context manager: its end closes the source and writes the visits."""

    def __init__(
        self,
        runtime: Runtime,
        source: Source,
        *,
        realtime: bool = False,
        remember: bool = False,
        on_state: OnState | None = None,
        stopping: threading.Event | None = None,
        silent: bool = False,
    ) -> None:
        """Opens what is not open yet of models and database; the source is opened with the first result.

        `realtime` plays a file at its own pace; `remember` writes visits; `on_state` is
        told how a live source does; `stopping` ends it from another thread; `silent`: what happens is no event.

        Raises what is wrong with models, database and people. Iterating raises what is wrong with the source, and
        `StoreError` where the last visits could not be written.
        """
        matcher = runtime.need_matcher()
        recognizer = runtime.need_recognizer()
        self.name = source.name
        self.still = shows_stills(source)
        """Its pictures have nothing to do with each other, so that there are no tracks and no visits."""
        self.model, self.provider = recognizer.model, recognizer.provider
        self.passed_over: list[FacecamError] = []
        """Why frames have no result, those of one kind once."""
        self._runtime = runtime
        self._source = source
        self._stopping = stopping or threading.Event()
        self._threshold = matcher.threshold
        runtime.tend = runtime.tend or remember
        runtime.start()
        pictures = frames(source, realtime=realtime, on_state=on_state, stopping=self._stopping)
        # Not a method, so that one who just breaks out of a loop over this leaves the source at once, and not when
        # Python comes to look for circles.
        self._results = _results(runtime, source, pictures, self._stopping, self.passed_over, remember, silent)

    @property
    def threshold(self) -> float:
        """The cosine from which a name is given, now."""
        matcher = self._runtime.matcher
        return self._threshold if matcher is None else matcher.threshold

    @property
    def refused(self) -> tuple[FacecamError, ...]:
        """The images of a folder that could not be read, and why frames have no result."""
        images = self._source.refused if isinstance(self._source, FolderSource) else ()
        return (*images, *self.passed_over)

    @property
    def remark(self) -> Message | None:
        """What was odd about a film or folder, such as damaged pictures; a live source's is told to `on_state`."""
        return None if self._source.live else self._source.remark

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> FrameResult:
        return next(self._results)

    def close(self) -> None:
        """Leave the source, also while another thread waits for a result; may be called again.

        Raises `StoreError` where the last visits could not be written.
        """
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                self._results.close()
            except ValueError:  # a generator that runs in another thread
                self._stopping.set()
                if time.monotonic() > limit:
                    return
                time.sleep(0.02)
            else:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _results(
    runtime: Runtime,
    source: Source,
    pictures: Iterator[Frame],
    stopping: threading.Event,
    passed_over: list[FacecamError],
    remember: bool,
    silent: bool,
) -> Generator[FrameResult]:
    """The loop over the pictures of a source; at its end the visits are written."""

    def models() -> Models | None:
        return None if stopping.is_set() else runtime.wait_for_models(stopping)

    def deliver(visits: list[VisitRecord]) -> None:
        if remember:
            runtime.remember(visits)

    def keep_looks(looks: Sequence[DeniedLook], space: str) -> None:
        if remember:
            runtime.keep_looks(looks, space)

    def pass_over(error: FacecamError) -> None:
        if str(error) not in map(str, passed_over):
            passed_over.append(error)

    from facecam.pipeline.clips import Clips  # loads SQLAlchemy

    if shows_stills(source):
        yield from results(StillLoop(pass_over), pictures, models)
        return
    visits = SourceVisits(
        source.name,
        deliver,
        pictures=lambda: runtime.settings.keep_pictures,
        clips=Clips(lambda: runtime.settings) if remember else None,
        events=None if silent else runtime.visit_events(source.name),
    )
    try:
        loop = StreamLoop(
            visits,
            pass_over,
            keep_looks=keep_looks,
            thorough=lambda: remember and runtime.settings.keep_clips and runtime.settings.blur,
        )
        yield from results(loop, pictures, models)
    finally:
        if remember and not runtime.flush(PATIENCE):
            why = runtime.problems.get("database")
            raise StoreError(
                "The last visits of {source} could not be written: {why}",
                Message("Try again") if why is None or why.advice is None else why.advice,
                source=source.name,
                why=Message("the database does not answer") if why is None else why.message,
            )
