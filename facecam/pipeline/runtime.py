"""What all sources share: the models, the database, the people in it, and the visits on their way to it.

`start` begins a thread that opens them and then looks after them: it notices within half a second when anybody
changed the database, writes the visits that the sources hand in, and deletes what is old. What is heavy to load
(ONNX Runtime, SQLAlchemy) is loaded in that thread, so that the first picture need not wait for it. Who cannot wait
for the thread, or wants none, asks by `need_...`, which open what is not open yet and raise what goes wrong.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from facecam.base.errors import DiskFullError, FacecamError, LockedError
from facecam.base.memory import give_back
from facecam.base.secret import Phrase, Secret
from facecam.base.settings import Settings
from facecam.events.outlet import Outlet
from facecam.pipeline.scheduler import Scheduler
from facecam.pipeline.visits import VisitQueue

if TYPE_CHECKING:
    from facecam.base.types import DeniedLook, Face, State
    from facecam.identity.matching import Matcher
    from facecam.operations import Change
    from facecam.pipeline.people import People
    from facecam.pipeline.recognizer import Recognizer
    from facecam.pipeline.visit_events import VisitEvents
    from facecam.store.database import Database
    from facecam.store.visits import VisitRecord

log = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between two looks at the database's revision."""

AGAIN = 5.0
"""Seconds between two tries to open a database that could not be reached."""

DAY = 86_400.0

TRIM = 20.0
"""Seconds after which memory of no use any more is given back: models, sources and large pictures come and go."""


MOST_LOOKS = 100
"""Looks that wait at most for a database that is away."""


class Models(NamedTuple):
    """What frames are looked at with: a pair, for the people are compared in the recogniser's own space."""

    recognizer: Recognizer
    matcher: Matcher


