"""The enrolment, as a sheet over the live picture: a name, then the face in several poses, then how it went."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from facecam.base.types import FrameResult
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.enrol import ring
from ui.enrol.cards import DoneCard, NameCard
from ui.enrol.follower import Follower
from ui.enrol.question import Question
from ui.enrol.saving import Doubt, same_face, same_name, save
from ui.enrol.thumbs import Thumbs
from ui.enrol.verdict import Verdict, judge
from ui.i18n.core import said
from ui.live.view import FrameView
from ui.widgets.basics import button, label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.tasks.enrolment import Enrolment, Guidance, Taken

READABLE = 0.5
"""Seconds that a hint stays at least, so that it can be read and does not flicker."""


class Step(StrEnum):
    NAME = "name"
    TAKE = "take"
    SAVE = "save"
    DONE = "done"


class EnrolSheet(Sheet):
    closed = Signal()
    live_asked = Signal()
    """Is the face that was enrolled a live one?"""

    def __init__(
        self, control: Control, view: FrameView, track: int = 0, person: int | None = None, name: str = ""
    ) -> None:
        """`track`: whose face, 0 for the only one; `person`: more samples of that one, else somebody new."""
        super().__init__(view)
        self._control, self._view = control, view
        self._follower, self._person, self._name = Follower(track), person, name
        self._enrolment: Enrolment | None = None
        self._guidance: Guidance | None = None
        self._said = 0.0
        self._closed = False
        """Answers that come later have nobody to tell."""
        self._sure_new = person is not None
        self._build()
        self._go(Step.NAME if person is None else Step.TAKE)
        view.boxes_shown = False
        control.bridge.result.connect(self.show_result)
        self.lay()
        (self.name_card.field if person is None else self).setFocus()
        if person is not None:
            self._begin()

    def cancel(self) -> None:
        """Nothing is kept."""
        self._closed = True
        for question in (self.question, self.name_card.question):
            question.dismiss()
        self._view.boxes_shown = True
        self._control.bridge.result.disconnect(self.show_result)
        self.lift()
        self.closed.emit()

    def _ask_live(self) -> None:
        self.cancel()
        self.live_asked.emit()

    def show_result(self, result: FrameResult) -> None:
        if self.step is not Step.TAKE or self._enrolment is None:
            return
        if self._follower.observe(result):
            self._retarget()
        if self.question.doubt is not None:
            return
        self._guidance = guidance = self._enrolment.offer(result)
        now = time.monotonic()
        if guidance.just_taken:
            self._show_taken()
        if guidance.just_taken or now - self._said > READABLE:
            if (hint := said(guidance.hint)) != self.hint.text():
                self._said = now
            self.hint.setText(hint)

    # Steps

    def _go(self, step: Step) -> None:
        self.step = step
        self.name_card.setVisible(step is Step.NAME)
        self.done_card.setVisible(step is Step.DONE)
        for widget in (self.hint, self.head, self._space, self.thumbs, self.foot):
            widget.setVisible(step in (Step.TAKE, Step.SAVE))
        self.update()

    def _check_name(self, name: str) -> None:
        self._name = name

        def checked(doubt: Doubt | None) -> None:
            if self._closed or self.step is not Step.NAME:
                return
            if doubt is not None:
                self.name_card.ask(doubt)
            else:
                self._begin()

        def refused(error: Exception) -> None:
            if not self._closed:
                self.name_card.complain(self._control.explain(error))

        self._control.read(lambda database: same_name(database, name), checked, refused)

    def _answer_name(self, doubt: Doubt, same: bool) -> None:
        if same:
            self._person, self._name, self._sure_new = doubt.person, doubt.name, True
        self._begin()

    def _begin(self) -> None:
        """Take pictures from now on."""
        from facecam.tasks.enrolment import Enrolment

        runtime = self._control.bridge.runtime
        if runtime is None or runtime.matcher is None:
            problem = runtime.problems.get("models") if runtime is not None else None
            self._go(Step.NAME)
            wait = self.tr("The models are still being opened: wait a moment.")
            self.name_card.complain(wait if problem is None else said(problem.told))
            return
        self._matcher = runtime.matcher
        self._enrolment = Enrolment(runtime.matcher, self._follower.track or None)
        words = self.tr("Enrolling {name}") if self._person is None else self.tr("More samples of {name}")
        self.head.setText(words.format(name=self._name))
        self._go(Step.TAKE)
        self.hint.setText("" if self._control.bridge.moves else self._no_film())
        self._show_taken()
        self.setFocus()

    def _no_film(self) -> str:
        return self.tr(
            "The picture does not move. Open a camera or a video first, or enrol from files ({key})."
        ).format(key=keys.written("files"))

    def _answer_face(self, doubt: Doubt, same: bool) -> None:
        self._sure_new = True
        if same:
            self._person, self._name = doubt.person, doubt.name
            self.head.setText(self.tr("More samples of {name}").format(name=self._name))
        self._show_taken()

    def finish(self) -> None:
        """Save what was taken; three good samples are enough."""
        if self.step is not Step.TAKE or self._enrolment is None or not self.finish_button.isEnabled():
            return
        self._go(Step.SAVE)
        self.hint.setText(self.tr("Saving..."))
        self.finish_button.setEnabled(False)
        keep = self.name_card.keep.isChecked()
        taken, agreed = self._enrolment.taken, self.name_card.agreement.agreed()
        save(self._control, self._name, taken, self._person, keep, self._saved, self._not_saved, agreed)

    def _saved(self, change: Change) -> None:
        assert self._enrolment is not None
        taken, name, person = list(self._enrolment.taken), self._name, self._person
        self._control.run(lambda: judge(self._matcher, taken, name, person), self._show_verdict)

    def _not_saved(self, error: Exception) -> None:
        if self._closed:
            self._control.fail(error)
            return
        self._go(Step.TAKE)
        self._show_taken()
        self._control.fail(error)

    def _show_verdict(self, verdict: Verdict) -> None:
        if self._closed:
            return
        assert self._enrolment is not None
        self.done_card.show_verdict(verdict, self._name, len(self._enrolment.taken))
        self._go(Step.DONE)
        self.done_card.close_button.setFocus()

    # Faces

    def _retarget(self) -> None:
        """Another track is followed: the samples go on, and one of somebody else would be refused."""
        from facecam.tasks.enrolment import Enrolment

        assert self._enrolment is not None
        taken = self._enrolment.taken
        self._enrolment = Enrolment(self._matcher, self._follower.track or None)
        self._enrolment.taken = taken

    def _show_taken(self) -> None:
        assert self._enrolment is not None
        from facecam.tasks.enrolment import ENOUGH, MOST

        taken = self._enrolment.taken
        self.thumbs.show_taken(taken)
        count = len(taken)
        if not self._sure_new and count >= 2:
            doubt = same_face(self._enrolment.looks_like())
            if doubt is not None:
                self.question.ask(doubt, self._control)
        self.finish_button.setEnabled(count >= ENOUGH)
        self.finish_button.setText(
            self.tr("Finish") if count >= ENOUGH else self.tr("Finish (%n more)", "", ENOUGH - count)
        )
        self.finish_button.setToolTip(
            self.tr("Three good pictures are enough, up to %n are better (Enter)", "", MOST)
        )
        self.update()

    def _remove(self, one: Taken) -> None:
        if self._enrolment is not None and one in self._enrolment.taken:
            self._enrolment.remove(self._enrolment.taken.index(one))
            self._show_taken()

    # How it is built

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name_card = NameCard(self._control)
        self.name_card.started.connect(self._check_name)
        self.name_card.cancelled.connect(self.cancel)
        self.name_card.question.answered.connect(self._answer_name)
        self.done_card = DoneCard()
        self.done_card.close_button.clicked.connect(self.cancel)
        self.done_card.live.clicked.connect(self._ask_live)
        self.head = label("", wrap=False)
        self.head.setStyleSheet("color: rgba(255, 255, 255, 200); font-weight: 600")
        self.hint = label("", "title")
        self.hint.setStyleSheet("color: white")
        for words in (self.head, self.hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.question = Question()
        self.question.setMaximumWidth(420)
        self.question.answered.connect(self._answer_face)
        self.thumbs = Thumbs()
        self.thumbs.removed.connect(self._remove)
        self.finish_button = button(self.tr("Finish"), self.finish, "primary", "check")
        self.finish_button.setEnabled(False)
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button(self.tr("Cancel"), self.cancel, tip=self.tr("Keep nothing (Esc)")))
        row.addStretch()
        row.addWidget(self.finish_button)
        self._space = QLabel()
        self._space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        over = QVBoxLayout(self._space)  # the picture keeps its place behind the question
        over.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignCenter
        over.addWidget(self.question, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self.name_card, 0, centre)
        column.addWidget(self.done_card, 0, centre)
        column.addWidget(self.head)
        column.addWidget(self.hint)
        column.addWidget(self._space, 1)
        column.addWidget(self.thumbs)
        column.addWidget(self.foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(13, 14, 17, 190))
        if self._space.isVisible() and self._view.frame is not None:
            oval = ring.oval_in(QRectF(self._space.geometry()))
            self._draw_face(painter, oval)
            seen = self._guidance.poses if self._guidance is not None else frozenset()
            ring.draw_ring(painter, oval, seen, self._wanted(), self._view.mirror)
        painter.end()

    def _draw_face(self, painter: QPainter, oval: QRectF) -> None:
        frame = self._view.frame
        assert frame is not None
        width, height = frame.size
        part = ring.part_around(self._follower.box or QRectF(0, 0, width, height), frame.size, oval)
        scale = oval.width() / part.width()
        left = width - part.right() if self._view.mirror else part.left()
        painter.save()
        painter.setClipPath(ring.clip_to(oval))
        painter.fillRect(oval, QColor(13, 14, 17))
        place = QRectF(oval.left() - left * scale, oval.top() - part.top() * scale, width * scale, height * scale)
        self._view.draw_clear(painter, place)
        painter.restore()

    def _wanted(self) -> str:
        """The pose that the hint asks for."""
        from facecam.tasks.enrolment import HINTS

        return next((pose.value for pose, hint in HINTS.items() if said(hint) == self.hint.text()), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
