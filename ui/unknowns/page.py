"""The unknowns' page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedWidget, QWidget

from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.i18n.words import count
from ui.unknowns.groups import Groups
from ui.unknowns.model import Role, UnknownsModel
from ui.unknowns.panel import UnknownPanel
from ui.unknowns.tile import Tile, size
from ui.widgets.basics import Page, button, label, with_panel
from ui.widgets.empty import NoVisits
from ui.widgets.names import KnownNames
from ui.widgets.tile import TileGrid

if TYPE_CHECKING:
    from facecam.operations import Change, Edit
    from facecam.store.unknowns import Group

LEAST = 150
"""Pixels that a card is wide at least: two beside each other and the panel on a small window."""

SELECT = QItemSelectionModel.SelectionFlag.Select


class UnknownsPage(Page):
    watch_asked = Signal()
    """Show the live picture."""

    def __init__(self, control: Control, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._groups = groups
        self.model = UnknownsModel(control, groups, self)
        self._chosen: frozenset[int] = frozenset()
        """The visits of the chosen groups."""
        self._changing = False
        """The list is about to be another: that nothing is selected in between is no choice."""
        self._next = 0
        """The row to choose where they are gone."""
        self._build()
        self._connect()
        self._loaded()

    # What a person does

    def delete_chosen(self) -> None:
        """Ignore the chosen strangers."""
        self._ignore(forever=False)

    def name_chosen(self) -> None:
        """Bring the cursor where the name is typed."""
        if self.panel.isVisible():
            self.panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_both(self) -> None:
        """The group that is proposed is chosen as well."""
        if (other := self._proposed()) is not None:
            self._chosen |= frozenset(other.ids)
            self._select()

    def show_ignored(self) -> None:
        """Who is ignored, and the way back."""
        from ui.unknowns.ignored import IgnoredList

        IgnoredList(self._control, self.model.pictures, self).open()

    def _ignore(self, *, forever: bool) -> None:
        from facecam.operations import ignore_all

        if ids := self._ids():
            self._apply(ignore_all([group.ids for group in self._selected()], forever=forever), ids)

    def _no_face(self, visits: tuple[int, ...]) -> None:
        from facecam.operations import NotFaces

        if visits:
            self._apply(NotFaces(visits), visits)

    def _name(self, name: str, known: bool) -> None:
        """`known`: somebody who is known was chosen, who need not be asked about."""
        from facecam.operations import NameVisits

        if not (ids := self._ids()):
            return
        agreed = self.panel.agreement.agreed() if self.panel.agreement.complete else None

        def go(person: int | None = None, new: bool = False) -> None:
            self._apply(NameVisits(ids, name, person, agreed, new), ids)

        if known:
            go()
        else:
            self.panel.question.ask_name(name, self._control, self.tr("Yes, {name}"), go)

    def _apply(self, edit: Edit, visits: Collection[int]) -> None:
        """The next one is chosen, so that a row of strangers is a row of keys; whoever types goes on typing."""
        row = min((index.row() for index in self.list.selectedIndexes()), default=0)
        typing = self.panel.field.hasFocus() or bool(self.panel.field.text())  # offered names take the focus

        def done(_: Change) -> None:
            self._chosen = frozenset()
            self._next = row
            (self.panel.field if typing else self.list).setFocus()
            self._groups.drop(visits)

        self._control.apply(edit, done)

    # How it is built

    def _build(self) -> None:
        self._title = label(self.tr("Unknowns"), "title")
        self.ignored = button(
            self.tr("Ignored..."), self.show_ignored, "quiet", "", self.tr("Who is ignored, and the way back")
        )
        self.list = TileGrid(size(), self.tr("Unknown faces"), least=theme.scaled(LEAST))
        self.list.setModel(self.model)
        self.list.setItemDelegate(Tile(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setSelectionRectVisible(True)
        self.list.setAccessibleDescription(
            self.tr("Enter names the chosen ones, Delete ignores them; Ctrl or Shift choose several")
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.installEventFilter(self)
        self._nobody = NoVisits(self._control)
        self._stack = QStackedWidget()
        self._busy = label(self.tr("Comparing faces..."), "muted")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._busy, self.list, self._nobody):
            self._stack.addWidget(widget)
        self.panel = UnknownPanel(KnownNames(self._control, self), self.model.pictures)
        self.panel.agreement.show_where_wanted(self._control)
        self.panel.hide()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addStretch()
        head.addWidget(self.ignored)
        with_panel(self, head, self._stack, self.panel)
        self.first = self.list

    def _connect(self) -> None:
        control, panel = self._control, self.panel
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.list.customContextMenuRequested.connect(self._menu)
        self.model.changing.connect(self._change)
        self.model.loaded.connect(self._loaded)
        self.model.dataChanged.connect(lambda *_: self._propose())
        panel.name_given.connect(self._name)
        panel.ignored.connect(lambda forever: self._ignore(forever=forever))
        panel.no_face.connect(self._no_face)
        panel.taken_out.connect(self._groups.take_out)
        panel.both.connect(self.take_both)
        panel.moved.connect(self._step)
        self._nobody.watch_asked.connect(self.watch_asked)
        control.settings_changed.connect(self._say_nobody)
        acts: dict[str, Callable[[], Any]] = {
            "forever": lambda: self._ignore(forever=True),
            "no-face": panel.none.click,
            "both": self.take_both,
        }
        for name, act in acts.items():
            action = QAction(self)
            action.setShortcut(keys.sequence(name))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda *_, act=act: act())
            self.addAction(action)

    def showEvent(self, event: QShowEvent) -> None:
        self._groups.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        self._groups.watch(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if keys.enter(event):
            self.name_chosen()
            return True
        return False

    # What is shown

    def _change(self) -> None:
        self._changing = True

    def _loaded(self) -> None:
        self._changing = False
        number = self.model.rowCount()
        self._title.setText(self.tr("Unknowns") if not number else count(number, "unknown face"))
        self._say_nobody()
        right = self._busy if not self.model.asked else self.list if number else self._nobody
        if right is not self._stack.currentWidget():
            self._stack.setCurrentWidget(right)
            if self.isVisible() and not self.panel.field.hasFocus():
                right.setFocus()
        self._select()

    def _say_nobody(self) -> None:
        title = self.tr("No stranger was seen")
        why = self.tr("Whoever passes and is not known is shown here, to be named or ignored.")
        if not self._groups.able:
            title = self.tr("Faces cannot be compared")
            why = self.tr("What is missing for that is said in the bar at the bottom.")
        elif not self._control.settings.keep_sightings:
            why = self.tr("Visits are not noted: the settings say so. Strangers are shown here once they are.")
        self._nobody.say(title, why)
        self._nobody.offer(self._groups.able)

    def _select(self) -> None:
        """Those who were chosen, wherever they are now; else whoever is in their place."""
        model, number = self.model, self.model.rowCount()
        rows = [row for row in range(number) if self._chosen & set(model.index(row).data(Role.GROUP).ids)]
        if not rows and number:
            rows = [min(self._next, number - 1)]
        if rows:
            wanted = QItemSelection()
            for row in rows:
                wanted.select(model.index(row), model.index(row))
            picked = self.list.selectionModel()
            picked.setCurrentIndex(model.index(rows[-1]), QItemSelectionModel.SelectionFlag.NoUpdate)
            picked.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(model.index(rows[-1]))
        self._show_panel()

    def _selected(self) -> list[Group]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.index(row).data(Role.GROUP) for row in rows]

    def _ids(self) -> tuple[int, ...]:
        """The visits of the chosen strangers."""
        return tuple(id_ for group in self._selected() for id_ in group.ids)

    def _choose(self) -> None:
        if self._changing:
            return
        if ids := self._ids():
            self._chosen = frozenset(ids)
        self._show_panel()

    def _step(self, by: int) -> None:
        row = min(max(self.list.currentIndex().row() + by, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(row))

    def _proposed(self) -> Group | None:
        groups = self._selected()
        found = self.model.like(groups[-1]) if groups else None
        return None if found in groups else found

    def _propose(self) -> None:
        other = self._proposed()
        row = -1 if other is None else self.model.row_of(frozenset(other.ids))
        self.panel.propose(other, self.model.index(row).data(Qt.ItemDataRole.DecorationRole) if row >= 0 else None)

    def _show_panel(self) -> None:
        groups = self._selected()
        self.panel.setVisible(bool(groups))
        if groups:
            self.panel.show_groups(groups)
            self._propose()

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        if not self.list.selectionModel().isSelected(index):
            self.list.setCurrentIndex(index)
        menu = QMenu(self)
        for words, name, act in (
            (self.tr("Who is it?"), "name", self.name_chosen),
            (self.tr("Ignore"), "ignore", self.delete_chosen),
            (self.tr("Ignore for ever"), "forever", lambda: self._ignore(forever=True)),
            (self.tr("Not a face"), "no-face", lambda: self._no_face(self._ids())),
        ):
            menu.addAction(f"{words}\t{keys.written(name)}", act)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))
