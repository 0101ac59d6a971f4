"""Boxes and names around faces, for those who look at pictures without the window."""

from __future__ import annotations

import unicodedata

import cv2
import numpy as np

from facecam.base.types import FrameResult, Image, State

KNOWN, UNKNOWN, PENDING = (120, 200, 80), (60, 160, 240), (170, 170, 170)
"""BGR: green, orange, grey."""

_COLOURS = {State.KNOWN: KNOWN, State.UNKNOWN: UNKNOWN, State.PENDING: PENDING}
_INK = (20, 20, 20)


def draw_boxes(image: Image, result: FrameResult) -> Image:
    """A copy of the picture (H, W, 3) with a box around each face, whose colour says whether the face is known, and
    the names of those who are."""
    drawn = image.copy()
    line = max(1, round(min(image.shape[:2]) / 240))
    for face, decision in zip(result.faces, result.decisions, strict=True):
        x1, y1, x2, y2 = (round(float(value)) for value in face.detection.box)
        colour = _COLOURS[decision.state]
        cv2.rectangle(drawn, (x1, y1), (x2, y2), colour, line, cv2.LINE_AA)
        if decision.state is State.KNOWN and decision.name:
            _draw_name(drawn, decision.name, x1, y1, colour)
    return drawn


def _draw_name(drawn: Image, name: str, left: int, top: int, colour: tuple[int, int, int]) -> None:
    """Above the box, or in it where there is no room; wholly inside the picture, shortened where it is too long."""
    height, width = drawn.shape[:2]
    size = max(12, round(min(height, width) / 24))
    pad = size // 3
    label = _written(name, size)
    if label.shape[1] > width - 2 * pad:
        fits = max(1, len(name) * (width - 2 * pad) // label.shape[1] - 1)
        label = _written(name[:fits] + "…", size)[:, : width - 2 * pad]
    tall, wide = label.shape[0] + pad, label.shape[1] + 2 * pad
    x = min(max(left, 0), max(width - wide, 0))
    y = min(max(top - tall, 0), max(height - tall, 0))
    ground = drawn[y : y + tall, x : x + wide]
    ground[:] = colour
    ink = np.zeros(ground.shape[:2], np.float32)
    place = ink[pad // 2 : pad // 2 + label.shape[0], pad : pad + label.shape[1]]
    place[:] = label[: place.shape[0], : place.shape[1]] / 255
    ground[:] = ground * (1 - ink[..., None]) + np.array(_INK, np.float32) * ink[..., None]


def _written(name: str, size: int) -> Image:
    """(h, w) grey: how much ink where. OpenCV 5 knows the letters of most languages, 4 those of English alone."""
    if hasattr(cv2, "FontFace"):
        font = cv2.FontFace("sans")
        x, y, wide, tall = cv2.getTextSize((0, 0), name, (0, 0), font, size, 500)
        paper = np.zeros((max(tall, 1), max(wide, 1)), np.uint8)
        cv2.putText(paper, name, (-x, -y), (255,), font, size, 500)
        return paper
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter if letter.isascii() else "?" for letter in plain if not unicodedata.combining(letter))
    scale = size / 24
    (wide, tall), below = cv2.getTextSize(plain, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
    paper = np.zeros((tall + below, max(wide, 1)), np.uint8)
    cv2.putText(paper, plain, (0, tall), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 1, cv2.LINE_AA)
    return paper
