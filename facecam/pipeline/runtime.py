"""What all sources share: the models, the database, and the matcher that is kept up to date with both.

One thread opens them and then looks after them: it notices within half a second when anybody changed the
database, and writes the sightings that the engines hand in. What is heavy to load (ONNX Runtime, SQLAlchemy) is
loaded in that thread, so that the first picture need not wait for it.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from facecam.errors import FacecamError
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.settings import Settings

if TYPE_CHECKING:
    from facecam.pipeline.recognizer import Recognizer
    from facecam.store.database import Database
    from facecam.store.visits import VisitRecord

log = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between two looks at the database's revision."""

DAY = 86_400.0


class Runtime:
    """Read its attributes from any thread: each is replaced as a whole and never changed."""

    def __init__(
        self,
        settings: Settings,
        on_change: Callable[[], None] | None = None,
        *,
        read_only: bool = False,
        passphrase: str | None = None,
    ) -> None:
        """`on_change` is called in the runtime's thread whenever an attribute was replaced; with `read_only` the
        database stays as it is; `passphrase` is that of an encrypted one."""
        self.settings = settings
        self.read_only = read_only
        self.recognizer: Recognizer | None = None
        self.database: Database | None = None
        self.matcher: Matcher | None = None
        self.problems: dict[str, FacecamError] = {}
        """What does not work, by part: "models", "database", "gallery"; "faces": some were damaged."""
        self.ready = threading.Event()
        """Set when everything was opened or has said why not."""
        self._on_change = on_change
        self._passphrase = passphrase
        self._sightings: deque[VisitRecord] = deque(maxlen=10_000)
        self._wake = threading.Event()
        self._stopping = False
        self._purged: tuple[float, int] | None = None
        """When what is old was deleted last, and how many days were to be kept."""
        self._revision: int | None = None
        self._unlocked: Database | None = None
        """Opened with a passphrase, and not yet in use."""
        self._visits: int | None = None
        """How far the visits of other models were brought over to the one that runs; None when all are."""
        self._thread = threading.Thread(target=self._run, name="facecam-runtime", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """Write what is waiting and close; False when that took longer than `timeout` seconds."""
        self._stopping = True
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def refresh(self) -> None:
        """Look at the database now: somebody in this process has just changed it."""
        self._wake.set()

    def use(self, settings: Settings) -> None:
        """Change the settings; models are opened anew where they ask for it, in the runtime's thread."""
        self.settings = settings
        self._wake.set()

    def unlock(self, passphrase: str) -> None:
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

    def remember(self, sightings: Sequence[VisitRecord]) -> None:
        """Hand in sightings; they are written soon, in batches."""
        if not self.read_only:
            self._sightings.extend(sightings)

    def _run(self) -> None:
        opened: tuple[object, ...] | None = None
        self._guard("database", self._open_database)
        while True:
            settings = self.settings
            if (wanted := (settings.model, settings.gpu, settings.min_face)) != opened:
                opened = wanted
                self._guard("models", self._open_models)
            if self._unlocked is not None:
                self._guard("database", self._use_unlocked)
            self._guard("gallery", self._keep)
            self._guard("faces", self._look_for_damage)
            if self.database is not None and not self.read_only:
                self._guard("database", functools.partial(self._tend, self.database))
            self.ready.set()
            if self._stopping:
                break
            self._wake.wait(POLL)
            self._wake.clear()
        if self.database is not None:
            self.database.close()

    def _guard(self, part: str, act: Callable[[], None]) -> None:
        """Do a part's work; what goes wrong is the part's problem until it works again."""
        try:
            act()
        except FacecamError as error:
            self._say(part, error)
        except Exception as error:  # a defect in one part must not take the others with it
            if part not in self.problems:
                log.exception("a defect in %s", part)
            self._say(part, FacecamError(f"The {part} failed ({type(error).__name__})", "The log has the details"))
        else:
            if part in self.problems:
                self.problems = {key: value for key, value in self.problems.items() if key != part}
                self._changed()

    def _say(self, part: str, error: FacecamError) -> None:
        if str(self.problems.get(part)) != str(error):
            log.warning("%s: %s", part, error)
            self.problems = {**self.problems, part: error}
            self._changed()

    def _open_models(self) -> None:
        from facecam.pipeline.recognizer import open_recognizer

        self.recognizer = open_recognizer(self.settings)
        self.matcher = None
        self._visits = 0
        self._changed()

    def _open_database(self) -> None:
        from facecam.store.database import open_database

        passphrase, self._passphrase = self._passphrase, None  # kept no longer than it is needed
        url = self.settings.database or None
        self.database = open_database(url, read_only=self.read_only, passphrase=passphrase)
        self._changed()

    def _use_unlocked(self) -> None:
        self.database, self._unlocked = self._unlocked, None

    def _keep(self) -> None:
        from facecam.store.visits import add_visits

        if self.recognizer is None:
            return
        self._match(self.recognizer)
        if self.database is None:
            return
        if self._sightings:
            batch = [self._sightings.popleft() for _ in range(len(self._sightings))]
            try:
                add_visits(self.database, batch)
            except FacecamError:
                self._sightings.extendleft(reversed(batch))
                raise

    def _tend(self, database: Database) -> None:
        """What is old goes, and visits follow the model that runs: a step at a time, so that those that end
        meanwhile need not wait."""
        from facecam.operations.visits import follow_model

        self._purge(database)
        if self._visits is not None and self.recognizer is not None:
            self._visits = follow_model(database, self.recognizer.embedder, self._visits)

    def _purge(self, database: Database) -> None:
        """Delete what is old: at the start, once a day, and when the user wants less to be kept."""
        from facecam.operations import purge_expired
        from facecam.store.visits import purge

        now, days = time.monotonic(), self.settings.sightings_days
        if self._purged is not None and now - self._purged[0] < DAY and days == self._purged[1]:
            return
        self._purged = now, days
        purge(database, days)
        purge_expired(database)

    def _match(self, recognizer: Recognizer) -> None:
        """Replace the matcher when the people or the wanted error rate changed."""
        from facecam.store.people import gallery_revision, load_gallery

        old, fpir = self.matcher, 1 / self.settings.strangers
        gallery = old.gallery if old is not None else None
        if self.database is not None:
            revision = self.database.revision()
            if gallery is None or revision != self._revision:
                # Sightings change the database too, and need no new gallery.
                if gallery is None or gallery.revision != gallery_revision(self.database):
                    gallery = load_gallery(self.database, recognizer.embedder.space, recognizer.embedder.dimension)
                self._revision = revision  # here, so that what failed is tried again
        elif gallery is None:
            gallery = Gallery.empty(recognizer.embedder.space, recognizer.embedder.dimension)
        if old is None or old.gallery is not gallery or old.fpir != fpir:
            self.matcher = Matcher(gallery, recognizer.calibration, fpir)
            self._changed()

    def _look_for_damage(self) -> None:
        from facecam.store.people import unreadable

        if self.database is None or self.matcher is None:
            return
        if (error := unreadable(self.database, self.matcher.gallery)) is not None:
            raise error

    def left_behind(self) -> int:
        """How many templates were made by another model than the one that runs."""
        from facecam.store.people import other_spaces

        if self.database is None or self.recognizer is None:
            return 0
        return other_spaces(self.database, self.recognizer.embedder.space)

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()
