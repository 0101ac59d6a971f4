"""The history's page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facecam.base.types import State
from facecam.store import people
from facecam.store.names import fold
from facecam.store.visits import EVERYTHING, Filter, VisitInfo, count_visits, list_visits, sources
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.base.remembered import folder, keep_folder
from ui.history import words
from ui.history.chips import Chip, DayChip, ListChip, PickChip
from ui.history.days import PERSON, DaysTable
from ui.history.found import Finder, FoundFace
from ui.history.large import LargeVisit
from ui.history.menu import menu_of
from ui.history.model import HistoryModel, Role
from ui.history.naming import Naming
from ui.history.row import Row
from ui.history.timeline import Timeline
from ui.i18n.words import count, short
from ui.widgets.basics import Page, button, label, tool
from ui.widgets.elided import Elided
from ui.widgets.empty import NoVisits
from ui.widgets.given import Given, ask_picture, given_by
from ui.widgets.names import KnownNames
from ui.widgets.table import table

if TYPE_CHECKING:
    from facecam.operations import Agreement
    from facecam.store.attendance import Attendance
    from facecam.store.database import Database
    from facecam.tasks.face_search import FaceSearch

WRITE_MS = 250
"""Whoever writes is let write so long before it is looked for."""

LOOK_MS = 2_000
"""The database is looked at this often while the top of the list is shown."""

MARKS = 5_000
"""Visits that a day's timeline shows."""

Choices = Callable[[Sequence[tuple[Any, str]]], None]


