"""A visit looked at closely: its picture as large as it can be, and the next one by an arrow key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from facecam.store.visits import VisitInfo
from ui.base import theme
from ui.history import words
from ui.history.clip import ClipBar, ClipPlayer
from ui.history.model import HistoryModel, Role
from ui.i18n.words import decimal, short, whole
from ui.widgets.basics import button, label
from ui.widgets.facecrop import FaceCrop
from ui.widgets.pictures import damage
from ui.widgets.tooltip import as_tooltip

SIDE = 320


class LargeVisit(QDialog):
    stepped = Signal(int)
    """Another row is looked at."""
    asked = Signal(str)
    """What is to be done with the visit: `name`, `not-them`, `find`, `film`, `delete`."""

    def __init__(self, model: HistoryModel, row: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._row = row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.crop = FaceCrop(theme.scaled(SIDE))
        self.title = label("", "large")
        self._facts = [label("", wrap=True) for _ in range(4)]
        self.previous = button(self.tr("Newer"), lambda: self._step(-1), tip=self.tr("The visit above (Left)"))
        self.next = button(self.tr("Older"), lambda: self._step(1), tip=self.tr("The visit below (Right)"))
        self._name = button(self.tr("Who was it?"), lambda: self._ask("name"), "primary", "pen")
        self._wrong = button(self.tr("Not this person"), lambda: self._ask("not-them"), "", "close")
        self._find = button(self.tr("Find this face"), lambda: self._ask("find"), "", "search")
        self._film = button(
            self.tr("Show in the film"),
            lambda: self._ask("film"),
            "",
            "play",
            self.tr("Open the film, and hold it where this visit begins"),
        )
        self.player = ClipPlayer(self)
        self.clip = ClipBar(self.player)
        self.clip.turn.clicked.connect(self._play)
        self.player.shown.connect(lambda picture: self.crop.show_crop(picture, self.title.text()))
        self.player.ended.connect(self._show)
        self._delete = button(self.tr("Delete visit"), lambda: self._ask("delete"), "danger")
        self._build()
        self.setFocus()  # else Space, which opened it, would press its first button
        # The model outlives it: its own methods are let go of with it, which a lambda is not.
        model.dataChanged.connect(self._show)
        model.rowsRemoved.connect(self._removed)
        model.rowsInserted.connect(self._inserted)
        model.modelReset.connect(self.reject)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is not None:
            self._step(step)
        elif event.key() == Qt.Key.Key_Space:
            self.reject()
        elif event.key() == Qt.Key.Key_Delete:
            self._ask("delete")
        elif event.key() == Qt.Key.Key_P and self.clip.isVisible():
            self._play()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(16)
        for said, value in zip(
            (self.tr("When"), self.tr("Where"), self.tr("Likeness"), self.tr("Looks")), self._facts, strict=True
        ):
            form.addRow(label(said, "muted", wrap=False), value)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.title)
        right.addLayout(form)
        right.addStretch()
        for widget in (self._film, self._name, self._wrong, self._find, self._delete):
            right.addWidget(widget)
        whole_ = QHBoxLayout()
        whole_.setSpacing(22)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.crop)
        left.addWidget(self.clip)
        left.addStretch()
        whole_.addLayout(left)
        whole_.addLayout(right, 1)
        steps = QHBoxLayout()
        steps.addWidget(self.previous)
        steps.addWidget(self.next)
        steps.addStretch()
        steps.addWidget(button(self.tr("Close"), self.reject, tip=self.tr("Back to the list (Esc)")))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(16)
        column.addLayout(whole_)
        column.addLayout(steps)
        self.resize(theme.scaled(680), self.sizeHint().height())

    def _show(self) -> None:
        index = self._model.index(self._row)
        visit = index.data(Role.VISIT)
        if visit is None:
            self.reject()
            return
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        who = words.who(visit)
        instead = self.tr("No picture was kept of this visit.") if visit.picture is None else damage(picture)
        if not self.player.shows:
            self.crop.show_crop(None if picture is None or picture.isNull() else picture, who, instead)
        self.setWindowTitle(who)
        self.title.setText(who)
        day, when = words.day(words.local_day(visit.started)), words.when(visit)
        score = "" if visit.score is None else decimal(visit.score)
        for value, said in zip(
            self._facts, (f"{day}, {when}", short(visit.source), score, whole(visit.samples)), strict=True
        ):
            value.setText(said)
        self._facts[1].setToolTip(as_tooltip(visit.source))
        self._form.setRowVisible(2, visit.name is not None)  # else to whom?
        self._wrong.setVisible(visit.name is not None)
        self._find.setEnabled(visit.face)
        self._film.setVisible(visit.position is not None)
        self.clip.setVisible(visit.clip)
        self.clip.refresh()
        self.previous.setEnabled(self._row > 0)
        self.next.setEnabled(self._row + 1 < self._model.rowCount())

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        """What is shown stays where others come above it."""
        if first <= self._row:
            self._row += last - first + 1
        self._show()

    def _removed(self, _: QModelIndex, first: int, last: int) -> None:
        """Where it is gone, the next one is shown; it stays where others above it are gone."""
        if last < self._row:
            self._row -= last - first + 1
        elif first <= self._row:
            self._row = min(first, self._model.rowCount() - 1)
            self.player.unload()
        self._show()

    def _step(self, by: int) -> None:
        row = self._row + by
        if 0 <= row < self._model.rowCount():
            self._row = row
            self.player.unload()
            if row + 2 > self._model.rowCount() and self._model.canFetchMore(self._model.index(-1)):
                self._model.fetchMore(self._model.index(-1))
            self.stepped.emit(row)
            self._show()

    def _play(self) -> None:
        """Hold what is played, or go on."""
        if self.player.loaded:
            self.player.turn()
            return
        visit: VisitInfo = self._model.index(self._row).data(Role.VISIT)

        def play(pictures: list[tuple[float, QImage]]) -> None:
            if not isValid(self) or not self.isVisible() or self.player.loaded:
                return
            now: VisitInfo | None = self._model.index(self._row).data(Role.VISIT)
            if now is None or now.id != visit.id:
                return
            if not pictures:
                self.crop.show_crop(None, self.title.text(), self.tr("The clip is damaged, or gone."))
                return
            self.player.load(pictures)
            self.player.turn()

        self._model.read_clip(visit.id, play)

    def _ask(self, what: str) -> None:
        self.stepped.emit(self._row)
        self.asked.emit(what)
        if what in ("find", "film"):
            self.accept()
