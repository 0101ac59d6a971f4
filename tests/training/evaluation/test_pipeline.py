"""Real pictures through detector, alignment and the shipped embedder; corrupted ones, too."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.errors import InputError
from facecam.base.paths import MODELS
from facecam.capture.images import read_image
from facecam.vision import open_detector
from facecam.vision.align import align
from facecam.vision.manifest import load_manifest
from facecam.vision.scan import PATIENT
from training.data.crops import central
from training.evaluation import pipeline, robustness, verification
from training.evaluation.datasets import Dataset
from training.teachers.embedders import Embedder, open_embedder

FACES = 4
"""Portraits; one more picture has no face."""


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder(load_manifest().embedder().name, MODELS)


@pytest.fixture
def pictures(media: Path, tmp_path: Path) -> Dataset:
    folder = tmp_path / "pictures"
    folder.mkdir()
    portraits = sorted(media.glob("*.jpg"), key=lambda file: file.stat().st_size)[:FACES]
    for number, file in enumerate(portraits):
        shutil.copy(file, folder / f"{number}{file.suffix}")
    cv2.imwrite(str(folder / "9.png"), np.full((80, 90, 3), 90, np.uint8))
    names = tuple(sorted(file.name for file in folder.iterdir()))
    pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [0, 0], [1, 1], [2, 2], [3, 3]])
    same = np.arange(8) >= 4
    return Dataset("pictures", folder, names, np.array([""] * 5), pairs, same, np.arange(8) % 2)


def test_vectors_are_those_of_the_parts_and_points_are_kept(
    pictures: Dataset, embedder: Embedder, tmp_path: Path
) -> None:
    five = pipeline.points(pictures, tmp_path)
    assert np.isnan(five).any(axis=(1, 2)).tolist() == [False] * FACES + [True]
    (found,) = pipeline.vectors(pictures, five, [embedder])
    assert np.isnan(found[FACES]).all()
    detector = open_detector(gpu="off")
    for name, vector in list(zip(pictures.names, found, strict=True))[:FACES]:
        image = read_image(pictures.source / name)
        face = central(detector.detect(image, PATIENT), image.shape[1], image.shape[0])
        np.testing.assert_allclose(
            embedder.embed(align(image, face.points, embedder.side)[None])[0], vector, atol=1e-5
        )
    (cached,) = tmp_path.glob("pictures-points-5-*.npy")
    np.save(cached, five + 1)
    np.testing.assert_array_equal(pipeline.points(pictures, tmp_path), five + 1)


def test_a_corrupted_picture_is_looked_at_anew(pictures: Dataset, embedder: Embedder, tmp_path: Path) -> None:
    five = pipeline.points(pictures, tmp_path)
    (lost,) = pipeline.vectors(pictures, five, [embedder], np.arange(2), lambda image, face: np.zeros_like(image))
    assert lost.shape == (2, embedder.dimension) and np.isnan(lost).all()


def test_a_broken_picture_is_named(pictures: Dataset, tmp_path: Path) -> None:
    (pictures.source / pictures.names[1]).write_bytes(b"no picture")
    with pytest.raises(InputError, match=pictures.names[1]):
        pipeline.points(pictures, tmp_path)


def test_the_robustness_table_has_a_row_for_each_way(pictures: Dataset, embedder: Embedder, tmp_path: Path) -> None:
    five = pipeline.points(pictures, tmp_path)
    clean = pipeline.vectors(pictures, five, [embedder])
    (rows,) = robustness.robustness(
        pictures, five, [embedder], clean, [verification.verify(pictures, clean[0], embedder.neighbourhood)]
    )
    assert [row.name for row in rows] == ["clean", *robustness.WAYS]
    assert rows[0].found.value == pytest.approx(FACES / 5)
    assert rows[0].accepted.value == 1  # each of the same pairs is one picture twice
    assert all(row.accepted.comparisons == 4 and row.wrong.comparisons == 4 for row in rows)
    crowding = embedder.neighbourhood.crowding
    of_pairs = verification.pair_scores(pictures, clean[0], embedder.neighbourhood)
    limit = float(np.quantile(of_pairs[~pictures.same], 1 - robustness.FAR))
    for name, row in zip(robustness.WAYS, rows[1:], strict=True):
        (corrupted,) = pipeline.vectors(pictures, five, [embedder], None, robustness.WAYS[name])
        taken = crowding(clean[0]), crowding(corrupted)
        scores = [float(clean[0][a] @ corrupted[b]) - taken[0][a] - taken[1][b] for a, b in pictures.pairs]
        over = [score > limit for score in scores]  # NaN, a face that was not found, is over nothing
        assert row.accepted.value == pytest.approx(np.mean(np.array(over)[pictures.same]))
        assert row.wrong.value == pytest.approx(np.mean(np.array(over)[~pictures.same]))


@pytest.mark.parametrize("way", robustness.WAYS)
def test_each_way_corrupts_what_it_says(pictures: Dataset, tmp_path: Path, way: str) -> None:
    five = pipeline.points(pictures, tmp_path)[0]
    image = read_image(pictures.source / pictures.names[0])
    before = image.copy()
    corrupted = robustness.WAYS[way](image, five)
    np.testing.assert_array_equal(image, before)  # the picture itself is left alone
    assert corrupted.shape == image.shape and corrupted.dtype == np.uint8
    crops = [align(picture, five).astype(int) for picture in (image, corrupted)]
    changed = np.abs(crops[0] - crops[1]).mean(axis=2)
    eyes, mouth = changed[44:60, 30:82].mean(), changed[84:100, 40:72].mean()
    if way == "mask":
        assert mouth > 10 and eyes < 2
    elif way == "sunglasses":
        assert eyes > 10 and mouth < 2
    else:
        assert changed.mean() > 1
