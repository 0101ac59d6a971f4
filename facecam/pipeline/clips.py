"""The last seconds of each face of a source, until its visit ends: the ring buffer that clips are made of.

A picture holds a face and what is around it, and no other face: the others are blurred, whoever they are. While
strangers are to be blurred (`Settings.blur`) the face itself is, too, as long as it is not known. Films have no
clips, for a visit says where in the film it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.settings import Settings
from facecam.base.types import Frame, FrameResult, Image, State
from facecam.store.clips import ClipPicture, pack
from facecam.vision.blur import blur_faces

SECONDS = 8.0
"""How much of a visit is kept: its end."""
RATE = 5.0
"""Pictures a second at most."""
SIDE = 224
"""Pixels of a picture, which is square."""
AROUND = 2.4
"""How many times a face's longer side that is."""
QUALITY = 75
"""Of the JPEG, 1..100. A clip so has 0.2 to 0.5 MB."""

_EARLY = 0.02
"""Seconds by which a picture may come before it is due: cameras are not exact."""


class Clips:
    """The clips of one source. Not thread-safe: the thread that drives the source's tracks calls it."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        """`settings`: those of now, asked for each frame."""
        self._settings = settings
        self._rings: dict[int, deque[tuple[float, bytes]]] = {}
        """By track."""
        self._shown: set[int] = set()
        """Tracks whose ring shows their own face."""

    def see(self, frame: Frame, result: FrameResult) -> None:
        """Keep of a frame what belongs to its tracks."""
        settings = self._settings()
        if not (settings.keep_clips and settings.keep_sightings) or frame.position is not None:
            self.clear()
            return
        # Of tracks that left without a word, for they may have been no face.
        for track in [track for track, ring in self._rings.items() if frame.time - ring[-1][0] > SECONDS]:
            del self._rings[track]
            self._shown.discard(track)
        boxes = {face.track: face.detection.box for face in result.faces if face.track is not None}
        for face, decision in zip(result.faces, result.decisions, strict=True):
            if face.track is None or not face.measured:
                continue
            ring = self._rings.setdefault(face.track, deque(maxlen=round(SECONDS * RATE)))
            hide = settings.blur and decision.state is not State.KNOWN
            if hide and face.track in self._shown:  # no longer known, or only now to be hidden
                ring.clear()
                self._shown.discard(face.track)
            if not hide:
                self._shown.add(face.track)
            if ring and frame.time - ring[-1][0] < 1 / RATE - _EARLY:
                continue
            while ring and frame.time - ring[0][0] > SECONDS:
                ring.popleft()
            hidden = [box for track, box in boxes.items() if track != face.track]
            if hide:
                hidden.append(boxes[face.track])
            ring.append((frame.time, _picture(frame.image, boxes[face.track], hidden)))

    def clear(self) -> None:
        """Nothing that was gathered stays: all tracks have ended, or the people have changed."""
        self._rings.clear()
        self._shown.clear()

    def take(self, track: int) -> bytes | None:
        """The clip of a track that has ended (`clips.pack`); None where there is none."""
        ring = self._rings.pop(track, None)
        self._shown.discard(track)
        if not ring:
            return None
        start = ring[0][0]
        return pack([ClipPicture(round(time - start, 3), jpeg) for time, jpeg in ring])


def _picture(image: Image, box: NDArray[np.float32], hidden: Iterable[NDArray[np.float32]]) -> bytes:
    """The square around a face as JPEG, with these boxes in it blurred."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = (float(value) for value in box)
    side = max(int(min(AROUND * max(x2 - x1, y2 - y1), width, height)), 1)
    left = int(min(max((x1 + x2 - side) / 2, 0), width - side))
    top = int(min(max((y1 + y2 - side) / 2, 0), height - side))
    part = image[top : top + side, left : left + side]
    corner = np.array([left, top, left, top], np.float32)
    inside = [other - corner for other in hidden]
    if inside:
        part = blur_faces(part, inside)
    if side > SIDE:
        part = np.asarray(cv2.resize(part, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    return bytes(cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])
