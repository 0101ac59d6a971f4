"""The people who are known, offered with their faces as one types a name: whoever came last is the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from facecam.identity.gallery import Gallery
from facecam.store.names import fold
from ui.base.control import Control
from ui.widgets.avatar import draw_avatar
from ui.widgets.pictures import Pictures

if TYPE_CHECKING:
    from facecam.store.database import Database

SIDE = 28
"""Pixels of a face."""


class KnownNames(QAbstractListModel):
    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._people: list[tuple[int, str]] = []
        self._pictures = Pictures(control, "person", _portrait, self)
        self._pictures.arrived.connect(self._show)
        control.bridge.runtime_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Those of the gallery that is in use; of two with the same name the newer one."""
        runtime = self._control.bridge.runtime
        gallery = runtime.matcher.gallery if runtime is not None and runtime.matcher is not None else None
        if isinstance(gallery, Gallery):
            newest = {name: person for person, name in sorted(gallery.names.items())}
            self.offer(sorted(((person, name) for name, person in newest.items()), reverse=True))

    def offer(self, people: list[tuple[int, str]]) -> None:
        """These, in this order."""
        if people != self._people:
            self.beginResetModel()
            self._people = people
            self._pictures.drop_missing()
            self.endResetModel()

    def completer(self, parent: QObject) -> QCompleter:
        made = QCompleter(self, parent)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        if isinstance(popup := made.popup(), QListView):
            popup.setObjectName("names")  # a window of its own: the style sheet gives it a ground
            popup.setIconSize(QSize(SIDE, SIDE))
        return made

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._people):
            return None
        person, name = self._people[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return name
        if role == Qt.ItemDataRole.DecorationRole:
            return _face(name, self._pictures.get(person))
        return None

    def _show(self, person: int) -> None:
        for row, (one, _) in enumerate(self._people):
            if one == person:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


class NameField(QLineEdit):
    """A name, new or known; those who are known are offered."""

    def __init__(self, names: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(200)
        self._picked = ""
        completer = names.completer(self)
        completer.activated.connect(self._note)
        completer.highlighted.connect(self._note)  # by the keyboard: Enter is the field's before it is the list's
        self.setCompleter(completer)

    @property
    def name(self) -> str:
        return self.text().strip()

    @property
    def picked(self) -> bool:
        """Whether it was chosen among those who are known: that person is meant, and need not be asked about."""
        return bool(self.name) and self.name == self._picked

    def complete_only(self) -> bool:
        """Write the rest of a name that has been begun, where one person alone may be meant; whether it did."""
        completer = self.completer()
        name = completer.currentCompletion()
        begun = bool(self.name) and fold(self.name) != fold(name) and completer.completionCount() == 1
        if begun:
            self.setText(name)
            self._note(name)
        return begun

    def clear(self) -> None:
        self._picked = ""
        super().clear()

    def _note(self, name: str) -> None:
        self._picked = name


def _portrait(database: Database, person: int) -> bytes | None:
    from facecam.store.people import best_picture  # the window starts without SQLAlchemy

    return best_picture(database, person)


def _face(name: str, picture: QPixmap | None) -> QPixmap:
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    face = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    face.setDevicePixelRatio(ratio)
    face.fill(Qt.GlobalColor.transparent)
    painter = QPainter(face)
    draw_avatar(painter, QRectF(0, 0, SIDE, SIDE), name, picture, listed=True)
    painter.end()
    return face
