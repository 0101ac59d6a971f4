"""The first and the last card of an enrolment: who it is, and how it went."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.control import Control
from ui.enrol.question import Question
from ui.enrol.saving import Doubt
from ui.enrol.verdict import Verdict
from ui.i18n.language import translate
from ui.i18n.words import decimal
from ui.widgets.agreement import AgreementFields
from ui.widgets.basics import button, label
from ui.widgets.names import KnownNames
from ui.widgets.scale import Mark, Scale


def consent() -> str:
    """What to say before anybody is enrolled."""
    return translate(
        "Consent",
        "Enrol only somebody who agreed. The face is kept as numbers, on this computer alone, and can be forgotten "
        "for good at any time.",
    )


class _Card(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setFixedWidth(theme.scaled(440))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 22)
        self.column.setSpacing(14)


class NameCard(_Card):
    started = Signal(str)
    cancelled = Signal()

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        self.field = QLineEdit(placeholderText=self.tr("Name"))
        self.field.setAccessibleName(self.tr("Name of the person"))
        self.field.setMaxLength(200)
        self.field.setCompleter(KnownNames(control, self).completer(self.field))
        self.keep = QCheckBox(self.tr("Keep the small pictures of the face as well"))
        self.keep.setChecked(control.settings.keep_pictures)
        self.keep.setToolTip(
            self.tr("They show who is who in the list, and allow another model later without enrolling again")
        )
        self.agreement = AgreementFields()
        self.agreement.show_where_wanted(control)
        self.agreement.changed.connect(self._typed)
        self.agreement.purpose.returnPressed.connect(self._begin)
        self.question = Question()
        self._complaint = label("", "problem")
        self._complaint.hide()
        self._start = button(self.tr("Start"), self._begin, "primary")
        self._start.setEnabled(False)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._begin)
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Cancel"), self.cancelled.emit, tip=self.tr("Keep nothing (Esc)")))
        row.addStretch()
        row.addWidget(self._start)
        for widget in (label(self.tr("Who is it?"), "title"), self.field, self._complaint, self.question,
                       label(consent(), "muted"), self.agreement, self.keep):  # fmt: skip
            self.column.addWidget(widget)
        self.column.addLayout(row)

    def ask(self, doubt: Doubt) -> None:
        """Somebody of that name is there."""
        self._start.setEnabled(False)
        self.question.ask(doubt, self._control)
        self.question.setFocus()

    def complain(self, sentence: str) -> None:
        self._complaint.setText(sentence)
        self._complaint.show()

    def _typed(self) -> None:
        self._complaint.hide()
        self.question.dismiss()
        self._start.setEnabled(bool(self.field.text().strip()) and self.agreement.complete)

    def _begin(self) -> None:
        if (name := self.field.text().strip()) and self.agreement.complete and self.question.doubt is None:
            self.started.emit(name)


class DoneCard(_Card):
    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self.told = VerdictView()
        self.close_button = button(self.tr("Done"), lambda: None, "primary")
        self.close_button.setToolTip(self.tr("Back to the picture (Esc)"))
        self.live = button(
            self.tr("Is it a live face?"),
            lambda: None,
            "quiet",
            "live",
            self.tr("Asks for two turns of the head, which a picture held before the camera cannot do"),
        )
        row = QHBoxLayout()
        row.addWidget(self.live)
        row.addStretch()
        row.addWidget(self.close_button)
        self.column.addWidget(self._title)
        self.column.addWidget(self.told)
        self.column.addLayout(row)

    def show_verdict(self, verdict: Verdict, name: str, samples: int) -> None:
        self._title.setText(self.tr("{name} is enrolled").format(name=name))
        self.told.show_verdict(verdict, name, samples)


class VerdictView(QWidget):
    """How well somebody is told from everyone else: a sentence and a plot."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = label("")
        self._scale = Scale()
        self.caption = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.sentence, self._scale, self.caption):
            column.addWidget(widget)

    def show_verdict(self, verdict: Verdict, name: str, samples: int) -> None:
        self.sentence.setText(verdict.sentence)
        nearest = verdict.nearest
        others = [] if nearest is None else [Mark(nearest.score, nearest.name, False)]
        own = [] if verdict.own is None else [Mark(verdict.own, name, True)]
        self._scale.show_marks(verdict.threshold, *others, *own, crowd=verdict.crowd)
        said = []
        if own:
            said.append(self.tr("The dot shows how alike the %Ln samples are.", "", samples))
        if nearest is not None:
            said.append(
                self.tr("The diamond is {name}, who comes nearest ({score}).").format(
                    name=nearest.name, score=decimal(nearest.score)
                )
            )
        if len(verdict.crowd) > 1:
            said.append(self.tr("The bars are all %Ln others.", "", len(verdict.crowd)))
        self.caption.setText(" ".join(said))
