"""Two records of one person become one: choose the other by name, with its picture."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from facecam.store.people import PersonInfo
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n.words import decimal
from ui.people.model import PeopleModel, Role
from ui.people.tile import paint_row
from ui.widgets.basics import button, label

Index = QModelIndex | QPersistentModelIndex


class Merge(QDialog):
    chosen = Signal(int, int)
    """The person, and who takes over."""

    def __init__(self, control: Control, people: PeopleModel, person: PersonInfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._person = person
        self._likeness: dict[int, float] = {}
        """By person, to this one."""
        self._enough = 0.0
        """The likeness from which two faces are one person's."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Merge {name}").format(name=person.name))
        self.resize(theme.scaled(440), theme.scaled(520))
        self._others = _Others(person.id, self)
        self._others.setSourceModel(people)
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the people"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._find)
        self.list = QListView()
        self.list.setModel(self._others)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("The other person"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._say())
        self.list.doubleClicked.connect(lambda _: self._merge())
        self._said = label("", "muted")
        self.go = button(self.tr("Merge"), self._merge, "primary")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), self.reject, tip=self.tr("Change nothing (Esc)")))
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Who is {name} really?").format(name=person.name), "large"))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._said)
        column.addLayout(row)
        self.search.setFocus()
        self._say()
        runtime = control.bridge.runtime
        if runtime is not None and (matcher := runtime.matcher) is not None:
            self._enough = matcher.threshold
            control.compute(lambda: matcher.likeness(person.id), self._rank)

    def _rank(self, likeness: dict[int, float]) -> None:
        """The most alike first."""
        if not isValid(self):  # closed, while they were compared
            return
        self._likeness = likeness
        self._others.rank(likeness)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose while one types, Enter merges."""
        keys = Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down):
            step = 1 if event.key() == keys.Key_Down else -1
            row = min(max(self.list.currentIndex().row() + step, 0), self._others.rowCount() - 1)
            self.list.setCurrentIndex(self._others.index(row, 0))
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self._merge()
        else:
            super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        self._others.setFilterFixedString(text.strip())
        if text.strip() and self._others.rowCount():
            self.list.setCurrentIndex(self._others.index(0, 0))
        self._say()

    def _into(self) -> PersonInfo | None:
        person = self.list.currentIndex().data(Role.PERSON)
        return person if isinstance(person, PersonInfo) else None

    def _say(self) -> None:
        into = self._into()
        self.go.setEnabled(into is not None)
        if into is not None:
            words = self.tr("The samples and visits of {name} go to {into}, whose name stays. It can be undone.")
            said = words.format(name=self._person.name, into=into.name)
            score = self._likeness.get(into.id)
            alike = score is None or score >= self._enough
            if score is not None and not alike:
                warning = self.tr("They do not look alike: {score}, where one person has {enough} and more.")
                said = f"{warning.format(score=decimal(score), enough=decimal(self._enough))} {said}"
            self._said.setText(said)
            self._said.setProperty("role", "muted" if alike else "problem")
            self._said.style().polish(self._said)
        elif self._others.rowCount():
            self._said.setText(self.tr("Choose the person who is the same one."))
        else:
            self._said.setText(
                self.tr("Nobody else is called that.") if self.search.text() else self.tr("There is nobody else.")
            )

    def _merge(self) -> None:
        into = self._into()
        if into is not None:
            self.chosen.emit(self._person.id, into.id)
            self.accept()


class _Others(QSortFilterProxyModel):
    """Everybody but one; the most alike first, then by name."""

    def __init__(self, person: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._person = person
        self._likeness: dict[int, float] = {}
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def rank(self, likeness: dict[int, float]) -> None:
        self._likeness = likeness
        self.invalidate()
        self.sort(0)

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = left.data(Role.PERSON), right.data(Role.PERSON)
        scores = self._likeness.get(one.id, -1.0), self._likeness.get(other.id, -1.0)
        return left.row() < right.row() if scores[0] == scores[1] else scores[0] > scores[1]

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        person = self.sourceModel().index(row, 0, parent).data(Role.PERSON)
        return person.id != self._person and super().filterAcceptsRow(row, parent)


class _Row(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_row(painter, option, index.data(Role.PERSON), index.data(Qt.ItemDataRole.DecorationRole))
