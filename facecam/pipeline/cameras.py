"""Many named sources in one process, with one recogniser: what a server watches.

Each is an engine of its own, so that one that is lost takes no other along; what all of them share (models, people,
visits, recognition threads) is the runtime's. A source that cannot be opened is tried again and again.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from facecam.base.addresses import public
from facecam.base.errors import ConflictError, FacecamError, InputError
from facecam.base.messages import Message
from facecam.base.types import FrameResult, Image
from facecam.capture.source import SourceState
from facecam.pipeline.engine import Engine
from facecam.pipeline.runtime import Runtime
from facecam.store.cameras import camera_sources, no_camera
from facecam.store.database import Database
from facecam.store.names import fold

log = logging.getLogger(__name__)

TICK = 0.5
"""Seconds between two looks at what failed."""
FIRST_RETRY, LAST_RETRY = 2.0, 60.0
"""Seconds before a source that never worked is opened again; doubled from try to try."""
STOP = 3.0
"""Seconds that a source has to be left; a driver that hangs longer is left to itself."""
MOST = 64
"""Sources that are watched at a time."""


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """How a camera is doing."""

    name: str
    source: str
    """Without its secrets."""
    state: SourceState
    message: Message
    """The state in words, with the remedy where something is wrong."""
    mode: str
    fps: float
    """Pictures a second that arrive."""
    results: float
    """Results a second, over the last seconds."""
    age_ms: float | None
    """From the capture of the newest result's picture until now; None before the first."""
    problem: Message | None
    """Why it has no pictures now, or had none last; None where it always had."""


