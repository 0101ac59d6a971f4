"""One model: what it can, what it costs, what its terms are, and what would become of the samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.histogram import Histogram, describe
from ui.parts.basics import button, label
from ui.parts.words import count

if TYPE_CHECKING:
    from facecam.reembedding import Outlook
    from facecam.trial import Trial
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
        self._badge = button("In use", lambda: None, "quiet", "check")
        self._badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.use = button("Use this model", lambda: self.wanted.emit(entry), "primary")
        self.speed = label("Not measured on this computer yet", wrap=False)
        self.time = button("Measure", self._measure, "quiet", "", "Takes a moment; the picture goes on")
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
        facts = QFormLayout()
        facts.setHorizontalSpacing(18)
        facts.setVerticalSpacing(7)
        facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        speed = QHBoxLayout()
        speed.setContentsMargins(0, 0, 0, 0)
        speed.addWidget(self.speed)
        speed.addWidget(self.time)
        speed.addStretch()
        quick = QWidget()
        quick.setLayout(speed)
        for words, value in (("Accuracy", label(_accuracy(entry))), ("Speed", quick), ("Size", label(_size(row))),
                             ("Terms", label(_sentence(entry.licence))),
                             ("Trained on", label(_sentence(entry.training_data), "small"))):  # fmt: skip
            facts.addRow(label(words, "muted", wrap=False), value)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(facts)
        column.addWidget(self.outlook)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.trial)
        column.addWidget(self.histogram)
        self.setAccessibleName(f"Model {entry.name}")
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
        self.bring.setText(f"Bring {count(left, 'sample')} over")

    def show_trial(self, trial: Trial) -> None:
        """What one's own pictures say about it."""
        self.trial.setText(f"On your pictures: {describe(trial)}")
        self.histogram.show_trial(trial)
        self.trial.show()
        self.histogram.show()

    def show_speed(self, words: str) -> None:
        self.speed.setText(words)
        self.time.setEnabled(True)
        self.time.setText("Measure again")

    def _measure(self) -> None:
        self.speed.setText("Measuring...")
        self.time.setEnabled(False)
        self.measure.emit(self.row.entry)


def _accuracy(entry: ModelEntry) -> str:
    from facecam.verification import missed

    figures = entry.figures
    if "lfw_accuracy" not in figures:
        return "Not measured"
    said = f"{float(figures['lfw_accuracy']):.1%} of the pairs of LFW, a public set, are told right"
    refused = missed(figures, 1e-3)
    if refused is not None:
        said += f"; where 1 pair of two people in 1,000 may pass for one, {1 - refused:.0%} of those of one do"
    return f"{said}."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text else "Not stated"


def _size(row: Row) -> str:
    entry = row.entry
    if row.bytes is None:
        return f"The file {entry.path.name} is missing. Restore the folder {entry.path.parent}."
    return f"{row.bytes / 1e6:.1f} MB; faces of {entry.size} x {entry.size} pixels become {entry.dimension} numbers"


def _words(outlook: Outlook, used: bool) -> str:
    """What becomes of the samples, where something does."""
    lost = count(outlook.lost, "sample")
    have = "has" if outlook.lost == 1 else "have"
    again = f" To be known, {_names(outlook.without)} must be enrolled again." if outlook.without else ""
    if used:
        left = outlook.kept + outlook.lost
        return f"{count(left, 'sample')} came from another model and cannot be compared.{again}" if left else ""
    parts = []
    if outlook.kept:
        parts.append(f"{count(outlook.kept, 'sample')} would come over with the pictures that were kept.")
    if outlook.ready:
        parts.append(
            f"{count(outlook.ready, 'sample')} {'is' if outlook.ready == 1 else 'are'} this model's already."
        )
    if outlook.lost:
        parts.append(f"{lost} {have} no kept picture and would stay behind.{again}")
    if outlook.corrections_kept:
        parts.append(f"{count(outlook.corrections_kept, 'correction')} (“not this person”) would come over, too.")
    if outlook.corrections:
        parts.append(
            f"{count(outlook.corrections, 'correction')} (“not this person”) without a picture would not be heeded "
            "until this model is used again."
        )
    if outlook.visits:
        parts.append(
            f"{count(outlook.visits, 'visit')} without a picture would be neither grouped nor named by the face "
            "until then."
        )
    return " ".join(parts)


def _names(names: tuple[str, ...]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
