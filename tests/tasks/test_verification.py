"""Two pictures compared: verdict, both error rates, and what is said about pictures that do not fit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from facecam.base.types import Detection, Face, Image
from facecam.identity.calibration import Calibration
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.tasks.verification import Side, look, missed, verify

CURVE = Calibration([0.0, 0.2, 0.4, 0.6], [-0.3, -1.5, -3.0, -5.0])
FIGURES = {"lfw_tar_at_far_0.01": 0.8, "lfw_tar_at_far_0.001": 0.5, "lfw_accuracy": 0.9}


def face(angle: float, width: float = 40.0) -> Face:
    vector = np.array([np.cos(angle), np.sin(angle)], np.float32)
    box = np.array([50 - width / 2, 30, 50 + width / 2, 30 + width], np.float32)
    return Face(Detection(box, np.zeros((5, 2), np.float32), 1.0), None, vector)


def recognizer(*faces: Face, figures: dict[str, float] = FIGURES, neighbourhood: Neighbourhood = EVEN) -> Any:
    entry = SimpleNamespace(figures=figures)

    def found(image: Image) -> list[Face]:
        return list(faces)

    embedder = SimpleNamespace(entry=entry, neighbourhood=neighbourhood)
    return SimpleNamespace(calibration=CURVE, embedder=embedder, faces=found)


PICTURE = np.zeros((100, 100, 3), np.uint8)


@pytest.mark.parametrize(("angle", "same"), [(0.0, True), (np.arccos(0.41), True), (np.arccos(0.39), False)])
def test_the_verdict_follows_the_threshold(angle: float, same: bool) -> None:
    running = recognizer()
    said = verify(running, Side("a", face(0), 1), Side("b", face(angle), 1), 1000)
    assert said.threshold == pytest.approx(0.4) and said.score == pytest.approx(np.cos(angle), abs=1e-6)
    assert said.same is same
    assert said.fmr == pytest.approx(CURVE.fmr(np.cos(angle)), rel=1e-4)
    assert said.fnmr == pytest.approx(0.5)
    assert said.extrapolated is bool(angle == 0)


def test_faces_like_many_must_be_more_alike() -> None:
    centres = np.array([[np.cos(0.1), np.sin(0.1)]], np.float32)
    crowded = recognizer(neighbourhood=Neighbourhood(centres, 1, 0.7, 0.6))
    a, b = Side("a", face(0), 1), Side("b", face(np.arccos(0.45)), 1)
    said, plain = verify(crowded, a, b, 1000), verify(recognizer(), a, b, 1000)
    taken = sum(0.3 * max(np.cos(angle - 0.1) - 0.7, 0) for angle in (0, np.arccos(0.45)))
    assert said.cosine == plain.score == plain.cosine == pytest.approx(0.45, abs=1e-6)
    assert said.score == pytest.approx(0.45 - taken, abs=1e-6) and taken > 0.05
    assert plain.same and not said.same, "nearer than 0.4, but where many are"
    assert said.fmr == pytest.approx(CURVE.fmr(0.45 - taken), rel=1e-4)


def test_a_picture_without_a_face_has_no_verdict() -> None:
    nobody = look(recognizer(), PICTURE, "tree.jpg")
    assert "no face in tree.jpg" in str(nobody.remark)
    said = verify(recognizer(), nobody, Side("b", face(0), 1), 1000)
    assert (said.score, said.fmr, said.same) == (None, None, None) and said.threshold == pytest.approx(0.4)


def test_of_several_faces_the_main_one_is_compared_and_that_is_said() -> None:
    large = face(0, 60)
    side = look(recognizer(face(1, 20), large), PICTURE, "party.jpg")
    assert side.face is large and "2 faces in party.jpg" in str(side.remark)
    assert look(recognizer(large), PICTURE, "one.jpg").remark is None


def test_missed_pairs_between_and_beyond_what_was_measured() -> None:
    assert missed(FIGURES, 0.01) == pytest.approx(0.2)
    assert missed(FIGURES, 10**-2.5) == pytest.approx(0.35)
    assert missed(FIGURES, 1e-9) == pytest.approx(0.5) and missed(FIGURES, 0.5) == pytest.approx(0.2)
    assert missed({"lfw_accuracy": 0.9}, 0.01) is None
