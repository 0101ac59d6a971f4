"""From frames to results: the one loop, whoever drives it.

The engine takes step after step for the window and the server, `watch` pulls them from a generator for the command
line and for Python. Models and people may be replaced between two frames. An error of one frame is logged and
passed over; anything that is no `FacecamError` is a defect and ends the loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING

from facecam.base.errors import FacecamError
from facecam.base.types import DeniedLook, Frame, FrameResult
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.pipeline.visits import SourceVisits

if TYPE_CHECKING:
    from facecam.identity.matching import Matcher
    from facecam.pipeline.runtime import Models

log = logging.getLogger(__name__)

Frames = Iterable[Frame | None]
"""None where there is no new frame yet."""

GetModels = Callable[[], "Models | None"]
"""Those of this moment, waited for where there are none; None where nobody waits any longer."""

PassedOver = Callable[[FacecamError], None]
"""Told why a frame has no result."""

KeepLooks = Callable[[Sequence[DeniedLook], str], None]
"""Given new looks of faces that are not somebody, by somebody's word, and the model that made them."""


class StreamLoop:
    """A camera, stream or film, whose faces are followed from frame to frame.

    While `thorough` says so every frame is searched as a whole: slower, and a new face is found on its first frame.
    One that is `held` is looked at for itself and makes no visit. While `paused` says so the last one is decided
    anew whenever the people have changed.
    All tracks end, and their visits are delivered, when another model takes over, and with `finish`.
    """

    def __init__(
        self,
        visits: SourceVisits,
        passed_over: PassedOver | None = None,
        *,
        thorough: Callable[[], bool] = lambda: False,
        paused: Callable[[], bool] = lambda: False,
        keep_looks: KeepLooks = lambda looks, space: None,
    ) -> None:
        self._visits = visits
        self._keep_looks = keep_looks
        self._passed_over = passed_over
        self._thorough = thorough
        self._paused = paused
        self._pipeline: TrackPipeline | None = None
        self._last: Frame | None = None
        self._decided: Matcher | None = None

    def look(self, frame: Frame | None, models: Models) -> FrameResult | None:
        """What is said of a new frame, or of the last one; None where nothing is new, or it was passed over."""
        frame = frame or (self._last if self.stale(models) else None)
        if frame is None:
            return None
        if self._decided is not None and self._decided.gallery is not models.matcher.gallery:
            self._visits.drop_clips()  # who is forgotten may be in those of others
        self._last, self._decided = frame, models.matcher
        if self._pipeline is None or self._pipeline.recognizer is not models.recognizer:
            self.finish()
            self._pipeline = TrackPipeline(models.recognizer)
        try:
            if frame.held:
                result = self._pipeline.look(frame, models.matcher)
                self._visits.end(result.ended, models.recognizer.embedder.space)
                return result
            result = self._pipeline.process(frame, models.matcher, thorough=self._thorough())
        except FacecamError as error:
            _log(frame, error, self._passed_over)
            return None
        self._visits.see(result, models.recognizer.embedder.space, frame)
        if result.denied:
            self._keep_looks(result.denied, models.recognizer.embedder.space)
        return result

    def stale(self, models: Models) -> bool:
        """Whether there would be something new to say without a new frame."""
        return self._last is not None and models.matcher is not self._decided and self._paused()

    def finish(self) -> None:
        """The source has ended or is left."""
        if self._pipeline is not None:
            self._visits.finish(self._pipeline.finish(), self._pipeline.recognizer.embedder.space)


class StillLoop:
    """Pictures that have nothing to do with each other, without tracks.

    The last one is decided anew whenever the people have changed.
    """

    def __init__(self, passed_over: PassedOver | None = None) -> None:
        self._passed_over = passed_over
        self._last: Frame | None = None
        self._decided: Matcher | None = None

    def look(self, frame: Frame | None, models: Models) -> FrameResult | None:
        """What is said of a new picture, or of the last one; None where nothing is new."""
        frame = frame or (self._last if self.stale(models) else None)
        if frame is None:
            return None
        self._last, self._decided = frame, models.matcher
        try:
            return models.recognizer.still(frame, models.matcher)
        except FacecamError as error:
            _log(frame, error, self._passed_over)
            return None

    def stale(self, models: Models) -> bool:
        """Whether there would be something new to say without a new picture."""
        return self._last is not None and models.matcher is not self._decided

    def finish(self) -> None:
        """Nothing is left of pictures."""


def results(loop: StreamLoop | StillLoop, frames: Frames, models: GetModels) -> Generator[FrameResult]:
    """The results of all frames; the loop is finished when they end, and when the generator is closed."""
    try:
        for frame in frames:
            if (now := models()) is None:
                return
            if (result := loop.look(frame, now)) is not None:
                yield result
    finally:
        loop.finish()


def _log(frame: Frame, error: FacecamError, passed_over: PassedOver | None) -> None:
    log.error("frame %d of %s: %s", frame.index, frame.source, error)
    if passed_over is not None:
        passed_over(error)
