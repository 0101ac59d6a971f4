"""All faces of the chosen strangers: some of them can be chosen, to be taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from ui.i18n.language import translate
from ui.i18n.words import percent, short
from ui.people.words import ago, upper
from ui.widgets.facetile import FaceContent, FaceTile, face_size
from ui.widgets.pictures import Pictures, with_damage
from ui.widgets.tile import TileGrid
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.store.unknowns import Stranger

Index = QModelIndex | QPersistentModelIndex

VISIT = Qt.ItemDataRole.UserRole + 1
"""`Stranger`."""


class _Faces(QAbstractListModel):
    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.visits: tuple[Stranger, ...] = ()
        pictures.arrived.connect(self._arrived)

    def show_visits(self, visits: Sequence[Stranger]) -> None:
        if tuple(visits) != self.visits:
            self.beginResetModel()
            self.visits = tuple(visits)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.visits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.visits):
            return None
        visit = self.visits[index.row()]
        if role == VISIT:
            return visit
        if role == Qt.ItemDataRole.DecorationRole:
            return None if visit.picture is None else self._pictures.get(visit.picture)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = translate("Faces", "{ago}, {source}, quality {quality}").format(
                ago=upper(ago(visit.started)), source=short(visit.source), quality=percent(visit.quality)
            )
            if visit.picture is not None:
                said = with_damage(said, self._pictures.seen(visit.picture))
            return as_tooltip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def _arrived(self, picture: int) -> None:
        for row, visit in enumerate(self.visits):
            if visit.picture == picture:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


class FacesView(TileGrid):
    """The best first."""

    chosen = Signal()
    """Others are selected than before."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(face_size(), translate("Faces", "Faces"), parent, "surface")
        self._faces = _Faces(pictures, self)
        self.setModel(self._faces)
        self.setItemDelegate(_Tile(self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(face_size().height() + 2)
        self.setAccessibleDescription(self.tr("Choose those that are somebody else, with Ctrl or Shift several"))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    @property
    def picked(self) -> tuple[int, ...]:
        """The visits of the selected faces."""
        return tuple(index.data(VISIT).id for index in self.selectedIndexes())

    def show_visits(self, visits: Sequence[Stranger]) -> None:
        self._faces.show_visits(sorted(visits, key=lambda one: -one.quality))


class _Tile(FaceTile):
    def content(self, index: Index) -> FaceContent:
        visit: Stranger = index.data(VISIT)
        return FaceContent(percent(visit.quality))
