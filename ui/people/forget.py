"""Forgetting somebody for good: the only thing that asks, for it cannot be undone. It ends with the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.control import Control
from ui.i18n.core import full_stop
from ui.i18n.language import plural, translate
from ui.i18n.words import count
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from facecam.operations import Change, ErasureReport


class Forget(QDialog):
    def __init__(self, control: Control, person: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._control, self._person, self._name = control, person, name
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
        column.addLayout(row)
        self._cancel.setFocus()
        self._fit()

    def _forget(self) -> None:
        from facecam.operations import Forget as Operation

        self._go.setEnabled(False)
        self._cancel.setEnabled(False)
        self._text.setText(self.tr("Deleting, and looking for what may be left..."))
        self._control.apply(Operation(self._person), self._done, self._failed)

    def _done(self, change: Change) -> None:
        self._title.setText(self.tr("{name} is forgotten").format(name=self._name))
        self._text.setText(prove(change.proof) if change.proof is not None else full_stop(change.message))
        self._end()

    def _failed(self, error: Exception) -> None:
        self._title.setText(self.tr("{name} could not be forgotten").format(name=self._name))
        self._text.setText(self._control.explain(error))
        self._end()

    def _fit(self) -> None:
        """As high as the words ask for."""
        self.setFixedHeight(self._column.heightForWidth(self.width()))

    def _end(self) -> None:
        self._go.hide()
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
            translate("ErasureReport", "The file was written anew, so that nothing can be restored from it.")
        )
    elif not proof.wiped:
        found.append(
            translate(
                "ErasureReport",
                "The file could not be written anew: another program has it open, or the disk is full. Close that "
                "program or make room, and restart facecam.",
            )
        )
    return f"{' '.join(said)}\n\n{' '.join(found)}"
