"""The bar at the bottom: what really runs. A part that is wrong turns amber and says the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QToolTip, QWidget

from ui.control import Control
from ui.live.sources import short
from ui.parts.basics import named
from ui.parts.words import count

if TYPE_CHECKING:
    from facecam.engine import Health
    from facecam.identity.matching import Matcher

TROUBLES = {"models": "No recognition", "database": "No database", "gallery": "The people cannot be read"}
SAFE = (
    "Default settings are used, and neither settings nor people nor visits are changed. "
    "Start facecam without --safe-mode to go on as usual."
)
OLD_MS = 500.0
"""A result older than this does not belong to the picture any more."""


class Part(QToolButton):
    """Words, and on a click what they mean."""

    def __init__(self, meaning: str) -> None:
        super().__init__()
        self._meaning = meaning
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
        tip = wrong or self._meaning
        if tip != self.toolTip():
            self.setToolTip(tip)
        if bool(wrong) != self.property("wrong"):
            self.setProperty("wrong", bool(wrong))
            self.style().unpolish(self)
            self.style().polish(self)


class TruthBar(QWidget):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("truth", self)
        self._control = control
        self.source = Part("The source, and what its device really gives")
        self.rate = Part("Pictures that arrive a second, and those that came too late to be shown")
        self.age = Part("From the moment a picture was taken until facecam has said who is in it: until now")
        self.speed = Part("What runs the models, and milliseconds of it for one picture")
        self.people = Part("Who can be recognised, and how often a stranger is taken for one of them")
        self.trouble = Part("")
        self.recording = Part("The picture is being recorded; R on the live page ends it")
        self.recording.hide()
        self.safe = Part("")
        self.safe.say("Safe mode" if control.safe else "", SAFE)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(2)
        for part in (self.source, self.rate, self.age, self.speed):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.recording)
        row.addWidget(self.safe)
        row.addWidget(self.trouble)
        row.addWidget(self.people)
        control.bridge.health.connect(self.show_health)
        control.bridge.services_changed.connect(self.show_services)
        control.settings_changed.connect(lambda _: self.show_services())
        self._provider = self._remark = self._gpu_trouble = ""
        self.show_services()

    def show_health(self, health: Health) -> None:
        state = str(health.state)
        live = state == "live"
        mode = f"  {health.mode}" if health.mode else ""
        name = self.fontMetrics().elidedText(short(health.source), Qt.TextElideMode.ElideMiddle, 220)
        words = f"{name}{mode}" if live else f"{name}, {state}"
        if (others := len(self._control.bridge.channels) - 1) > 0:
            words += f" and {count(others, 'other')}"
        self.source.say(words, health.message if state in ("failed", "reconnecting") else "")
        self.rate.say(f"{health.fps:.0f} fps, {health.dropped} dropped" if live else "")
        age = health.result_age_ms
        if not live or age is None:
            self.age.say("")
        elif age > OLD_MS:
            self.age.say(f"result {age / 1000:.1f} s old", "The processor does not keep up: close other programs")
        else:
            self.age.say(f"result {age:.0f} ms old")
        total = health.ms.get("total")
        timed = total is not None and self._provider
        self.speed.say(f"{self._provider} {total:.0f} ms a frame" if timed else self._provider, self._gpu_trouble)
        if timed and not self._gpu_trouble:
            stages = ", ".join(f"{stage} {ms:.1f}" for stage, ms in health.ms.items() if stage != "total")
            why = f"\nNot on a GPU: {self._remark}" if self._remark else ""
            self.speed.setToolTip(f"Milliseconds a picture: {stages}{why}")

    def show_services(self) -> None:
        services = self._control.bridge.services
        if services is None:
            self.people.say("Starting...")
            return
        if services.recognizer is not None:
            self._provider, self._remark = services.recognizer.provider, services.recognizer.embedder.remark
            self._gpu_trouble = ""
            if self._remark:
                self._control.run(_gpu_is_missing, self._show_gpu)
        if services.matcher is not None:
            self._show_people(services.matcher)
        elif not services.problems:
            self.people.say("Opening the models...")
        wrong = [(TROUBLES[part], str(error)) for part, error in services.problems.items()]
        self.trouble.say(", ".join(name for name, _ in wrong), " ".join(remedy for _, remedy in wrong))
        if not wrong:
            self._control.run(services.left_behind, self._show_left_behind)

    def _show_people(self, matcher: Matcher) -> None:
        people, strangers = count(len(matcher.gallery.people), "person"), self._control.settings.strangers
        self.people.say(f"{people}, 1 stranger in {strangers:,} gets a name")
        self.people.setToolTip(
            f"{people} with {count(matcher.gallery.templates, 'sample')}. A name is given from a likeness (cosine) "
            f"of {matcher.threshold:.2f}, at which 1 stranger in {strangers:,} is named (FPIR {1 / strangers:g})."
        )

    def _show_left_behind(self, samples: int) -> None:
        if samples:
            have = f"{count(samples, 'sample')} {'was' if samples == 1 else 'were'}"
            self.trouble.say(
                "Samples of another model",
                f"{have} made by another model and cannot be compared: "
                "the Models page brings over those whose picture was kept.",
            )

    def _show_gpu(self, missing: str) -> None:
        """A computer without a GPU is as it should be; one whose GPU is not used is not."""
        remedy = "Start with `uv run --extra gpu main.py`, or switch the GPU off in the settings"
        self._gpu_trouble = "" if missing else f"The GPU is there and not used: {self._remark}. {remedy}."


def _gpu_is_missing() -> str:
    """Not for the GUI thread: it looks for the driver."""
    from facecam.vision.sessions import cuda_missing

    return cuda_missing()
