"""People enrolled from files: looked at off the GUI thread, picture by picture; saved in one act."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from facecam.base.errors import FacecamError, InputError
from facecam.base.types import Candidate
from facecam.identity.gallery import Gallery
from facecam.store.names import fold
from ui.base.control import Control
from ui.enrol.entry import Entry, Stage
from ui.enrol.saving import Doubt, enrolment, same_face, same_name
from ui.enrol.verdict import judge
from ui.i18n.core import said

if TYPE_CHECKING:
    from facecam.operations import Agreement, Change
    from facecam.store.database import Database
    from facecam.tasks.enrolment import Taken
    from facecam.tasks.person_folders import PersonFolder
    from facecam.tasks.samples import Refusal

STEP_SECONDS = 0.15
"""The models' thread is held so long at a time: whoever else asks it for something does not wait longer."""


class Batch(QObject):
    sorted = Signal()
    """The people are known: `entries` does not grow any more."""
    changed = Signal(object)
    """`Entry`: something about it."""
    looked = Signal()
    """Every file was looked at, or that was stopped."""
    failed = Signal(str)
    """Nothing can be looked at, and why."""
    judged = Signal(object, object)
    """`Entry` and its `Verdict`."""

    def __init__(self, control: Control, paths: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.entries: list[Entry] = []
        self.files = 0
        """How many there are."""
        self.seen = 0
        """How many of them were looked at."""
        self.stopped = False
        self._paths = tuple(paths)
        self._pictures: Generator[Taken | Refusal] | None = None
        self._agreed: Agreement | None = None
        self._before = ""

    def start(self) -> None:
        """Sort the files by person, then look at them."""
        from facecam.tasks.albums import albums

        self._control.compute(lambda: albums(self._paths), self._take_albums, self._fail)

    def stop(self) -> None:
        """Look at no further file; what was taken so far stays."""
        if not self.stopped:
            self.stopped = True
            for entry in self.entries:
                if entry.stage is Stage.WAITING:
                    entry.stage = Stage.LOOKED
                    self.changed.emit(entry)

    def remove(self, entry: Entry, taken: Taken) -> None:
        """Leave out a picture that was taken."""
        entry.taken = [one for one in entry.taken if one is not taken]
        self._compare(entry)

    def rename(self, entry: Entry, name: str) -> None:
        if name != entry.name:
            entry.name, entry.complaint = name, ""
            if entry.doubt is not entry.face:
                entry.doubt = None
            self.changed.emit(entry)

    def answer(self, entry: Entry, doubt: Doubt, same: bool) -> None:
        entry.doubt = None
        if same:
            entry.person, entry.name = doubt.person, doubt.name
        else:
            entry.denied.add(doubt.person)
            self._check_name(entry)
        self.changed.emit(entry)

    def save(self, keep_pictures: bool, agreed: Agreement | None = None) -> None:
        """Enrol everybody who is ready, in one act; a name that is here already is asked about first."""
        self._agreed = agreed
        waiting = [entry for entry in self.entries if entry.ready]
        for entry in waiting:
            entry.stage, entry.complaint = Stage.SAVING, ""
            self.changed.emit(entry)
        self._gather(waiting, [], [], keep_pictures)

    def report(self, path: str) -> None:
        """What became of everybody, to a CSV file."""
        from facecam.tasks.person_folders import PersonFolder
        from facecam.tasks.roster import Report, outcome_of

        rows = [
            outcome_of(
                PersonFolder(entry.name, entry.files, external_id=entry.external_id, groups=entry.groups),
                entry.person,
                len(entry.taken) if entry.stage is Stage.SAVED else 0,
                [one.reason for one in entry.refused],
            )
            for entry in self.entries
        ]

        def write() -> None:
            made = Report(path)
            for row in rows:
                made.add(row)
            made.close()

        words = self.tr("Saved the report to {path}").format(path=path)
        self._control.run(write, lambda _: self._control.saved.emit(words, path))

    @property
    def enrolled(self) -> set[int]:
        """Who was saved."""
        return {entry.person for entry in self.entries if entry.stage is Stage.SAVED and entry.person is not None}

    def judge(self, entry: Entry) -> None:
        """How well somebody who was saved is told from everyone else: `judged` says it."""
        runtime = self._control.bridge.runtime
        if runtime is None or (matcher := runtime.matcher) is None:
            return
        taken, name, person = list(entry.taken), entry.name, entry.person
        self._control.compute(
            lambda: judge(matcher, taken, name, person), lambda told: self.judged.emit(entry, told)
        )

    # Looking

    def _take_albums(self, found: list[PersonFolder]) -> None:
        from facecam.tasks.samples import Refusal, left_out

        self.entries = [
            Entry(
                album.name,
                album.files,
                album.external_id,
                album.groups,
                refused=[
                    *map(left_out, album.left_out),
                    *(Refusal(one.where, None, one.reason) for one in album.problems),
                ],
            )
            for album in found
        ]
        self.files = sum(len(album.files) for album in found)
        if not found:
            self._fail(
                InputError(
                    self.tr("There is no picture and no video in there"), self.tr("Choose other files or folders")
                )
            )
            return
        self.sorted.emit()
        self._next()

    def _next(self) -> None:
        """Begin with the next person."""
        entry = next((entry for entry in self.entries if entry.stage is Stage.WAITING), None)
        if entry is None:
            self.looked.emit()
            return
        runtime = self._control.bridge.runtime
        if runtime is None or runtime.recognizer is None or runtime.matcher is None:
            problem = runtime.problems.get("models") if runtime is not None else None
            self._fail(
                problem
                or InputError(self.tr("The models are still being opened"), self.tr("Wait a moment and try again"))
            )
            return
        from facecam.tasks.samples import samples

        entry.stage = Stage.LOOKING
        self._matcher = runtime.matcher
        self._pictures = samples(runtime.recognizer, runtime.matcher, entry.files)
        self.changed.emit(entry)
        self._look(entry)

    def _look(self, entry: Entry) -> None:
        """At some more of this person's pictures."""
        pictures = self._pictures
        assert pictures is not None
        if self.stopped:
            self._control.compute(pictures.close)
            self._end(entry)
            return

        def work() -> tuple[list[Taken | Refusal], bool]:
            found: list[Taken | Refusal] = []
            end = time.monotonic() + STEP_SECONDS
            for one in pictures:
                found.append(one)
                if time.monotonic() > end:
                    return found, True
            return found, False

        self._control.compute(work, lambda outcome: self._take(entry, *outcome), self._fail)

    def _take(self, entry: Entry, found: list[Taken | Refusal], more: bool) -> None:
        from facecam.tasks.samples import Refusal

        for one in found:
            if one.source != self._before:
                self._before, self.seen = one.source, self.seen + 1
            if isinstance(one, Refusal):
                entry.refused.append(one)
            else:
                entry.taken.append(one)
        self.changed.emit(entry)
        if more:
            self._look(entry)
        else:
            self._end(entry)

    def _end(self, entry: Entry) -> None:
        entry.stage = Stage.LOOKED
        self._compare(entry)
        self._check_name(entry)
        self._next()

    def _fail(self, error: Exception) -> None:
        self.stopped = True
        self.failed.emit(self._control.explain(error))

    # Who is it

    def _compare(self, entry: Entry) -> None:
        """With the faces of everybody here."""
        from facecam.tasks.enrolment import Enrolment

        enrolment = Enrolment(self._matcher)
        enrolment.taken = list(entry.taken)
        entry.face = same_face(enrolment.looks_like())
        if entry.person is None:
            denied = entry.face is not None and entry.face.person in entry.denied
            entry.doubt = None if denied else entry.face
        self.changed.emit(entry)

    def _check_name(self, entry: Entry, then: Callable[[], None] = lambda: None) -> None:
        """Ask where the name is here already, else `then`; where the face says so too there is no question."""
        name, number = entry.name, entry.external_id

        def look(database: Database) -> tuple[int | None, Doubt | None]:
            from facecam.store.people import with_external_id

            known = with_external_id(database, number) if number else None
            return known, same_name(database, name)

        def seen(found: tuple[int | None, Doubt | None]) -> None:
            if found[0] is not None:  # the list says who it is
                entry.person, entry.doubt = found[0], None
                self.changed.emit(entry)
                then()
            else:
                checked(found[1])

        def checked(found: Doubt | None) -> None:
            if entry.name != name:
                return
            if found is not None and entry.face is not None and found.person == entry.face.person:
                entry.person, entry.name, entry.doubt = found.person, found.name, None
            elif entry.doubt is None and found is not None and found.person not in entry.denied:
                entry.doubt = found
            self.changed.emit(entry)
            then()

        def refused(error: Exception) -> None:
            self._complain(entry, error)
            then()

        if entry.person is not None or not name.strip() or not entry.taken:
            then()
        else:
            self._control.read(look, seen, refused)

    def _gather(self, waiting: Sequence[Entry], ready: list[Entry], held: list[Entry], keep_pictures: bool) -> None:
        """Sort out who can be enrolled: of several who may be one the first; then the others are asked about."""
        if not waiting:
            if ready:
                self._enrol(ready, held, keep_pictures)
            return
        entry, rest = waiting[0], waiting[1:]

        def checked() -> None:
            if entry.person is None and entry.doubt is None:
                entry.doubt = self._just_saved(entry)
            if entry.stage is Stage.SAVING and entry.doubt is not None:
                entry.stage = Stage.LOOKED
                self.changed.emit(entry)
            elif entry.stage is Stage.SAVING:
                (held if self._like(entry, ready) is not None else ready).append(entry)
            self._gather(rest, ready, held, keep_pictures)

        self._check_name(entry, checked)

    def _enrol(self, ready: Sequence[Entry], held: Sequence[Entry], keep_pictures: bool) -> None:
        """All of them at once, in one act that is undone at once."""
        from facecam.operations import Details, enrol_all

        edits = tuple(
            enrolment(
                self._control,
                entry.name,
                entry.taken,
                entry.person,
                keep_pictures,
                from_files=True,
                agreed=self._agreed,
                details=Details(entry.external_id, groups=entry.groups),
            )
            for entry in ready
        )
        known = {entry.person for entry in ready}

        def saved(change: Change) -> None:
            fresh = iter(sorted(change.persons - known))  # numbered in the order in which they were enrolled
            for entry in ready:
                entry.stage = Stage.SAVED
                entry.person = next(fresh) if entry.person is None else entry.person
                self.changed.emit(entry)
            self._gather(held, [], [], keep_pictures)

        def refused(error: Exception) -> None:
            for entry in (*ready, *held):
                self._complain(entry, error)

        self._control.apply(enrol_all(edits), saved, refused)

    def _just_saved(self, entry: Entry) -> Doubt | None:
        """Somebody of this batch who looks the same and was saved before."""
        others = [
            one
            for one in self.entries
            if one.stage is Stage.SAVED and one.person is not None and one.person not in entry.denied
        ]
        found = self._like(entry, others, names=False)
        if found is None or found[0].person is None:
            return None
        return same_face(Candidate(found[0].person, found[0].name, found[1]))

    def _like(self, entry: Entry, others: Sequence[Entry], *, names: bool = True) -> tuple[Entry, float] | None:
        """The first of the others who looks the same or, with `names`, is called the same; with the likeness."""
        vectors = np.stack([one.vector for one in entry.taken])
        neighbourhood = self._matcher.gallery.neighbourhood
        mean, crowding = vectors.mean(axis=0), neighbourhood.crowding(vectors).mean(keepdims=True)
        for other in others:
            theirs = np.stack([one.vector for one in other.taken])
            saved = Gallery(
                theirs, np.zeros(len(theirs), np.int64), {0: other.name}, "", neighbourhood=neighbourhood
            )
            score = float(saved.scores(mean[None], crowding)[0, 0])
            same = names and entry.person is None and fold(entry.name.strip()) == fold(other.name.strip())
            if same or score >= self._matcher.threshold:
                return other, score
        return None

    def _complain(self, entry: Entry, error: Exception) -> None:
        if entry.stage is Stage.SAVING:
            entry.stage = Stage.LOOKED
        words = self.tr("This could not be saved: see the log.")
        entry.complaint = said(error.told) if isinstance(error, FacecamError) else words
        self.changed.emit(entry)
