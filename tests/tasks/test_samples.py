"""Samples from files, folders, films and arrays: what is taken, and what is refused and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from facecam.base.types import Detection, Face, Image, Quality
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.tasks.enrolment import MOST, Taken
from facecam.tasks.samples import Refusal, samples, split

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D = 128


def near(seed: int) -> np.ndarray:
    """One person's face, never twice the same."""
    one, other = (np.random.default_rng(of).normal(size=D).astype(np.float32) for of in (1, seed))
    mixed = one / np.linalg.norm(one) + np.float32(0.5) * other / np.linalg.norm(other)
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)


def face(vector: np.ndarray) -> Face:
    detection = Detection(np.array([10, 10, 110, 130], np.float32), np.zeros((5, 2), np.float32), 1.0)
    quality = Quality(0.8, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    return Face(detection, quality, vector, np.full((112, 112, 3), 90, np.uint8))


def matcher() -> Matcher:
    return Matcher(Gallery.empty("space", D), CURVE, 1e-3)


class ByBrightness:
    """Stands in for a recogniser: a picture's brightness says how many faces it has and whose."""

    def faces(self, image: Image) -> Sequence[Face]:
        level = int(image.mean() / 40)
        return [face(near(300 + int(image.mean()))) for _ in range(level)]


def test_files_are_taken_or_refused_one_by_one(tmp_path: Path) -> None:
    for name, level in (("a.png", 50), ("b.png", 5), ("c.png", 90), ("d.png", 60)):
        cv2.imwrite(str(tmp_path / name), np.full((40, 40, 3), level, np.uint8))
    (tmp_path / "e.jpg").write_bytes(b"no picture")
    recognizer: Any = ByBrightness()
    paths = [tmp_path / name for name in ("a.png", "b.png", "c.png", "d.png", "e.jpg")]
    taken, refused = split(samples(recognizer, matcher(), paths))
    assert [Path(one.source).name for one in taken] == ["a.png", "d.png"]
    assert [(Path(one.source).name, one.time) for one in refused] == [
        ("b.png", None),
        ("c.png", None),
        ("e.jpg", None),
    ]
    assert "no face" in str(refused[0].reason)
    assert "2 faces" in str(refused[1].reason)
    assert "e.jpg" in str(refused[2].reason)
    assert all(isinstance(one, Taken) for one in taken)
    assert all(isinstance(one, Refusal) for one in refused)


def test_a_video_is_looked_at_between_start_and_end(media: Path) -> None:
    class Frames:
        def faces(self, image: Image) -> Sequence[Face]:
            return []

    recognizer: Any = Frames()
    _, refused = split(samples(recognizer, matcher(), [media / "WolfgangLanger_Pexels.mp4"], start=1.0, end=2.0))
    times = [one.time for one in refused if one.time is not None]
    assert 4 <= len(times) <= 6
    assert min(times) >= 1.0 and max(times) <= 2.0


def test_when_there_are_enough_pictures_no_further_file_is_opened(tmp_path: Path) -> None:
    class Everybody:
        def __init__(self) -> None:
            self.asked = 0

        def faces(self, image: Image) -> Sequence[Face]:
            self.asked += 1
            return [face(near(500 + self.asked))]

    recognizer: Any = Everybody()
    for at in range(MOST + 5):
        cv2.imwrite(str(tmp_path / f"{at:02}.png"), np.full((8, 8, 3), 99, np.uint8))
    taken, refused = split(samples(recognizer, matcher(), [tmp_path]))
    assert (len(taken), len(refused), recognizer.asked) == (MOST, 5, MOST)


def test_arrays_and_folders_are_named_by_their_place_and_their_files(tmp_path: Path) -> None:
    recognizer: Any = ByBrightness()
    for name in ("1.png", "2.png"):
        cv2.imwrite(str(tmp_path / name), np.full((40, 40, 3), 90, np.uint8))
    pictures = [np.full((40, 40, 3), level, np.uint8) for level in (50, 5)]
    taken, refused = split(samples(recognizer, matcher(), [tmp_path, *pictures]))
    assert [one.source for one in taken] == ["picture 2"]
    assert [one.source for one in refused] == [str(tmp_path / "1.png"), str(tmp_path / "2.png"), "picture 3"]
