"""Past visits that a correction decides otherwise: shown, and changed in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from facecam.store import visits as sightings
from ui.base import theme
from ui.base.control import Control
from ui.history import words
from ui.i18n.core import said
from ui.i18n.language import translate
from ui.people.words import ago
from ui.widgets.basics import button, label
from ui.widgets.pictures import Pictures, with_damage
from ui.widgets.tile import Content, TileDelegate, TileGrid, tile_size
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.tasks.redecision import Redecided, Redecision

Index = QModelIndex | QPersistentModelIndex

WIDTH = 150
"""Pixels of a card."""

VISIT = Qt.ItemDataRole.UserRole + 1
"""`Redecided`."""


class PastVisits(QDialog):
    left = Signal(object)
    """`frozenset[int]`: the visits that were shown and are not to be changed."""

    def __init__(self, control: Control, found: Redecision, parent: QWidget) -> None:
        super().__init__(parent)
        self._control, self._found = control, found
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Past visits"))
        self.resize(theme.scaled(560), theme.scaled(480))
        self._visits = _Visits(Pictures(control, "a visit, row", sightings.picture, self), found.visits, self)
        self.list = TileGrid(tile_size(WIDTH, 3), self.tr("Past visits"))
        self.list.setModel(self._visits)
        self.list.setItemDelegate(_Tile(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.MultiSelection)
        self.list.selectAll()
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._count())
        heading = self.tr("%Ln past visit(s) would be decided otherwise now", "", len(found.visits))
        why = self.tr("Since: {correction}. Their best pictures were compared once more.")
        sentences = [
            why.format(correction=said(found.correction)),
            self.tr("Undo takes back the correction and this."),
        ]
        if found.more:
            sentences.append(self.tr("There are more, older ones: they come afterwards."))
        self.change = button("", self._change, "primary")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Leave them"), self.reject, tip=self.tr("Change nothing (Esc)")))
        row.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(label(heading, "large"))
        column.addWidget(label(" ".join(sentences), "muted"))
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self._count()
        self.change.setFocus()

    def chosen(self) -> list[Redecided]:
        return [index.data(VISIT) for index in self.list.selectedIndexes()]

    def _count(self) -> None:
        number = len(self.list.selectedIndexes())
        self.change.setText(self.tr("Change %Ln visit(s)", "", number))
        self.change.setEnabled(number > 0)

    def _change(self) -> None:
        from facecam.operations import Redecide

        visits = tuple((one.visit.id, one.visit.person, one.person) for one in self.chosen())
        self.left.emit(frozenset(one.visit.id for one in self._found.visits) - {visit for visit, *_ in visits})
        self._control.amend(self._found.operation, Redecide(visits))
        self.accept()


class _Visits(QAbstractListModel):
    def __init__(self, pictures: Pictures, found: tuple[Redecided, ...], parent: QDialog) -> None:
        super().__init__(parent)
        self._pictures, self._found = pictures, found
        pictures.arrived.connect(self._repaint)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._found[index.row()]
        picture = one.visit.picture
        if role == VISIT:
            return one
        if role == Qt.ItemDataRole.DecorationRole:
            return None if picture is None else self._pictures.get(picture)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = translate("PastVisits", "{visit}. Now: {name}")
            told = told.format(visit=words.describe(one.visit), name=_now(one))
            told = with_damage(told, None if picture is None else self._pictures.seen(picture))
            return as_tooltip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None

    def _repaint(self, _: object) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._found) - 1), [Qt.ItemDataRole.DecorationRole])


class _Tile(TileDelegate):
    def content(self, index: Index) -> Content:
        one: Redecided = index.data(VISIT)
        was = translate("PastVisits", "until now: {name}").format(name=words.who(one.visit))
        return Content((_now(one), was, ago(one.visit.started)), one.name or "", dashed=one.person is None)


def _now(one: Redecided) -> str:
    return one.name if one.name is not None else translate("Visit", "Unknown")
