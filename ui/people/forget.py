"""Forgetting somebody for good: the only confirmation dialog, for all else can be undone. The proof comes last."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from facecam.base.errors import StoppedError
from ui.base import theme
from ui.base.control import Control
from ui.i18n.core import full_stop
from ui.i18n.language import plural, translate
from ui.i18n.words import count
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from facecam.operations import Change, ErasureReport


class Forget(QDialog):
    _went_on = Signal(int, int)

    def __init__(self, control: Control, person: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._control, self._person, self._name = control, person, name
        self._stopped = threading.Event()
        self._working = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Forget {name}").format(name=name))
        self.setFixedWidth(theme.scaled(460))
        self._title = label(self.tr("Forget {name} for good?").format(name=name), "large")
        self._text = label(
            self.tr(
                "This deletes {name}'s samples and pictures, the visits that were noted, strangers' visits and "
                "corrections whose face looks like {name}'s, the journal of changes to this person, and the "
                "backups of the database, which hold {name} too. It cannot be undone.\n\n"
                "To hide somebody in a way that can be undone, use Remove."
            ).format(name=name)
        )
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(self.tr("How many of the strangers' faces were compared"))
        self._bar.hide()
        self._cancel = button(self.tr("Cancel"), self.reject)
        self._go = button(self.tr("Forget for good"), self._forget, "danger")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self._go)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 20)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._cancel.setFocus()
        self._went_on.connect(self._show_progress)
        self._fit()

    def reject(self) -> None:
        """Close; while faces are compared, stop that first: nothing was deleted yet."""
        if not self._working:
            super().reject()
        elif self._cancel.isEnabled():
            self._cancel.setEnabled(False)
            self._stopped.set()

    def _forget(self) -> None:
        from facecam.operations import Forget as Operation

        def go_on(done: int, total: int) -> bool:
            self._went_on.emit(done, total)
            return not (self._stopped.is_set() or self._control.closing)

        self._working = True
        self._go.setEnabled(False)
        self._text.setText(self.tr("Looking for strangers' faces that are {name}'s...").format(name=self._name))
        self._bar.setRange(0, 0)
        self._bar.show()
        self._cancel.setFocus()
        self._fit()
        self._control.apply(Operation(self._person, go_on), self._done, self._failed)

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if done == total and not self._stopped.is_set():
            self._cancel.setEnabled(False)
            self._text.setText(self.tr("Deleting, and looking for what may be left..."))

    def _done(self, change: Change) -> None:
        self._title.setText(self.tr("{name} is forgotten").format(name=self._name))
        self._text.setText(prove(change.proof) if change.proof is not None else full_stop(change.message))
        self._end()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StoppedError):
            self._working = False
            self.reject()
            self._control.said.emit(self._control.explain(error))
            return
        self._title.setText(self.tr("{name} could not be forgotten").format(name=self._name))
        self._text.setText(self._control.explain(error))
        self._end()

    def _fit(self) -> None:
        """As high as the words ask for."""
        self.setFixedHeight(self._column.heightForWidth(self.width()))

    def _end(self) -> None:
        self._working = False
        self._go.hide()
        self._bar.hide()
        self._cancel.setEnabled(True)
        self._cancel.setText(self.tr("Close"))
        self._cancel.setFocus()
        self._fit()


def prove(proof: ErasureReport) -> str:
    """What was deleted, and what a search found afterwards."""
    parts = [
        count(proof.templates, "sample"), count(proof.pictures, "picture"), count(proof.sightings, "visit"),
        count(proof.negatives, "correction"), count(proof.ignored, "ignored face"),
        count(proof.operations, "entry"), count(proof.backups, "backup"),
    ]  # fmt: skip
    said = [translate("ErasureReport", "Deleted: {things}.").format(things=", ".join(parts))]
    if proof.alike:
        said.append(plural("%Ln face(s) among them bore no name and looked like the person.", "", proof.alike))
    if proof.unread:
        said.append(
            plural(
                "%Ln sample(s) were damaged: strangers' faces could not be compared with them.", "", proof.unread
            )
        )
    rows, backups = count(proof.rows_left + proof.alike_left, "row"), count(proof.backups_left, "backup")
    found = [
        translate("ErasureReport", "A search of the database found {rows} and {backups} left.").format(
            rows=rows, backups=backups
        )
    ]
    if proof.complete:
        found.append(
            translate(
                "ErasureReport",
                "What was deleted was overwritten in the file, so that nothing can be restored from it.",
            )
        )
    elif not proof.wiped:
        found.append(
            translate(
                "ErasureReport",
                "What was deleted could not be overwritten in the file yet: another program is reading it, or the "
                "disk is full. Close that program or make room, and restart facecam.",
            )
        )
    for file in proof.files_left:
        found.append(
            translate(
                "ErasureReport",
                "This file cannot be deleted and may show that person: {file}. Delete it yourself.",
            ).format(file=file)
        )
    return f"{' '.join(said)}\n\n{' '.join(found)}"
