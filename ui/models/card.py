"""One model: what it can, what it costs, what its terms are, and what would become of the samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import core
from ui.i18n.language import plural, translate
from ui.i18n.words import decimal, percent
from ui.models.histogram import Histogram, describe
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from facecam.tasks.model_change import Outlook
    from facecam.tasks.model_comparison import ModelComparison
    from facecam.vision.manifest import ModelEntry


@dataclass(frozen=True, slots=True)
class Row:
    """A model of the manifest."""

    entry: ModelEntry
    bytes: int | None
    """Of its file; None where that is missing."""


class ModelCard(QFrame):
    wanted = Signal(object)
    """`ModelEntry`: use it, or bring samples over to it."""
    measure = Signal(object)
    """`ModelEntry`: how quick is it here?"""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.row = row
        entry = row.entry
        self._badge = button(self.tr("In use"), lambda: None, "quiet", "check")
        self._badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.use = button(self.tr("Use this model"), lambda: self.wanted.emit(entry), "primary")
        self.speed = label("")
        self.time = button("", self._measure, "quiet", "", self.tr("Takes a moment; the picture goes on"))
        self.show_unmeasured()
        self.outlook = label("", "muted")
        self.bring = button("", lambda: self.wanted.emit(entry))
        self.trial = label("")
        self.histogram = Histogram()
        self.trial.hide()
        self.histogram.hide()
        head = QHBoxLayout()
        head.addWidget(label(entry.name, "heading"), 1)
        head.addWidget(self._badge)
        head.addWidget(self.use)
        facts = QGridLayout()  # a QFormLayout cuts rows that wrap: it gives them too little height
        facts.setHorizontalSpacing(18)
        facts.setVerticalSpacing(7)
        facts.setColumnStretch(1, 1)
        speed = QHBoxLayout()
        speed.setContentsMargins(0, 0, 0, 0)
        speed.addWidget(self.speed, 1)
        speed.addWidget(self.time)
        quick = QWidget()
        quick.setLayout(speed)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Accuracy"), label(_accuracy(entry))),
            (self.tr("Children"), label(_crowded(entry))),
            (self.tr("Speed"), quick),
            (self.tr("Size"), label(_size(row))),
            (self.tr("Terms"), label(_quoted(entry.licence))),
            (self.tr("Trained on"), label(_quoted(entry.training_data), "small")),
        )
        for row_number, (words, value) in enumerate(rows):
            where = Qt.AlignmentFlag.AlignVCenter if value is quick else Qt.AlignmentFlag.AlignTop
            facts.addWidget(label(words, "muted", wrap=False), row_number, 0, where)
            facts.addWidget(value, row_number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(facts)
        if entry.rests_on is not None:
            column.addWidget(label(core.full_stop(entry.rests_on), "problem"))
        column.addWidget(self.outlook)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.trial)
        column.addWidget(self.histogram)
        self.setAccessibleName(self.tr("Model {name}").format(name=entry.name))
        self.show_state(False, None, False)

    def show_state(self, used: bool, outlook: Outlook | None, busy: bool) -> None:
        """`busy`: a model is being changed."""
        self._badge.setVisible(used)
        self.use.setVisible(not used)
        self.use.setEnabled(not busy and outlook is not None and self.row.bytes is not None)
        self.outlook.setText(_words(outlook, used) if outlook is not None else "")
        self.outlook.setVisible(bool(self.outlook.text()))
        left = outlook.kept if outlook is not None and used else 0
        self.bring.setVisible(bool(left))
        self.bring.setEnabled(not busy)
        self.bring.setText(self.tr("Bring %Ln sample(s) over", "", left))

    def show_trial(self, trial: ModelComparison) -> None:
        """What one's own pictures say about it."""
        self.trial.setText(self.tr("On your pictures: {said}").format(said=describe(trial)))
        self.histogram.show_trial(trial)
        self.trial.show()
        self.histogram.show()

    def show_unmeasured(self) -> None:
        self.speed.setText(self.tr("Not measured on this computer yet"))
        self.time.setEnabled(True)
        self.time.setText(self.tr("Measure"))

    def show_speed(self, words: str) -> None:
        self.speed.setText(words)
        self.time.setEnabled(True)
        self.time.setText(self.tr("Measure again"))

    def _measure(self) -> None:
        self.speed.setText(self.tr("Measuring..."))
        self.time.setEnabled(False)
        self.measure.emit(self.row.entry)


def _crowded(entry: ModelEntry) -> str:
    """Whether its promise is the same for everyone."""
    if entry.neighbourhood is None:
        return translate(
            "Model", "Taken for one another more often: it does not know how crowded a face's place is"
        )
    return translate("Model", "Held to the same promise as everybody, as far as was measured")


def _accuracy(entry: ModelEntry) -> str:
    from facecam.tasks.verification import missed

    figures = entry.figures
    if "lfw_accuracy" not in figures:
        return translate("Model", "Not measured")
    said = translate("Model", "{share} of the pairs of LFW, a public set, are told right.")
    said = said.format(share=percent(float(figures["lfw_accuracy"]), 1))
    refused = missed(figures, 1e-3)
    if refused is None:
        return said
    more = translate("Model", "Where 1 pair of two people in 1,000 may pass for one, {share} of those of one do.")
    return f"{said} {more.format(share=percent(1 - refused))}"


def _quoted(text: str) -> str:
    """What the model's makers wrote, in their words, which are English."""
    if not text:
        return translate("Model", "Not stated")
    return translate("Model", "“{text}” (the model's card)").format(text=text[:1].upper() + text[1:])


def _size(row: Row) -> str:
    entry = row.entry
    if row.bytes is None:
        missing = translate("Model", "The file {file} is missing. Restore the folder {folder}.")
        return missing.format(file=entry.path.name, folder=entry.path.parent)
    said = translate("Model", "{megabytes} MB; faces of {size} x {size} pixels become {numbers} numbers")
    return said.format(megabytes=decimal(row.bytes / 1e6, 1), size=entry.size, numbers=entry.dimension)


def _words(outlook: Outlook, used: bool) -> str:
    """What becomes of the samples, where something does."""
    again = ""
    if outlook.without:
        again = translate("Outlook", "To be known, these must be enrolled again: {names}.")
        again = again.format(names=_names(outlook.without))
    if used:
        left = outlook.kept + outlook.lost
        other = plural("%Ln sample(s) came from another model and cannot be compared.", "", left)
        return f"{other} {again}".rstrip() if left else ""
    parts = []
    if outlook.kept:
        parts.append(plural("%Ln sample(s) would come over with the pictures that were kept.", "", outlook.kept))
    if outlook.ready:
        parts.append(plural("%Ln sample(s) are this model's already.", "", outlook.ready))
    if outlook.lost:
        parts.append(plural("%Ln sample(s) have no kept picture and would stay behind.", "", outlook.lost))
        parts.append(again)
    if outlook.corrections:
        parts.append(plural("%Ln correction(s) (“not this person”) would not be heeded.", "", outlook.corrections))
    return " ".join(filter(None, parts))


def _names(names: tuple[str, ...]) -> str:
    if len(names) <= 4:
        return ", ".join(names)
    return ", ".join((*names[:3], plural("and %Ln others", "", len(names) - 3)))
