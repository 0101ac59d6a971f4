"""Bad pictures that score above the threshold are counted, and those that the gate stops are not named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.types import Detection
from facecam.identity.neighbourhood import EVEN
from facecam.identity.track_evidence import GOOD
from facecam.vision.align import template
from facecam.vision.quality import measure
from training.evaluation import out_of_distribution


class Brightness:
    """An embedder that looks at the brightness of a crop alone."""

    neighbourhood = EVEN

    def embed(self, crops: np.ndarray) -> np.ndarray:
        angle = crops.reshape(len(crops), -1).mean(axis=1) / 255 * np.pi / 2
        return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)


def samples(n: int = 150) -> Iterator[out_of_distribution.Sample]:
    """Crops of many brightnesses and sharpnesses, of faces of many sizes."""
    rng = np.random.default_rng(3)
    for _ in range(n):
        spread = rng.uniform(1, 60)
        crop = np.clip(rng.normal(rng.uniform(20, 235), spread, (64, 64, 3)), 0, 255).astype(np.uint8)
        width = float(rng.uniform(10, 78))
        yield Detection(np.array([0, 0, width, width], np.float32), template(64), 1.0), crop


def test_counts_agree_with_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out_of_distribution, "ALLOWED", 0.02)  # three of 150
    templates = np.eye(2, dtype=np.float32)
    row = out_of_distribution.judge("some", samples(), Brightness(), templates, 0.9)  # type: ignore[arg-type]
    seen = []
    for detection, crop in samples():
        vector = Brightness().embed(crop[None])[0]
        seen.append((max(float(vector @ t) for t in templates) > 0.9, measure(detection, crop).score))
    above = [quality for over, quality in seen if over]
    assert 0 < len(above) < 150
    assert row.above.value == pytest.approx(len(above) / 150)
    assert row.named.value == pytest.approx(sum(quality >= GOOD for quality in above) / 150)
    assert row.through.value == pytest.approx(sum(quality >= GOOD for _, quality in seen) / 150)
    assert sum(quality >= row.gate for quality in above) == 3
    assert sum(quality >= row.gate - 1e-9 for quality in above) > 3


def test_squares_beside_a_face_do_not_touch_its_crop() -> None:
    rng = np.random.default_rng(0)
    points = template() + 90  # the crop of the face covers 90 to 202 of 250
    found = [out_of_distribution.beside(250, 250, points, rng) for _ in range(200)]
    squares = [square for square in found if square]
    assert len(squares) > 20
    for left, top, side in squares:
        assert 0 <= left <= 250 - side and 0 <= top <= 250 - side and side >= 40
        touched = np.zeros((250, 250), bool)
        touched[top : top + side, left : left + side] = True
        assert not touched[91:201, 91:201].any()


def test_a_face_that_fills_the_picture_has_nothing_beside_it() -> None:
    assert out_of_distribution.beside(112, 112, template(), np.random.default_rng(0)) is None


def test_only_what_the_app_would_enrol_stands_in_the_gallery() -> None:
    crop = np.asarray(np.random.default_rng(5).integers(60, 200, (112, 112, 3)), np.uint8)
    assert out_of_distribution.may_enrol(crop, 112.0)
    assert not out_of_distribution.may_enrol(crop // 12, 112.0), (
        "a face in the dark is near to everything that is no face"
    )
    assert not out_of_distribution.may_enrol(crop, 20.0)
