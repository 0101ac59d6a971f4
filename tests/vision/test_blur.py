from pathlib import Path

import numpy as np
import pytest

from facecam.base.settings import Settings
from facecam.base.types import Face
from facecam.capture.images import read_image
from facecam.pipeline.recognizer import open_recognizer
from facecam.vision.blur import blur_all, blur_faces
from facecam.vision.manifest import load_manifest


def test_only_the_boxes_are_blurred_and_the_picture_itself_stays() -> None:
    image = np.random.default_rng(1).integers(0, 256, (120, 160, 3), np.uint8)
    before = image.copy()
    blurred = blur_faces(image, [np.array([60.0, 40.0, 100.0, 90.0])])
    assert (image == before).all()
    changed = (blurred != image).any(axis=2)
    rows, columns = np.where(changed)
    assert (rows.min(), columns.min()) >= (27, 50) and (rows.max(), columns.max()) <= (103, 110)
    assert changed[45:85, 65:95].mean() > 0.95


def test_nothing_stays_of_a_face() -> None:
    random = np.random.default_rng(2)
    one = random.integers(0, 256, (120, 160, 3), np.uint8)
    boxes = [
        np.array([40.0, 30.0, 80.0, 80.0]),
        np.array([75.0, 50.0, 110.0, 95.0]),
        np.array([-9.0, 90.0, 20.0, 140.0]),
    ]
    hidden = (blur_faces(one, boxes) != one).any(axis=2)
    other = one.copy()
    other[hidden] = random.integers(0, 256, (int(hidden.sum()), 3), np.uint8)  # other faces at the same places
    assert (blur_faces(other, boxes) == blur_faces(one, boxes)).all()


def test_a_face_that_is_all_of_the_picture() -> None:
    image = np.random.default_rng(2).integers(0, 256, (100, 100, 3), np.uint8)
    assert np.unique(blur_faces(image, [np.array([0.0, 0.0, 100.0, 100.0])])).tolist() == [128]


def test_boxes_beyond_the_picture_do_no_harm() -> None:
    image = np.full((50, 60, 3), 7, np.uint8)
    far, across = np.array([900.0, 900.0, 950.0, 950.0]), np.array([-30.0, -30.0, 20.0, 20.0])
    assert (blur_faces(image, [far, across]) == 7).all()


def test_nobody_is_recognised_in_what_was_blurred(media: Path) -> None:
    if not load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")
    recognizer = open_recognizer(Settings(gpu="off"))
    image = read_image(media / "multi_face.jpg")
    clear = recognizer.faces(image)
    assert len(clear) >= 4
    for hidden in (blur_faces(image, [one.detection.box for one in clear]), blur_all(image)):
        blurred = recognizer.embed([recognizer.measure(hidden, one.detection) for one in clear])
        likeness = np.stack([face_vector(one) for one in clear]) @ np.stack([face_vector(one) for one in blurred]).T
        threshold = recognizer.calibration.threshold(1 / Settings().strangers, 1)  # of a gallery of one: the lowest
        assert np.diag(likeness).max() < threshold


def face_vector(face: Face) -> np.ndarray:
    assert face.embedding is not None
    return face.embedding
