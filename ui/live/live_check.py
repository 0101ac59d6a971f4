"""Is it a live face? Over the live picture: two turns of the head, one after the other, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facecam.base.types import FrameResult
from facecam.tasks.live_check import LiveAnswer, LiveCheck, LiveLabel, Turn, drawn
from ui.base import theme
from ui.base.control import Control
from ui.i18n.core import said
from ui.i18n.language import translate
from ui.live.view import FrameView
from ui.widgets.basics import button, label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

NOBODY_MS = 15_000
"""Without any face for so long it is over: nobody waits for nothing."""

WORDS = 400
"""Pixels of the answer's width."""


def _asks() -> Mapping[Turn | None, str]:
    return {
        None: translate("LiveCheck", "Look straight at the camera"),
        Turn.LEFT: translate("LiveCheck", "Turn your head to your left"),
        Turn.RIGHT: translate("LiveCheck", "Turn your head to your right"),
        Turn.UP: translate("LiveCheck", "Look up"),
    }


def _labels() -> Mapping[LiveLabel, str]:
    """Never that a face is real: that cannot be said."""
    return {
        LiveLabel.TURNED: translate("LiveCheck", "Turned as asked"),
        LiveLabel.FLAT: translate("LiveCheck", "Flat: looks like a picture"),
        LiveLabel.UNTESTED: translate("LiveCheck", "Not tested"),
    }


class LiveCheckSheet(Sheet):
    closed = Signal()

    def __init__(self, control: Control, view: FrameView) -> None:
        super().__init__(view)
        self._control = control
        self.check = LiveCheck(drawn())
        self._nobody = QTimer(self, singleShot=True, interval=NOBODY_MS)
        self._nobody.timeout.connect(lambda: self._show(self.check.end()))
        self.ask = label("", "title")
        self.ask.setStyleSheet("color: white")
        self.ask.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("", "title")
        self.why = label("")
        self._again = button(self.tr("Once more"), self.begin, "", "turn")
        self.close_button = button(self.tr("Done"), self.end, "primary", "", self.tr("Back to the picture (Esc)"))
        self._build()
        control.bridge.result.connect(self.show_result)
        self.lay()
        self.begin()

    def begin(self) -> None:
        """Ask for two other turns."""
        self.check = LiveCheck(drawn())
        self._answer.hide()
        self._cancel.show()
        self.ask.show()
        self.ask.setText(_asks()[None])
        self._nobody.start()
        self.setFocus()
        if not self._control.bridge.moves:
            self._show(self.check.end())

    def end(self) -> None:
        self._nobody.stop()
        self._control.bridge.result.disconnect(self.show_result)
        self.lift()
        self.closed.emit()

    cancel = end

    def show_result(self, result: FrameResult) -> None:
        if self.check.answer is not None:
            return
        if result.faces:
            self._nobody.start()
        if (answer := self.check.add(result)) is not None:
            self._show(answer)
        elif (words := _asks()[self.check.ask]) != self.ask.text():
            self.ask.setText(words)

    def _show(self, answer: LiveAnswer) -> None:
        self._nobody.stop()
        self.title.setText(_labels()[answer.label])
        why = f"{said(answer.reason)[:1].upper()}{said(answer.reason)[1:]}. " if answer.reason is not None else ""
        decision = answer.decision
        if answer.label is LiveLabel.TURNED:
            known = decision is not None and decision.name is not None
            who = self.tr("It is {name}.").format(name=decision.name) if known and decision is not None else ""
            words = self.tr(
                "A picture held before the camera cannot do that; a film made to answer, or a mask, can."
            )
            why = f"{who} {words}".strip()
        elif answer.label is LiveLabel.FLAT:
            why += self.tr("The nose stayed where a flat picture has it.")
        if answer.label is LiveLabel.UNTESTED:
            advice = self.tr("Once more: stay in the picture, look at the camera, and turn slowly.")
        else:
            advice = self.tr("It is advice: do not open doors with it.")
        self.why.setText(f"{why.strip()} {advice}".strip())
        self.why.setMinimumHeight(self.why.heightForWidth(theme.scaled(WORDS)))
        self.ask.hide()
        self._cancel.hide()
        self._answer.show()
        self.close_button.setFocus()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._answer = QWidget()
        self._answer.setProperty("card", True)
        self._answer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.why.setFixedWidth(theme.scaled(WORDS))
        inner = QVBoxLayout(self._answer)
        inner.setContentsMargins(30, 26, 30, 22)
        inner.setSpacing(14)
        inner.addWidget(self.title)
        inner.addWidget(self.why)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._again)
        row.addWidget(self.close_button)
        inner.addLayout(row)
        foot = QHBoxLayout()
        self._cancel = button(self.tr("Cancel"), self.end, tip=self.tr("Back to the picture (Esc)"))
        foot.addWidget(self._cancel)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 16)
        column.addWidget(self.ask)
        column.addStretch()
        column.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)
