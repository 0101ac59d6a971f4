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
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from facecam.base.errors import DiskFullError, LockedError, StoreError
from facecam.base.messages import Message

if TYPE_CHECKING:
    from facecam.base.types import Frame, FrameResult, TrackSummary
    from facecam.pipeline.clips import Clips
    from facecam.pipeline.visit_events import VisitEvents
    from facecam.store.database import Database
    from facecam.store.visits import VisitRecord
    from facecam.store.waiting_visits import WaitingVisits

log = logging.getLogger(__name__)

Deliver = Callable[[list["VisitRecord"]], None]

HELD = 50
"""Clips that wait at most, of the newest visits: some 20 MB."""

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
        clips: Clips | None = None,
        events: VisitEvents | None = None,
    ) -> None:
        """`source`: what it calls itself; `deliver` gets the records; `pictures`: whether crops may be kept now;
        `clips` gathers what is kept of the live picture; `events` are told meanwhile."""
        self._source = source
        self._deliver = deliver
        self._pictures = pictures
        self._clips = clips
        self._events = events
        self._began: dict[int, _Beginning] = {}
        """By track."""

    def see(self, result: FrameResult, space: str, frame: Frame | None = None) -> None:
        """Note whose visit begins with this frame, and deliver those that ended; `space` names the model. Without
        the frame there are neither places in films nor clips."""
        now = datetime.now(UTC) - timedelta(seconds=time.monotonic() - result.captured)
        # Under another name than the source's own the film would not be found again.
        position = frame.position if frame is not None and frame.source == self._source else None
        for face in result.faces:
            if face.track is not None:
                self._began.setdefault(face.track, _Beginning(now, result.captured, position))
        if frame is not None and self._clips is not None:
            self._clips.see(frame, result)
        self.end(result.ended, space)
        if self._events is not None:
            self._events.see(result, now)

    def drop_clips(self) -> None:
        """Keep nothing of what the clips to come have gathered."""
        if self._clips is not None:
            self._clips.clear()

    def end(self, ended: Sequence[TrackSummary], space: str) -> None:
        """Deliver the visits of tracks that have ended."""
        if ended:
            records = [self._record(one, space) for one in ended]
            self._deliver(records)
            if self._events is not None:
                for one, visit in zip(ended, records, strict=True):
                    self._events.end(one, visit.ended)

    def finish(self, ended: Sequence[TrackSummary], space: str) -> None:
        """The same of all tracks that there were; those to come are numbered anew."""
        self.end(ended, space)
        self._began.clear()
        if self._clips is not None:
            self._clips.clear()

    def _record(self, summary: TrackSummary, space: str) -> VisitRecord:
        began = self._began.pop(summary.track, None) or _Beginning(datetime.now(UTC), time.monotonic(), None)
        ahead = summary.last - summary.first - (time.monotonic() - began.captured)
        started = began.moment - timedelta(seconds=max(ahead, 0.0))
        made = record(summary, self._source, started, space, pictures=self._pictures())
        clip = None if self._clips is None else self._clips.take(summary.track)
        return replace(made, position=began.position, clip=clip)


class _Beginning(NamedTuple):
    """Of a track."""

    moment: datetime
    """What the clock showed."""
    captured: float
    """`time.monotonic()`."""
    position: float | None
    """In its film, seconds."""


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
        self._counted = 0
        """How many those were last."""
        self._refused = ""
        """Why none could be put there when that was tried last."""
        self.clips_lost = False
        """The disk had no room for the newest clips: their visits were written without. Read it from any thread."""

    def __len__(self) -> int:
        """Those that are in memory alone."""
        with self._lock:
            return len(self._batch) + len(self._waiting)

    def aside(self) -> int:
        """Those that wait on disk, of other programs too. Where that cannot be read as many as last, one at least:
        nobody is to believe that all are written."""
        try:
            self._counted = 0 if self._aside is None else len(self._aside)
        except StoreError:
            self._counted = max(self._counted, 1)
        return self._counted

    def add(self, records: Sequence[VisitRecord]) -> None:
        """Let them wait to be written."""
        with self._lock:
            self._waiting.extend(records)
            self._drop_old_clips()
            lost = max(0, len(self._waiting) - LONGEST)
            for _ in range(lost):
                self._waiting.popleft()
        if lost:
            log.error("%d visits are lost: the database has been away for too long", lost)

    def write(self, database: Database, clip_room: int | None = None) -> None:
        """Write all that waits; of all clips together no more than `clip_room` bytes stay.

        Raises `StoreError`; then all that was not written waits on, in its order, on disk without its clips.
        """
        from facecam.store.waiting_visits import WaitingVisits

        if self._aside is None:
            self._aside = WaitingVisits(database)
        try:
            self._aside.write(database)
            self._write(database, clip_room)
            self._refused = ""
        except (DiskFullError, LockedError):
            raise  # nor is there room on disk to wait, or a key to seal them with
        except StoreError as error:
            self._put_aside(self._aside, database)
            if not self.aside():
                raise
            raise StoreError(
                "{why}; visits wait on this computer until it is back",
                Message("Try again") if error.advice is None else error.advice,
                why=error.message,
            ) from error

    def _write(self, database: Database, clip_room: int | None) -> None:
        from facecam.store.visits import add_visits, were_added

        while self._next_batch():
            clips = any(one.clip is not None for one in self._batch)
            try:
                if not (self._unsure and were_added(database, self._batch)):
                    self._unsure = True
                    add_visits(database, self._batch, clip_room=clip_room)
            except DiskFullError:
                if not clips:
                    raise
                log.warning("the disk is full: visits are kept without their clips")
                self._batch, self.clips_lost = [replace(one, clip=None) for one in self._batch], True
                continue
            self.clips_lost = self.clips_lost and not clips
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
            if str(error) != self._refused:  # it is tried again in half a second
                log.warning("visits wait in memory alone: %s", error)
            self._refused = str(error)

    def _drop_old_clips(self) -> None:
        with_clip = [at for at, one in enumerate(self._waiting) if one.clip is not None]
        for at in with_clip[:-HELD]:
            self._waiting[at] = replace(self._waiting[at], clip=None)

    def _next_batch(self) -> bool:
        with self._lock:
            if not self._batch:
                self._batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            return bool(self._batch)
