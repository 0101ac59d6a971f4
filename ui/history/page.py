"""The history's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from facecam.base.types import State
from facecam.store import people
from facecam.store.visits import EVERYTHING, Filter, VisitInfo, list_visits, sources
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.history import words
from ui.history.chips import Chip, DayChip, ListChip, PickChip
from ui.history.model import HistoryModel, Role
from ui.history.naming import Naming
from ui.history.row import Row
from ui.history.timeline import Timeline
from ui.i18n.words import short
from ui.widgets.basics import Page, button, label
from ui.widgets.empty import NoVisits
from ui.widgets.names import KnownNames

LOOK_MS = 2_000
"""The database is looked at this often while the top of the list is shown."""

MARKS = 5_000
"""Visits that a day's timeline shows."""

Choices = Callable[[Sequence[tuple[Any, str]]], None]


class HistoryPage(Page):
    watch_asked = Signal()
    """Show the live picture."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.model = HistoryModel(control, self)
        self._names = KnownNames(control, self)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._refresh)
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
        if visit is not None and visit.person is not None and visit.name is not None:
            self._control.apply(NotThisPerson(visit.person, sighting=visit.id))

    def name_chosen(self) -> None:
        """Ask who the chosen visit was."""
        if (visit := self.visit()) is not None:
            dialog = Naming(visit, self._names, self)
            dialog.name_given.connect(lambda name: self._name(visit, name))
            dialog.open()

    def export(self) -> None:
        """Save what the filters let through."""
        name = self.tr("visits {date}.csv").format(date=f"{datetime.now():%Y-%m-%d}")
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the visits"), name, self.tr("Table (*.csv);;JSON (*.json)")
        )
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        from facecam.store.export import export

        which = self.model.filter
        self._control.read(
            lambda database: export(database, path, which),
            lambda number: self._control.said.emit(
                self.tr("Saved %Ln visit(s) to {path}", "", number).format(path=path)
            ),
        )

    def visit(self) -> VisitInfo | None:
        """The chosen one."""
        found: VisitInfo | None = self.list.currentIndex().data(Role.VISIT)
        return found

    # How it is built

    def _build(self) -> None:
        self._title = label(self.tr("History"), "title", wrap=False)
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
        self.chips: tuple[Chip, ...] = (self.person, self.day, self.source, self.state)
        self._clear = button(self.tr("Clear"), self._show_all, "quiet", "close", self.tr("Show all visits again"))
        self.timeline = Timeline()
        self._timeline_day = label(self.tr("Today"), "heading", wrap=False)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Visits"))
        self.list.setAccessibleDescription(
            self.tr("The newest first; Enter corrects the name, N says that it is wrong")
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.installEventFilter(self)
        self.wrong = button(self.tr("Not this person"), self.not_them, "", "close", keys.tip("not-them"))
        self.correct = button(self.tr("Who was it?"), self.name_chosen, "", "pen", keys.tip("name"))
        self._chosen = label("", "muted", wrap=False)
        self._nobody = NoVisits(self._control)
        self._stack = QStackedWidget()
        for widget in (self.list, self._nobody):
            self._stack.addWidget(widget)
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the list beneath stays where it is when a filter is set
        self._clear.setSizePolicy(policy)
        self._clear.hide()
        head, chips, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.save_button)
        chips.setSpacing(8)
        for chip in (*self.chips, self._clear):
            chips.addWidget(chip)
        chips.addStretch()
        below.addWidget(self._chosen, 1)
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
        column.addWidget(self._timeline_day)
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
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_choice())
        self.list.customContextMenuRequested.connect(self._menu)
        self.timeline.chosen.connect(self._find)
        self._nobody.watch_asked.connect(self.watch_asked)
        control.settings_changed.connect(self._loaded)
        control.news.connect(self._follow_news)

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

    # What is shown

    def _narrow(self) -> None:
        which = Filter(
            person=self.person.value, state=self.state.value, day=self.day.value, source=self.source.value
        )
        self._clear.setVisible(which != EVERYTHING)
        self.model.show_only(which)

    def _show_all(self) -> None:
        for chip in self.chips:
            chip.choose(None)

    def _refresh(self) -> None:
        """Not while somebody reads further down: nothing moves under their eyes."""
        if self.list.verticalScrollBar().value() == 0:
            self.model.refresh()

    def _loaded(self) -> None:
        some, filtered = self.model.rowCount() > 0, self.model.filter != EVERYTHING
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
        self._stack.setCurrentWidget(self.list if some else self._nobody)
        for widget in (*self.chips, self.timeline, self._timeline_day):
            widget.setVisible(some or filtered)
        self._clear.setVisible(filtered)
        self.save_button.setEnabled(some)
        self._show_choice()
        self._show_day()

    def _show_choice(self) -> None:
        visit = self.visit()
        self._actions.setVisible(visit is not None)
        if visit is not None:
            self._chosen.setText(words.describe(visit))
            self.wrong.setVisible(visit.name is not None)
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
        which = Filter(person=which.person, state=which.state, day=day, source=which.source)

        def show(found: list[VisitInfo]) -> None:
            self._timeline_day.setText(words.day(day))
            self.timeline.show_day(day, found)

        self._control.read(lambda database: list_visits(database, which, limit=MARKS), show)

    def _find(self, visit: int) -> None:
        row = self.model.row_of(visit)
        if row >= 0:
            index = self.model.index(row)
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(index, flag)
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _menu(self, at: QPoint) -> None:
        self.list.setCurrentIndex(self.list.indexAt(at))
        visit = self.visit()
        if visit is None:
            return
        menu = QMenu(self)
        if visit.name is not None:
            wrong = self.tr("Not {name}").format(name=visit.name)
            menu.addAction(f"{wrong}\t{keys.written('not-them')}", self.not_them)
        question = self.tr("Who was it?")
        menu.addAction(f"{question}\t{keys.written('name')}", self.name_chosen)
        menu.addSeparator()
        if visit.person is not None and visit.name is not None:
            person, name = visit.person, visit.name
            menu.addAction(self.tr("Only {what}").format(what=name), lambda: self.person.choose(person, name))
        menu.addAction(self.tr("Only this day"), lambda: self.day.choose_day(words.local_day(visit.started)))
        source = visit.source
        only = self.tr("Only {what}").format(what=short(source))
        menu.addAction(only, lambda: self.source.choose(source, short(source)))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _name(self, visit: VisitInfo, name: str) -> None:
        from facecam.operations import NameVisits

        self._control.apply(NameVisits((visit.id,), name))

    def _people(self, show: Choices) -> None:
        self._control.read(people.list_people, lambda found: show([(one.id, one.name) for one in found]))

    def _sources(self, show: Choices) -> None:
        self._control.read(sources, lambda found: show([(one, short(one)) for one in found]))
