"""The people as one model sees them: the gallery and the matcher that follow the database.

Asked often, it looks at the database's revision, which costs next to nothing; the gallery is loaded anew only
where somebody was enrolled, renamed, corrected or removed, by whichever program. Visits change the database too,
and load nothing. Very many people stay in the database, and a sketch of them is held: in a file
(`store.sketched_gallery`) or in PostgreSQL (`store.sketch_index`). There an index is made, and brought up to
date, in a thread of its own: until there is one they are held here, and whom it has not read yet is looked at in
any case. Only of more than `sketch_index.STALE` who were enrolled together some are not known before it has read
them.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from facecam.base.errors import FacecamError, StoreError
from facecam.identity.gallery import Enrolled, Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import count_people, gallery_revision, other_spaces, unreadable
from facecam.store.sketched_gallery import FileGallery, load_sketched

if TYPE_CHECKING:
    from facecam.store.sketch_index import SketchIndex

log = logging.getLogger(__name__)

_SAID = 10.0
"""Seconds between two words about an index that is being made."""

_AGAIN = 600.0
"""Seconds after which an index that could not be made is tried again: a server may have been away, or without the
right for it."""

_TIDIED = 6 * 3600.0
"""Seconds after which it is said again that an index is in use: several times in `sketch_index`'s shortest days."""


class People:
    """Of one recogniser, and of the database that `follow` is given. One thread at a time calls it."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._embedder = recognizer.embedder
        self._calibration = recognizer.calibration
        self._revision: int | None = None
        """The database's when it was looked at last."""
        self._groups: tuple[str, ...] = ()
        """Those that the gallery was loaded for."""
        self.matcher: Matcher | None = None
        """Replaced as a whole; None before the first `follow`."""
        self._indexing: threading.Thread | None = None
        """What makes the index, or brings it up to date."""
        self._failed = -math.inf
        """When that did not go."""
        self._tidied = -math.inf
        """When it was last said that the index is in use."""
        self._said = False
        """Whether the log has why there is no index."""

    def follow(self, database: Database | None, strangers: int, groups: tuple[str, ...] = ()) -> Matcher:
        """The matcher for the people as they are now; the same one as before where nothing has changed.

        `strangers`: at most one in so many is given a name; `groups`: only people in one of them, empty: everybody.
        Without a database there are no people. Raises `StoreError` where it cannot be read; the matcher stays as it
        was.
        """
        gallery, fpir = self._gallery(database, groups), 1 / strangers
        if self.matcher is None or self.matcher.gallery is not gallery or self.matcher.fpir != fpir:
            self.matcher = Matcher(gallery, self._calibration, fpir)
        return self.matcher

    def damage(self, database: Database) -> StoreError | None:
        """Whose faces had to be left out, since they were altered or damaged; None where none was."""
        return None if self.matcher is None else unreadable(database, self.matcher.gallery)

    def left_behind(self, database: Database) -> int:
        """How many templates were made by another model, so that they match nobody."""
        return other_spaces(database, self._embedder.space)

    def _gallery(self, database: Database | None, groups: tuple[str, ...]) -> Enrolled:
        known, model = None if self.matcher is None else self.matcher.gallery, self._embedder
        if database is None:
            return known or Gallery.empty(model.space, model.dimension, neighbourhood=model.neighbourhood)
        if self._indexing is not None and not self._indexing.is_alive():
            self._indexing = self._revision = None  # what has come of it, and who has changed since
        revision = database.revision()
        if known is None or revision != self._revision or groups != self._groups:
            index = None if groups else self._index(database)
            if known is None or groups != self._groups or _outdated(known, database, index):
                if index is not None:
                    known = index.gallery(known)
                else:
                    known = self._loaded(database, known if groups == self._groups else None, groups)
            self._revision, self._groups = revision, groups  # here, so that what failed is tried again
        return known

    def _loaded(self, database: Database, known: Enrolled | None, groups: tuple[str, ...]) -> Enrolled:
        """Without an index: all here, or of very many a sketch."""
        model = self._embedder
        found: Enrolled | None = None
        if not groups:
            found = load_sketched(database, model.space, model.dimension, model.neighbourhood, known)
        if found is None:
            same = known if isinstance(known, Gallery) else None
            found = load_gallery(database, model.space, model.dimension, model.neighbourhood, groups, same)
        return found

    def _index(self, database: Database) -> SketchIndex | None:
        """The database's index of the people, up to date; None where it has none, or not yet."""
        if database.dialect != "postgresql":
            return None
        from facecam.store.sketch_index import LARGE, STALE, SketchIndex, why_not

        model = self._embedder
        if (reason := why_not(database)) is not None:
            if not self._said:
                self._said = True
                log.info("all people are held in memory, for %s", reason)
            return None
        index = SketchIndex(database, model.space, model.dimension, model.neighbourhood)
        if not index.ready():
            if not database.read_only and count_people(database)[1] >= LARGE:
                self._improve(index.build)
            return None
        stale = index.stale()
        if database.read_only:
            return index if stale <= STALE else None
        if stale > STALE and self.matcher is None:  # a program's first question is not answered without them
            return index if index.renew() else None
        if stale or time.monotonic() - self._tidied > _TIDIED:
            self._improve(index.renew, index.tidy)
        return index

    def _improve(self, work: Callable[..., bool], tidy: Callable[[], None] = lambda: None) -> None:
        """In a thread of its own, unless one is at it, or has failed just now: for a million it takes minutes to
        make an index, and seconds to read some hundred people anew."""
        if self._indexing is None and time.monotonic() - self._failed > _AGAIN:
            self._indexing = threading.Thread(
                target=self._in_background, args=(work, tidy), name="facecam-index", daemon=True
            )
            self._indexing.start()

    def _in_background(self, work: Callable[..., bool], tidy: Callable[[], None]) -> None:
        """Who kills it goes on from there the next time."""
        said = time.monotonic()

        def told(done: int, everybody: int) -> bool:
            nonlocal said
            if time.monotonic() - said > _SAID:
                said = time.monotonic()
                log.info("indexing the people: %d of %d", done, everybody)
            return True

        try:
            done = work(told)
            if time.monotonic() - self._tidied > _TIDIED:
                self._tidied = time.monotonic()
                tidy()
        except FacecamError as error:
            log.warning("the index of the people could not be made or brought up to date: %s", error)
            done = False
        if not done:
            self._failed = time.monotonic()


def _outdated(known: Enrolled, database: Database, index: SketchIndex | None) -> bool:
    if index is not None:
        return index.outdated(known)
    return not isinstance(known, Gallery | FileGallery) or known.revision != gallery_revision(database)
