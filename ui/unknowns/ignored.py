"""Who is ignored, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.control import Control
from ui.i18n.language import translate
from ui.people.words import ago, upper
from ui.widgets.basics import button, label
from ui.widgets.contextmenu import offer
from ui.widgets.facetile import FaceContent, FaceTile, face_size
from ui.widgets.pictures import Pictures
from ui.widgets.tile import TileGrid

if TYPE_CHECKING:
    from facecam.store.ignored import IgnoredFace

Index = QModelIndex | QPersistentModelIndex

FACE = Qt.ItemDataRole.UserRole + 1
"""`IgnoredFace`."""


def _kind(face: IgnoredFace) -> str:
    words = {
        "stranger": translate("Ignored", "for now"),
        "forever": translate("Ignored", "for ever"),
        "no-face": translate("Ignored", "not a face"),
    }
    return words[face.kind.value]


class IgnoredList(QDialog):
    def __init__(self, control: Control, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Ignored faces"))
        self.resize(theme.scaled(480), theme.scaled(420))
        self._faces = _Faces(pictures, self)
        self.list = TileGrid(face_size(), self.tr("Ignored faces"))
        self.list.setModel(self._faces)
        self.list.setItemDelegate(_Tile(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(face_size().height() + 2)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self._why = label("", "muted")
        self.back = button(
            self.tr("Show again"), self._show_again, "primary", "", self.tr("They are among the unknowns again")
        )
        offer(self.list, lambda _: (self.back,))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Close"), self.accept))
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Ignored faces"), "large"))
        column.addWidget(self._why)
        column.addWidget(self.list, 1)
        column.addStretch()
        column.addLayout(row)
        self._load()

    def _load(self) -> None:
        from facecam.store.ignored import list_ignored

        self._control.read(list_ignored, self._show)

    def _show(self, found: list[IgnoredFace]) -> None:
        self._faces.show_faces(found)
        self.list.setVisible(bool(found))
        some = self.tr("Whoever looks like one of these is not shown among the unknowns.")
        self._why.setText(some if found else self.tr("Nobody is ignored."))
        if found:
            self.list.setCurrentIndex(self._faces.index(0))
            self.list.setFocus()
        self._show_choice()

    def _show_choice(self) -> None:
        self.back.setEnabled(bool(self.list.selectedIndexes()))

    def _show_again(self) -> None:
        from facecam.operations import StopIgnoring

        ids = tuple(id_ for index in self.list.selectedIndexes() for id_ in index.data(FACE).ids)
        if ids:
            self._control.apply(StopIgnoring(ids), lambda _: self._load())


class _Faces(QAbstractListModel):
    def __init__(self, pictures: Pictures, parent: QDialog) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._found: list[IgnoredFace] = []
        pictures.arrived.connect(self._repaint)

    def show_faces(self, found: list[IgnoredFace]) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._found):
            return None
        face = self._found[index.row()]
        if role == FACE:
            return face
        if role == Qt.ItemDataRole.DecorationRole:
            return None if face.picture is None else self._pictures.get(face.picture)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = translate("Ignored", "Ignored {how}, {ago}")
            return upper(said.format(how=_kind(face), ago=ago(face.created)))
        return None

    def _repaint(self, _: object) -> None:
        if self._found:
            last = self.index(len(self._found) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])


class _Tile(FaceTile):
    def content(self, index: Index) -> FaceContent:
        return FaceContent(_kind(index.data(FACE)))
