"""The people as one model sees them: the gallery and the matcher that follow the database.

Asked often, it looks at the database's revision, which costs next to nothing; the gallery is loaded anew only where
somebody was enrolled, renamed, corrected or removed, by whichever program. Visits change the database too, and load
nothing.
"""

from __future__ import annotations

from facecam.base.errors import StoreError
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer
from facecam.store.database import Database
from facecam.store.people import gallery_revision, load_gallery, other_spaces, unreadable


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

    def _gallery(self, database: Database | None, groups: tuple[str, ...]) -> Gallery:
        known, model = None if self.matcher is None else self.matcher.gallery, self._embedder
        if database is None:
            return known or Gallery.empty(model.space, model.dimension, neighbourhood=model.neighbourhood)
        revision = database.revision()
        if known is None or revision != self._revision or groups != self._groups:
            if known is None or known.revision != gallery_revision(database) or groups != self._groups:
                known = load_gallery(database, model.space, model.dimension, model.neighbourhood, groups)
            self._revision, self._groups = revision, groups  # here, so that what failed is tried again
        return known
