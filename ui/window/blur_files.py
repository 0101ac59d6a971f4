"""A film or picture copied with its faces blurred, but for chosen people: which, who, how far, how it went."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from facecam.capture.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.base.remembered import folder, keep_folder
from ui.base.tasks import Worker
from ui.i18n.language import plural, translate
from ui.i18n.words import whole
from ui.live.words import what_blur_misses
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from facecam.store.database import Database
    from facecam.store.people import PersonInfo
    from facecam.tasks.blurring import Blurred, NotBlurred

PERSON = Qt.ItemDataRole.UserRole
LEAST_TO_SEARCH = 8
"""People from which on the list has a search."""


class BlurFiles(QDialog):
    """Works in a thread of its own, for a film takes minutes, in which pages may ask the models for something."""

    _went_on = Signal(int, int)

    def __init__(self, control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self._worker = Worker("blur", self)
        self._ended = threading.Event()
        self._working = False
        self._source = self._out = Path()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Blur faces in a file"))
        self.setMinimumWidth(theme.scaled(520))
        self.choose = button(self.tr("Choose..."), self._choose)
        self.choose.setAccessibleName(self.tr("Choose the film or picture"))
        self.save_as = button(self.tr("Save as..."), self._save_as)
        self.save_as.setEnabled(False)
        self._from, self._to = (
            label(self.tr("No film or picture is chosen yet.")),
            label(self.tr("The copy is saved beside it."), "muted"),
        )
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the people"))
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._narrow)
        self.search.hide()
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("Who stays clear"))
        self.people.setFixedHeight(theme.scaled(150))
        self._nobody = label(self.tr("Nobody is enrolled: everybody will be blurred."), "muted")
        self._nobody.hide()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.bar.hide()
        self.report = label()
        self.report.hide()
        self.complaint = label("", "problem")
        self.complaint.hide()
        self.go = button(self.tr("Blur"), self._start, "primary")
        self.go.setEnabled(False)
        self.leave = button(self.tr("Close"), self.reject)
        self._lay_out()
        self._went_on.connect(self._show_progress)
        control.read(_everybody, self._offer, lambda _: self._offer([]))

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Blur faces in a file"), "large"))
        for words, act in ((self._from, self.choose), (self._to, self.save_as)):
            row = QHBoxLayout()
            row.addWidget(words, 1)
            row.addWidget(act)
            column.addLayout(row)
        column.addWidget(label(self.tr("Who stays clear"), "heading"))
        for part in (self.search, self.people, self._nobody):
            column.addWidget(part)
        careful = self.tr(
            "Whoever is not surely one of them is blurred, and nothing brings a face back. Sound stays, and so do "
            "voices. Look through the copy before you pass it on."
        )
        column.addWidget(label(f"{careful} {what_blur_misses()}", "small"))
        column.addWidget(self.bar)
        column.addWidget(self.report)
        column.addWidget(self.complaint)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.go)
        column.addLayout(row)

    def event(self, event: QEvent) -> bool:
        """As high as its words need at this width, which Qt asks of no window: else they lie on the list."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(self._column.heightForWidth(self.width()))
        return handled

    def _offer(self, people: list[PersonInfo]) -> None:
        for one in people:
            item = QListWidgetItem(one.name)
            item.setData(PERSON, one.id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            self.people.addItem(item)
        self.people.setVisible(bool(people))
        self._nobody.setVisible(not people)
        self.search.setVisible(len(people) >= LEAST_TO_SEARCH)

    def _narrow(self, wanted: str) -> None:
        for item in self._items():
            item.setHidden(wanted.casefold() not in item.text().casefold())

    def kept(self) -> list[int]:
        """The numbers of the people who stay clear."""
        return [item.data(PERSON) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.people.item(row) for row in range(self.people.count())]

    def take(self, path: Path) -> None:
        """This file is to be blurred; the copy lies beside it."""
        from facecam.tasks.blurring import suggested

        self._source = path
        self._from.setText(str(path))
        self._write_to(suggested(path))
        self.report.hide()
        self.complaint.hide()

    def _write_to(self, path: Path) -> None:
        self._out = path
        self._to.setText(self.tr("The copy: {path}").format(path=path))
        self.save_as.setEnabled(True)
        self.go.setEnabled(True)

    def _choose(self) -> None:
        endings = " ".join(f"*{ending}" for ending in (*VIDEO_SUFFIXES, *IMAGE_SUFFIXES))
        kinds = self.tr("Videos and images ({endings});;All files (*)").format(endings=endings)
        path, _ = QFileDialog.getOpenFileName(self, self.tr("The film or picture to blur"), folder("videos"), kinds)
        if path:
            keep_folder("videos", path)
            self.take(Path(path))

    def _save_as(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Where the copy goes"), str(self._out))
        if path:
            self._write_to(Path(path))

    def _start(self) -> None:
        runtime = self._control.bridge.runtime
        models = runtime.models if runtime is not None else None
        if models is None:
            self._complain(self.tr("The models are not open yet: try again in a moment."))
            return
        from facecam.tasks.blurring import blur

        source, out, keep = self._source, self._out, self.kept()

        def go_on(done: int, total: int) -> bool:
            self._went_on.emit(done, total)
            return not (self._ended.is_set() or self._control.closing)

        self._ended.clear()
        self._set_working(True)
        self._worker.run(
            lambda: blur(models.recognizer, models.matcher, source, out, keep, go_on), self._done, self._failed
        )

    def _set_working(self, on: bool) -> None:
        self._working = on
        for part in (self.choose, self.save_as, self.people, self.search, self.go):
            part.setEnabled(not on)
        self.leave.setText(self.tr("Cancel") if on else self.tr("Close"))
        self.leave.setEnabled(True)
        self.bar.setRange(0, 0)
        self.bar.setVisible(on)
        self.report.hide()
        self.complaint.hide()

    def _show_progress(self, done: int, total: int) -> None:
        """A film is looked at once, however long it is, and then written."""
        if not self._working:
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            words = self.tr("{done} of {all} pictures").format(done=whole(done), all=whole(total))
        else:
            words = self.tr("{done} pictures looked at").format(done=whole(done))
        self.report.setText(words)
        self.report.show()

    def _done(self, files: list[Blurred | NotBlurred]) -> None:
        self._set_working(False)
        if not files:
            self.report.setText(self.tr("Stopped: what was not complete is deleted."))
            self.report.show()
            return
        from facecam.tasks.blurring import Blurred

        for one in files:
            if isinstance(one, Blurred):
                self.report.setText(reported(one))
                self.report.show()
                self._control.saved.emit(self.tr("Saved {path}").format(path=one.path), str(one.path))

    def _failed(self, error: Exception) -> None:
        self._set_working(False)
        self._complain(self._control.explain(error))

    def _complain(self, words: str) -> None:
        self.complaint.setText(words)
        self.complaint.show()

    def reject(self) -> None:
        """Close; where something is being done, end that first."""
        if self._working:
            self._ended.set()
            self.leave.setEnabled(False)
            return
        self._worker.close(1.0)
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()


def reported(done: Blurred) -> str:
    """How sure it is, for people to read."""
    said = [
        plural("%Ln face(s) found.", "", done.faces),
        translate("Blurred", "Left clear: {kept}.").format(kept=whole(done.kept)),
    ]
    if done.doubtful:
        said.append(plural("%Ln blurred that may be somebody to keep, but not surely enough.", "", done.doubtful))
    if done.guessed:
        said.append(plural("%Ln picture(s) blurred where no face was seen, only near it.", "", done.guessed))
    if done.sound:
        said.append(translate("Blurred", "The sound was copied, with all voices."))
    return " ".join(said)


def _everybody(database: Database) -> list[PersonInfo]:
    from facecam.store.people import list_people

    return list_people(database)
