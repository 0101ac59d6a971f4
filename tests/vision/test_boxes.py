"""Names stand on the boxes of those who are known, whatever their letters, and inside the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Image, State
from facecam.vision import boxes

SIZE = (640, 360)


def drawn(name: str, state: State, box: tuple[float, float, float, float]) -> Image:
    points: NDArray[np.float32] = np.zeros((5, 2), np.float32)
    face = Face(Detection(np.array(box, np.float32), points, 1.0))
    decision = Decision(state, 0.5, (Candidate(1, name, 0.9),))
    result = FrameResult(0, 0.0, 0.0, "", SIZE, (face,), (decision,), (), {}, True)
    return boxes.draw_boxes(np.full((360, 640, 3), 90, np.uint8), result)


def ground(image: Image) -> NDArray[np.intp]:
    """Where a name's ground is (y, x): the colour of who is known, in squares that no line is wide enough for."""
    known = (image == np.array(boxes.KNOWN)).all(axis=2).astype(np.uint8)
    return np.argwhere(cv2.erode(known, np.ones((5, 5), np.uint8)))


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("box", [(50, 80, 150, 200), (-30, -30, 60, 60), (600, 340, 700, 400)])
@pytest.mark.parametrize("name", ["Anna", "Jürgen Østergård", "王芳", "A" * 200])
def test_a_name_is_written_inside_the_picture(
    name: str, box: tuple[float, float, float, float], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain and hasattr(cv2, "FontFace"):
        monkeypatch.delattr(cv2, "FontFace")
    image = drawn(name, State.KNOWN, box)
    where = ground(image)
    assert len(where), "there is a ground"
    (top, left), (bottom, right) = where.min(axis=0), where.max(axis=0)
    ink = image[top : bottom + 1, left : right + 1].sum(axis=2) < 200
    assert ink.any(), "and letters on it"


@pytest.mark.skipif(not hasattr(cv2, "FontFace"), reason="OpenCV before 5 knows no other letters")
def test_letters_of_other_languages_are_written() -> None:
    names = ("王芳", "李娜", "Иван", "Łukasz", "Lukasz")
    pictures = [drawn(name, State.KNOWN, (50, 80, 150, 200)).tobytes() for name in names]
    assert len(set(pictures)) == len(names)


@pytest.mark.parametrize("state", [State.UNKNOWN, State.PENDING])
def test_nobody_else_has_a_name(state: State) -> None:
    assert not len(ground(drawn("Anna", state, (50, 80, 150, 200))))
