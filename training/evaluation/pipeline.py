"""A raw picture through facecam's detector and alignment into an embedder: what the user's camera goes through."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.capture import images
from facecam.vision import TAUGHT, align, geometry, integral, mtcnn, open_detector, pyramid, scan, sureness
from facecam.vision.manifest import load_manifest
from facecam.vision.scan import PATIENT
from training.core.files import whole
from training.core.vectors import Vectors
from training.data.augmentation import Image
from training.data.crops import central
from training.evaluation.datasets import Dataset, Places
from training.teachers.embedders import Embedder

BATCH = 32

Points = NDArray[np.float32]
"""[n, 5, 2]: five points a picture, as `types.Detection`; NaN where no face was found."""

Change = Callable[[Image, NDArray[np.float32]], Image]
"""Corrupts a picture, given the five points of its face."""


def points(data: Dataset, cache: Path) -> Points:
    """Five points of the face nearest each picture's centre, kept in `cache`.

    The cache is made again when the pictures' names or the detector's models or code change.
    """
    models = load_manifest()
    stamp = hashlib.sha256("".join(models.task(task).sha256 for task in TAUGHT).encode())
    for module in (mtcnn, geometry, pyramid, scan, sureness, integral):
        stamp.update(inspect.getsource(module).encode())
    stamp.update("\n".join(data.names).encode())
    path = cache / f"{data.title}-points-{len(data.names)}-{stamp.hexdigest()[:12]}.npy"
    if not path.exists():
        find = finder()
        with data.opened() as take, ThreadPoolExecutor(os.cpu_count()) as pool:
            found = np.stack(list(pool.map(lambda name: find(decoded(take(name), name)), data.names)))
        with whole(path) as file:
            np.save(file, found, allow_pickle=False)
    stored: Points = np.load(path)
    return stored


def finder() -> Callable[[Image], NDArray[np.float32]]:
    """A function from a picture to the five points (5, 2) of its most central face, NaN where there is none."""
    detector = open_detector(gpu="off")

    def find(image: Image) -> NDArray[np.float32]:
        found = detector.detect(image, PATIENT)
        if not found:
            return np.full((5, 2), np.nan, np.float32)
        return central(found, image.shape[1], image.shape[0]).points.astype(np.float32)

    return find


def decoded(data: bytes, name: str) -> Image:
    """The picture (BGR) in a file's bytes."""
    image = images.decode(data) if data else None
    if image is None:
        raise InputError("The picture {name} cannot be decoded", "Replace it or take it out", name=name)
    return image


def vectors(
    data: Dataset,
    five: Points,
    embedders: Sequence[Embedder],
    places: Places | None = None,
    change: Change | None = None,
) -> list[Vectors]:
    """Unit vectors [len(places), D] of each embedder; NaN where no face was found. `places`: all by default.

    `change` corrupts each picture, and the face is then looked for again: what the detector loses is lost.
    """
    places = np.arange(len(data.names)) if places is None else places
    find = finder() if change else None

    def embed(part: Places, take: Callable[[str], bytes]) -> list[Vectors]:
        answers = [np.full((len(part), embedder.dimension), np.nan, np.float32) for embedder in embedders]
        images: list[tuple[int, Image, NDArray[np.float32]]] = []
        for row, place in enumerate(part):
            if np.isnan(five[place]).any():
                continue
            image, face = decoded(take(data.names[place]), data.names[place]), five[place]
            if change and find:
                image = change(image, face)
                face = find(image)
            if not np.isnan(face).any():
                images.append((row, image, face))
        rows = [row for row, _, _ in images]
        crops = {
            side: np.stack([align.align(image, face, side) for _, image, face in images])
            for side in {embedder.side for embedder in embedders}
            if images
        }
        for embedder, answer in zip(embedders, answers, strict=True):
            if images:
                answer[rows] = embedder.embed(crops[embedder.side])
        return answers

    parts = [places[i : i + BATCH] for i in range(0, len(places), BATCH)]
    with data.opened() as take, ThreadPoolExecutor(os.cpu_count()) as pool:
        answered = list(pool.map(lambda part: embed(part, take), parts))
    return [np.concatenate(answers) for answers in zip(*answered, strict=True)]
