"""Boxes around faces, for those who look at pictures without the window."""

from __future__ import annotations

import cv2

from facecam.base.types import FrameResult, Image, State

KNOWN, UNKNOWN, PENDING = (120, 200, 80), (60, 160, 240), (170, 170, 170)
"""BGR: green, orange, grey."""

_COLOURS = {State.KNOWN: KNOWN, State.UNKNOWN: UNKNOWN, State.PENDING: PENDING}


def draw_boxes(image: Image, result: FrameResult) -> Image:
    """A copy of the picture (H, W, 3) with a box around each face; its colour says whether the face is known."""
    drawn = image.copy()
    line = max(1, round(min(image.shape[:2]) / 240))
    for face, decision in zip(result.faces, result.decisions, strict=True):
        x1, y1, x2, y2 = (round(float(value)) for value in face.detection.box)
        cv2.rectangle(drawn, (x1, y1), (x2, y2), _COLOURS[decision.state], line, cv2.LINE_AA)
    return drawn
