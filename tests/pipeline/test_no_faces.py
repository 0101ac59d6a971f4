"""What is no face, or none that is upright, leaves nothing behind: no visit, no name, no card among the unknown."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from facecam.base.settings import Settings
from facecam.base.types import Frame, TrackSummary
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, open_recognizer
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.vision import open_detector
from facecam.vision.manifest import load_manifest
from training.detection.pictures import load_pictures

STRANGERS = 1000


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    if not load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")
    return open_recognizer(Settings(gpu="off"))


def visits(recognizer: Recognizer, film: list[Frame]) -> list[TrackSummary]:
    nobody = Gallery.empty(recognizer.embedder.space, recognizer.embedder.dimension)
    matcher = Matcher(nobody, recognizer.calibration, 1 / STRANGERS)
    pipeline = TrackPipeline(recognizer)
    ended = [one for frame in film for one in pipeline.process(frame, matcher).ended]
    return [*ended, *pipeline.finish()]


def test_a_film_on_its_head_leaves_no_visit(recognizer: Recognizer, media: Path) -> None:
    """MTCNN's own nets fit an upright face to one that is not; what came of it fitted everybody."""
    whole = islice(frames(VideoSource(media / "WolfgangLanger_Pexels.mp4")), 0, 120, 3)
    upright = list(whole)
    turned = [
        Frame(np.ascontiguousarray(np.rot90(one.image, 2)), one.index, one.time, one.captured, one.source)
        for one in upright
    ]
    assert len(visits(recognizer, upright)) == 1
    assert visits(recognizer, turned) == []
    assert visits(_before(recognizer), turned), "facenet-pytorch's nets fall for it"


def test_a_film_of_hands_sleeves_and_dolls_leaves_next_to_no_visit(recognizer: Recognizer, shared: Path) -> None:
    """Scenes of a second, panned over as a camera does."""
    pictures = load_pictures(shared / "data" / "detection" / "nofaces.npz")
    film: list[Frame] = []
    for index in pictures.of("test")[:24]:
        image = pictures.picture(index)
        for _ in range(8):
            moved = np.roll(image, len(film) % 8, axis=1)
            film.append(Frame(moved, len(film), len(film) / 8, len(film) / 8, "scenes"))
    assert len(visits(recognizer, film)) <= 1
    assert len(visits(_before(recognizer), film)) >= 4, "facenet-pytorch's nets fall for them"


def _before(recognizer: Recognizer) -> Recognizer:
    return Recognizer(open_detector("off", original=True), recognizer.embedder, recognizer.calibration)