class Cameras:
    """Start, stop, add and remove while it runs, from any thread; nothing stops the others.

    Those of the database are watched within half a second after anybody added them, and left when they are removed.
    """

    def __init__(self, runtime: Runtime, brought: Mapping[str, str] | None = None) -> None:
        """`brought`: sources by name that are watched beside those of the database."""
        self._runtime = runtime
        self._brought = dict(brought or {})
        self._seen: tuple[Database, int] | None = None
        """The database and its revision when the cameras were read last."""
        self._again = math.inf
        """When sources that could be none are tried again: a device may have been plugged in."""
        self._lock = threading.RLock()
        self._cameras: dict[str, _Camera] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="facecam-cameras", daemon=True)

    def start(self) -> None:
        """Begin to watch them; models and database are opened by the runtime's thread.

        Raises `InputError` and `SourceError` where a source that was brought can be none.
        """
        with self._lock:
            for name, source in self._brought.items():
                self._watch(name, source)
        self._runtime.start()
        self._thread.start()

    def stop(self, timeout: float = STOP) -> bool:
        """Leave all sources at once; False where one hangs."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        with self._lock:
            cameras, self._cameras = list(self._cameras.values()), {}
        return _leave(cameras, timeout)

    def add(self, name: str, source: str) -> None:
        """Watch one that is in no database. Raises `ConflictError` where there is one of that name, `InputError`
        and `SourceError` where that can be no source."""
        with self._lock:
            self._watch(name, source)
            self._brought[name] = source

    def remove(self, name: str) -> None:
        """Watch one of those no more. Raises `NotFoundError`."""
        with self._lock:
            self._find(name)
            self._brought.pop(name, None)
            self._unwatch([name])

    def check_kept(self, name: str) -> None:
        """Raises `ConflictError` where the camera of that name was brought: no database has it."""
        with self._lock:
            if any(fold(name) == fold(brought) for brought in self._brought):
                raise ConflictError(
                    "The camera {name} was given with --camera when the server was started",
                    "Choose another name, or start it without that camera",
                    name=name,
                )

    @property
    def brought(self) -> Collection[str]:
        """The names of those that are in no database."""
        with self._lock:
            return set(self._brought)

    def follow(self) -> None:
        """Watch what the database has now, and not in half a second; nothing before `start`."""
        if self._thread.is_alive():
            self._follow_database()

    def _watch(self, name: str, source: str) -> None:
        if name in self._cameras:
            raise ConflictError("There is a camera {name} already", "Choose another name", name=name)
        if len(self._cameras) >= MOST:
            raise InputError("There are {n} cameras already", "Remove one first", n=MOST)
        camera = _Camera(name, source, self._runtime)
        self._cameras[name] = camera
        camera.open()

    def _unwatch(self, names: Sequence[str]) -> None:
        _leave([self._cameras.pop(name) for name in names], STOP)

    def _follow(self, wanted: Mapping[str, str]) -> None:
        """Watch these, by name, and no others; those that are watched already go on undisturbed.

        A source that can be none is left out, and the log says why.
        """
        with self._lock:
            self._unwatch([name for name, one in self._cameras.items() if wanted.get(name) != one.source])
            for name, source in wanted.items():
                if name not in self._cameras:
                    try:
                        self._watch(name, source)
                    except FacecamError as error:
                        log.error("%s: %s", name, error)
                        self._again = time.monotonic() + LAST_RETRY

    @property
    def names(self) -> list[str]:
        with self._lock:
            return list(self._cameras)

    def health(self, name: str) -> CameraHealth:
        """Raises `NotFoundError`."""
        with self._lock:
            return self._find(name).health

    def newest(self, name: str) -> FrameResult | None:
        """The newest result with the frame that it is about; None before the first. Raises `NotFoundError`."""
        with self._lock:
            return self._find(name).newest

    def picture(self, name: str) -> Image | None:
        """The newest picture that was looked at, (H, W, 3) BGR, with a box around each face; None before the first.

        Where the settings blur strangers, everybody who is not known is unrecognisable in it, and a frame that was
        not searched as a whole is not shown. Raises `NotFoundError`.
        """
        from facecam.vision.blur import cover
        from facecam.vision.boxes import draw_boxes

        result, blur = self.newest(name), self._runtime.settings.blur
        if result is None or result.frame is None:
            return None
        image = result.frame.image
        if blur:
            image = cover(image, result if result.scanned else None)
        return draw_boxes(image, result)

    def _find(self, name: str) -> _Camera:
        if name not in self._cameras:
            raise no_camera(name)
        return self._cameras[name]

    def jpeg(self, name: str) -> bytes | None:
        """`picture` as JPEG; made once for all who ask for it. Raises `NotFoundError`."""
        from facecam.vision.crops import encode_crop

        with self._lock:
            camera = self._find(name)
        key = camera.newest, self._runtime.settings.blur
        if (kept := camera.jpeg) is not None and kept[0] == key:
            return kept[1]
        image = self.picture(name)
        made = None if image is None else encode_crop(image)
        camera.jpeg = key, made
        return made

    def _follow_database(self) -> None:
        database = self._runtime.database
        if database is None:
            return
        with self._lock:  # who read before a change must not act after it
            revision = database.revision()
            if self._seen != (database, revision) or time.monotonic() > self._again:
                self._again = math.inf
                self._follow({**camera_sources(database), **self._brought})
                self._seen = database, revision

    def _run(self) -> None:
        while not self._stopping.wait(TICK):
            try:
                self._follow_database()
            except FacecamError as error:
                log.warning("%s", error)
            with self._lock:
                cameras = list(self._cameras.values())
            for camera in cameras:
                try:
                    camera.look_after()
                except Exception:
                    log.exception("a defect in looking after %s", camera.name)


class _Camera:
    """One of them."""

    def __init__(self, name: str, source: str, runtime: Runtime) -> None:
        """Raises `InputError` where that can be no source."""
        self.name = name
        self.source = source
        self._runtime = runtime
        self._lock = threading.Lock()
        self._engine = Engine(source, runtime, name=name)
        self._left = False
        self._problem: Message | None = None
        self._retry = FIRST_RETRY
        self._due: float | None = None
        """When it is opened again."""
        self._seen: list[float] = []
        self.newest: FrameResult | None = None
        self.jpeg: tuple[tuple[FrameResult | None, bool], bytes | None] | None = None
        """What was made of the newest result last, and whether strangers were blurred."""

    def open(self) -> None:
        self._results = self._engine.results(self._take)
        self._engine.start()

    def leave(self, timeout: float) -> bool:
        with self._lock:
            self._left = True
            engine = self._engine
        return engine.stop(timeout)

    def look_after(self) -> None:
        """Open it again where it never worked, and is due; a file that has ended is left at its end."""
        health = self._engine.health
        if health.state in (SourceState.FAILED, SourceState.RECONNECTING):
            self._problem = health.message
        if health.state is not SourceState.FAILED:
            if health.state is SourceState.LIVE:
                self._retry, self._due = FIRST_RETRY, None
            return
        now = time.monotonic()
        if self._due is None:
            self._due = now + self._retry
            self._retry = min(self._retry * 2, LAST_RETRY)
        elif now >= self._due:
            self._due = None
            self._engine.stop(STOP)
            with self._lock:
                if not self._left:
                    self._engine = Engine(self.source, self._runtime, name=self.name)
                    self.open()

    @property
    def health(self) -> CameraHealth:
        health, now = self._engine.health, time.monotonic()
        recent = [when for when in list(self._seen) if now - when < RECENT]
        return CameraHealth(
            self.name, public(self.source), health.state, health.message, health.mode, health.fps,
            len(recent) / RECENT, health.result_age_ms, self._problem,
        )  # fmt: skip

    def _take(self) -> None:
        """In a recognition thread: there is a result."""
        result = self._results.take()
        if result is not None:
            now = time.monotonic()
            self._seen = [when for when in self._seen if now - when < RECENT] + [now]
            self.newest = result


RECENT = 5.0
"""Seconds over which results are counted."""


def _leave(cameras: list[_Camera], timeout: float) -> bool:
    """Leave them all at the same time, for each may take a while."""
    ended: list[bool] = []
    threads = [
        threading.Thread(target=lambda one=camera: ended.append(one.leave(timeout)), daemon=True)
        for camera in cameras
    ]
    for thread in threads:
        thread.start()
    limit = time.monotonic() + timeout + 1
    for thread in threads:
        thread.join(max(0.0, limit - time.monotonic()))
    return len(ended) == len(cameras) and all(ended)
