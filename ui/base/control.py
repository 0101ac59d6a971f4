"""What every page may ask for: the settings, the source, and reading and editing the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from facecam.base import settings as settings_file
from facecam.base.errors import FacecamError, InputError, StoreError
from facecam.base.settings import Settings
from ui.base.bridge import Bridge
from ui.base.settings_journal import SettingsJournal
from ui.base.tasks import Deadline, Worker, is_there
from ui.i18n.core import said
from ui.i18n.words import short

if TYPE_CHECKING:
    from facecam.operations import Change, Edit, Forget
    from facecam.store.database import Database

T = TypeVar("T")

MOST_SOURCES = 9
"""That are watched at a time."""


class Control(QObject):
    settings_changed = Signal(object)
    """`Settings`, all of them."""
    edited = Signal(object)
    """`Change`: an edit of the database that can be taken back."""
    taken_back = Signal(object)
    """`Change`: what an undo or a redo did."""
    news = Signal()
    """People, visits or models may be others than before, whoever changed them."""
    saved = Signal(str, str)
    """A sentence about a file that was written, and its path."""
    said = Signal(str)
    """A sentence to show for some seconds."""
    failed = Signal(str)
    """A sentence about something that did not work, with its remedy."""

    def __init__(
        self, settings: Settings, bridge: Bridge, parent: QObject | None = None, *, safe: bool = False
    ) -> None:
        """`safe`: neither the file of the settings nor the database is changed."""
        super().__init__(parent)
        self.safe = safe
        self.settings = settings
        self.bridge = bridge
        self._changed = SettingsJournal()
        self._unasked: list[Callable[[], None]] = []
        """What the database is to be asked as soon as it is open, or cannot be."""
        self.closing = False
        """The program ends: long work is to stop."""
        self._worker = Worker("database", self)
        self._models = Worker("models", self)
        self._background = Worker("background", self)
        for changed in (self.edited, self.taken_back, bridge.runtime_changed):
            changed.connect(lambda *_: self.news.emit())
        for worker in (self._worker, self._models, self._background):
            worker.failed.connect(self.fail)
        bridge.runtime_changed.connect(self._ask_at_last)

    @property
    def settled(self) -> bool:
        """Whether the database is open, or cannot be; before, what is typed may be meant as its passphrase."""
        runtime = self.bridge.runtime
        return runtime is not None and (runtime.database is not None or "database" in runtime.problems)

    def change(self, **values: Any) -> None:
        """Change settings by name; they act at once and are saved."""
        settings = dataclasses.replace(self.settings, **values)
        if settings != self.settings:
            self._changed.note(self.settings, settings)
            self._use(settings)

    def undo_setting(self) -> None:
        """Take back the newest change of a setting."""
        self._turn_setting(self._changed.back(self.settings), self.tr("There is no setting to take back."))

    def redo_setting(self) -> None:
        self._turn_setting(self._changed.forth(self.settings), self.tr("There is no setting to change again."))

    def _turn_setting(self, settings: Settings | None, nothing: str) -> None:
        if settings is None:
            self.said.emit(nothing)
        else:
            self._use(settings)

    def _use(self, settings: Settings) -> None:
        self.settings = settings
        self.bridge.use(settings)
        if not self.safe:
            self._worker.run(lambda: settings_file.save(settings))
        self.settings_changed.emit(settings)

    def open_source(self, spec: str) -> None:
        """Look at this source instead of the one that is looked at, now and at the next start."""
        if spec != self.bridge.spec and spec in self.bridge.channels:
            self.look_at(spec)
        else:
            self.bridge.open(spec)
            self._keep_sources()

    def open_film(self, spec: str, position: float) -> None:
        """Look at a film, held at so many seconds from its beginning."""
        self.open_source(spec)
        if (transport := self.bridge.steer()) is not None:
            transport.pause(True)
            transport.seek(position)

    def trust(self, server: str, fingerprint: str) -> None:
        """Accept this certificate from that server from now on, and open what is looked at anew."""
        self.change(certificates={**self.settings.certificates, server: fingerprint})
        self.bridge.open(self.bridge.spec)

    def trust_no_more(self, server: str) -> None:
        """Acts when a source of it is opened next."""
        self.change(certificates={one: kept for one, kept in self.settings.certificates.items() if one != server})

    def add_source(self, spec: str) -> None:
        """Watch this source beside the others."""
        bridge = self.bridge
        if not bridge.channels:
            self.open_source(spec)
        elif spec in bridge.channels:
            self.failed.emit(self.tr("{source} is watched already.").format(source=short(spec)))
        elif len(bridge.channels) >= MOST_SOURCES:
            self.failed.emit(self.tr("%n sources are watched already: leave one first.", "", MOST_SOURCES))
        else:
            bridge.add(spec)
            self._keep_sources()

    def look_at(self, spec: str) -> None:
        """One of the sources that are watched."""
        self.bridge.look_at(spec)
        self._keep_sources()

    def leave_source(self, spec: str) -> None:
        """Watch it no more."""
        self.bridge.leave(spec)
        self._keep_sources()

    def _keep_sources(self) -> None:
        """For the next start."""
        bridge = self.bridge
        others = tuple(spec for spec in bridge.channels if spec != bridge.spec)
        self.change(source=bridge.spec, others=others)

    def run(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], Any] | None = None,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Anything that takes its time: files, mostly."""
        self._worker.run(function, on_done, on_error)

    def compute(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], Any] | None = None,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Anything that runs a model, or many numbers; reads and edits of the database do not wait for it."""
        self._models.run(function, on_done, on_error)

    def later(
        self,
        function: Callable[[Database], T],
        on_done: Callable[[T], Any],
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Ask the database something that takes its time and that nobody waits for."""
        self._when_open(lambda: self._background.run(lambda: function(self._database()), on_done, on_error))

    def settle(self, then: Callable[[], Any]) -> None:
        """Call when all that was asked for has been answered, and what was asked for upon those answers, too."""
        workers = (self._worker, self._models, self._background)

        def ask(at: int) -> None:
            if at < len(workers):
                workers[at].pass_through(lambda: ask(at + 1))
            elif all(worker.idle for worker in workers):
                then()
            else:
                ask(0)

        ask(0)

    def read(
        self,
        function: Callable[[Database], T],
        on_done: Callable[[T], Any],
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Ask the database something; that waits until it is open, for a page that is opened early did no wrong."""
        self._when_open(lambda: self._worker.run(lambda: function(self._database()), on_done, on_error))

    def _when_open(self, ask: Callable[[], None]) -> None:
        if self.settled:
            ask()
        else:
            self._unasked.append(ask)

    def _ask_at_last(self) -> None:
        if self.settled:
            waiting, self._unasked = self._unasked, []
            for ask in waiting:
                ask()

    def apply(
        self,
        operation: Edit | Forget,
        on_done: Callable[[Change], Any] | None = None,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        """Edit the database."""
        from facecam import operations

        def done(change: Change) -> None:
            self._done(change)
            if on_done is not None and is_there(on_done):
                on_done(change)

        # To write a large file anew, when somebody is forgotten, takes a while in which pages want to read.
        worker = self._models if operation.kind == "forget" else self._worker
        worker.run(lambda: operations.apply(self._writable(), operation), done, on_error)

    def amend(self, operation: int, edit: Edit) -> None:
        """Edit the database as a part of an operation that was done before: one undo takes back both."""
        from facecam import operations

        self._worker.run(lambda: operations.amend(self._writable(), operation, edit), self._done)

    def _done(self, change: Change) -> None:
        self.bridge.refresh()
        self.edited.emit(change)

    def rename(self, person: int, name: str) -> None:
        from facecam.operations import Rename

        self.apply(Rename(person, name))

    def remove(self, person: int) -> None:
        """Hide; can be taken back."""
        from facecam.operations import Remove

        self.apply(Remove(person))

    def undo(self) -> None:
        """Take back the newest edit, whoever made it."""
        from facecam.operations import undo

        self._turn(undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        from facecam.operations import redo

        self._turn(redo)

    def _turn(self, act: Callable[[Database], Change]) -> None:
        def done(change: Change) -> None:
            self.bridge.refresh()
            self.taken_back.emit(change)

        self._worker.run(lambda: act(self._writable()), done)

    def fail(self, error: Exception) -> None:
        """Say what did not work."""
        self.failed.emit(self.explain(error))

    def explain(self, error: Exception) -> str:
        """What did not work, in a sentence."""
        if isinstance(error, FacecamError):
            return said(error.told)
        words = self.tr("Something in facecam is broken: {kind}. The log has the details.")
        return words.format(kind=type(error).__name__)

    def close(self, timeout: float) -> bool:
        self.closing = True
        deadline = Deadline(timeout)
        database = self._worker.close(deadline.left)
        models = self._models.close(deadline.left)
        return self._background.close(deadline.left) and models and database

    def _writable(self) -> Database:
        if self.safe:
            raise InputError(
                self.tr("In safe mode nothing is changed"), self.tr("Start facecam without --safe-mode")
            )
        return self._database()

    def _database(self) -> Database:
        """In the worker's thread: the open database, or why there is none."""
        runtime = self.bridge.runtime
        if runtime is not None and runtime.database is not None:
            return runtime.database
        if runtime is not None and "database" in runtime.problems:
            raise runtime.problems["database"]
        raise StoreError(self.tr("The database is not open yet"), self.tr("Try again in a moment"))
