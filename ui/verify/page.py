"""The verify page: two pictures, one verdict in words, both error rates, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facecam.base.errors import FacecamError
from ui.base import theme
from ui.base.control import Control
from ui.i18n import core
from ui.i18n.words import decimal, share, why_this_line
from ui.verify.drop import DropArea
from ui.widgets.avatar import to_image
from ui.widgets.basics import Page, button, card, label, named, scrolled
from ui.widgets.facecrop import FaceCrop
from ui.widgets.given import Given, given_by
from ui.widgets.scale import Mark, Scale

if TYPE_CHECKING:
    from facecam.pipeline.recognizer import Recognizer
    from ui.verify.looking import Answer, Seen

LARGE, SMALL, ROOMY = 168, 112, 860
"""Pixels of the faces beneath the verdict, and of the page's width from which on they are large."""


class VerifyPage(Page):
    live_asked = Signal()
    """Is the face before the camera a live one?"""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        recognizer = self._recognizer()
        self._space = recognizer.embedder.space if recognizer is not None else ""
        self._given: list[Given | None] = [None, None]
        self._seen: list[Seen | None] = [None, None]
        self.areas = (DropArea(self.tr("First picture")), DropArea(self.tr("Second picture")))
        self.title = label("", "large")
        self.rates = label("", "")
        self._beware = label("", "small")
        self._scale = Scale()
        self._crops = tuple(FaceCrop(theme.scaled(LARGE)) for _ in self.areas)
        self._rests = tuple(label("", "small") for _ in self.areas)
        self._heat = QCheckBox(self.tr("Show what the likeness rests on"))
        self._heat.setChecked(True)
        self._heat.setToolTip(self.tr("Amber where covering the face costs likeness (occlusion sensitivity)"))
        self._again = button(self.tr("Clear"), self.clear, tip=self.tr("Two other pictures"))
        self.live = button(
            self.tr("Is it a live face?"),
            self.live_asked.emit,
            "",
            "live",
            self.tr("Asks the face before the camera for two turns of the head, which a flat picture cannot do"),
        )
        self._build()
        self._connect()
        self.clear()

    def clear(self) -> None:
        self._given, self._seen = [None, None], [None, None]
        for area in self.areas:
            area.clear()
        self._put_away()
        self._ask()
        self._again.setEnabled(False)

    def take(self, at: int, given: Given) -> None:
        """Look at a picture that was given for one of the two places."""
        self._given[at], self._seen[at] = given, None
        self._put_away()
        self._ask()
        self._again.setEnabled(True)
        recognizer = self._recognizer()
        if recognizer is None:
            self.areas[at].complain(self.tr("The models are not open yet. It goes on by itself."))
            return
        self.areas[at].wait(given)

        def work() -> Seen:
            from ui.verify.looking import see

            return see(recognizer, given)

        self._control.compute(
            work, lambda seen: self._take_seen(at, given, seen), lambda error: self._refuse(at, given, error)
        )

    def _put_away(self) -> None:
        """The verdict; what had the keyboard in it must not hand it to whatever comes next."""
        focus = QApplication.focusWidget()
        if focus is not None and self._verdict.isAncestorOf(focus):
            self.setFocus()
        self._verdict.hide()

    def paste(self) -> None:
        """Into the place that has the focus, else into the first that is empty."""
        given = given_by(QApplication.clipboard().mimeData())
        if given is None:
            self._control.said.emit(self.tr("There is no picture in the clipboard: copy one first."))
            return
        focused = next((at for at, area in enumerate(self.areas) if area.hasFocus()), None)
        empty = next((at for at, one in enumerate(self._given) if one is None), 0)
        self.take(empty if focused is None else focused, given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        """Before there is an answer: what this page is for."""
        self._hint.setText(self.tr("Do two pictures show the same person? Nothing of them is kept."))
        self._hint.show()

    # What comes back

    def _take_seen(self, at: int, given: Given, seen: Seen) -> None:
        if self._given[at] is not given:
            return
        self._seen[at] = seen
        if seen.side.face is None:
            self.areas[at].complain(core.said(seen.side.remark), seen.shown)
        else:
            self.areas[at].show_picture(seen.shown, core.said(seen.side.remark) or given.name)
        self._compare()

    def _refuse(self, at: int, given: Given, error: Exception) -> None:
        if self._given[at] is not given:
            return
        if isinstance(error, FacecamError):
            self.areas[at].complain(core.said(error.told))
        else:
            self.areas[at].complain(self.tr("{name} could not be looked at.").format(name=given.name))
            self._control.fail(error)

    def _compare(self) -> None:
        one, other = self._seen
        recognizer = self._recognizer()
        if one is None or other is None or one.side.face is None or other.side.face is None or recognizer is None:
            return
        if {one.space, other.space} != {recognizer.embedder.space}:
            self._look_again()  # the model was changed in between
            return
        strangers = self._control.settings.strangers
        self._hint.setText(self.tr("Comparing..."))

        def work() -> Answer:
            from ui.verify.looking import compare

            return compare(recognizer, one.side, other.side, strangers)

        self._control.compute(work, lambda answer: self._answer(one, other, answer))

    def _answer(self, one: Seen, other: Seen, answer: Answer) -> None:
        said = answer.said
        if self._seen != [one, other] or said.score is None or said.fmr is None or answer.heats is None:
            return
        self.title.setText(self.tr("The same person") if said.same else self.tr("Not the same person"))
        lowest = max(said.fmr, answer.lowest_fmr)
        likeness = self.tr("The likeness is {score}; one person is taken from {threshold}.")
        if said.fmr < answer.lowest_fmr:
            rate = self.tr("Of pairs of two different people fewer than {share} are as alike.")
        elif said.extrapolated:
            rate = self.tr("Of pairs of two different people more than {share} are as alike.")
        else:
            rate = self.tr("Of pairs of two different people about {share} are as alike.")
        numbers = likeness.format(score=decimal(said.score), threshold=decimal(said.threshold))
        crowded = ""
        if said.cosine is not None and said.cosine - said.score >= 0.005:
            words = self.tr("Many faces are like these: {taken} was taken off.")
            crowded = f" {words.format(taken=decimal(said.cosine - said.score))}"
        self.rates.setText(f"{numbers}{crowded} {rate.format(share=share(lowest))}")
        tip = self.tr("False match rate (FMR) at this score {rate}")
        self.rates.setToolTip(f"{tip.format(rate=f'{said.fmr:.2g}')}\n{why_this_line()}")
        self._beware.setVisible(said.fnmr is not None)
        if said.fnmr is not None:
            beware = self.tr(
                "The other error: about {share} pairs of one person stay below {threshold}, as measured on LFW, a "
                "public set of press photographs."
            ).format(share=share(said.fnmr), threshold=decimal(said.threshold))
            weaker = self.tr("So a no says less than a yes.")
            self._beware.setText(beware if said.same else f"{beware} {weaker}")
            self._beware.setToolTip(self.tr("False non-match rate (FNMR) {rate}").format(rate=f"{said.fnmr:.2g}"))
        edge = self.tr("the same from {threshold}")
        self._scale.show_marks(said.threshold, Mark(said.score, self.tr("Likeness"), True), edge=edge)
        for at, (seen, heat) in enumerate(zip((one, other), answer.heats, strict=True)):
            assert seen.side.face is not None and seen.side.face.crop is not None
            self._crops[at].show_crop(
                QPixmap.fromImage(to_image(seen.side.face.crop)),
                self.tr("Face of {name}").format(name=seen.side.name),
            )
            self._crops[at].show_heat(heat)
            part = answer.parts[at]
            rests = self.tr("No part speaks for a likeness.")
            if part and said.same:
                rests = self.tr("Rests most on {part}.").format(part=core.said(part))
            elif part:
                rests = self.tr("What likeness there is rests most on {part}.").format(part=core.said(part))
            self._rests[at].setText(rests)
        self._hint.hide()
        self._verdict.show()

    def _look_again(self) -> None:
        for at, given in enumerate(self._given):
            if given is not None:
                self.take(at, given)

    def _recognizer(self) -> Recognizer | None:
        runtime = self._control.bridge.runtime
        return runtime.recognizer if runtime is not None else None

    def _services_changed(self) -> None:
        """Models that were opened late, or changed, look at the pictures."""
        recognizer = self._recognizer()
        late = any(given is not None and seen is None for given, seen in zip(self._given, self._seen, strict=True))
        old = any(seen is not None and seen.space != self._space for seen in self._seen)
        if recognizer is not None and recognizer.embedder.space != self._space:
            self._space = recognizer.embedder.space
            if late or old:
                self._look_again()

    # How it is built

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside small faces the words have room in a small window, too."""
        super().resizeEvent(event)
        for crop in self._crops:
            side = theme.scaled(LARGE if self.width() >= theme.scaled(ROOMY) else SMALL)
            crop.setFixedSize(side, side)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Verify"), "title", wrap=False))
        head.addStretch()
        head.addWidget(self.live)
        head.addWidget(self._again)
        areas = QHBoxLayout()
        areas.setSpacing(14)
        for area in self.areas:
            areas.addWidget(area, 1)
        self._hint = label("", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        faces = QGridLayout()
        faces.setHorizontalSpacing(16)
        faces.setVerticalSpacing(4)
        for at in range(2):
            faces.addWidget(self._crops[at], 0, at)
            faces.addWidget(self._rests[at], 1, at)
        faces.setColumnStretch(2, 1)
        words = QVBoxLayout()
        words.setSpacing(8)
        for widget in (self.title, self.rates, self._scale, self._beware, self._heat):
            words.addWidget(widget)
        words.addStretch()
        self._verdict = card()
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addLayout(faces)
        inner = self._verdict.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(row)
        inside = named("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addLayout(head)
        column.addLayout(areas, 1)
        column.addWidget(self._hint)
        column.addWidget(self._verdict)
        scrolled(inside, self)
        self.first = self.areas[0]

    def _connect(self) -> None:
        for at, area in enumerate(self.areas):
            area.given.connect(lambda given, at=at: self.take(at, given))
        for crop in self._crops:
            self._heat.toggled.connect(crop.overlay)
        self._control.bridge.runtime_changed.connect(self._services_changed)
        self._control.settings_changed.connect(self._compare)
