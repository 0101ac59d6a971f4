"""From a track that ended to a visit in the database.

`SourceVisits` makes the records of one source; `VisitQueue` takes those of all sources and writes them, a batch at
a time. A batch that could not be written waits on disk, and the later ones behind it, until the database is back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from facecam.base.errors import StoreError
from facecam.base.messages import Message

if TYPE_CHECKING:
    from facecam.base.types import FrameResult, TrackSummary
    from facecam.pipeline.visit_events import VisitEvents
    from facecam.store.database import Database
    from facecam.store.visits import VisitRecord
    from facecam.store.waiting_visits import WaitingVisits

log = logging.getLogger(__name__)

Deliver = Callable[[list["VisitRecord"]], None]

BATCH = 500
"""Visits that are written in one transaction."""

LONGEST = 10_000
"""Visits that wait in memory at most. Beyond them the oldest are lost, and the log says so."""


class SourceVisits:
    """The visits of one source. Not thread-safe: the thread that drives the source's tracks calls it.

    When a visit began is what the clock showed when its face was first seen; how long it lasted are seconds of
    frame time. So a clock that is set meanwhile moves nothing that has begun. A film that is looked through faster
    than life keeps its lengths, and its visits end when they were seen to end, not later.
    """

    def __init__(
        self,
        source: str,
        deliver: Deliver,
        *,
        pictures: Callable[[], bool],
        events: VisitEvents | None = None,
    ) -> None:
        """`source`: what it calls itself; `deliver` gets the records; `pictures`: whether crops may be kept now;
        `events` are told meanwhile."""
        self._source = source
        self._deliver = deliver
        self._pictures = pictures
        self._events = events
        self._began: dict[int, tuple[datetime, float]] = {}
        """By track: what the clock showed, and `time.monotonic()`."""

    def see(self, result: FrameResult, space: str) -> None:
        """Note whose visit begins with this frame, and deliver those that ended; `space` names the model."""
        now = datetime.now(UTC) - timedelta(seconds=time.monotonic() - result.captured)
        for face in result.faces:
            if face.track is not None:
                self._began.setdefault(face.track, (now, result.captured))
        self.end(result.ended, space)
        if self._events is not None:
            self._events.see(result, now)

    def end(self, ended: Sequence[TrackSummary], space: str) -> None:
        """Deliver the visits of tracks that have ended."""
        if ended:
            pictures = self._pictures()
            records = [record(one, self._source, self._start(one), space, pictures=pictures) for one in ended]
            self._deliver(records)
            if self._events is not None:
                for one, visit in zip(ended, records, strict=True):
                    self._events.end(one, visit.ended)

    def _start(self, summary: TrackSummary) -> datetime:
        began, since = self._began.pop(summary.track, (datetime.now(UTC), time.monotonic()))
        ahead = summary.last - summary.first - (time.monotonic() - since)
        return began - timedelta(seconds=max(ahead, 0.0))


def record(summary: TrackSummary, source: str, started: datetime, space: str, *, pictures: bool) -> VisitRecord:
    """A visit as the store keeps it, with its best face, and with `pictures` that face's crop."""
    from facecam.store.visits import BestFace, VisitRecord
    from facecam.vision.crops import encode_crop

    decision, best = summary.decision, summary.best
    face = picture = None
    if best is not None and best.embedding is not None:
        face = BestFace(best.embedding, space, best.quality.score if best.quality else 0.0)
        picture = encode_crop(best.crop) if pictures and best.crop is not None else None
    return VisitRecord(
        person=decision.person,
        source=source,
        started=started,
        ended=started + timedelta(seconds=summary.last - summary.first),
        samples=summary.samples,
        score=decision.score,
        state=decision.state,
        picture=picture,
        face=face,
    )


class VisitQueue:
    """Visits on their way to the database, oldest first. `add` from any thread, `write` from one at a time.

    What cannot be written is put on disk (`store.waiting_visits`) at once, and written before all that comes later.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[VisitRecord] = deque()
        self._batch: list[VisitRecord] = []
        """What is being written, or could not be."""
        self._unsure = False
        """Whether the batch was tried before: a server may have taken it and gone before it said so."""
        self._aside: WaitingVisits | None = None
        """What waits on disk for the database that was written to last."""

    def __len__(self) -> int:
        """Those that are in memory alone."""
        with self._lock:
            return len(self._batch) + len(self._waiting)

    def aside(self) -> int:
        """Those that wait on disk, other programs' too; 0 where that cannot be read."""
        try:
            return 0 if self._aside is None else len(self._aside)
        except StoreError:
            return 0

    def add(self, records: Sequence[VisitRecord]) -> None:
        """Let them wait to be written."""
        with self._lock:
            self._waiting.extend(records)
            lost = max(0, len(self._waiting) - LONGEST)
            for _ in range(lost):
                self._waiting.popleft()
        if lost:
            log.error("%d visits are lost: the database has been away for too long", lost)

    def write(self, database: Database) -> None:
        """Write all that waits. Raises `StoreError`; then all that was not written waits on, in its order."""
        from facecam.store.waiting_visits import WaitingVisits

        if self._aside is None:
            self._aside = WaitingVisits(database)
        try:
            self._aside.write(database)
            self._write(database)
        except StoreError as error:
            self._put_aside(self._aside, database)
            if not self.aside():
                raise
            raise StoreError(
                "{why}; visits wait on this computer until it is back",
                Message("Try again") if error.advice is None else error.advice,
                why=error.message,
            ) from error

    def _write(self, database: Database) -> None:
        from facecam.store.visits import add_visits, were_added

        while self._next_batch():
            if not (self._unsure and were_added(database, self._batch)):
                self._unsure = True
                add_visits(database, self._batch)
            with self._lock:
                self._batch, self._unsure = [], False

    def _put_aside(self, aside: WaitingVisits, database: Database) -> None:
        """Where that does not go either, all stay here."""
        with self._lock:
            batch, later = self._batch, list(self._waiting)
        try:
            if batch:
                aside.add(batch, database.vault, tried=self._unsure)
                with self._lock:
                    self._batch, self._unsure = [], False
            if later:
                aside.add(later, database.vault)
                with self._lock:
                    for _ in later:
                        self._waiting.popleft()
        except StoreError as error:
            log.warning("visits wait in memory alone: %s", error)

    def _next_batch(self) -> bool:
        with self._lock:
            if not self._batch:
                self._batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            return bool(self._batch)
