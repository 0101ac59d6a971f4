"""The picture, letterboxed, at the camera's own rate, with boxes that sit on the faces."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facecam.types import Frame, FrameResult, Image, State
from ui.base import theme
from ui.live.blur import cover
from ui.live.boxes import caption, draw_face, hit
from ui.live.motion import Motion, Shown

SETTLE_MS = 100
"""After this long without a new frame a new result is painted on the old one."""


class FrameView(QWidget):
    face_clicked = Signal(int)
    """The track of the face, or 0 beside all faces."""
    painted = Signal(float)
    """`captured` of the frame that was just painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Live picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.mirror = False
        self._blur = False
        self._boxes_shown = True
        self.quiet = False
        """Only known faces have words, where there is little room."""
        self.dimmed = False
        """Under words that say why the picture stands still."""
        self.selected = 0
        self.order: list[int] = []
        """Tracks in the order of their numbers."""
        self._motion = Motion()
        self._frame: Frame | None = None
        self._image = QImage()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.update)

    @property
    def boxes_shown(self) -> bool:
        """Off while somebody is enrolled: then nobody is blurred either."""
        return self._boxes_shown

    @boxes_shown.setter
    def boxes_shown(self, on: bool) -> None:
        self._boxes_shown = on
        self._compose()

    @property
    def blur(self) -> bool:
        """Everybody who is not known is blurred."""
        return self._blur

    @blur.setter
    def blur(self, on: bool) -> None:
        self._blur = on
        self._compose()

    @property
    def picture(self) -> Image | None:
        """What is shown, without boxes and not mirrored, (H, W, 3) BGR; not to be written to."""
        return None if self._frame is None else self._pixels

    @property
    def frame(self) -> Frame | None:
        """The one that is shown."""
        return self._frame

    def show_frame(self, frame: Frame) -> None:
        self._frame = frame
        self._settle.start()
        self._compose()

    def show_result(self, result: FrameResult) -> None:
        self._motion.observe(result)
        if not self._settle.isActive():
            self._compose()

    def clear(self) -> None:
        """Another source: nothing of the old one stays."""
        self._frame, self._image = None, QImage()
        self._motion.forget()
        self.update()

    def shown(self) -> list[Shown]:
        """The faces as they are painted now."""
        return [] if self._frame is None else self._motion.at(self._frame.captured)

    def describe(self) -> str:
        """The picture in words, for a screen reader."""
        names = [caption(face.decision) for face in self.shown() if face.decision.state is not State.PENDING]
        return ", ".join(names) if names else self.tr("nobody")

    def _compose(self) -> None:
        """Make the image that is painted."""
        frame = self._frame
        if frame is None:
            return
        image = frame.image
        if self._blur and self._boxes_shown:
            image = cover(image, self._motion, frame.captured)
        pixels = np.ascontiguousarray(image)
        height, width = pixels.shape[:2]
        # The image looks at the array's own pixels: both stay in this thread and are kept together.
        self._image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)
        self._pixels = pixels
        self.update()

    def picture_place(self) -> QRectF:
        """Where the picture is painted."""
        if self._image.isNull():
            return QRectF(self.rect())
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def place_of(self, box: np.ndarray) -> QRectF:
        """A box of the frame in this widget's pixels."""
        place = self.picture_place()
        scale = place.width() / max(self._image.width(), 1)
        x1, y1, x2, y2 = (float(value) * scale for value in box)
        if self.mirror:
            x1, x2 = place.width() - x2, place.width() - x1
        return QRectF(QPointF(place.left() + x1, place.top() + y1), QPointF(place.left() + x2, place.top() + y2))

    def draw_picture(self, painter: QPainter, place: QRectF, part: QRectF | None = None) -> None:
        """Paint the frame, or a part of it, into a place; mirrored where the settings say so."""
        source = part if part is not None else QRectF(self._image.rect())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.mirror:
            painter.translate(place.left() + place.right(), 0)
            painter.scale(-1, 1)
        painter.drawImage(place, self._image, source)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.STAGE)
        if self._frame is not None:
            place = self.picture_place()
            if self.dimmed:
                painter.setOpacity(0.35)
            self.draw_picture(painter, place)
            painter.setOpacity(1.0)
            if self.boxes_shown and not self.dimmed:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRect(place)
                for face in sorted(self.shown(), key=lambda face: face.track == self.selected):
                    number = self.order.index(face.track) + 1 if face.track in self.order else 10
                    selected = face.track == self.selected
                    said = not self.quiet or face.decision.state is State.KNOWN
                    draw_face(painter, self.place_of(face.box), face.decision, number, selected, place, said)
            self.painted.emit(self._frame.captured)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            faces = [face for face in self.shown() if hit(self.place_of(face.box), event.position())]
            self.face_clicked.emit(faces[0].track if faces else 0)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)