class HistoryPage(Page):
    watch_asked = Signal()
    """Show the live picture."""
    film_asked = Signal(str, float)
    """Show this film, held at so many seconds."""
    search: QLineEdit

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.model = HistoryModel(control, self)
        self._names = KnownNames(control, self)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._refresh)
        self._finder = Finder(control, self)
        self._among: tuple[int, ...] | None = None
        """The visits of the face that is looked for."""
        self._folded = 0
        """Glimpses that are not shown."""
        self._write = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._write.timeout.connect(self._narrow)
        self._build()
        self._connect()

    # What a person does

    def show_person(self, person: int, name: str) -> None:
        """Nothing but the visits of one person."""
        self._show_all()
        self.person.choose(person, name)

    def not_them(self) -> None:
        """The chosen visit was not who it says."""
        from facecam.operations import NotThisPerson

        visit = self.visit()
        if len(self.visits()) == 1 and visit is not None and visit.person is not None and visit.name is not None:
            self._control.apply(NotThisPerson(visit.person, sighting=visit.id))

    def name_chosen(self) -> None:
        """Ask who was there in the chosen visits."""
        if visits := self.visits():
            dialog = Naming(self._control, visits, self._names, self)
            dialog.name_given.connect(lambda *given: self._name(visits, *given))
            dialog.open()

    def delete_chosen(self) -> None:
        """Keep the chosen visits no longer."""
        from facecam.operations import DeleteVisits

        if visits := self.visits():
            self._control.apply(DeleteVisits(tuple(one.id for one in visits)))

    def look_closely(self) -> None:
        """The chosen visit, large."""
        if self.visit() is None:
            return
        large = LargeVisit(self.model, self.list.currentIndex().row(), self)
        large.stepped.connect(lambda row: self._pick(self.model.index(row)))
        acts = {
            "name": self.name_chosen, "not-them": self.not_them, "find": self.find_chosen,
            "delete": self.delete_chosen, "film": self.show_in_film,
        }  # fmt: skip
        large.asked.connect(lambda what: acts[what]())
        large.open()

    def show_in_film(self) -> None:
        """The film that the chosen visit was in, where it begins."""
        visit = self.visit()
        if visit is not None and visit.position is not None:
            self.film_asked.emit(visit.source, visit.position)

    def find_chosen(self) -> None:
        """When else the face of the chosen visit was here."""
        if (visit := self.visit()) is not None:
            picture = self.list.currentIndex().data(Qt.ItemDataRole.DecorationRole)
            self._finder.look_for(visit, None if picture is None or picture.isNull() else picture)

    def find_face(self, given: Given | None) -> None:
        """When the face in a picture was here."""
        if given is not None:
            self._finder.look(given)

    def export(self) -> None:
        """Save what the filters let through."""
        name = self.tr("attendance {date}.csv") if self.by_day.isChecked() else self.tr("visits {date}.csv")
        name = name.format(date=f"{datetime.now():%Y-%m-%d}")
        name = str(Path(folder("saved")) / name)
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the visits"), name, self.tr("Table (*.csv);;Sheet (*.xlsx);;JSON (*.json)")
        )
        if path:
            keep_folder("saved", path)
            self.save(Path(path))

    def save(self, path: Path) -> None:
        from facecam.store.export import export, export_daily

        which = self.model.filter
        if self.by_day.isChecked():
            self._control.read(
                lambda database: export_daily(_attendance(database, which), path),
                lambda number: self._control.saved.emit(
                    self.tr("Saved %Ln row(s) to {path}", "", number).format(path=path), str(path)
                ),
            )
            return
        self._control.read(
            lambda database: export(database, path, which),
            lambda number: self._control.saved.emit(
                self.tr("Saved %Ln visit(s) to {path}", "", number).format(path=path), str(path)
            ),
        )

    def visit(self) -> VisitInfo | None:
        """The chosen one, the last of several."""
        found: VisitInfo | None = self.list.currentIndex().data(Role.VISIT)
        return found

    def visits(self) -> list[VisitInfo]:
        """The chosen ones, in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.index(row).data(Role.VISIT) for row in rows]

    # How it is built

    def _build(self) -> None:
        self._title = label(self.tr("History"), "title", wrap=False)
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the visits by name or place"))
        self.search.setToolTip(keys.tip("search", self.tr("Search the visits by name or place")))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(theme.scaled(240))
        self.find_button = button(
            self.tr("Find a face..."),
            lambda: self.find_face(ask_picture(self, self.tr("Whose visits?"))),
            "",
            "unknowns",
            keys.tip("paste", self.tr("Choose a picture, drop one on this page, or paste it")),
        )
        self.save_button = button(self.tr("Export..."), self.export, "", "file", keys.tip("export"))
        self.person = ListChip(self.tr("Everybody"), self.tr("Only one person's visits"), self._people)
        self.day = DayChip()
        self.source = ListChip(self.tr("Everywhere"), self.tr("Only visits in front of one source"), self._sources)
        states = [
            (State.KNOWN, self.tr("Known")),
            (State.UNKNOWN, self.tr("Unknown")),
            (State.PENDING, self.tr("Not seen well enough")),
        ]
        self.state = PickChip(self.tr("Known or not"), self.tr("Only the known, or strangers"), states)
        self.glimpses = _switch(
            self.tr("Glimpses"), self.tr("Also strangers who were not seen well, or for less than a second")
        )
        self.by_day = _switch(
            self.tr("By day"), self.tr("Attendance: of each day and person when first, when last, and how long")
        )
        self.days = DaysTable(self)
        widths = tuple(theme.scaled(width) for width in (115, 165, 80, 80, 95, 60))
        self.days_view = table(self.days, self.tr("Attendance by day"), widths, roomy=1)
        self.days_view.doubleClicked.connect(self._open_day)
        self.chips: tuple[Chip, ...] = (self.person, self.day, self.source, self.state)
        self._clear = button("", self._show_all, "quiet", "close", self.tr("Show all visits again"))
        self._clear.setAccessibleName(self.tr("Clear"))
        self.timeline = Timeline()
        self._timeline_day = label(self.tr("Today"), "heading", wrap=False)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Visits"))
        self.list.setAccessibleDescription(
            self.tr("The newest first; Space shows one large, Enter corrects the name, Delete deletes the chosen")
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.installEventFilter(self)
        self.wrong = button(self.tr("Not this person"), self.not_them, "", "close", keys.tip("not-them"))
        self.correct = button(self.tr("Who was it?"), self.name_chosen, "", "pen", keys.tip("name"))
        self.large = tool("fullscreen", self.tr("Show it large"), keys.tip("large"))
        self.like = tool("search", self.tr("Find this face"), keys.tip("find-face"))
        self.delete = tool("bin", self.tr("Delete visit"), keys.tip("delete-visit"))
        self._chosen = Elided("muted")
        self.found = FoundFace()
        self._nobody = NoVisits(self._control)
        self._stack = QStackedWidget()
        for widget in (self.list, self._nobody, self.days_view):
            self._stack.addWidget(widget)
        self._clear.hide()
        head, chips, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.setSpacing(10)
        head.addWidget(self.search, 1)
        head.addWidget(self.by_day)
        head.addWidget(self.find_button)
        head.addWidget(self.save_button)
        chips.setSpacing(6)
        chips.addStrut(self._clear.sizeHint().height())  # the list beneath stays where it is when a filter is set
        for chip in (*self.chips, self._clear):
            chips.addWidget(chip)
        chips.addStretch()
        day = QHBoxLayout()
        day.addWidget(self._timeline_day)
        day.addStretch()
        day.addWidget(self.glimpses)
        below.addWidget(self._chosen, 1)
        for made in (self.large, self.like, self.delete):
            below.addWidget(made)
        below.addWidget(self.wrong)
        below.addWidget(self.correct)
        self._actions = QWidget()
        self._actions.setLayout(below)
        below.setContentsMargins(4, 4, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 8)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(chips)
        column.addWidget(self.found)
        column.addLayout(day)
        column.addWidget(self.timeline)
        column.addWidget(self._stack, 1)
        column.addWidget(self._actions)
        self.first = self.list
        self._show_choice()

    def _connect(self) -> None:
        control = self._control
        for chip in self.chips:
            chip.changed.connect(self._narrow)
        self.model.loaded.connect(self._loaded)
        self.model.dataChanged.connect(lambda *_: self._show_choice())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self.list.doubleClicked.connect(lambda _: self.look_closely())
        self.search.textChanged.connect(lambda _: self._write.start())
        self.glimpses.toggled.connect(lambda _: self._narrow())
        self.by_day.toggled.connect(lambda _: self._loaded())
        self.large.clicked.connect(self.look_closely)
        self.like.clicked.connect(self.find_chosen)
        self.delete.clicked.connect(self.delete_chosen)
        self.found.closed.connect(self._forget_face)
        self._finder.began.connect(self.found.wait)
        self._finder.failed.connect(self.found.complain)
        self._finder.found.connect(self._show_found)
        self.setAcceptDrops(True)
        for name, act, where in (
            ("large", self.look_closely, self.list),
            ("find-face", self.find_chosen, self),
            ("paste", lambda: self.find_face(given_by(QGuiApplication.clipboard().mimeData())), self),
        ):
            action = QAction(where)
            action.setShortcut(keys.sequence(name))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda *_, act=act: act())
            where.addAction(action)
        self.list.customContextMenuRequested.connect(self._menu)
        self.timeline.chosen.connect(self._find)
        self._nobody.watch_asked.connect(self.watch_asked)
        control.settings_changed.connect(self._loaded)
        control.news.connect(self._follow_news)
        self._narrow()

    def _follow_news(self) -> None:
        if self.isVisible():
            self.model.reload()

    def showEvent(self, event: QShowEvent) -> None:
        self.model.reload()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._look.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if keys.enter(event):
            self.name_chosen()
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if given_by(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """When was this face here?"""
        if (given := given_by(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.find_face(given)

    # What is shown

    def _wanted(self) -> Filter:
        """What chips, words and a face that is looked for leave."""
        among = self._among
        return Filter(
            person=self.person.value,
            state=self.state.value,
            day=self.day.value,
            source=self.source.value,
            text=self.search.text().strip(),
            glimpses=self.glimpses.isChecked() or among is not None,
            among=among,
        )

    def _narrow(self) -> None:
        self._write.stop()
        self.model.show_only(self._wanted())
        self._clear.setVisible(self._filtered())

    def _filtered(self) -> bool:
        """Whether something else than that glimpses are left out narrows the list down."""
        return dataclasses.replace(self.model.filter, glimpses=True) != EVERYTHING

    def _show_all(self) -> None:
        self._forget_face()
        self.search.clear()
        for chip in self.chips:
            chip.choose(None)
        self._narrow()

    def _show_found(self, found: FaceSearch, picture: QPixmap | None, remark: str) -> None:
        self._among = tuple(one.id for one in found.visits)
        self.model.likeness = dict(zip(self._among, found.scores, strict=True))
        self.found.show_found(found, picture, remark)
        self._narrow()

    def _forget_face(self) -> None:
        self._finder.stop()
        self._among, self.model.likeness = None, {}
        self.found.hide()
        self._narrow()

    def _count_glimpses(self) -> None:
        """How many are folded away."""
        which = dataclasses.replace(self._wanted(), glimpses=True)
        if self.glimpses.isChecked() or which.among is not None:
            return

        def counted(numbers: tuple[int, int]) -> None:
            self._folded = numbers[0] - numbers[1]
            self.glimpses.setText(count(self._folded, "glimpse") if self._folded else self.tr("Glimpses"))
            self._show_tools()

        fewer = self._wanted()
        self._control.later(lambda db: (count_visits(db, which), count_visits(db, fewer)), counted)

    def _refresh(self) -> None:
        """Not while somebody reads further down or points at a visit: nothing moves under their eyes or hand."""
        if self.list.verticalScrollBar().value() == 0 and not self.list.viewport().underMouse():
            self.model.refresh()

    def _loaded(self) -> None:
        some, filtered = self.model.rowCount() > 0, self._filtered()
        if filtered:
            title, why = self.tr("No such visit"), self.tr("Nothing that was noted fits these filters.")
        elif self._control.settings.keep_sightings:
            title, why = (
                self.tr("Nobody was here yet"),
                self.tr("Whoever passes the camera is noted here, from when to when."),
            )
        else:
            title, why = (
                self.tr("Visits are not noted"),
                self.tr("The settings say so. Once they are, they are shown here."),
            )
        self._nobody.say(title, why)
        self._nobody.offer(not filtered)
        by_day = self.by_day.isChecked() and some
        self._stack.setCurrentWidget(self.days_view if by_day else self.list if some else self._nobody)
        if by_day:
            which = self.model.filter
            self._control.later(lambda database: _attendance(database, which), self.days.show_days)
        self._show_tools()
        self._count_glimpses()
        self._clear.setVisible(filtered)
        self.save_button.setEnabled(some)
        self._show_choice()
        self._show_day()

    def _show_tools(self) -> None:
        """What narrows the list down, where there is anything."""
        ever = self.model.rowCount() > 0 or self._filtered() or self._folded > 0 or not self.found.isHidden()
        by_day = self.by_day.isChecked()
        tools: tuple[QWidget, ...] = (*self.chips, self.by_day, self.search, self.find_button)
        for widget in tools:
            widget.setVisible(ever)
        for widget in (self.timeline, self._timeline_day):
            widget.setVisible(ever and not by_day)
        self.glimpses.setVisible(ever and not by_day and self._among is None)  # of a face glimpses are shown anyway
        self.state.setEnabled(not by_day)

    def _show_choice(self) -> None:
        visit = self.visit()
        self._actions.setVisible(visit is not None and not self.by_day.isChecked())
        number = len(self.list.selectedIndexes())
        if visit is not None:
            self._chosen.setText(words.describe(visit) if number < 2 else count(number, "visit"))
            self.wrong.setVisible(visit.name is not None and number < 2)
            self.large.setEnabled(number < 2)
            self.like.setEnabled(number < 2 and visit.face)
            short_name = visit.name if visit.name and len(visit.name) < 24 else ""
            self.wrong.setText(
                self.tr("Not {name}").format(name=short_name) if short_name else self.tr("Not this person")
            )
            self._show_day()

    def _show_day(self) -> None:
        """The day that is asked for, else that of the chosen visit, else today."""
        visit = self.visit()
        day: date = self.day.value or (
            words.local_day(visit.started) if visit is not None else datetime.now().astimezone().date()
        )
        which = self.model.filter
        which = dataclasses.replace(which, day=day)

        def show(found: list[VisitInfo]) -> None:
            self._timeline_day.setText(words.day(day))
            self.timeline.show_day(day, found)

        self._control.read(lambda database: list_visits(database, which, limit=MARKS), show)

    def _open_day(self, index: QModelIndex) -> None:
        """The visits behind a row of the attendance."""
        one: Attendance = index.data(PERSON)
        self.by_day.setChecked(False)
        self.person.choose(one.person, one.name)
        self.day.choose_day(one.day)

    def _find(self, visit: int) -> None:
        row = self.model.row_of(visit)
        if row >= 0:
            index = self.model.index(row)
            self._pick(index)
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _pick(self, index: QModelIndex) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flag)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not self.list.selectionModel().isSelected(index):
            self.list.setCurrentIndex(index)
        if index.isValid() and self.visit() is not None:
            menu_of(self, self).popup(self.list.viewport().mapToGlobal(at))

    def _name(
        self, visits: Sequence[VisitInfo], name: str, agreed: Agreement | None, person: int | None, new: bool
    ) -> None:
        from facecam.operations import NameVisits

        self._control.apply(NameVisits(tuple(one.id for one in visits), name, person, agreed, new))

    def _people(self, show: Choices) -> None:
        self._control.read(people.list_people, lambda found: show([(one.id, one.name) for one in found]))

    def _sources(self, show: Choices) -> None:
        self._control.read(sources, lambda found: show([(one, short(one)) for one in found]))


def _switch(words: str, tip: str) -> QPushButton:
    """On or off, in the look of the chips."""
    made = QPushButton(words)
    made.setProperty("kind", "chip")
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    return made


def _attendance(database: Database, which: Filter) -> list[Attendance]:
    """By day, of those who are asked for."""
    from facecam.store.attendance import daily

    wanted = fold(which.text)
    return [one for one in daily(database, which) if wanted in fold(one.name)]
