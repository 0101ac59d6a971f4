"""The bar under a film or a folder: where it is, hold and go on, one picture on or back, and who was where."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolTip, QWidget

from facecam.base.types import Frame, FrameResult
from facecam.identity.gallery import Gallery
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n.words import clock, whole
from ui.live.sightings import Sightings
from ui.widgets.basics import tool
from ui.widgets.seekslider import NEAR, SeekSlider
from ui.widgets.tooltip import as_tooltip

if TYPE_CHECKING:
    from facecam.capture.transport import Playback
    from facecam.pipeline.engine import Health

FINE = 1000
"""Steps of the slider for a second of a film."""
TOGETHER = 1.0
"""Seconds for which somebody may be out of sight, and it is the same time still."""


class Places(SeekSlider):
    """Every place of a film or folder. Marks say where people were named."""

    def __init__(self, sightings: Sightings) -> None:
        super().__init__()
        self.sightings = sightings
        self.counted = False

    def place(self, value: int) -> float:
        """In seconds, or pictures."""
        return float(value) if self.counted else value / FINE

    def words(self, place: float) -> str:
        """A place for people to read."""
        return whole(round(place) + 1) if self.counted else clock(place)

    def marks(self) -> Iterator[int]:
        return (self._value(span.start) for spans in self.sightings.spans.values() for span in spans)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            x = event.pos().x()
            names = self.sightings.at(self.place(self.value_at(x - NEAR)), self.place(self.value_at(x + NEAR)))
            QToolTip.showText(
                event.globalPos(), as_tooltip(", ".join([self.words(self.place(self.value_at(x))), *names]))
            )
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mark())
        for spans in self.sightings.spans.values():
            for span in spans:
                left, right = sorted((self.x_of(self._value(span.start)), self.x_of(self._value(span.end))))
                painter.drawRoundedRect(QRectF(left - 1.5, 0, right - left + 3, 5), 1.5, 1.5)
        painter.end()

    def _value(self, place: float) -> int:
        return round(place * (1 if self.counted else FINE))


class PlaybackBar(QWidget):
    """Hidden while what is looked at has no places."""

    turned = Signal()
    """The picture may be held now, or go on."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._spec = ""
        self._playback: Playback | None = None
        self._ended = False
        self._position = 0.0
        self.sightings = Sightings()
        self.hold = tool("pause", self.tr("Hold"), keys.tip("freeze"))
        self.back = tool("previous", self.tr("One picture back"), keys.tip("previous"))
        self.on = tool("next", self.tr("One picture on"), keys.tip("next"))
        self.places = Places(self.sightings)
        self.places.setAccessibleName(self.tr("Place in the film or folder"))
        self.where = QLabel()
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(5)
        for part in (self.hold, self.back, self.on):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.places, 1)
        row.addWidget(self.where)
        self.hold.clicked.connect(self.turn)
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.places.actionTriggered.connect(lambda _: self._seek())
        control.bridge.frame.connect(self.show_frame)
        control.bridge.result.connect(self.show_result)
        control.bridge.health.connect(self.show_health)
        control.bridge.source_changed.connect(self._leave)
        control.bridge.runtime_changed.connect(self._follow_people)
        self.hide()

    @property
    def plays(self) -> bool:
        """Whether what is looked at can be held and gone through."""
        return self._playback is not None

    @property
    def paused(self) -> bool:
        """Whether it is held before its end."""
        return self._playback is not None and self._playback.paused and not self._ended

    @property
    def _stands(self) -> bool:
        return self.paused or self._ended

    # What comes in

    def show_frame(self, frame: Frame) -> None:
        if frame.position is not None:
            self._position = frame.position
            self._show_place()

    def show_result(self, result: FrameResult) -> None:
        if self._playback is not None and self.sightings.add(result, max(TOGETHER, self._playback.period * 1.5)):
            self._describe()

    def show_health(self, health: Health) -> None:
        playback, ended = health.playback, str(health.state) == "ended"
        if (playback, ended) == (self._playback, self._ended):
            return
        self._playback, self._ended = playback, ended
        self.setVisible(playback is not None)
        if playback is not None:
            self._show_playback(playback)

    # What a person does

    def turn(self) -> None:
        """Hold the picture, or go on; what has ended plays again."""
        if self._playback is not None and (transport := self._control.bridge.steer()) is not None:
            on = not self._stands
            transport.pause(on)
            self._expect(on)

    def step(self, pictures: int) -> None:
        """So many pictures on, or back, and hold."""
        playback, ended, here = self._playback, self._ended, self._position
        if playback is None or (ended and pictures > 0):
            return
        if (transport := self._control.bridge.steer()) is None:
            return
        if ended:
            transport.seek(max(here + pictures * playback.period, 0.0))
        transport.step(0 if ended else pictures)
        self._expect(True)

    def _seek(self) -> None:
        place = self.places.place(self.places.sliderPosition())
        if (transport := self._control.bridge.steer()) is not None:
            transport.seek(place)
        self._position = place
        self._show_place()

    # How it looks

    def _expect(self, paused: bool) -> None:
        """A button answers at once, and not with the next news of the source."""
        if self._playback is not None:
            self._playback, self._ended = dataclasses.replace(self._playback, paused=paused), False
            self._show_playback(self._playback)

    def _show_playback(self, playback: Playback) -> None:
        words = self.tr("Go on") if self._stands else self.tr("Hold")
        self.hold.setIcon(icon("play" if self._stands else "pause"))
        self.hold.setAccessibleName(words)
        self.hold.setToolTip(keys.tip("freeze", words))
        self.on.setEnabled(not self._ended)
        places, length = self.places, playback.length
        places.counted = playback.counted
        places.setEnabled(length is not None)
        if length is not None:
            most = round(length) - 1 if playback.counted else round((length - playback.period) * FINE)
            places.setRange(0, max(most, 0))
            places.setSingleStep(1 if playback.counted else FINE)
            places.setPageStep(max(1, most // 10))
        self._show_place()
        self.turned.emit()

    def _show_place(self) -> None:
        playback, places = self._playback, self.places
        if playback is None:
            return
        if not places.isSliderDown():
            places.setValue(round(self._position * (1 if playback.counted else FINE)))
        here = places.words(self._position)
        if playback.length is None:
            words = here
        else:
            last = places.words(playback.length - (1 if playback.counted else 0))
            words = self.tr("{here} of {last}").format(here=here, last=last)
        if words != self.where.text():
            self.where.setText(words)

    def _describe(self) -> None:
        """The marks in words."""
        said = [
            f"{self.sightings.names[person]} {', '.join(self.places.words(span.start) for span in spans)}"
            for person, spans in self.sightings.spans.items()
        ]
        self.places.setAccessibleDescription(self.tr("Named here: {people}").format(people="; ".join(said)))
        self.places.update()

    def _leave(self, spec: str) -> None:
        """Another source; one that is only opened anew keeps its marks."""
        if spec != self._spec:
            self._spec = spec
            self._playback, self._ended, self._position = None, False, 0.0
            self.sightings.keep({})
            self.hide()
            self.turned.emit()

    def _follow_people(self) -> None:
        """Who was forgotten is named nowhere any more."""
        runtime = self._control.bridge.runtime
        if runtime is not None and runtime.matcher is not None and self.sightings.spans:
            gallery = runtime.matcher.gallery
            # Very many people stay in a database, which this thread may not ask: better no marks than wrong ones.
            self.sightings.keep(gallery.names if isinstance(gallery, Gallery) else {})
            self._describe()
