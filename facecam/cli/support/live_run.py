"""Where `facecam watch` has its results from: a source on its way through the chain, or a recording."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from facecam.capture.source import Source, SourceState
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.worker import frames
from facecam.cli.support.opening import open_matcher
from facecam.cli.support.output import note
from facecam.errors import FacecamError
from facecam.messages import Message
from facecam.pipeline.engine import sighting
from facecam.pipeline.recognizer import open_recognizer
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.recording.results import replay
from facecam.settings import Settings
from facecam.store.database import Database
from facecam.store.visits import VisitRecord, add_visits, purge
from facecam.types import Frame, FrameResult, TrackSummary

POLL = 1.0
"""Seconds between two looks at the database: has anybody been enrolled or renamed?"""

BATCH = 10.0
"""Seconds between two writings of sightings."""


class Played:
    """A recording."""

    provider: str | None = None
    threshold: float | None = None
    still = False
    refused: tuple[FacecamError, ...] = ()
    remark: Message | None = None

    def __init__(self, path: Path, header: dict[str, Any], realtime: bool, interrupted: threading.Event) -> None:
        self._path = path
        self._realtime = realtime
        self._interrupted = interrupted
        self.name = str(header.get("source", ""))
        self.model = str(header.get("model", ""))

    def results(self) -> Generator[FrameResult]:
        origin: float | None = None
        for result in replay(self._path):
            if self._realtime:
                origin = time.monotonic() - result.time if origin is None else origin
                self._interrupted.wait(max(0.0, origin + result.time - time.monotonic()))
            if result.decisions:
                self.threshold = result.decisions[0].threshold
            yield result


class Watched:
    """A source, seen by the models and compared with the people of a database."""

    def __init__(
        self,
        source: Source,
        settings: Settings,
        database: Database,
        interrupted: threading.Event,
        *,
        realtime: bool,
        remember: bool,
    ) -> None:
        """Opens the models; the source is opened with the first result."""
        self._source = source
        self._recognizer = open_recognizer(settings)
        self._settings = settings
        self._database = database
        self._interrupted = interrupted
        self._realtime = realtime
        self._remember = remember
        self._revision = database.revision()
        self._matcher = open_matcher(self._recognizer, database, settings)
        self._looked = self._wrote = time.monotonic()
        self._sightings: list[VisitRecord] = []
        self.model = self._recognizer.model
        self.provider = self._recognizer.provider
        self.still = isinstance(self._source, ImageSource | FolderSource)
        """Its pictures have nothing to do with each other, so that there are no tracks."""

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def threshold(self) -> float:
        return self._matcher.threshold

    @property
    def refused(self) -> tuple[FacecamError, ...]:
        """The images of a folder that could not be read."""
        return tuple(self._source.refused) if isinstance(self._source, FolderSource) else ()

    @property
    def remark(self) -> Message | None:
        """What was odd about a film, such as damaged pictures; of a live source it is said when it happens."""
        return None if self._source.live else self._source.remark

    def results(self) -> Generator[FrameResult]:
        if self.still:
            for frame in self._frames():
                yield self._recognizer.still(frame, self._matcher)
            return
        stream = TrackPipeline(self._recognizer)
        try:
            for frame in self._frames():
                self._keep_up()
                result = stream.process(frame, self._matcher)
                self._note(result.ended)
                yield result
        finally:
            self._note(stream.finish())
            self._write()

    def _frames(self) -> Iterator[Frame]:
        """Every frame of a file; of anything live, and of a file played live, the newest."""
        return frames(self._source, realtime=self._realtime, on_state=self._say, stopping=self._interrupted)

    def _say(self, state: SourceState, message: Message) -> None:
        if state is SourceState.RECONNECTING or (state is SourceState.LIVE and self._source.remark):
            note(str(message))

    def _keep_up(self) -> None:
        """See people who were enrolled, renamed or removed since, by whichever program."""
        if time.monotonic() - self._looked < POLL:
            return
        self._looked = time.monotonic()
        revision = self._database.revision()
        if revision != self._revision:
            self._revision = revision
            self._matcher = open_matcher(self._recognizer, self._database, self._settings)

    def _note(self, visits: tuple[TrackSummary, ...]) -> None:
        """Keep visits that ended."""
        if self._remember:
            source, space = self._source.name, self._recognizer.embedder.space
            pictures = self._settings.keep_pictures
            self._sightings += [sighting(visit, source, space, pictures) for visit in visits]
            if time.monotonic() - self._wrote > BATCH:
                self._write()

    def _write(self) -> None:
        if self._remember:
            add_visits(self._database, self._sightings)
            purge(self._database, self._settings.sightings_days)
            self._sightings = []
            self._wrote = time.monotonic()
