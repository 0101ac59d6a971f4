"""The unknowns' page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.i18n.words import count
from ui.unknowns.model import Role, UnknownsModel
from ui.unknowns.panel import UnknownPanel
from ui.unknowns.tile import Tile, size
from ui.widgets.basics import Page, label, with_panel
from ui.widgets.empty import NoVisits
from ui.widgets.names import KnownNames
from ui.widgets.tile import TileGrid

if TYPE_CHECKING:
    from facecam.operations import Change, Edit
    from facecam.store.unknowns import Group

LOOK_MS = 2_000
"""The database is looked at this often while the page is open: visits end without anybody doing anything."""


class UnknownsPage(Page):
    watch_asked = Signal()
    """Show the live picture."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.model = UnknownsModel(control, self)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.model.refresh)
        self._chosen: frozenset[int] = frozenset()
        """The visits of the chosen group."""
        self._next = 0
        """The row to choose where that is gone."""
        self._build()
        self._connect()

    def delete_chosen(self) -> None:
        """Ignore the chosen stranger."""
        from facecam.operations import IgnoreUnknowns

        if (group := self._group()) is not None:
            self._apply(IgnoreUnknowns(group.ids))

    def name_chosen(self) -> None:
        """Bring the cursor where the name is typed."""
        if self.panel.isVisible():
            self.panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self._title = label(self.tr("Unknowns"), "title", wrap=False)
        self.list = TileGrid(size(), self.tr("Unknown faces"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(Tile(self.list))
        self.list.setAccessibleDescription(self.tr("Enter names the chosen one, Delete ignores it"))
        self.list.installEventFilter(self)
        self._nobody = NoVisits(self._control)
        self._stack = QStackedWidget()
        self._busy = label(self.tr("Comparing faces..."), "muted")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._busy, self.list, self._nobody):
            self._stack.addWidget(widget)
        self.panel = UnknownPanel(KnownNames(self._control, self))
        self.panel.hide()
        head = QHBoxLayout()
        head.addWidget(self._title)
        with_panel(self, head, self._stack, self.panel)
        self.first = self.list

    def _connect(self) -> None:
        control = self._control
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.model.loaded.connect(self._loaded)
        self.model.dataChanged.connect(lambda *_: self._show_panel())
        self.panel.name_given.connect(self._name)
        self.panel.ignored.connect(self.delete_chosen)
        self._nobody.watch_asked.connect(self.watch_asked)
        control.settings_changed.connect(self._reload)
        control.news.connect(self._reload)

    def showEvent(self, event: QShowEvent) -> None:
        self._reload()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._look.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if keys.enter(event):
            self.name_chosen()
            return True
        return False

    def _reload(self) -> None:
        if self.isVisible():
            self.model.reload()

    def _name(self, name: str) -> None:
        from facecam.operations import NameVisits

        if (group := self._group()) is not None:
            self._apply(NameVisits(group.ids, name))

    def _apply(self, edit: Edit) -> None:
        """The next one is chosen, so that a row of strangers is a row of keys."""
        row = self.list.currentIndex().row()

        def done(_: Change) -> None:
            self._chosen = frozenset()
            self._next = row
            self.list.setFocus()

        self._control.apply(edit, done)

    def _loaded(self) -> None:
        number = self.model.rowCount()
        self._title.setText(self.tr("Unknowns") if not number else count(number, "unknown face"))
        self._say_nobody()
        right = self.list if number else self._nobody
        if right is not self._stack.currentWidget():
            self._stack.setCurrentWidget(right)
            if self.isVisible() and not self.panel.field.hasFocus():
                right.setFocus()
        row = self.model.row_of(self._chosen)
        if row < 0 and number:
            row = min(self._next, number - 1)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row), flag)
        self._show_panel()

    def _say_nobody(self) -> None:
        title = self.tr("No stranger was seen")
        why = self.tr("Whoever passes and is not known is shown here, to be named or ignored.")
        if not self.model.able:
            title = self.tr("Faces cannot be compared")
            why = self.tr("What is missing for that is said in the bar at the bottom.")
        elif not self._control.settings.keep_sightings:
            why = self.tr("Visits are not noted: the settings say so. Strangers are shown here once they are.")
        self._nobody.say(title, why)
        self._nobody.offer(self.model.able)

    def _group(self) -> Group | None:
        found: Group | None = self.list.currentIndex().data(Role.GROUP)
        return found

    def _choose(self) -> None:
        if (group := self._group()) is not None:
            self._chosen = frozenset(group.ids)
        self._show_panel()

    def _show_panel(self) -> None:
        group = self._group()
        self.panel.setVisible(group is not None)
        if group is not None:
            self.panel.show_group(group, self.list.currentIndex().data(Qt.ItemDataRole.DecorationRole))
