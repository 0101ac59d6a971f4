"""The window: rail, pages, bars, menus. What a page does is the page's matter."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facecam.base.settings import Settings
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.remembered import keep, recall
from ui.enrol.drop import Drops
from ui.i18n import language
from ui.i18n.core import full_stop
from ui.live.actions import Place
from ui.live.page import LivePage
from ui.live.recording import Recording
from ui.models.switching import follow
from ui.sources.picker import Cameras, ask_file, ask_folder, ask_url, fill
from ui.unknowns.groups import Groups
from ui.widgets.basics import Page
from ui.widgets.unlock import Locksmith
from ui.window.about import About
from ui.window.outliers import look_for_outliers
from ui.window.reviewing import Reviewing
from ui.window.shortcuts_page import ShortcutsPage
from ui.window.sidebar import Sidebar, pages
from ui.window.status_bar import StatusBar
from ui.window.toast import Toast

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.pipeline.engine import Health
    from facecam.tasks.redecision import Redecision
    from ui.enrol.files import FilesSheet
    from ui.enrol.sheet import EnrolSheet
    from ui.live.grid import Grid
    from ui.live.kiosk import Kiosk
    from ui.live.live_check import LiveCheckSheet


FRAME = QSize(20, 60)
"""What the system lays around a window."""

FILM_SECONDS = 2.0
"""A recording is completed before the program ends, if it takes no longer."""


class Window(QMainWindow):
    closed = Signal()
    """The window was closed: end everything."""

    def __init__(self, control: Control, cameras: Cameras) -> None:
        super().__init__()
        self.setWindowTitle("facecam")
        self.setMinimumSize(800, 560)
        self._take_place()
        self._control = control
        self._cameras = cameras
        self._pages: dict[str, Page] = {}
        self._sheet: EnrolSheet | None = None
        self._check: LiveCheckSheet | None = None
        self._files: FilesSheet | None = None
        self._kiosk: Kiosk | None = None
        self._grid: Grid | None = None
        self._told_removed = 0
        self._answered = True
        """Nothing waits for the answer to what may be kept."""
        self._blocked = False
        """A modal dialog is open."""
        self._spoken = language.spoken()
        self._choice = control.settings.language
        self._recording = Recording(control, self)
        self._groups = Groups(control, self)
        self._source_state = ""
        self.page = "live"
        self._build()
        self._connect()
        self._theme = control.settings.theme
        theme.use(self._theme)
        self.live.view.setFocus()

    def _take_place(self) -> None:
        """Where it stood last, else as large as is good and the screen has room for."""
        kept = recall("geometry", "")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize() - FRAME))

    # Pages

    def show_page(self, name: str) -> None:
        page = self._page_of(name)
        self.page = name
        self._stack.setCurrentWidget(page)
        self._sidebar.show_page(name)
        self._place_bar()
        page.setFocus()

    def _page_of(self, name: str) -> Page:
        """Pages other than the live one are built when they are first asked for."""
        if name not in self._pages:
            self._pages[name] = self._make_page(name)
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def enrol(self, track: int = 0, person: int | None = None, name: str = "") -> None:
        """Lay the sheet over the live picture: for somebody new, or for more samples of a person."""
        from ui.enrol.sheet import EnrolSheet

        if self._files is not None or not self._answered:
            return
        self.show_page("live")
        if self._over is not None:
            return
        self.live.freeze(False)
        self._sheet = EnrolSheet(self._control, self.live.view, track, person, name)
        self._sheet.live_asked.connect(self.check_live)
        self._lay(self._sheet)

    def check_live(self) -> None:
        """Lay the sheet over the live picture that asks whether its face is a live one."""
        from ui.live.live_check import LiveCheckSheet

        if self._files is not None or self._over is not None or not self._answered:
            return
        self.show_page("live")
        self.live.freeze(False)
        self._check = LiveCheckSheet(self._control, self.live.view)
        self._lay(self._check)

    @property
    def _over(self) -> EnrolSheet | LiveCheckSheet | None:
        """What lies over the live picture."""
        return self._sheet or self._check

    def _lay(self, sheet: EnrolSheet | LiveCheckSheet) -> None:
        sheet.closed.connect(self._sheet_closed)
        self._give_keys()
        self.live.controls.hide()
        self.live.panel.hide()

    def enrol_files(self, paths: Sequence[str] = ()) -> None:
        """Lay the sheet over the window that enrols people from files; without any it asks for them."""
        from ui.enrol.files import FilesSheet

        if self._files is not None:
            self._files.take(paths)
        elif self._over is None and self._answered:
            self._files = FilesSheet(self._control, self._centre, paths)
            self._files.closed.connect(self._files_closed)
            self._give_keys()

    def welcome(self) -> None:
        """The first-run page, over the live picture; nothing is done beneath before its answer."""
        from ui.window.welcome import Welcome

        if not self._answered:
            return
        self._answered = False
        Welcome(self._control, self._cameras, self._centre).answered.connect(self._welcomed)
        for part in (self._sidebar, self._stack, self.menuBar()):
            part.setEnabled(False)

    def _welcomed(self) -> None:
        self._answered = True
        for part in (self._sidebar, self._stack, self.menuBar()):
            part.setEnabled(True)
        self._speak()
        self.live.view.setFocus()

    def _make_page(self, name: str) -> Page:
        if name == "people":
            from ui.people.page import PeoplePage

            page = PeoplePage(self._control)
            page.enrol_asked.connect(self.enrol)
            page.files_asked.connect(self.enrol_files)
            page.add_samples_asked.connect(lambda person, name: self.enrol(0, person, name))
            page.forget_asked.connect(self.forget)
            page.visits_asked.connect(self.show_visits)
            return page
        if name == "history":
            from ui.history.page import HistoryPage

            history = HistoryPage(self._control)
            history.watch_asked.connect(lambda: self.show_page("live"))
            history.film_asked.connect(self.show_in_film)
            return history
        if name == "unknowns":
            from ui.unknowns.page import UnknownsPage

            unknowns = UnknownsPage(self._control, self._groups)
            unknowns.watch_asked.connect(lambda: self.show_page("live"))
            return unknowns
        if name == "verify":
            from ui.verify.page import VerifyPage

            verify = VerifyPage(self._control)
            verify.live_asked.connect(self.check_live)
            return verify
        if name == "rules":
            from ui.rules.page import RulesPage

            return RulesPage(self._control)
        if name == "models":
            from ui.models.page import ModelsPage

            return ModelsPage(self._control)
        if name == "settings":
            from ui.settings.page import SettingsPage

            return SettingsPage(self._control, self._cameras)
        raise KeyError(name)

    def show_visits(self, person: int, name: str) -> None:
        """The history of one person."""
        from ui.history.page import HistoryPage

        self.show_page("history")
        page = self._pages["history"]
        assert isinstance(page, HistoryPage)
        page.show_person(person, name)

    def show_in_film(self, film: str, position: float) -> None:
        """A film, held at so many seconds from its beginning."""

        def show(there: bool) -> None:
            if there:
                self.show_page("live")
                self._control.open_film(film, position)
            else:
                self._control.failed.emit(
                    self.tr("{film} is not there any more, or was moved: open it from where it is now.").format(
                        film=film
                    )
                )

        self._control.run(lambda: film == "demo" or Path(film).is_file(), show)

    def forget(self, person: int, name: str) -> None:
        """The only thing that asks."""
        from ui.people.forget import Forget

        Forget(self._control, person, name, self).open()

    def blur_files(self) -> None:
        """A copy of a film or picture in which only those who were chosen are seen."""
        from ui.window.blur_files import BlurFiles

        BlurFiles(self._control, self).show()

    def consents(self) -> None:
        """Who agreed to being known, and until when."""
        from ui.window.consents import Consents

        Consents(self._control, self).show()

    def _tell_removed(self) -> None:
        """Once: who was removed at the start, having no consent any more."""
        runtime = self._control.bridge.runtime
        removed = runtime.unconsented if runtime is not None else ()
        new, self._told_removed = removed[self._told_removed :], len(removed)
        if len(new) == 1:
            self._toast.say(full_stop(new[0].message), stays=True)
        elif new:
            self._toast.say(
                self.tr("%Ln people whose consent has run out or is missing were removed.", "", len(new)),
                stays=True,
            )

    def _sheet_closed(self) -> None:
        if (sheet := self._over) is not None:
            sheet.deleteLater()
            self._sheet = self._check = None
        self._give_keys()
        self.live.controls.show()
        self.live.panel.setVisible(self.live.fold.isChecked())
        self._speak()
        self.live.view.setFocus()

    def _takes_files(self) -> bool:
        """Whether files dropped on the window are meant for an enrolment: some pages have places of their own."""
        return self._files is not None or self.page in ("live", "people")

    def _files_closed(self) -> None:
        enrolled: set[int] = set()
        if self._files is not None:
            if self._files.batch is not None:
                enrolled = self._files.batch.enrolled
            self._files.deleteLater()
            self._files = None
        self._give_keys()
        self._speak()
        self.show_page(self.page)
        if enrolled:
            self._choose_people(enrolled)

    def _choose_people(self, people: set[int]) -> None:
        """On their page, which is shown now or later."""
        from ui.people.page import PeoplePage

        page = self._page_of("people")
        assert isinstance(page, PeoplePage)
        page.choose(people)

    # What is said

    def _place_bar(self) -> None:
        single = self._stack.currentWidget() is self.live
        self._toast.stand_on(self._status_bar, self.live.view if single else self._centre)

    def _look_at_source(self, health: Health) -> None:
        """A source that shows its picture at last takes away what was said of the one that did not."""
        state = str(health.state)
        if state in ("live", "ended") and self._source_state not in ("live", "ended"):
            self._toast.over()
        self._source_state = state

    def _edited(self, change: Change) -> None:
        if change.operation is None:
            self._toast.say(full_stop(change.message))
        else:
            told = full_stop(change.message)
            self._offer_undo(told)
            look_for_outliers(self._control, change, lambda odd: self._add_to(told, odd))

    def _offer_undo(self, sentence: str) -> None:
        self._toast.offer(sentence, keys.tip("undo", self.tr("Undo")), self._control.undo)

    def _add_to(self, told: str, more: str) -> None:
        """Unless something else is said by now."""
        if self._toast.text == told:
            self._offer_undo(f"{told} {more}")

    def _offer_review(self, found: Redecision) -> None:
        number = len(found.visits)
        words = self.tr("%Ln past visit(s) would be decided otherwise now.", "", number)
        self._toast.offer(
            f"{full_stop(found.correction)} {words}",
            keys.tip("undo", self.tr("Undo")),
            self._control.undo,
            (self.tr("Look at them..."), lambda: self._reviewing.open(found)),
        )

    def _saved(self, sentence: str, path: str) -> None:
        """A file was written: the way to it."""
        folder = QUrl.fromLocalFile(os.fspath(Path(path).parent))
        self._toast.offer(sentence, self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))

    # The language

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._control.settle(self._speak)

    def _speak(self) -> None:
        """Make everything in the window anew, in the language of now; not while somebody is being enrolled, or a
        dialog is open, which would go with its page."""
        half_done = self._over is not None or self._files is not None or not self._answered
        if half_done or self._blocked or self._spoken == language.spoken():
            return
        self._spoken = language.spoken()
        gone, before, page = self._centre, self.live, self.page
        self.takeCentralWidget()
        gone.setParent(self)  # hidden, until what its pages asked for since has been answered
        gone.hide()
        gone.destroyed.connect(self._control.bridge.collect)
        self._control.settle(gone.deleteLater)
        self._kiosk = self._grid = None
        self._build()
        self._centre.show()
        self.live.take_over(before)
        self._show_recording()
        self.show_page(page)
        if page == "settings":
            self._back_to_language()

    def _back_to_language(self) -> None:
        """Where it was chosen."""
        from ui.settings.page import SettingsPage

        page = self._pages["settings"]
        assert isinstance(page, SettingsPage)
        page.show_language()

    # How it is built

    def _build(self) -> None:
        """All that is in the window. It hangs on the central widget, and goes with it: keys, too."""
        self._centre = centre = QWidget()
        self.live = LivePage(self._control, self._cameras, self._recording)
        self._sidebar = Sidebar()
        self._stack = QStackedWidget()
        self._pages = {"live": self.live}
        self._stack.addWidget(self.live)
        self._stack.currentChanged.connect(lambda _: self._give_keys())
        self._status_bar = StatusBar(self._control)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self._sidebar)
        top.addWidget(self._stack, 1)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top, 1)
        column.addWidget(self._status_bar)
        self.setCentralWidget(centre)
        self._toast = Toast(centre)
        self._sidebar.show_page("live")
        self._place_bar()
        self._stack.currentChanged.connect(lambda _: self._place_bar())
        self._fill_menus()
        self._add_keys()
        self._sidebar.chosen.connect(self.show_page)
        self.live.enrol_asked.connect(self.enrol)
        self.live.add_samples_asked.connect(lambda person, name: self.enrol(0, person, name))
        self.live.forget_asked.connect(self.forget)
        self.live.fullscreen_asked.connect(self.fill_screen)
        self.live.extra_actions.kiosk_asked.connect(self.kiosk)
        self.live.extra_actions.grid_asked.connect(self.grid)

    def _connect(self) -> None:
        """To what outlives all that is in the window."""
        control = self._control
        Drops(self, self._takes_files).dropped.connect(self.enrol_files)
        Locksmith(control, lambda: self._centre, self)
        self._recording.changed.connect(self._show_recording)
        control.edited.connect(self._edited)
        self._reviewing = Reviewing(control, self)
        self._reviewing.found.connect(self._offer_review)
        control.taken_back.connect(lambda change: self._toast.say(full_stop(change.message)))
        control.taken_back.connect(lambda change: follow(control, change))
        control.bridge.runtime_changed.connect(self._tell_removed)
        control.said.connect(lambda sentence: self._toast.say(sentence))
        control.saved.connect(self._saved)
        control.settings_changed.connect(lambda _: self._toast.over())
        control.failed.connect(lambda sentence: self._toast.say(sentence, stays=True))
        control.settings_changed.connect(self._follow)
        control.bridge.health.connect(self._look_at_source)

    def _show_recording(self) -> None:
        recording = self._recording
        words = self.tr("Recording {time}").format(time=recording.words) if recording.on else ""
        self._status_bar.recording.say(words)

    def _fill_menus(self) -> None:
        control = self._control
        self.setMenuBar(QMenuBar())  # the one before goes, with its menus
        source = self.menuBar().addMenu(self.tr("&Source"))
        source.addAction(
            self._action("open", lambda: ask_file(self, control.open_source), self.tr("Open a file..."))
        )
        source.addAction(self.tr("Open a folder of pictures..."), lambda: ask_folder(self, control.open_source))
        source.addAction(
            self._action("url", lambda: ask_url(self, control.open_source), self.tr("Open an address..."))
        )
        cameras = source.addMenu(self.tr("Cameras and demo"))
        cameras.aboutToShow.connect(lambda: fill(cameras, self._cameras, control.open_source, self))
        source.addAction(self.tr("Blur faces in a file..."), self.blur_files)
        source.addSeparator()
        source.addAction(self._action("quit", self.close, self.tr("Quit")))
        edit = self.menuBar().addMenu(self.tr("&Edit"))
        edit.addAction(self._action("undo", lambda: self._turn(back=True), self.tr("Undo")))
        edit.addAction(self._action("redo", lambda: self._turn(back=False), self.tr("Redo")))
        edit.addSeparator()
        edit.addAction(self._action("enrol", self._enrol_key, self.tr("Enrol a person...")))
        edit.addAction(self._action("files", self.enrol_files, self.tr("Enrol from files...")))
        edit.addAction(self.tr("Consents..."), self.consents)
        edit.addAction(self.tr("Past visits after a correction..."), lambda: self._reviewing.review())
        edit.addAction(self._action("rename", lambda: self._shown().name_chosen(), self.tr("Rename")))
        view = self.menuBar().addMenu(self.tr("&View"))
        for name, words in pages().items():
            view.addAction(self._action(name, functools.partial(self.show_page, name), words))
        view.addSeparator()
        view.addAction(self._action("fullscreen", self.fill_screen, self.tr("Fill the screen")))
        self.live.extra_actions.fill(view)
        view.addAction(self._action("panel", self._on_live(self.live.fold_panel), self.tr("Panel")))
        view.addAction(self._action("why", self._on_live(self.live.ask_why), self.tr("Why this name?")))
        view.addAction(self._action("snapshot", self._on_live(self.live.snapshot), self.tr("Save the picture")))
        help_: QMenu = self.menuBar().addMenu(self.tr("&Help"))
        overview = self._action("keys", lambda: ShortcutsPage(self).exec(), self.tr("Keys"))
        overview.setShortcuts([keys.sequence("keys"), QKeySequence("F1")])
        help_.addAction(overview)
        help_.addAction(self.tr("Welcome page"), self.welcome)
        help_.addAction(self.tr("About facecam"), lambda: About(self).open())

    def _action(self, name: str, act: Callable[[], Any], words: str) -> QAction:
        action = QAction(words, self._centre)
        action.setShortcuts(keys.sequences(name))
        action.setToolTip(keys.tip(name))
        action.triggered.connect(lambda: act())
        self._centre.addAction(action)  # so that its key works while the menu bar is hidden
        return action

    def _add_keys(self) -> None:
        centre = self._centre
        for number in range(1, 10):
            choose = self._on_live(functools.partial(self.live.choose_number, number))
            QShortcut(QKeySequence(str(number)), centre, choose)
        for name, pictures in (("previous", -1), ("next", 1)):
            step = self._on_live(functools.partial(self.live.playback.step, pictures))
            QShortcut(keys.sequence(name), centre, step)
        QShortcut(keys.sequence("back"), centre, self._back)
        QShortcut(keys.sequence("search"), centre, self._search_key)
        QShortcut(keys.sequence("remove"), centre, lambda: self._shown().delete_chosen())
        QShortcut(keys.sequence("merge"), centre, lambda: self._shown().merge_chosen())
        QShortcut(keys.sequence("not-them"), centre, lambda: self._shown().not_them())
        QShortcut(keys.sequence("export"), centre, lambda: self._shown().export())

    def _give_keys(self) -> None:
        """The picture's own keys, to what shows it; and the bar hears whether a sheet lies over the page."""
        places: dict[QWidget | None, Place] = {self.live: "live", self._grid: "grid", self._kiosk: "kiosk"}
        page = self._stack.currentWidget()
        open_ = self._over is None and self._files is None
        self.live.extra_actions.listen(places.get(page, "") if open_ else "")
        self._toast.lie_beneath(sheet=self._files is not None or (self._over is not None and page is self.live))

    def event(self, event: QEvent) -> bool:
        """Of what is typed before the store is open, or the first question answered, no letter is a key. The bar
        hears of a modal dialog."""
        if keys.types(event) and not (self._answered and self._control.settled):
            event.accept()
            return True
        if event.type() in (QEvent.Type.WindowBlocked, QEvent.Type.WindowUnblocked):
            self._blocked = event.type() == QEvent.Type.WindowBlocked
            self._toast.lie_beneath(dialog=self._blocked)
            if self._spoken != language.spoken():
                self._control.settle(self._speak)
        return super().event(event)

    def _on_live(self, act: Callable[[], Any]) -> Callable[[], None]:
        def when_there() -> None:
            if self.page == "live" and self._over is None:
                act()

        return when_there

    def _turn(self, *, back: bool) -> None:
        """Undo and redo are about what the page shows: the settings, or the people and their visits."""
        settings, people = (
            (self._control.undo_setting, self._control.undo)
            if back
            else (self._control.redo_setting, self._control.redo)
        )
        (settings if self.page == "settings" else people)()

    def _enrol_key(self) -> None:
        self.enrol(self.live.view.selected if self.page == "live" else 0)

    def _search_key(self) -> None:
        """On the page that is shown, else among the people."""
        if self._shown().search is None:
            self.show_page("people")
        if (field := self._shown().search) is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _shown(self) -> Page:
        """The page that is shown."""
        return self._pages[self.page]

    def _back(self) -> None:
        if self._files is not None:
            self._files.cancel()
        elif (sheet := self._over) is not None:
            sheet.cancel()
        elif self.isFullScreen():
            self.fill_screen()
        elif self._leave_field():
            return
        elif self._toast.isVisible():
            self._toast.hide()
        elif self.page == "live":
            self.live.put_away()
            self.show_page("live")

    def _leave_field(self) -> bool:
        """Out of the field that has the keyboard, empty, and back to its page; False where no field has it."""
        field, page = QApplication.focusWidget(), self._pages[self.page]
        if not isinstance(field, QLineEdit) or not page.isAncestorOf(field):
            return False
        field.clear()
        page.setFocus()
        return True

    def fill_screen(self) -> None:
        """Nothing but the picture, and back."""
        full = not self.isFullScreen()
        self.show_page("live" if full else self.page)
        for part in (self._sidebar, self._status_bar, self.menuBar()):
            part.setVisible(not full)
        self.live.fill_screen(full)
        self.showFullScreen() if full else self.showNormal()
        if full:
            self._toast.say(self.tr("{key} goes back.").format(key=keys.written("fullscreen")))

    def kiosk(self) -> None:
        """Names in large type on the whole screen, and back."""
        from ui.live.kiosk import Kiosk

        if self._kiosk is None:
            self._kiosk = Kiosk(self._control)
            self._kiosk.addAction(self.live.extra_actions.kiosk)
            self._stack.addWidget(self._kiosk)
        if self._stack.currentWidget() is self._kiosk:
            self.fill_screen()
            return
        if not self.isFullScreen():
            self.fill_screen()
        self._toast.hide()
        self._stack.setCurrentWidget(self._kiosk)
        self._kiosk.setFocus()

    def grid(self) -> None:
        """All sources side by side, and back."""
        from ui.live.grid import Grid

        if self._grid is None:
            self._grid = Grid(self._control, self._cameras)
            self._grid.left.connect(lambda: self.show_page("live"))
            actions = self.live.extra_actions
            self._grid.addActions([actions.grid, actions.blur, actions.mirror])
            self._stack.addWidget(self._grid)
        if self._stack.currentWidget() is self._grid:
            self.show_page("live")
        else:
            self._stack.setCurrentWidget(self._grid)
            self._grid.setFocus()

    def _follow(self, settings: Settings) -> None:
        if settings.theme != self._theme:
            self._theme = settings.theme
            theme.use(settings.theme)
        if settings.language != self._choice:
            self._choice = settings.language
            language.use(settings.language)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if not self._control.safe and not self.isFullScreen():
            keep(geometry=bytes(self.saveGeometry().toBase64().data()).decode(), page=self.page)
        self.hide()
        self._recording.close(FILM_SECONDS)
        self.closed.emit()
