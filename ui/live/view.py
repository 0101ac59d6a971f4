"""The picture, letterboxed, at the camera's own rate, with boxes that sit on the faces."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facecam.base.types import Frame, FrameResult, Image, State
from ui.base import theme
from ui.live.blur import PATIENCE, Pair, Pairing, cover
from ui.live.boxes import Boxed, caption, draw_faces, hit
from ui.live.captions import Side
from ui.live.motion import Motion, Shown, decided, faces_of

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
        self._sides: dict[int, Side] = {}
        self._motion = Motion()
        self._pairing = Pairing()
        self._frame: Frame | None = None
        self._found: FrameResult | None = None
        """What was found on the frame that is shown; only while somebody is blurred."""
        self._image = self._bare = QImage()
        """What is painted, and the frame without any blur."""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.update)
        self._late = QTimer(self, singleShot=True, interval=round(PATIENCE * 1000))
        self._late.timeout.connect(lambda: self._show(self._pairing.overdue()))

    @property
    def boxes_shown(self) -> bool:
        """Off while somebody is enrolled, who sees the clear picture in a place of its own (`draw_clear`)."""
        return self._boxes_shown

    @boxes_shown.setter
    def boxes_shown(self, on: bool) -> None:
        self._boxes_shown = on
        self._renew()

    @property
    def blur(self) -> bool:
        """Everybody who is not known is blurred: a frame waits until it was searched for faces."""
        return self._blur

    @blur.setter
    def blur(self, on: bool) -> None:
        if on != self._blur:
            self._blur = on
            self._renew()

    @property
    def picture(self) -> Image | None:
        """What is shown, without boxes and not mirrored, (H, W, 3) BGR; not to be written to."""
        return None if self._frame is None else self._pixels

    @property
    def frame(self) -> Frame | None:
        """The one that is shown."""
        return self._frame

    @property
    def _pairs(self) -> bool:
        """Only what was searched is shown."""
        return self._blur and self._boxes_shown

    def show_frame(self, frame: Frame) -> None:
        self._motion.follow(frame)
        if not self._pairs:
            self._settle.start()
            self._show((frame, None))
            return
        pair = self._pairing.frame(frame)
        if pair is None and self._frame is None:
            pair = frame, None
        self._show(pair)
        if (pair is None or pair[1] is None) and not self._late.isActive():
            self._late.start()

    def show_result(self, result: FrameResult) -> None:
        self._motion.observe(result)
        pair = self._pairing.result(result)
        if self._pairs and pair is not None:
            self._late.stop()
            self._show(pair)
        elif not self._pairs and not self._settle.isActive():
            self.update()

    def stay(self) -> None:
        """Go on showing this frame, and none that waits."""
        self._late.stop()

    def decide(self, result: FrameResult) -> None:
        """While a frame stays: who is on it may have been named since."""
        self._motion.decide(result)
        if self._pairs and self._frame is not None and self._found is not None:
            self._show((self._frame, decided(self._found, result)))
        self.update()

    def clear(self) -> None:
        """Another source: nothing of the old one stays."""
        self._frame, self._found, self._image, self._bare = None, None, QImage(), QImage()
        self._motion.forget()
        self._pairing.clear()
        self._late.stop()
        self.update()

    def shown(self) -> list[Shown]:
        """The faces as they are painted now."""
        if self._frame is None:
            return []
        if self._pairs:
            return [] if self._found is None else faces_of(self._found)
        return self._motion.at(self._frame.captured)

    def describe(self) -> str:
        """The picture in words, for a screen reader."""
        names = [caption(face.decision) for face in self.shown() if face.decision.state is not State.PENDING]
        return ", ".join(names) if names else self.tr("nobody")

    def _renew(self) -> None:
        """Something else may be seen of the frame that is shown."""
        if not self._pairs:
            self._late.stop()
        if self._frame is not None:
            self._show((self._frame, self._pairing.own(self._frame) if self._pairs else None))

    def _show(self, pair: Pair | None) -> None:
        """Make the image that is painted."""
        if pair is None:
            return
        self._frame, self._found = frame, _ = pair
        clear = np.ascontiguousarray(frame.image)
        # An image looks at its array's own pixels: both stay in this thread and are kept together.
        self._clear, self._pixels = clear, cover(clear, self._found) if self._blur else clear
        self._bare, self._image = _look_at(self._clear), _look_at(self._pixels)
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

    def draw_clear(self, painter: QPainter, place: QRectF) -> None:
        """Paint the frame without any blur, for who is being enrolled."""
        self._draw(painter, place, self._bare)

    def _draw(self, painter: QPainter, place: QRectF, image: QImage) -> None:
        """Mirrored where the settings say so."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.mirror:
            painter.translate(place.left() + place.right(), 0)
            painter.scale(-1, 1)
        painter.drawImage(place, image)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.STAGE)
        if self._frame is not None:
            place = self.picture_place()
            if self.dimmed:
                painter.setOpacity(0.35)
            self._draw(painter, place, self._image)
            painter.setOpacity(1.0)
            if self.boxes_shown and not self.dimmed:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setClipRect(place)
                draw_faces(painter, [self._boxed(face) for face in self.shown()], place, self._sides)
            self.painted.emit(self._frame.captured)
        painter.end()

    def _boxed(self, face: Shown) -> Boxed:
        return Boxed(
            face.track,
            self.place_of(face.box),
            face.decision,
            self.order.index(face.track) + 1 if face.track in self.order else 10,
            face.track == self.selected,
            not self.quiet or face.decision.state is State.KNOWN,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self.face_clicked.emit(self.track_at(event.position()))

    def track_at(self, at: QPointF) -> int:
        """Of the face that is there; 0 where none is."""
        return next((face.track for face in self.shown() if hit(self.place_of(face.box), at)), 0)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)


def _look_at(pixels: Image) -> QImage:
    """An image of these pixels, (H, W, 3) BGR, which are not copied."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)
