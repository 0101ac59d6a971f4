"""One face: who it is, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from facecam.base.types import State
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.enrol.question import Question
from ui.enrol.saving import Doubt
from ui.live import words
from ui.live.motion import Shown
from ui.widgets.agreement import AgreementFields
from ui.widgets.avatar import Avatar
from ui.widgets.basics import button, label
from ui.widgets.elided import shortened
from ui.widgets.nameedit import NameEdit
from ui.widgets.scale import Mark, Scale

PERHAPS = 0.5
"""From this share of the threshold on it is asked whether it is the one whom a face looks most like."""


class Detail(QWidget):
    named = Signal(int, str)
    """The name typed for an unknown track."""
    confirmed = Signal(int, int)
    """Track and person: it is the one whom it looks most like, though not enough for a name."""
    enrol = Signal(int)
    """Step by step: the track."""
    renamed = Signal(int, str)
    """Person and new name."""
    add_samples = Signal(int, str)
    """Person and name."""
    removed = Signal(int)
    not_them = Signal(int, int)
    """Person and track: the face is not that person's."""
    forget = Signal(int, str)
    asked = Signal()
    """A question is there to be answered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face: Shown | None = None
        self._hint = label(self.tr("Click a face, or press its number, to see why it has its name."), "muted")
        self._avatar = Avatar(52)
        self._name = NameEdit()
        self._title = label("", "large")
        self._why = label("", "")
        self._poor = label("", "small")
        self._scale = Scale()
        self.question = Question()
        self._name.renamed.connect(lambda name: self._of_person(lambda person, _: self.renamed.emit(person, name)))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._avatar)
        head.addWidget(self._title, 1)
        head.addWidget(self._name, 1)
        self._unknown = self._make_unknown()
        self._known = self._make_known()
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addLayout(head)
        for widget in (self._why, self._scale, self._poor, self.question, self._unknown, self._known):
            body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self._body)
        column.addStretch()
        self.show_face(None)

    def show_face(self, face: Shown | None, picture: QPixmap | None = None, here: bool = True) -> None:
        """`here`: still in the picture."""
        other = face is None or self.face is None or face.track != self.face.track
        self.face = face
        self._hint.setVisible(face is None)
        self._body.setVisible(face is not None)
        if other:
            self.clear()
            self.question.dismiss()
        if face is None:
            return
        decision = face.decision
        known = decision.state is State.KNOWN
        self._avatar.show_person(decision.name or "", picture)
        self._title.setText(words.title(decision))
        self._title.setVisible(not known)
        self._name.setVisible(known)
        self._name.show_name(decision.name or "")
        why, gone = words.why(decision), self.tr("No longer in the picture.")
        self._why.setText(why if here else f"{why} {gone}")
        poor = words.poor(face.face.quality) if here else ""
        self._poor.setText(poor)
        self._poor.setVisible(bool(poor))
        best = decision.best
        self._scale.setVisible(best is not None)
        if best is not None:
            rivals = [Mark(c.score, c.name, False) for c in decision.candidates[1:2]]
            self._scale.show_marks(decision.threshold, *rivals, Mark(best.score, best.name, True))
        perhaps = best is not None and not known and best.score >= decision.threshold * PERHAPS
        self.yes.setVisible(perhaps)
        if perhaps and best is not None:
            self.yes.setText(self.tr("Yes, this is {name}").format(name=shortened(self.yes, best.name)))
        self._unknown.setVisible(not known and self.question.doubt is None)
        self._known.setVisible(known)

    def clear(self) -> None:
        """Nothing is typed, neither a name nor what is agreed to."""
        self.field.clear()
        self.agreement.purpose.clear()

    def ask_name(self) -> None:
        """Bring the cursor where the name is typed."""
        self.field.setFocus()

    def ask(self, doubt: Doubt, control: Control, yes: str = "") -> None:
        """Is it that person? Nothing else is asked meanwhile. `yes`: as `Question.ask` has it."""
        self.question.ask(doubt, control, yes)
        self._unknown.hide()
        self.question.setFocus()
        self.asked.emit()

    def edit_name(self) -> None:
        if self._known.isVisibleTo(self):
            self._name.edit()

    def say(self, sentence: str) -> None:
        """Why a name could not be given."""
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))

    def _make_unknown(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        self.field = QLineEdit(placeholderText=self.tr("Name"))
        self.field.setAccessibleName(self.tr("Who is it?"))
        self.field.setMaxLength(200)
        self._remember = button(self.tr("Remember"), self._give_name, "primary")
        self._remember.setEnabled(False)
        self.agreement = AgreementFields()
        self.agreement.changed.connect(self._typed)
        self.agreement.purpose.returnPressed.connect(self._give_name)
        self.field.textChanged.connect(self._typed)
        self.field.textChanged.connect(lambda: self.say(""))
        self.field.returnPressed.connect(self._give_name)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self._remember)
        self._complaint = label("", "problem")
        self._complaint.hide()
        self.yes = button("", self._confirm, "", "check", self.tr("Also this look is a sample from now on"))
        column.addWidget(label(self.tr("Who is it?"), "heading"))
        column.addWidget(self.yes)
        column.addLayout(row)
        column.addWidget(self.agreement)
        column.addWidget(self._complaint)
        column.addWidget(
            label(self.tr("Learns the face from the last seconds. Name only people who agreed."), "small")
        )
        column.addWidget(
            button(
                self.tr("Enrol step by step"),
                self._enrol,
                "",
                "enrol",
                keys.tip("enrol", self.tr("Several poses are safer to tell")),
            )
        )
        return box

    def _make_known(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setSpacing(8)
        act = self._of_person
        self.wrong = button(self.tr("Not this person"), self.say_not_them, "", "close", keys.tip("not-them"))
        grid.addWidget(self.wrong, 0, 0, 1, 2)
        grid.addWidget(button(self.tr("Rename"), self._name.edit, "", "", keys.tip("rename")), 1, 0)
        grid.addWidget(
            button(
                self.tr("Add samples"), lambda: act(self.add_samples.emit), tip=self.tr("More poses of this face")
            ),
            1,
            1,
        )
        remove = button(
            self.tr("Remove"),
            lambda: act(lambda person, _: self.removed.emit(person)),
            tip=self.tr("Can be undone for 30 days"),
        )
        grid.addWidget(remove, 2, 0)
        forget = button(
            self.tr("Forget..."),
            lambda: act(self.forget.emit),
            "danger",
            "",
            self.tr("Delete for good; asks first"),
        )
        grid.addWidget(forget, 2, 1)
        return box

    def buttons(self) -> list[QPushButton]:
        """What can be done with the face that is shown."""
        return [one for one in self._body.findChildren(QPushButton) if one.isVisibleTo(self._body)]

    def say_not_them(self) -> None:
        """The face does not carry its name rightly."""
        if (face := self.face) is not None:
            self._of_person(lambda person, _: self.not_them.emit(person, face.track))

    def _confirm(self) -> None:
        if (face := self.face) is not None and (best := face.decision.best) is not None:
            self.confirmed.emit(face.track, best.person)

    def _enrol(self) -> None:
        if self.face is not None:
            self.enrol.emit(self.face.track)

    def _typed(self) -> None:
        self._remember.setEnabled(bool(self.field.text().strip()) and self.agreement.complete)

    def _give_name(self) -> None:
        if self.face is not None and (name := self.field.text().strip()) and self.agreement.complete:
            self.named.emit(self.face.track, name)

    def _of_person(self, act: Callable[[int, str], Any]) -> None:
        decision = self.face.decision if self.face is not None else None
        if decision is not None and decision.person is not None and decision.name is not None:
            act(decision.person, decision.name)
