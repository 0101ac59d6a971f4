"""From frames to results: the one loop, whoever drives it.

Generators: the engine's thread runs them for the window and the server, `watch` pulls from them for the command
line and for Python. Models and people may be replaced between two frames. An error of one frame is logged and
passed over; anything that is no `FacecamError` is a defect and ends the loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING

from facecam.base.errors import FacecamError
from facecam.base.types import Frame, FrameResult
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


def stream_results(
    frames: Frames,
    models: GetModels,
    visits: SourceVisits,
    passed_over: PassedOver | None = None,
    *,
    thorough: Callable[[], bool] = lambda: False,
) -> Generator[FrameResult]:
    """The results of a camera, stream or film, whose faces are followed from frame to frame.

    While `thorough` says so every frame is searched as a whole: slower, and a new face is found on its first frame.
    All tracks end, and their visits are delivered, when another model takes over, when the frames end, and when the
    generator is closed.
    """
    pipeline: TrackPipeline | None = None

    def finish() -> None:
        if pipeline is not None:
            visits.end(pipeline.finish(), pipeline.recognizer.embedder.space)

    try:
        for frame in frames:
            if frame is None:
                continue
            if (now := models()) is None:
                return
            if pipeline is None or pipeline.recognizer is not now.recognizer:
                finish()
                pipeline = TrackPipeline(now.recognizer)
            try:
                result = pipeline.process(frame, now.matcher, thorough=thorough())
            except FacecamError as error:
                _log(frame, error, passed_over)
                continue
            visits.see(result, now.recognizer.embedder.space)
            yield result
    finally:
        finish()


def still_results(
    frames: Frames, models: GetModels, passed_over: PassedOver | None = None
) -> Generator[FrameResult]:
    """The results of pictures that have nothing to do with each other, without tracks.

    While there is no new picture the last one is decided anew whenever the people have changed.
    """
    last: Frame | None = None
    decided: Matcher | None = None
    for frame in frames:
        if (now := models()) is None:
            return
        frame = frame or (last if now.matcher is not decided else None)
        if frame is None:
            continue
        last, decided = frame, now.matcher
        try:
            result = now.recognizer.still(frame, now.matcher)
        except FacecamError as error:
            _log(frame, error, passed_over)
            continue
        yield result


def _log(frame: Frame, error: FacecamError, passed_over: PassedOver | None) -> None:
    log.error("frame %d of %s: %s", frame.index, frame.source, error)
    if passed_over is not None:
        passed_over(error)
