"""The status bar at the bottom: what really runs. A part that is wrong turns amber and says the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QToolTip, QWidget

from facecam.base.messages import Message
from ui.base import theme
from ui.base.control import Control
from ui.i18n.core import said
from ui.i18n.words import count, decimal, short, whole, why_this_line
from ui.live.words import what_blur_misses
from ui.widgets.basics import named
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.identity.matching import Matcher
    from facecam.pipeline.engine import Health

HEIGHT = 44
"""Pixels: so much that the messages that are laid over it for some seconds reach into no page."""

OLD_MS = 500.0
"""A result older than this does not belong to the picture any more."""


class Part(QToolButton):
    """Words, and on a click what they mean."""

    said = Signal()
    """Other words."""

    def __init__(self, meaning: str) -> None:
        super().__init__()
        self._meaning = meaning
        self.hide()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(meaning)
        self.clicked.connect(lambda: QToolTip.showText(self.mapToGlobal(QPoint(0, -8)), self.toolTip(), self))

    def say(self, words: str, wrong: str = "") -> None:
        """`wrong`: what is not as it should be, and the remedy."""
        text = f"! {words}" if wrong and words else words
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.setVisible(bool(words))
            self.said.emit()
        tip = as_tooltip(wrong or self._meaning)
        if tip != self.toolTip():
            self.setToolTip(tip)
        if bool(wrong) != self.property("wrong"):
            self.setProperty("wrong", bool(wrong))
            self.style().unpolish(self)
            self.style().polish(self)


class StatusBar(QWidget):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("truth", self)
        self._control = control
        self.source = Part(self.tr("The source, and what its device really gives"))
        self.rate = Part(self.tr("Pictures that arrive a second, and those that were damaged"))
        self.age = Part(
            self.tr("From the moment a picture was taken until facecam has said who is in it: until now")
        )
        self.speed = Part(self.tr("What runs the models, and milliseconds of it for one picture"))
        self.people = Part(self.tr("Who can be recognised, and how often a stranger is taken for one of them"))
        self.trouble = Part("")
        self.recording = Part(self.tr("The picture is being recorded; R on the live page ends it"))
        everybody = self.tr("Everybody who is not known is blurred; B on the live page shows them.")
        self.blurred = Part(f"{everybody} {what_blur_misses()}")
        self.safe = Part("")
        safe = self.tr(
            "Default settings are used, and neither settings nor people nor visits are changed. "
            "Start facecam without --safe-mode to go on as usual."
        )
        self.safe.say(self.tr("Safe mode") if control.safe else "", safe)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        self.setMinimumHeight(theme.scaled(HEIGHT))
        row.setSpacing(2)
        for part in (self.source, self.rate, self.age, self.speed):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.recording)
        row.addWidget(self.blurred)
        row.addWidget(self.safe)
        row.addWidget(self.trouble)
        row.addWidget(self.people)
        self._left_out = (self.speed, self.age, self.rate)
        for part in self.findChildren(Part):
            part.said.connect(self._fit)
        control.bridge.health.connect(self.show_health)
        control.bridge.runtime_changed.connect(self.show_services)
        control.settings_changed.connect(self.show_services)
        self._provider = self._remark = self._gpu_trouble = ""
        self.show_services()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where not all has room, numbers are left out rather than words cut."""
        row = self._row
        margins = row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        wanted = [part for part in self.findChildren(Part) if part.text()]
        needed = sum(part.sizeHint().width() + row.spacing() for part in wanted)
        for part in self._left_out:
            without = bool(part.text()) and needed > room
            part.setVisible(bool(part.text()) and not without)
            if without:
                needed -= part.sizeHint().width() + row.spacing()

    def show_health(self, health: Health) -> None:
        state = str(health.state)
        live = state == "live"
        playback = health.playback
        pictures = playback.length if playback is not None and playback.counted else None
        how = health.mode if pictures is None else count(round(pictures), "picture")
        mode = f"  {how}" if how else ""
        name = self.fontMetrics().elidedText(short(health.source), Qt.TextElideMode.ElideMiddle, 220)
        states = {
            "opening": self.tr("opening"),
            "reconnecting": self.tr("trying again"),
            "ended": self.tr("ended"),
            "failed": self.tr("no picture"),
        }
        shown = self._control.bridge.channels.get(self._control.bridge.spec)
        moves = shown is None or not shown.still
        words = f"{name}, {states[state]}" if moves and not live else f"{name}{mode}"
        if (others := len(self._control.bridge.channels) - 1) > 0:
            words = self.tr("{source} and %Ln other(s)", "", others).format(source=words)
        self.source.say(words, said(health.message if state in ("failed", "reconnecting") else health.remark))
        rate = self.tr("{rate} fps, %Ln damaged", "", health.damaged).format(rate=decimal(health.fps, 0))
        held = live and playback is not None and playback.paused
        self.rate.say(self.tr("held") if held else rate if live else "")
        age = health.result_age_ms
        # Of pictures that stay for a second or longer a result grows old without anybody being late.
        if not live or held or age is None or (playback is not None and playback.counted):
            self.age.say("")
        elif age > OLD_MS:
            self.age.say(
                self.tr("result {seconds} s old").format(seconds=decimal(age / 1000, 1)),
                self.tr("The processor does not keep up: close other programs"),
            )
        else:
            self.age.say(self.tr("result {ms} ms old").format(ms=decimal(age, 0)))
        total = health.ms.get("total")
        if total is None or not self._provider:
            self.speed.say(self._provider, self._gpu_trouble)
            return
        words = self.tr("{processor} {ms} ms a frame").format(processor=self._provider, ms=decimal(total, 0))
        self.speed.say(words, self._gpu_trouble)
        if not self._gpu_trouble:
            stages = ", ".join(f"{stage} {decimal(ms, 1)}" for stage, ms in health.ms.items() if stage != "total")
            tip = [self.tr("Milliseconds a picture: {stages}").format(stages=stages)]
            if self._remark:
                tip.append(self.tr("Not on a GPU: {remark}").format(remark=self._remark))
            self.speed.setToolTip("\n".join(tip))

    def show_services(self) -> None:
        self.blurred.say(self.tr("Strangers are blurred") if self._control.settings.blur else "")
        runtime = self._control.bridge.runtime
        if runtime is None:
            self.people.say(self.tr("Starting..."))
            return
        if runtime.recognizer is not None:
            self._provider, self._remark = runtime.recognizer.provider, said(runtime.recognizer.embedder.remark)
            self._gpu_trouble = ""
            if self._remark:
                self._control.run(_gpu_is_missing, self._show_gpu)
        if runtime.matcher is not None:
            self._show_people(runtime.matcher)
        elif not runtime.problems:
            self.people.say(self.tr("Opening the models..."))
        troubles = {
            "models": self.tr("No recognition"),
            "database": self.tr("No database"),
            "gallery": self.tr("The people cannot be read"),
            "faces": self.tr("Damaged samples"),
            "clips": self.tr("No room for clips"),
        }
        wrong = [(troubles[part], said(error.told)) for part, error in runtime.problems.items()]
        self.trouble.say(", ".join(name for name, _ in wrong), " ".join(remedy for _, remedy in wrong))
        if not wrong:
            self._control.run(runtime.left_behind, self._show_left_behind)

    def _show_people(self, matcher: Matcher) -> None:
        people, strangers = count(matcher.gallery.size, "person"), self._control.settings.strangers
        known = {"people": people, "number": whole(strangers)}
        self.people.say(self.tr("{people}, 1 stranger in {number} gets a name").format(**known))
        self.people.setToolTip(
            self.tr(
                "{people} with {samples}. A name is given from a likeness of {threshold}, at which 1 "
                "stranger in {number} is named (FPIR {rate})."
            ).format(
                samples=count(matcher.gallery.templates, "sample"),
                threshold=decimal(matcher.threshold),
                rate=f"{1 / strangers:g}",
                **known,
            )
            + f" {why_this_line()}"
        )

    def _show_left_behind(self, samples: int) -> None:
        if samples:
            remedy = self.tr(
                "%Ln sample(s) were made by another model and cannot be compared: the Models page brings over "
                "those whose picture was kept.",
                "",
                samples,
            )
            self.trouble.say(self.tr("Samples of another model"), remedy)

    def _show_gpu(self, missing: Message | None) -> None:
        """A computer without a GPU is as it should be; one whose GPU is not used is not."""
        words = self.tr(
            'The GPU is there and not used: {remark}. Start with "uv run --extra gpu main.py", or switch the GPU '
            "off in the settings."
        )
        self._gpu_trouble = "" if missing else words.format(remark=self._remark)


def _gpu_is_missing() -> Message | None:
    """Not for the GUI thread: it looks for the driver."""
    from facecam.vision.sessions import cuda_missing

    return cuda_missing()
