"""The people's page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facecam.store.people import PersonInfo
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.base.remembered import keep, recall
from ui.i18n.words import count
from ui.people.grid import PeopleGrid
from ui.people.menu import menu_of, within
from ui.people.model import PeopleModel, Role
from ui.people.person import PersonPanel
from ui.people.tile import Tile, size
from ui.widgets.basics import Page, button, label, with_panel
from ui.widgets.empty import Empty
from ui.widgets.tile import AVATAR, LARGEST

if TYPE_CHECKING:
    from facecam.operations import Change

LEAST = 150
"""Pixels that a person's card is wide at least: two beside each other and the panel on a small window."""

AROUND = 40
"""Pixels to the left and right of the list."""

ROOMY = 420
"""Pixels beside the panel from which there is room for all tools."""

STEP = 20
"""Pixels that an arrow key makes pictures larger."""

SETTLE_MS = 150
"""Several changes that come together are one to look at."""


class PeoplePage(Page):
    enrol_asked = Signal()
    files_asked = Signal()
    add_samples_asked = Signal(int, str)
    forget_asked = Signal(int, str)
    visits_asked = Signal(int, str)
    search: QLineEdit

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = self._control = control
        self.model = PeopleModel(control, self)
        self._found = _Found(self)
        self._found.setSourceModel(self.model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.model.reload)
        self._chosen: int | None = None
        """Whose panel is shown."""
        self._wanted: frozenset[int] = frozenset()
        """Who is to be chosen once the list has them."""
        self._held: frozenset[int] = frozenset()
        """Who was chosen in the list before."""
        self._build()
        self._connect()
        self.model.reload()

    def name_chosen(self) -> None:
        if self.panel.isVisible():
            self.panel.name.edit()

    def delete_chosen(self) -> None:
        """The chosen sample, where one is being looked at; else the person."""
        if self.panel.samples.hasFocus():
            self.panel.remove_chosen_sample()
        else:
            self._remove()

    def chosen(self) -> list[PersonInfo]:
        """Those who are selected, in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self._found.index(row, 0).data(Role.PERSON) for row in rows]

    def ask(self, what: Literal["visits", "add", "forget"]) -> None:
        """For another page or dialog about the one who is chosen."""
        asked = {"visits": self.visits_asked, "add": self.add_samples_asked, "forget": self.forget_asked}
        if people := self.chosen():
            asked[what].emit(people[0].id, people[0].name)

    def show_person(self, person: int) -> None:
        """That one is looked at, once the list has it."""
        self._wanted = frozenset({person})

    def choose(self, people: Collection[int]) -> None:
        """Those are chosen, once the list has them, and nothing hides them."""
        self._wanted = frozenset(people)
        self.search.clear()
        self.group.setCurrentIndex(0)
        self._narrow()
        self._settle.start()

    def _remove(self) -> None:
        """Whoever is chosen, in one act."""
        from facecam.operations import remove_all

        if people := self.chosen():
            self._control.apply(remove_all([one.id for one in people]))

    def merge_chosen(self) -> None:
        if self.panel.isVisible():
            self.panel.merge_asked()

    def _build(self) -> None:
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(100)
        self.search.setMaximumWidth(240)
        self.search.setAccessibleName(self.tr("Search the people"))
        self.search.setToolTip(keys.tip("search"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._title = label(self.tr("People"), "title", wrap=False)
        self.enrol = button(self.tr("Enrol a person"), self.enrol_asked.emit, "primary", "enrol", keys.tip("enrol"))
        self.files = button(self.tr("Enrol from files..."), self.files_asked.emit, "", "file", keys.tip("files"))
        self.files.setAccessibleName(self.tr("Enrol from files..."))
        self.enrol.setAccessibleName(self.tr("Enrol a person"))
        self.list = PeopleGrid(size(), self.tr("People"), theme.scaled(LEAST))
        self.list.setModel(self._found)
        self.list.setItemDelegate(Tile(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setSelectionRectVisible(True)
        self.list.setAccessibleDescription(self.tr("Ctrl or Shift choose several"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.group = QComboBox()
        self.group.setAccessibleName(self.tr("Only people of one group"))
        self.group.setToolTip(self.tr("Only people of one group"))
        self.group.setMaximumWidth(theme.scaled(150))
        self.group.hide()
        self.sizes = QSlider(Qt.Orientation.Horizontal)
        self.sizes.setRange(AVATAR, LARGEST)
        self.sizes.setSingleStep(STEP)
        self.sizes.setPageStep(2 * STEP)
        self.sizes.setFixedWidth(theme.scaled(90))
        self.sizes.setAccessibleName(self.tr("Size of the pictures"))
        self.sizes.setToolTip(self.tr("Size of the pictures"))
        self.sizes.setValue(recall("people size", AVATAR))
        self.list.show_large(self.sizes.value())
        self._nobody = self._make_nobody()
        self._no_match = label(self.tr("Nobody is called that."), "muted")
        self._no_match.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for widget in (self.list, self._nobody, self._no_match):
            self._stack.addWidget(widget)
        self.panel = PersonPanel(self._control)
        self.panel.hide()
        top, tools, head = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        for row in (top, tools):
            row.setSpacing(10)
        top.addWidget(self._title)
        top.addStretch()
        for made in (self.files, self.enrol):
            top.addWidget(made)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.group)
        tools.addStretch()
        tools.addWidget(self.sizes)
        head.addLayout(top)
        head.addLayout(tools)
        with_panel(self, head, self._stack, self.panel)
        self.first = self.list

    def _make_nobody(self) -> Empty:
        return Empty(
            self.tr("Nobody is known yet"),
            self.tr("Everybody you enrol is shown here."),
            button(self.tr("Enrol a person"), self.enrol_asked.emit, "primary", "enrol", keys.tip("enrol")),
            button(self.tr("Enrol from files..."), self.files_asked.emit, "quiet", "file", keys.tip("files")),
        )

    def _connect(self) -> None:
        control = self._control
        self.search.textChanged.connect(self._search)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.dropped.connect(self._move_samples)
        self.sizes.valueChanged.connect(self._show_large)
        self.group.activated.connect(lambda _: self._narrow())
        self._found.modelAboutToBeReset.connect(self._hold)
        self.model.loaded.connect(self._loaded)
        self.model.dataChanged.connect(lambda *_: self._show_panel())
        control.news.connect(self._settle.start)
        control.taken_back.connect(self._show_again)
        self.panel.add_samples.connect(self.add_samples_asked)
        self.panel.forget.connect(self.forget_asked)
        self.panel.visits.connect(self.visits_asked)
        self.panel.merge.connect(self._ask_merge)
        self.panel.remove.connect(self._remove)

    def showEvent(self, event: object) -> None:
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room beside the panel the buttons lose words, and none is cut."""
        room = self.width() - (self.panel.width() if self.panel.isVisibleTo(self) else 0) - AROUND
        self.sizes.setVisible(self.model.rowCount() > 0 and room >= theme.scaled(ROOMY))
        for files, enrol in (
            (self.tr("Enrol from files..."), self.tr("Enrol a person")),
            ("", self.tr("Enrol a person")),
            ("", self.tr("Enrol")),
            ("", ""),
        ):
            self.files.setText(files)
            self.enrol.setText(enrol)
            parts = (self._title, self.files, self.enrol)
            if sum(part.sizeHint().width() + 10 for part in parts) <= room:
                break

    def _search(self, text: str) -> None:
        self._found.setFilterFixedString(text.strip())
        self._show_right_page()

    def _loaded(self) -> None:
        number = self.model.rowCount()
        self._fill_groups()
        self._title.setText(self.tr("People") if not number else count(number, "person"))
        self._show_right_page()
        self._choose_again()
        self._show_panel()

    def _choose_again(self) -> None:
        """Those who are wanted; a list that was made anew has nobody chosen."""
        found = self._shown_of(self._wanted)
        if not found and self.list.currentIndex().isValid():
            return
        found = found or self._shown_of(self._held)
        if not found:
            self._chosen = None
            return
        first = next((one for one in found if one.data(Role.PERSON).id == self._chosen), found[0])
        choice = self.list.selectionModel()
        choice.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        for other in found:
            choice.select(other, QItemSelectionModel.SelectionFlag.Select)
        for shown in (found[-1], first):  # all of them where there is room
            self.list.scrollTo(shown)
        self._chosen, self._wanted = first.data(Role.PERSON).id, frozenset()

    def _hold(self) -> None:
        """Whoever is chosen stays it in a list that is made anew."""
        self._held = frozenset(one.id for one in self.chosen())

    def _shown_of(self, people: Iterable[int]) -> list[QModelIndex]:
        """Where they are in the list, from above."""
        rows = (self.model.row_of(one) for one in people)
        found = (self._found.mapFromSource(self.model.index(row)) for row in rows if row >= 0)
        return sorted((one for one in found if one.isValid()), key=QModelIndex.row)

    def _fill_groups(self) -> None:
        groups, now = self.model.groups(), self.group.currentData()
        self.group.setVisible(bool(groups))
        if [self.group.itemData(at) for at in range(1, self.group.count())] == groups:
            return
        self.group.clear()
        self.group.addItem(self.tr("All groups"), "")
        for group in groups:
            self.group.addItem(group, group)
        self.group.setCurrentIndex(max(self.group.findData(now), 0))
        self._narrow()

    def _show_large(self, avatar: int) -> None:
        self.list.show_large(avatar)
        self.list.scrollTo(self.list.currentIndex())
        keep(**{"people size": avatar})

    def _narrow(self) -> None:
        self._found.show_group(self.group.currentData() or "")
        self._show_right_page()

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not self.list.selectionModel().isSelected(index):
            self.list.setCurrentIndex(index)
        if index.isValid():
            menu_of(self, self).popup(self.list.viewport().mapToGlobal(at))

    def _show_right_page(self) -> None:
        if self.model.rowCount():
            right: QWidget = self.list if self._found.rowCount() else self._no_match
        else:
            right = self._nobody if self.model.asked else self.list
        if right is not self._stack.currentWidget():
            writing = self.search.hasFocus()
            self._stack.setCurrentWidget(right)
            if self.isVisible() and not writing:
                right.setFocus()
        for made in (self.search, self.enrol, self.files):
            made.setVisible(self.model.rowCount() > 0)

    def _show_again(self, change: Change) -> None:
        """Whoever was touched by an undo is to be looked at."""
        self._wanted = change.persons

    def _choose(self) -> None:
        person = self.list.currentIndex().data(Role.PERSON)
        if isinstance(person, PersonInfo):
            self._chosen, self._wanted = person.id, frozenset()
        self._show_panel()

    def _move_samples(self, to: PersonInfo) -> None:
        """Those that were chosen on the panel, and dragged."""
        from facecam.operations import MoveTemplates

        person, picked = self.panel.person, tuple(one.id for one in self.panel.samples.picked)
        if person is not None and picked and to.id != person.id:
            self._control.apply(MoveTemplates(person.id, picked, to.id))

    def _ask_merge(self, person: PersonInfo) -> None:
        from ui.people.merge import Merge

        dialog = Merge(self._control, self.model, person, self)
        dialog.chosen.connect(self._merge)
        dialog.open()

    def _merge(self, person: int, into: int) -> None:
        from facecam.operations import Merge

        def merged(_: Change) -> None:
            self._wanted = frozenset({into})

        self._control.apply(Merge(person, into), merged)

    def _show_panel(self) -> None:
        row = self.model.row_of(self._chosen) if self._chosen is not None else -1
        self.panel.setVisible(row >= 0)
        self._fit()
        if row >= 0:
            index = self.model.index(row)
            self.panel.show_person(index.data(Role.PERSON), index.data(Qt.ItemDataRole.DecorationRole))


class _Found(QSortFilterProxyModel):
    """Those who are called so, in a group."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = ""

    def show_group(self, group: str) -> None:
        """Empty: everybody."""
        if group != self._group:
            self._group = group
            self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        person = self.sourceModel().index(row, 0, parent).data(Role.PERSON)
        return (not self._group or within(person, self._group)) and super().filterAcceptsRow(row, parent)
