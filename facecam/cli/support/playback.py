"""A recording that is watched again, as `pipeline.watch` watches a source."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Self

from facecam.base.errors import FacecamError
from facecam.base.messages import Message
from facecam.base.types import FrameResult
from facecam.recording.log_format import Header
from facecam.recording.results import replay


class Played:
    """An iterator over the results of a recording."""

    provider: str | None = None
    threshold: float | None = None
    still = False
    refused: tuple[FacecamError, ...] = ()
    remark: Message | None = None

    def __init__(self, path: Path, header: Header, realtime: bool, interrupted: threading.Event) -> None:
        self._path = path
        self._realtime = realtime
        self._interrupted = interrupted
        self.name = header.source
        self.model = header.model
        self._results = self._run()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> FrameResult:
        return next(self._results)

    def close(self) -> None:
        self._results.close()

    def _run(self) -> Generator[FrameResult]:
        origin: float | None = None
        for result in replay(self._path):
            if self._realtime:
                origin = time.monotonic() - result.time if origin is None else origin
                self._interrupted.wait(max(0.0, origin + result.time - time.monotonic()))
            if result.decisions:
                self.threshold = result.decisions[0].threshold
            yield result