class Runtime:
    """Read its attributes from any thread: each is replaced as a whole and never changed."""

    def __init__(
        self,
        settings: Settings,
        on_change: Callable[[], None] | None = None,
        *,
        read_only: bool = False,
        tend: bool = True,
        passphrase: Phrase | None = None,
        fast: bool = False,
    ) -> None:
        """`on_change` is called whenever an attribute was replaced, mostly in the runtime's thread; with
        `read_only` the database stays as it is; `passphrase` is that of an encrypted one;
        `fast` looks at stills as quickly as at a film's pictures."""
        self.settings = settings
        self.read_only = read_only
        self.tend = tend
        """Whether the thread deletes what is old and brings visits over to a new model. May be changed."""
        self.recognizer: Recognizer | None = None
        self.database: Database | None = None
        self.matcher: Matcher | None = None
        self.models: Models | None = None
        """Recogniser and matcher, once both are there."""
        self.problems: dict[str, FacecamError] = {}
        """What does not work, by part: "models", "database", "gallery"; "faces": some were damaged; "clips": the
        disk had no room for them."""
        self.unconsented: tuple[Change, ...] = ()
        """Who was removed since the start, having no consent any more."""
        self.scheduler = Scheduler()
        """The threads that look at the frames of all engines."""
        self.events = Outlet()
        """What happens at all sources."""
        self.ready = threading.Event()
        """Set when everything was opened or has said why not."""
        self._on_change = on_change
        self._passphrase = Secret.of(passphrase)
        self._fast = fast
        self._lock = threading.RLock()
        """Held by who opens something or looks at the database: one at a time."""
        self._people: People | None = None
        self._visits = VisitQueue()
        self._opened: tuple[object, ...] | None = None
        """What the settings said of models when they were opened last."""
        self._looks: deque[tuple[DeniedLook, str]] = deque(maxlen=MOST_LOOKS)
        """On their way to the database, as visits are."""
        self._wake = threading.Event()
        self._stopping = False
        self._purged: tuple[float, tuple[int, int]] | None = None
        """When what is old was deleted last, and how many days and megabytes were to be kept."""
        self._unlocked: Database | None = None
        """Opened with a passphrase, and not yet in use."""
        self._tried_database = -AGAIN
        self._retained = True
        """Whether the events know the people whom the matcher has now."""
        self._followed: int | None = None
        """How far the visits of other models were brought over to the one that runs; None when all are."""
        self._thread = threading.Thread(target=self._run, name="facecam-runtime", daemon=True)

    def start(self) -> None:
        """Begin to look after everything; may be called again."""
        with self._lock:
            if self._thread.ident is None:
                self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """Write what is waiting and close; False when that took longer than `timeout` seconds."""
        self._stopping = True
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        elif self.database is not None:
            self.database.close()
        return not self._thread.is_alive()

    def refresh(self) -> None:
        """Look at the database now: somebody in this process has just changed it."""
        self._wake.set()

    def use(self, settings: Settings) -> None:
        """Change the settings; models are opened anew where they ask for it, in the runtime's thread."""
        self.settings = settings
        self._wake.set()

    def unlock(self, passphrase: Phrase) -> None:
        """Open the encrypted database that could not be opened without, or was encrypted since; takes a second.

        Raises `LockedError` where that is not its passphrase.
        """
        from facecam.store.database import open_database

        if self.database is not None:
            self.database.unlock(passphrase)
        else:
            url = self.settings.database or None
            self._unlocked = open_database(url, read_only=self.read_only, passphrase=passphrase)
        self._wake.set()

    # Visits

    def remember(self, visits: Sequence[VisitRecord]) -> None:
        """Hand in visits; they are written soon, in batches, in this order."""
        if not self.read_only:
            self._visits.add(visits)

    def keep_looks(self, looks: Sequence[DeniedLook], space: str) -> None:
        """Hand in looks of faces that are not somebody; they are soon kept with what was said of those."""
        if not self.read_only:
            self._looks.extend((look, space) for look in looks)
            self._wake.set()

    def flush(self, timeout: float) -> bool:
        """Wait until all visits that were handed in are in the database; False when that took longer."""
        limit = time.monotonic() + timeout
        self._wake.set()
        while not (done := self.waiting_visits() == 0) and self._thread.is_alive() and time.monotonic() < limit:
            time.sleep(0.02)
        return done

    def waiting_visits(self) -> int:
        """How many visits are not in the database yet, here and on this computer's disk."""
        return len(self._visits) + self._visits.aside()

    def visit_events(self, source: str) -> VisitEvents:
        """What makes the events of a source and publishes them."""
        from facecam.pipeline.visit_events import VisitEvents

        return VisitEvents(source, self.events.publish, self._event_picture)

    def _event_picture(self, face: Face | None, state: State) -> bytes | None:
        """A face's picture where somebody wants it; of nobody who is to be blurred."""
        if not self.events.pictures or face is None or face.crop is None:
            return None
        from facecam.base.types import State
        from facecam.vision.crops import encode_crop

        if self.settings.blur and state is not State.KNOWN:
            return None

        return encode_crop(face.crop)

    # What is opened when it is needed first, by whomever

    def need_recognizer(self) -> Recognizer:
        """The models that the settings ask for. Raises `ModelError`, `ProviderError`, `InputError`."""
        with self._lock:
            if self.recognizer is None or self._wanted() != self._opened:
                self._open_models()
            assert self.recognizer is not None
            return self.recognizer

    def need_database(self) -> Database:
        """The database. Raises `StoreError`, `LockedError`, `InputError`."""
        with self._lock:
            if self.database is None:
                self._open_database()
            assert self.database is not None
            return self.database

    def need_matcher(self) -> Matcher:
        """The people as they are now. Raises what the other two do, and `StoreError` where they cannot be read."""
        with self._lock:
            self.need_recognizer()
            self.need_database()
            self._follow()
            assert self.matcher is not None
            return self.matcher

    def wait_for_models(self, stopping: threading.Event) -> Models | None:
        """Recogniser and matcher, waited for while they are being opened; None once `stopping` is set."""
        while (models := self.models) is None and not stopping.wait(0.02):
            pass
        return models

    # The runtime's thread

    def _run(self) -> None:
        tried, trimmed = self._opened, time.monotonic()
        while not self._stopping:
            self._try_database()
            if (wanted := self._wanted()) != tried:
                tried = wanted
                self._guard("models", self._open_models)
            if self._unlocked is not None:
                self._guard("database", self._use_unlocked)
            self._guard("gallery", self._follow)
            self._guard("faces", self._look_for_damage)
            if self.database is not None and not self.read_only:
                self._guard("database", functools.partial(self._tend, self.database))
                self._guard("clips", self._look_for_lost_clips)
            self.ready.set()
            if time.monotonic() - trimmed > TRIM:
                if self.recognizer is not None:
                    self.recognizer.give_back()
                give_back()
                trimmed = time.monotonic()
            self._wake.wait(POLL)
            self._wake.clear()
        if self.database is not None:
            if not self.read_only:
                self._guard("database", functools.partial(self._write_visits, self.database))
                self._guard("database", functools.partial(self._write_looks, self.database))
            self.database.close()

    def _guard(self, part: str, act: Callable[[], None]) -> None:
        """Do a part's work; what goes wrong is the part's problem until it works again."""
        try:
            with self._lock:
                act()
        except FacecamError as error:
            self._say(part, error)
        except Exception as error:  # a defect in one part must not take the others with it
            if part not in self.problems:
                log.exception("a defect in %s", part)
            self._say(part, _defect(part, type(error).__name__))
        else:
            if part in self.problems:
                self.problems = {key: value for key, value in self.problems.items() if key != part}
                self._changed()

    def _say(self, part: str, error: FacecamError) -> None:
        if str(self.problems.get(part)) != str(error):
            log.warning("%s: %s", part, error)
            self.problems = {**self.problems, part: error}
            self._changed()

    def _wanted(self) -> tuple[object, ...]:
        settings = self.settings
        return settings.model, settings.gpu, settings.min_face

    def _open_models(self) -> None:
        from facecam.pipeline.people import People
        from facecam.pipeline.recognizer import open_recognizer
        from facecam.vision.scan import LIVE, PATIENT

        wanted = self._wanted()
        recognizer = open_recognizer(self.settings, LIVE if self._fast else PATIENT)
        self._opened = wanted
        self.models = self.matcher = None
        self.recognizer = recognizer
        self._people = People(recognizer)
        self._followed = 0
        self._changed()

    def _open_database(self) -> None:
        from facecam.store.database import open_database

        url = self.settings.database or None
        try:
            self.database = open_database(url, read_only=self.read_only, passphrase=self._passphrase)
        except LockedError:
            self._passphrase = None
            raise
        self._passphrase = None  # kept no longer than it is needed
        self._changed()

    def _try_database(self) -> None:
        """Open it as soon as it can be reached; one that is locked waits for its passphrase."""
        again = time.monotonic() > self._tried_database + AGAIN
        if self.database is None and self._unlocked is None and again:
            if not isinstance(self.problems.get("database"), LockedError):
                self._guard("database", self._open_database)
            self._tried_database = time.monotonic()

    def _use_unlocked(self) -> None:
        self.database, self._unlocked = self._unlocked, None

    def _follow(self) -> None:
        """Replace the matcher when the people or the wanted error rate changed."""
        if self._people is None or self.recognizer is None:
            return
        matcher = self._people.follow(self.database, self.settings.strangers, self.settings.recognise)
        if matcher is not self.matcher:
            self.matcher, self.models = matcher, Models(self.recognizer, matcher)
            self._retained = False
            self._changed()
        if not self._retained:  # which may ask the database, and is tried again where that is away
            self.events.retain(matcher.gallery.known)
            self._retained = True

    def _look_for_damage(self) -> None:
        if (error := self.damage()) is not None:
            raise error

    def _tend(self, database: Database) -> None:
        """Visits that ended are written, what is old goes, and visits follow the model that runs: a step at a time,
        so that those that end meanwhile need not wait."""
        from facecam.operations.visits import follow_model

        self._write_visits(database)
        if self._looks:
            self._write_looks(database)
            self._follow()  # what is kept acts at once
        if not self.tend:
            return
        self._purge(database)
        if self._followed is not None and self.recognizer is not None:
            self._followed = follow_model(database, self.recognizer.embedder, self._followed)

    def _write_looks(self, database: Database) -> None:
        from facecam.operations.corrections import keep_look

        while self._looks:
            look, space = self._looks[0]
            try:
                keep_look(database, look, space)
            except ValueError:
                log.exception("a look of a face that is not somebody is not kept")
            self._looks.popleft()

    def _write_visits(self, database: Database) -> None:
        self._visits.write(database, self.settings.clips_mb * 1_000_000)

    def _look_for_lost_clips(self) -> None:
        if self._visits.clips_lost and self.settings.keep_clips:
            raise DiskFullError(
                "The disk has no room for the newest clips: their visits were kept without",
                "Make room on the disk, or keep fewer clips (Settings)",
            )

    def _purge(self, database: Database) -> None:
        """Delete what is old: at the start, once a day, and when the user wants less to be kept."""
        from facecam.operations import purge_expired, remove_unconsented
        from facecam.store.clips import bound_clips
        from facecam.store.visits import purge

        now, wanted = time.monotonic(), (self.settings.sightings_days, self.settings.clips_mb)
        if self._purged is not None and now - self._purged[0] < DAY and wanted == self._purged[1]:
            return
        purge(database, self.settings.sightings_days)
        bound_clips(database, self.settings.clips_mb * 1_000_000)
        removed = remove_unconsented(database)
        purge_expired(database)
        self._purged = now, wanted
        if removed:
            self.unconsented = *self.unconsented, *removed
            self._changed()

    def damage(self) -> FacecamError | None:
        """Whose faces are left out, since they were altered or damaged; None where none are."""
        if self.database is None or self._people is None:
            return None
        return self._people.damage(self.database)

    def left_behind(self) -> int:
        """How many templates were made by another model than the one that runs."""
        if self.database is None or self._people is None:
            return 0
        return self._people.left_behind(self.database)

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()


def _defect(part: str, kind: str) -> FacecamError:
    """A part failed in a way that nobody foresaw."""
    match part:
        case "models":
            return FacecamError("The models failed ({kind})", "The log has the details", kind=kind)
        case "database":
            return FacecamError("The database failed ({kind})", "The log has the details", kind=kind)
        case "gallery":
            return FacecamError("The gallery failed ({kind})", "The log has the details", kind=kind)
    return FacecamError("The search for damaged samples failed ({kind})", "The log has the details", kind=kind)
