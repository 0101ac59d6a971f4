"""A person's samples: each with its picture, quality, source and date; one or several can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from facecam.store import people
from facecam.store.people import TemplateInfo
from facecam.store.visits import Filter, count_visits
from ui.i18n.language import translate
from ui.i18n.words import percent, short
from ui.people.words import day
from ui.widgets.facetile import FaceContent, FaceTile, face_size
from ui.widgets.pictures import read_jpeg, with_damage
from ui.widgets.tile import TileGrid
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.store.database import Database

Index = QModelIndex | QPersistentModelIndex

ROWS = 2
"""So many rows are seen at once; more are scrolled to."""


class Role(IntEnum):
    SAMPLE = Qt.ItemDataRole.UserRole + 1
    """`TemplateInfo`."""
    OTHER = Qt.ItemDataRole.UserRole + 2
    """Whether it was made by another model than the one that runs."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the database keeps about a person, beside what the list shows."""

    samples: tuple[TemplateInfo, ...]
    pictures: dict[int, bytes]
    """JPEG by the sample's id, of those whose picture was kept; empty where it was damaged."""
    visits: int
    space: str
    """The model that runs; empty where none does."""

    def other(self, sample: TemplateInfo) -> bool:
        """Whether it was made by another model, so that it is compared with nobody."""
        return bool(self.space) and sample.space != self.space


def load(database: Database, person: int, space: str) -> Record:
    samples = tuple(people.templates(database, person))
    found = {one.id: people.picture(database, one.id) for one in samples if one.has_picture}
    pictures = {id_: jpeg for id_, jpeg in found.items() if jpeg is not None}
    return Record(samples, pictures, count_visits(database, Filter(person=person)), space)


def describe(sample: TemplateInfo, record: Record) -> str:
    """What is known about a sample."""
    said = translate("Sample", "Quality {quality}, from {source}, {day}").format(
        quality=percent(sample.quality), source=short(sample.source), day=day(sample.created)
    )
    other = translate("Sample", "Another model made it: it is compared with nobody now")
    return f"{said}. {other}" if record.other(sample) else said


class SamplesModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._record = Record((), {}, 0, "")
        self._pictures: dict[int, QPixmap] = {}

    def show_record(self, record: Record) -> None:
        self.beginResetModel()
        self._record = record
        self._pictures = {}
        for id_, jpeg in record.pictures.items():
            if (pixmap := read_jpeg(jpeg, f"sample {id_}")) is not None:
                self._pictures[id_] = pixmap
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._record.samples)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._record.samples):
            return None
        sample = self._record.samples[index.row()]
        if role == Role.SAMPLE:
            return sample
        if role == Role.OTHER:
            return self._record.other(sample)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(sample.id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return with_damage(describe(sample, self._record), self._pictures.get(sample.id))
        if role == Qt.ItemDataRole.ToolTipRole:
            said = f"{describe(sample, self._record)}\n{sample.source}"
            return as_tooltip(with_damage(said, self._pictures.get(sample.id)))
        return None


class SamplesView(TileGrid):
    chosen = Signal()
    """Other samples are selected than before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(face_size(), translate("SamplesView", "Samples"), parent, "surface")
        self._samples = SamplesModel(self)
        self.setModel(self._samples)
        self.setItemDelegate(_Tile(self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)  # to the person whose they are
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(self.tr("Choose one or, with Ctrl or Shift, several"))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    @property
    def words(self) -> str:
        """About the one sample that is selected."""
        return str(self.selectedIndexes()[0].data(Qt.ItemDataRole.AccessibleTextRole))

    @property
    def picked(self) -> list[TemplateInfo]:
        """The selected samples, in their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._samples.data(self._samples.index(row), Role.SAMPLE) for row in rows]

    def show_record(self, record: Record) -> None:
        """Samples that are still there stay selected."""
        before = {one.id for one in self.picked}
        self._samples.show_record(record)
        for row, one in enumerate(record.samples):
            if one.id in before:
                flag = QItemSelectionModel.SelectionFlag.Select
                self.selectionModel().select(self._samples.index(row), flag)
        self.setVisible(bool(record.samples))
        self.updateGeometry()
        self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its rows; the layout makes room for it and moves what is below, both at once."""
        across = max(self.viewport().width() // face_size().width(), 1)
        rows = -(-self._samples.rowCount() // across)
        return QSize(super().sizeHint().width(), min(max(rows, 1), ROWS) * face_size().height() + 2)


class _Tile(FaceTile):
    def content(self, index: Index) -> FaceContent:
        sample: TemplateInfo = index.data(Role.SAMPLE)
        other = bool(index.data(Role.OTHER))
        words = self.tr("other model") if other else percent(sample.quality)
        return FaceContent(words, pale=other)
