"""Why this name? Everything a decision rests on, gathered off the GUI thread when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from facecam.base.messages import Message
from facecam.base.types import Candidate, State
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n import core
from ui.i18n.words import count, decimal, percent, share, why_this_line
from ui.live.motion import Shown
from ui.live.recent import Recent
from ui.live.timeline import Timeline
from ui.widgets.avatar import to_image
from ui.widgets.bars import Bar, Bars
from ui.widgets.basics import button, label
from ui.widgets.facecrop import FaceCrop
from ui.widgets.pictures import read_jpeg

if TYPE_CHECKING:
    from facecam.tasks.explanation import Explanation


class Why(QWidget):
    opened = Signal()
    """There is an answer to be seen."""

    def __init__(self, control: Control, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control, self._recent = control, recent
        self._face: Shown | None = None
        self._asked = button("", self.turn, "quiet", "down", keys.tip("why"))
        self._said = label("", "muted")
        self._body = QWidget()
        self._crop = FaceCrop(_side())
        self._near = FaceCrop(_side())
        self._crop_words = label("", "small")
        self._near_words = label("", "small")
        self._heat = QCheckBox(self.tr("Show what the likeness rests on"))
        self._heat.setChecked(True)
        self._heat.setToolTip(self.tr("Amber where covering the face costs likeness (occlusion sensitivity)"))
        self._heat.toggled.connect(self._crop.overlay)
        self._rests = label("", "small")
        self._others = Bars()
        self._margin = label("", "small")
        self._rate = label("", "small")
        self._timeline_heading = label(self.tr("How it was decided"), "heading")
        self._timeline = Timeline()
        self._timeline_words = label(
            self.tr("Dots: each look alone. Line: all looks together. Dashed: needed."), "small"
        )
        self._quality = Bars()
        self._quality_words = label("", "small")
        self._build()
        self.show_face(None)

    @property
    def open(self) -> bool:
        return not self._body.isHidden() or not self._said.isHidden()

    def show_face(self, face: Shown | None) -> None:
        """The face that is chosen; what was told about another one is put away."""
        if face is None or self._face is None or face.track != self._face.track:
            self._fold()
        self._face = face
        self.setVisible(face is not None)
        if face is not None:
            questions = {
                State.KNOWN: self.tr("Why this name?"),
                State.UNKNOWN: self.tr("Why no name?"),
                State.PENDING: self.tr("Why no name yet?"),
            }
            self._asked.setText(questions[face.decision.state])

    def turn(self) -> None:
        """Ask, or put the answer away."""
        if self.open:
            self._fold()
        elif self._face is not None:
            self._ask(self._face.track)

    def _ask(self, track: int) -> None:
        runtime = self._control.bridge.runtime
        if runtime is None or runtime.recognizer is None or runtime.matcher is None:
            self._say(self.tr("The models are not ready."))
            return
        self._say(self.tr("Looking closely..."))
        embedder, matcher, database = runtime.recognizer.embedder, runtime.matcher, runtime.database
        looks = self._recent.looks(track)

        def work() -> tuple[Explanation | None, Message | None]:
            from facecam.tasks.explanation import explain
            from facecam.vision.occlusion import strongest

            told = explain(embedder, matcher, database, looks)
            return told, strongest(told.heat) if told is not None and told.heat is not None else None

        self._control.compute(work, lambda answer: self._take(track, *answer), self._fail)

    def _take(self, track: int, told: Explanation | None, part: Message | None) -> None:
        if self._face is None or self._face.track != track or not self.open:
            return
        if told is None:
            self._say(self.tr("There is no clear picture of this face yet: ask again in a moment."))
            return
        self._said.hide()
        self._show(told, part)
        self._body.show()
        self.opened.emit()

    def _fail(self, error: Exception) -> None:
        self._fold()
        self._control.fail(error)

    def _show(self, told: Explanation, part: Message | None) -> None:
        decision, best = told.decision, told.best
        near = told.nearest[0] if told.nearest else None
        name = best.name if best is not None else None
        self._crop.show_crop(QPixmap.fromImage(to_image(told.crop)), self.tr("The face now"))
        self._crop.show_heat(told.heat)
        now = self.tr("Now: the best of {looks}").format(looks=count(len(told.timeline), "look"))
        self._crop_words.setText(now if best else self.tr("Now"))
        for widget in (self._near, self._near_words):
            widget.setVisible(near is not None)
        if near is not None:
            words = self.tr("The nearest sample of {name}").format(name=name)
            instead = self.tr("Its picture was not kept")
            if near.picture is not None:
                instead = self.tr("Its picture is damaged")
            pixmap = read_jpeg(near.picture, f"sample {near.sample.id}")
            shown = None if pixmap is None or pixmap.isNull() else pixmap
            self._near.show_crop(shown, words if shown else f"{words}. {instead}", instead)
            said = self.tr("{name}'s nearest sample: {score}")
            if more := ", ".join(decimal(one.cosine) for one in told.nearest[1:]):
                said = self.tr("{name}'s nearest sample: {score} (then {more})")
            self._near_words.setText(said.format(name=name, score=decimal(near.cosine), more=more))
        self._heat.setVisible(told.heat is not None)
        self._rests.setVisible(told.heat is not None)
        most = self.tr("It rests most on {part}.").format(part=core.said(part))
        self._rests.setText(most if part else self.tr("It rests on no part of the face."))
        bars = [Bar(c.name, c.score, decimal(c.score), c is best) for c in decision.candidates]
        self._others.setVisible(bool(bars))
        self._others.show_bars(bars, decision.threshold, self.tr("Likeness"))
        self._margin.setText(self._margin_words(told))
        rate = self.tr(
            "The line is at {threshold}: {share} strangers would reach it, with {people} enrolled."
        ).format(threshold=decimal(decision.threshold), people=count(told.people, "person"), share=share(told.fpir))
        beyond = self.tr("This is estimated: it lies beyond what was measured.")
        sentences = [rate, beyond, why_this_line()] if told.extrapolated else [rate, why_this_line()]
        if told.theirs >= 0.005 and told.crowding >= 0.005:
            crowded = self.tr("Many faces are like this one, and like {name}: {taken} is taken off their likeness.")
            sentences.append(crowded.format(name=name, taken=decimal(told.crowding + told.theirs)))
        elif told.crowding >= 0.005:
            crowded = self.tr("Many faces are like this one: {taken} is taken off its likeness to anybody.")
            sentences.append(crowded.format(taken=decimal(told.crowding)))
        if told.against is not None and best is not None:
            sentences.append(self._against_words(best, told.against))
        self._rate.setText(" ".join(sentences))
        tip = self.tr("False positive identification rate (FPIR) {rate}")
        self._rate.setToolTip(tip.format(rate=f"{told.fpir:.2g}"))
        times = [moment.time for moment in told.timeline]
        passed = bool(times) and max(times) > min(times)  # of a picture that stands still there is no story
        for part_of_it in (self._timeline_heading, self._timeline, self._timeline_words):
            part_of_it.setVisible(passed)
        self._timeline.show_moments(told.timeline, decision.threshold)
        quality = told.quality
        parts = {
            "size": self.tr("Size"),
            "sharpness": self.tr("Sharpness"),
            "light": self.tr("Light"),
            "pose": self.tr("Facing you"),
            "upright": self.tr("Upright face"),
            "whole": self.tr("Whole in view"),
        }
        self._quality.show_bars(
            [Bar(words, value := getattr(quality, part), percent(value), part == quality.weakest and value < 0.9)
             for part, words in parts.items()], None, self.tr("Quality of this picture"),
        )  # fmt: skip
        counted = self.tr("Together {quality}: so much this picture counted in the vote.")
        self._quality_words.setText(counted.format(quality=percent(quality.score)))

    def _margin_words(self, told: Explanation) -> str:
        best, margin = told.best, told.margin
        if best is None:
            return self.tr("Nobody is enrolled, so there is nobody to compare with.")
        if margin is None:
            return self.tr("Nobody but {name} is enrolled.").format(name=best.name)
        other = told.decision.candidates[1].name
        words = self.tr("{name} is {margin} before {other}.")
        return words.format(name=best.name, margin=decimal(margin), other=other)

    def _against_words(self, best: Candidate, against: float) -> str:
        """Whose word counts for more: that of who said "not this person", or the person's own samples."""
        if best.refused or best.score <= against:
            words = self.tr("You said that a face like this is not {name}: it is like that one by {against}.")
        else:
            words = self.tr(
                "You said that a face like this is not {name} ({against}), but {name}'s own samples say more."
            )
        return words.format(name=best.name, against=decimal(against))

    def _say(self, words: str) -> None:
        self._body.hide()
        self._said.setText(words)
        self._said.show()

    def _fold(self) -> None:
        self._body.hide()
        self._said.hide()

    def _build(self) -> None:
        self._asked.setIcon(icon("down", "accent"))
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(10)
        pictures.setVerticalSpacing(4)
        top = Qt.AlignmentFlag.AlignTop
        for at, (picture, words) in enumerate(((self._crop, self._crop_words), (self._near, self._near_words))):
            pictures.addWidget(picture, 0, at)
            pictures.addWidget(words, 1, at, top)
        pictures.setColumnStretch(2, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(pictures)
        for widget in (self._heat, self._rests, label(self.tr("Who else?"), "heading"), self._others, self._margin,
                       self._rate, self._timeline_heading, self._timeline, self._timeline_words,
                       label(self.tr("This picture"), "heading"), self._quality, self._quality_words):  # fmt: skip
            body.addWidget(widget)
        body.addWidget(button(self.tr("Ask again"), self._again, tip=self.tr("With what was seen since")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._asked, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._said)
        column.addWidget(self._body)

    def _again(self) -> None:
        if self._face is not None:
            self._ask(self._face.track)


def _side() -> int:
    return theme.scaled(132)
