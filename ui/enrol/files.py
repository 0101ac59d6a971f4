"""Enrolment from files, as a sheet over the window: choose, look, answer, enrol, and what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.base import theme
from ui.base.control import Control
from ui.base.effects import busy
from ui.base.remembered import folder, keep_folder
from ui.enrol.batch import Batch
from ui.enrol.cards import consent
from ui.enrol.drop import DropPlace
from ui.enrol.entry import Entry, Stage
from ui.enrol.filepart import FilePart
from ui.enrol.tables import PeopleTable
from ui.i18n.words import whole
from ui.widgets.agreement import AgreementFields
from ui.widgets.basics import button, label
from ui.widgets.sheet import Sheet
from ui.widgets.table import table

NAME = 130
"""Pixels that a person's name has at least."""
CELL = 26
"""Pixels around the words of a cell."""


class FilesSheet(Sheet):
    closed = Signal()

    def __init__(self, control: Control, parent: QWidget, paths: Sequence[str] = ()) -> None:
        """`paths`: files and folders to look at; without any they are asked for."""
        super().__init__(parent)
        self._control = control
        self.batch: Batch | None = None
        self._build()
        control.bridge.runtime_changed.connect(self._judge)
        self.lay()
        self.place.setFocus()
        if paths:
            self.take(paths)

    def take(self, paths: Sequence[str]) -> None:
        """Look at these files, unless others are being looked at."""
        if self.batch is not None:
            self._control.failed.emit(self.tr("Finish or cancel this enrolment first: it has its own files."))
            return
        batch = self.batch = Batch(self._control, paths)
        batch.sorted.connect(self._show_people)
        batch.changed.connect(self._show_change)
        batch.looked.connect(self._looked)
        batch.failed.connect(self._failed)
        batch.judged.connect(self.part.show_verdict)
        self._said.setText(self.tr("Finding the files..."))
        busy(self._bar)
        self._pages.setCurrentWidget(self._work)
        self._footer.show()
        self.enrol.show()
        batch.start()

    def cancel(self) -> None:
        """What is not saved yet is not kept."""
        if self.batch is not None:
            self.batch.stop()
        self.part.question.dismiss()
        self._control.bridge.runtime_changed.disconnect(self._judge)
        self.lift()
        self.closed.emit()

    def save(self) -> None:
        """Enrol everybody who is ready."""
        if self.batch is not None and self.enrol.isEnabled():
            self.batch.save(self.keep.isChecked(), self.agreement.agreed())

    # What comes

    def _show_people(self) -> None:
        batch = self._batch()
        self._people.show_entries(batch.entries)
        self._bar.setRange(0, batch.files)
        self._list.setVisible(len(batch.entries) > 1)
        self._list.selectRow(0)
        self.part.show_entry(batch.entries[0])
        self.part.name.setFocus()

    def _show_change(self, entry: Entry) -> None:
        batch = self._batch()
        self._people.refresh(entry)
        if entry is self.part.entry:
            self.part.show_entry(entry)
            if entry.stage is Stage.SAVED:
                self._judge()
        self._bar.setValue(batch.seen)
        if not self._bar.isHidden():
            words = self.tr("Looked at {seen} of %Ln file(s)", "", batch.files)
            self._said.setText(words.format(seen=whole(batch.seen)))
        self._offer()

    def _looked(self) -> None:
        self._bar.hide()
        self._stop.hide()
        self._offer()

    def _failed(self, sentence: str) -> None:
        """Nobody was saved: begin anew."""
        self.batch = None
        self.place.complain(sentence)
        self._pages.setCurrentWidget(self.place)
        self._footer.hide()
        self.enrol.hide()
        self.place.setFocus()

    def _offer(self) -> None:
        """What can be done now, in words."""
        entries = self._batch().entries
        ready = [entry for entry in entries if entry.ready]
        self.enrol.setEnabled(bool(ready))
        if len(ready) == 1:
            words = self.tr("Enrol {name}") if ready[0].person is None else self.tr("Add to {name}")
            self.enrol.setText(words.format(name=ready[0].name.strip()))
        else:
            self.enrol.setText(self.tr("Enrol %Ln people", "", len(ready)) if ready else self.tr("Enrol"))
        if not self._bar.isHidden():
            return
        saved = sum(entry.stage is Stage.SAVED for entry in entries)
        asked = sum(entry.doubt is not None for entry in entries)
        unnamed = sum(bool(entry.taken and not entry.name.strip()) for entry in entries)
        empty = sum(not entry.taken for entry in entries)
        said = [self.tr("%Ln people enrolled", "", saved)] if saved else []
        said += [self.tr("%Ln question(s) to answer", "", asked)] if asked else []
        said += [self.tr("%Ln names to give", "", unnamed)] if unnamed else []
        if empty:
            several = self.tr("no good picture of %Ln people", "", empty)
            said.append(several if len(entries) > 1 else self.tr("no good picture"))
        words = "; ".join(said)
        self._said.setText(f"{words[:1].upper()}{words[1:]}" if words else self.tr("All is looked at"))
        self.enrol.setVisible(bool(ready) or saved + empty < len(entries))
        self.report.setVisible(len(entries) > 1)
        self.leave.setText(self.tr("Done") if saved and not self.enrol.isVisibleTo(self) else self.tr("Cancel"))

    def _judge(self) -> None:
        entry = self.part.entry
        if self.batch is not None and entry is not None and entry.stage is Stage.SAVED:
            self.batch.judge(entry)

    def _choose(self, row: int) -> None:
        if self.batch is not None and 0 <= row < len(self.batch.entries):
            self.part.show_entry(self.batch.entries[row])
            self._judge()

    def _report(self) -> None:
        name = str(Path(folder("saved")) / self.tr("enrolment {date}.csv").format(date=date.today().isoformat()))
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), name, self.tr("Table (*.csv)"))
        if path and self.batch is not None:
            keep_folder("saved", path)
            self.batch.report(path)

    def _batch(self) -> Batch:
        assert self.batch is not None, "its parts are shown"
        return self.batch

    def _end_looking(self) -> None:
        if self.batch is not None:
            self.batch.stop()

    # How it is built

    def _build(self) -> None:
        self.place = DropPlace()
        self.place.chosen.connect(self.take)
        self._people = PeopleTable(self)
        written = self.fontMetrics()
        state = CELL + max(written.horizontalAdvance(words) for words in self._people.states().values())
        self._list = table(self._people, self.tr("People in these files"), (NAME, 60, state), roomy=0)
        taken = self._list.columnWidth(1)
        self._list.setFixedWidth(max(theme.scaled(330), theme.scaled(NAME) + taken + self._list.columnWidth(2)))
        self._list.selectionModel().currentRowChanged.connect(lambda index, _: self._choose(index.row()))
        self.part = FilePart(self._control)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._list)
        row.addWidget(self.part, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.place)
        self._pages.addWidget(self._work)
        card = QFrame()
        card.setProperty("card", True)
        card.setMaximumSize(theme.scaled(980), theme.scaled(720))
        column = QVBoxLayout(card)
        column.setContentsMargins(26, 22, 26, 18)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Enrol from files"), "title"))
        column.addWidget(label(consent(), "small"))
        column.addWidget(self._pages, 1)
        column.addWidget(self._make_footer())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 20, 20, 20)
        whole.addWidget(card)
        self._connect()

    def _make_footer(self) -> QWidget:
        self._said = label("", "muted", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much was looked at"))
        self._stop = button(
            self.tr("Stop"), self._end_looking, tip=self.tr("Look at no further file; what was taken so far stays")
        )
        self.agreement = AgreementFields()
        self.agreement.show_where_wanted(self._control)
        self.keep = QCheckBox(self.tr("Keep the small pictures"))
        self.keep.setToolTip(self.tr("They show who is who, and allow another model later without enrolling again"))
        with QSignalBlocker(self.keep):
            self.keep.setChecked(self._control.settings.keep_pictures)
        self.leave = button(
            self.tr("Cancel"), self.cancel, tip=self.tr("Leave; what is not enrolled yet is not kept (Esc)")
        )
        self.enrol = button(
            self.tr("Enrol"), self.save, "primary", "check", self.tr("Enrol everybody who is ready (Enter)")
        )
        self.enrol.setEnabled(False)
        self.enrol.hide()
        progress = QHBoxLayout()
        progress.setSpacing(10)
        progress.addWidget(self._said)
        progress.addWidget(self._bar, 1)
        progress.addWidget(self._stop)
        progress.addStretch()
        self._footer = QWidget()
        upper = QVBoxLayout(self._footer)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addLayout(progress)
        upper.addWidget(self.keep)
        upper.addWidget(self.agreement)
        self._footer.hide()
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._footer, 1)
        row.addStretch()
        buttons = QWidget()
        choices = QHBoxLayout(buttons)
        choices.setContentsMargins(0, 0, 0, 0)
        self.report = button(
            self.tr("Report..."), self._report, "quiet", "file", self.tr("Save what became of everybody as a table")
        )
        self.report.hide()
        choices.addWidget(self.report)
        choices.addWidget(self.leave)
        choices.addWidget(self.enrol)
        row.addWidget(buttons, 0, Qt.AlignmentFlag.AlignBottom)
        return made

    def _connect(self) -> None:
        part = self.part
        part.renamed.connect(lambda *said: self._batch().rename(*said))
        part.answered.connect(lambda *said: self._batch().answer(*said))
        part.removed.connect(lambda *said: self._batch().remove(*said))
        part.confirmed.connect(self.save)
