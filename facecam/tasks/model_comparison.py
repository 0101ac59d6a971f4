"""Models side by side on pictures of one's own: a folder a person, every pair of pictures compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import ImageError, InputError
from facecam.base.types import Face, Image
from facecam.capture.images import read_image
from facecam.capture.kinds import IMAGE_SUFFIXES
from facecam.identity.calibration import Calibration
from facecam.pipeline.recognizer import Recognizer, main_face
from facecam.tasks.person_folders import PersonFolder
from facecam.tasks.verification import look, verify
from facecam.vision.align import align
from facecam.vision.embedder import Embedder
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import PATIENT

MOST = 2_000
"""Pictures that are looked at, of each person as large a share."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelComparison:
    """What one model says about the pictures."""

    model: str
    people: int
    pictures: int
    """Those with a face."""
    without: int
    """Those without one, or that cannot be read."""
    same: NDArray[np.float32]
    """(n,): the cosine of each pair of pictures of one person."""
    different: NDArray[np.float32]
    """(m,): of each pair of two people."""
    threshold: float
    """The cosine from which two pictures are taken for one person's."""

    @property
    def missed(self) -> float | None:
        """The share of pairs of one person under the threshold; None where nobody has two pictures."""
        return float((self.same < self.threshold).mean()) if len(self.same) else None

    @property
    def mistaken(self) -> float | None:
        """The share of pairs of two people that reach it; None where there is only one person."""
        return float((self.different >= self.threshold).mean()) if len(self.different) else None


@dataclass(frozen=True, slots=True)
class Pair:
    a: str
    """What the pictures are called."""
    b: str
    score: float
    same: bool


@dataclass(frozen=True, slots=True)
class PairScores:
    """What one model says of every pair of some pictures."""

    model: str
    threshold: float
    """The cosine from which two pictures are taken for one person's."""
    pairs: tuple[Pair, ...]


def pair_scores(recognizer: Recognizer, pictures: Sequence[tuple[str, Image]], strangers: int) -> PairScores:
    """Compare a few named pictures with each other; one pair of two people in `strangers` may pass for one."""
    sides = [look(recognizer, image, name) for name, image in pictures]
    pairs = []
    for a, b in combinations(sides, 2):
        said = verify(recognizer, a, b, strangers)
        if said.score is not None:
            pairs.append(Pair(a.name, b.name, said.score, bool(said.same)))
    threshold = recognizer.calibration.threshold(1 / strangers, 1)
    return PairScores(recognizer.model, threshold, tuple(pairs))


def compare_models(
    detector: Mtcnn,
    embedders: Sequence[Embedder],
    albums: Sequence[PersonFolder],
    strangers: int,
    go_on: Callable[[int, int], bool],
) -> list[ModelComparison]:
    """Compare all pictures with each other, once for each model; of each picture its main face.

    `strangers`: one pair of two people in so many may pass for one. `go_on(done, all)` is asked before each
    picture; where it says no, nothing is returned. Raises `InputError` where there are no two faces.
    """
    files = _files(albums)
    crops: list[list[Image]] = [[] for _ in embedders]
    people: list[int] = []
    for done, (person, file) in enumerate(files):
        if not go_on(done, len(files)):
            return []
        if (found := _face(detector, file)) is None:
            continue
        people.append(person)
        image, face = found
        for mine, embedder in zip(crops, embedders, strict=True):
            mine.append(align(image, face.detection.points, embedder.size))
    if len(people) < 2:
        raise InputError(
            "There are no two pictures with a face in that folder", "Choose one with a folder of pictures a person"
        )
    owners = np.array(people)
    upper = np.triu(np.ones((len(owners), len(owners)), bool), 1)
    alike = owners[:, None] == owners
    trials = []
    for mine, embedder in zip(crops, embedders, strict=True):
        vectors = np.concatenate([embedder.embed(mine[start : start + 32]) for start in range(0, len(mine), 32)])
        scores = vectors @ vectors.T
        curve = embedder.entry.calibration
        threshold = Calibration(curve["score"], curve["log10_fmr"]).threshold(1 / strangers, 1)
        trials.append(
            ModelComparison(
                embedder.name,
                len(set(people)),
                len(people),
                len(files) - len(people),
                scores[upper & alike],
                scores[upper & ~alike],
                threshold,
            )
        )
    return trials


def _files(albums: Sequence[PersonFolder]) -> list[tuple[int, str]]:
    """The images with the number of their person; videos are left out."""
    own = [[file for file in album.files if Path(file).suffix.lower() in IMAGE_SUFFIXES] for album in albums]
    number = sum(len(files) for files in own)
    share = max(-(-number // MOST), 1)
    return [(person, file) for person, files in enumerate(own) for file in files[::share]]


def _face(detector: Mtcnn, file: str) -> tuple[Image, Face] | None:
    try:
        image = read_image(file)
    except ImageError:
        return None
    faces = [Face(detection) for detection in detector.detect(image, PATIENT)]
    face = main_face(faces, image.shape[1], image.shape[0])
    return None if face is None else (image, face)
