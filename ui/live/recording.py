"""The live picture as a film: what is shown on it is drawn in the film's own thread."""

from __future__ import annotations

import functools
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRectF, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from facecam.base.types import Frame, FrameResult, Image
from ui.base.control import Control
from ui.i18n.core import said
from ui.i18n.words import clock, whole
from ui.live.blur import Pair, Pairing, cover
from ui.live.boxes import Boxed, draw_faces
from ui.live.captions import Side
from ui.live.motion import Motion, Shown, faces_of

if TYPE_CHECKING:
    from facecam.pipeline.engine import Health
    from facecam.recording.video import VideoRecorder

USUAL_FPS = 25.0
HEIGHT = 600
"""Pixels of a picture on which boxes and names have the size that they have in the window."""


class Recording(QObject):
    changed = Signal()
    """It began, ended, or went on for another moment."""

    _ended = Signal()

    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._film: VideoRecorder | None = None
        self._motion = Motion()
        self._pairing = Pairing()
        self._sides: dict[int, Side] = {}
        """Where names stand, from picture to picture of one film."""
        self._fps = 0.0
        self._index = -1
        self._missed = 0
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self.changed)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        control.bridge.frame.connect(self._add)
        control.bridge.result.connect(self._note_result)
        control.bridge.health.connect(self._note_rate)
        control.bridge.source_changed.connect(self._leave)

    @property
    def on(self) -> bool:
        return self._film is not None

    @property
    def time(self) -> str:
        """For how long: `0:12`."""
        return clock(self._film.seconds if self._film is not None else 0.0)

    @property
    def words(self) -> str:
        """For how long, and what is missing: `0:12, 3 dropped`."""
        lost = self._lost()
        dropped = self.tr("%Ln dropped", "", lost)
        return f"{self.time}, {dropped}" if lost else self.time

    def toggle(self) -> None:
        if self._film is None:
            self._start()
        else:
            self._film.stop()

    def close(self, timeout: float) -> bool:
        """Complete the file, waiting for it; False where that takes longer than `timeout` seconds."""
        film, self._film = self._film, None
        if film is None:
            return True
        film.stop()
        return film.join(timeout)

    def _start(self) -> None:
        from facecam.recording.video import VideoRecorder

        films = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        path = Path(films) / "facecam" / f"facecam {datetime.now():%Y-%m-%d %H-%M-%S}.mp4"
        self._index, self._missed, self._sides = -1, 0, {}
        self._motion.forget()
        self._pairing.clear()
        self._film = VideoRecorder(path, float(np.clip(round(self._fps or USUAL_FPS), 5, 60)), self._ended.emit)
        self._tick.start()
        self.changed.emit()

    def _add(self, frame: Frame) -> None:
        if self._film is None:
            return
        self._motion.follow(frame)
        if self._control.settings.blur:
            self._put(self._pairing.frame(frame))
        else:
            self._put((frame, None))

    def _note_result(self, result: FrameResult) -> None:
        if self._film is None:
            return
        self._motion.observe(result)
        pair = self._pairing.result(result)
        if self._control.settings.blur:
            self._put(pair)

    def _put(self, pair: Pair | None) -> None:
        film = self._film
        if film is None or pair is None:
            return
        frame, found = pair
        if self._index >= 0:
            self._missed += max(frame.index - self._index - 1, 0)
        self._index = frame.index
        settings = self._control.settings
        if not settings.record_boxes:
            faces = []
        elif settings.blur:
            faces = [] if found is None else faces_of(found)
        else:
            faces = self._motion.at(frame.captured)
        film.put(frame.captured, functools.partial(_draw, frame, settings.blur, found, faces, self._sides))

    def _lost(self) -> int:
        return self._missed + (self._film.dropped if self._film is not None else 0)

    def _finish(self) -> None:
        """The film has ended, by itself or not."""
        film = self._film
        if film is None:
            return
        lost = self._lost()
        self._film = None
        self._tick.stop()
        self.changed.emit()
        if film.error is not None:
            kept = self.tr("What was recorded until then is in {path}.").format(path=film.path)
            ended = said(film.error.told)
            self._control.failed.emit(f"{ended} {kept}" if film.frames else ended)
        elif film.frames:
            done = self.tr("Recorded {seconds} s: {path}").format(
                seconds=whole(round(film.seconds)), path=film.path
            )
            missing = self.tr("The computer was too slow for %Ln picture(s)", "", lost)
            self._control.saved.emit(f"{done}. {missing}" if lost else done, str(film.path))
        else:
            self._control.failed.emit(self.tr("Nothing was recorded: there was no picture."))

    def _note_rate(self, health: Health) -> None:
        self._fps = health.fps

    def _leave(self, _: str) -> None:
        """Another source is opened: its pictures belong to another film."""
        self._motion.forget()
        self._pairing.clear()
        if self._film is not None:
            self._film.stop()


def _draw(frame: Frame, blur: bool, found: FrameResult | None, faces: list[Shown], sides: dict[int, Side]) -> Image:
    """In the film's thread, which alone has `sides`. `blur`: who is not known of those `found`; `faces`: with boxes
    and names."""
    image = cover(frame.image, found) if blur else frame.image
    if not faces:
        return image
    pixels = image if blur else image.copy()
    height, width = pixels.shape[:2]
    canvas = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = max(height / HEIGHT, 0.5)
    painter.scale(scale, scale)
    within = QRectF(0, 0, width / scale, height / scale)
    boxed = []
    for face in faces:
        x1, y1, x2, y2 = (float(value) / scale for value in face.box)
        boxed.append(Boxed(face.track, QRectF(x1, y1, x2 - x1, y2 - y1), face.decision))
    draw_faces(painter, boxed, within, sides)
    painter.end()
    return pixels
