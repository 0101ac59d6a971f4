"""One still image through the chain, with the real models; and who is in front of it."""

from __future__ import annotations

import ctypes
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from facecam.base.errors import ModelError, ProviderError
from facecam.base.settings import Settings
from facecam.base.types import Detection, Face, Frame, Image, Quality, State
from facecam.capture.images import read_image
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, Stopwatch, decide_still, main_face, open_recognizer
from facecam.vision import manifest

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    if not manifest.load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture(scope="module")
def group(media: Path) -> Image:
    """Five people."""
    return read_image(media / "multi_face.jpg")


def test_faces_come_embedded_and_the_largest_first(recognizer: Recognizer, group: Image) -> None:
    watch = Stopwatch()
    faces = recognizer.faces(group, watch)
    areas = [face.detection.width * face.detection.height for face in faces]
    assert len(faces) == 5 and areas == sorted(areas, reverse=True)
    assert list(watch.ms) == ["detect", "align", "embed"]
    side = recognizer.embedder.size
    for face in faces:
        assert face.embedding is not None and face.crop is not None and face.quality is not None
        assert np.linalg.norm(face.embedding) == pytest.approx(1.0, abs=1e-5)
        assert face.crop.shape == (side, side, 3) and face.track is None and face.measured
        assert 0 < face.quality.score <= 1
        alone = recognizer.embed([recognizer.measure(group, face.detection, 7)])[0]
        assert alone.track == 7 and alone.detection is face.detection and alone.quality == face.quality
        assert alone.embedding is not None
        np.testing.assert_allclose(alone.embedding, face.embedding, atol=1e-4)
    assert recognizer.faces(np.zeros((90, 160, 3), np.uint8)) == []


def test_what_a_recognizer_is_made_of(recognizer: Recognizer) -> None:
    assert (recognizer.provider, recognizer.model) == ("CPU", recognizer.embedder.entry.name)
    curve = recognizer.embedder.entry.calibration
    assert recognizer.calibration.fmr(curve["score"][0]) == pytest.approx(10 ** curve["log10_fmr"][0])
    assert recognizer.calibration.lowest_fmr == pytest.approx(10 ** min(curve["log10_fmr"]))


def test_a_still_is_decided_on_one_sample_a_face(recognizer: Recognizer, group: Image) -> None:
    first, second, *_ = (face.embedding for face in recognizer.faces(group))
    assert first is not None and second is not None
    gallery = Gallery(np.stack([first, second]), np.array([4, 5]), {4: "Anna", 5: "Bo"}, "space")
    matcher = Matcher(gallery, recognizer.calibration, 1e-3)
    result = recognizer.still(Frame(group, 3, 1.5, 99.0, "party.jpg"), matcher)
    assert (result.index, result.time, result.captured, result.source) == (3, 1.5, 99.0, "party.jpg")
    assert result.size == (1000, 667) and result.ended == () and len(result.faces) == 5
    assert list(result.ms) == ["detect", "align", "embed", "match", "total"]
    assert [decision.name for decision in result.decisions[:2]] == ["Anna", "Bo"]
    assert {decision.state for decision in result.decisions[2:]} == {State.UNKNOWN}
    assert result.decisions[0].score == pytest.approx(1.0, abs=1e-4)


def test_the_smallest_face_is_a_setting(group: Image) -> None:
    assert open_recognizer(Settings(gpu="off", min_face=400)).faces(group) == []


def test_a_gpu_that_is_required_and_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)  # no driver
    with pytest.raises(ProviderError):
        open_recognizer(Settings(gpu="required"))


def test_a_model_that_was_never_calibrated_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    known = manifest.load_manifest()
    name = known.embedder().name
    bare = replace(known, models=tuple(replace(model, calibration={}) for model in known.models))
    monkeypatch.setattr(manifest, "load_manifest", lambda: bare)
    with pytest.raises(ModelError) as refused:
        open_recognizer(Settings(gpu="off"))
    assert str(refused.value) == (
        f"The model {name} was never calibrated: nobody knows which of its scores make two faces one person. "
        f"Run `python -m training calibrate {name}`, or choose another model."
    )


def face(x1: float, y1: float, x2: float, y2: float, quality: float | None = 0.8) -> Face:
    parts = None if quality is None else Quality(quality, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    return Face(Detection(np.array([x1, y1, x2, y2], np.float32), np.zeros((5, 2), np.float32), 1.0), parts)


@pytest.mark.parametrize(
    ("faces", "main"),
    [
        ([(0, 0, 50, 50), (275, 155, 365, 205)], 1),  # the larger one, in the middle
        ([(295, 155, 345, 205), (275, 0, 365, 90)], 0),  # 2,500 in the middle; 8,100 - 2 * 135 ** 2 above it
        ([(295, 155, 345, 205), (245, 155, 335, 245)], 1),  # 2,500; 8,100 - 2 * (30 ** 2 + 20 ** 2) = 5,500
        ([(295, 155, 345, 205), (255, 155, 305, 205)], 0),  # as large, 40 aside
        ([(335, 155, 385, 205), (255, 155, 305, 205)], 0),  # as large and as far: the first
        ([(295, 130, 345, 180), (295, 190, 345, 240)], 0),  # 25 above the middle; 35 below it
        ([(295, 155, 345, 205), (335, 135, 425, 225)], 0),  # 2,500; 8,100 - 2 * 60 ** 2 = 900
        ([(295, 155, 345, 195), (290, 150, 340, 210)], 1),  # 2,000 - 2 * 25; 3,000 - 2 * 25
    ],
)
def test_the_main_face_is_large_and_central(faces: list[tuple[float, ...]], main: int) -> None:
    all_ = [face(*box) for box in faces]
    assert main_face(all_, 640, 360) is all_[main]


def test_nobody_is_the_main_face_of_an_empty_picture() -> None:
    assert main_face([], 640, 360) is None


@pytest.mark.parametrize(("quality", "state"), [(0.2, State.KNOWN), (0.19, State.UNKNOWN), (None, State.KNOWN)])
def test_a_still_needs_a_quality_of_a_fifth_for_a_name(quality: float | None, state: State) -> None:
    vector = np.eye(1, 8, dtype=np.float32)
    matcher = Matcher(Gallery(vector, np.array([1]), {1: "Anna"}, "space"), CURVE, 1e-3)
    seen = replace(face(0, 0, 9, 9, quality), embedding=vector[0])
    (decision,) = decide_still([seen, face(0, 0, 9, 9)], matcher)
    assert decision.state is state and decision.score == 1.0


def test_a_stopwatch_adds_up_the_milliseconds_of_a_stage() -> None:
    watch = Stopwatch()
    assert watch.ms == {}
    with pytest.raises(KeyError), watch.stage("wait"):
        time.sleep(0.01)
        raise KeyError
    once = watch.ms["wait"]
    assert once >= 10
    with watch.stage("wait"):
        time.sleep(0.01)
    assert watch.ms["wait"] >= once + 10
