"""From photographs to a model that facecam opens, on a few faces: every step with the one before it as it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch

from facecam.base.errors import InputError
from facecam.capture.images import read_image
from facecam.vision import open_detector
from facecam.vision.embedder import Embedder
from facecam.vision.manifest import load_manifest
from facecam.vision.sessions import open_session
from training.data import faces as face_sets
from training.data import heldout, prepare, validation_split
from training.data.augmentation import resized
from training.distillation import data as distillation_data
from training.distillation import loop as distil
from training.distillation import recipe
from training.evaluation.distance import distance
from training.networks.trained import open_trained
from training.release import export
from training.supervised import loop
from training.supervised import recipe as trainer_recipe
from training.supervised.selection import select

PART = 0.3
EACH = 6

TEACHER = trainer_recipe.parse(
    {
        "name": "teacher",
        "dimension": 32,
        "side": 64,
        "batch": 16,
        "steps": 40,
        "data": {"validation": PART},
        "network": {"backbone": "five_convolutions"},
        "loss": {"kind": "arcface", "margin": 10.0, "scale": 16.0},
        "optimiser": {"lr": 3e-3, "warm_up": 5},
        "judging": {"every": 20, "pairs": 20},
    },
    "teacher",
)
STUDENT = recipe.parse(
    {
        "name": "student",
        "dimension": 16,
        "side": 64,
        "sides": [[0.0, 64]],
        "batch": 8,
        "teachers": ["teacher"],
        "loss": {"negatives": 16},
        "optimiser": {"warm_up": 1},
    },
    "student",
)


def names() -> list[str]:
    """Two who are held out of everything, two to judge by, the others to learn from."""
    held = sorted(heldout.read().people)[:2]
    others = [f"someone_{letter}" for letter in "abcdefghijklmnop"]
    judged = [name for name in others if validation_split.validates(name, PART)][:2]
    learnt = [name for name in others if not validation_split.validates(name, PART)][:4]
    return held + judged + learnt


def photographs(media: Path) -> list[np.ndarray]:
    """A picture of one face each."""
    pictures = []
    detector = open_detector("off")
    for file in ("multi_face.jpg", "single_face.jpg", "0-f1-su-ph.jpg", "15-f13-anc-ph.jpg", "45-m7-di-ph.jpg"):
        whole = read_image(media / file)
        scale = 900 / max(whole.shape)
        scaled = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        image = np.asarray(cv2.copyMakeBorder(scaled, 60, 60, 60, 60, cv2.BORDER_REPLICATE), np.uint8)
        for face in detector.detect(image):
            centre, reach = (face.box[:2] + face.box[2:]) / 2, 0.9 * face.height
            left, top = np.maximum(centre - reach, 0).astype(int)
            right, bottom = (centre + reach).astype(int)
            pictures.append(image[top:bottom, left:right])
    return pictures


def other_shot(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The face turned, moved, in another light: no copy of the photograph."""
    height, width = picture.shape[:2]
    angle, scale = rng.uniform(-20, 20), 240 / width * rng.uniform(0.8, 1.1)
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale), np.float64)
    matrix[:, 2] += 120 - np.array([width, height]) / 2 + rng.uniform(-15, 15, 2)
    shot = cv2.warpAffine(picture, matrix, (240, 240), borderMode=cv2.BORDER_REFLECT)
    lit: np.ndarray = np.clip(shot * rng.uniform(0.6, 1.2) + rng.uniform(-20, 20), 0, 255).astype(np.uint8)
    return lit


def test_photographs_become_a_model_that_facecam_opens(media: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    people = names()
    for person, picture in zip(people, photographs(media), strict=False):
        (tmp_path / "raw" / person).mkdir(parents=True)
        for number in range(EACH):
            cv2.imwrite(str(tmp_path / "raw" / person / f"{number}.jpg"), other_shot(picture, rng))
    assert len(list((tmp_path / "raw").iterdir())) == len(people)

    sets, cache, models = tmp_path / "sets", tmp_path / "cache", tmp_path / "models"
    report = prepare.prepare(tmp_path / "raw", sets / "few.npz", benchmark=frozenset(), workers=1)
    assert len(report.people) == len(people) and report.faces > 4 * len(people)

    selection = select(TEACHER, sets, cache)
    loop.run(TEACHER, selection, tmp_path / "teacher", accelerator="cpu")
    crops = face_sets.load(sets, cache).pixels
    export.export(tmp_path / "teacher" / "best.pt", crops, models, name="teacher", default=False)

    first, second = sorted((tmp_path / "raw" / people[0]).iterdir())[:2]
    assert distance(first, first, tmp_path / "teacher" / "best.pt") == pytest.approx(0, abs=1e-3)
    assert 0 < distance(first, second, tmp_path / "teacher" / "best.pt") < 2
    (tmp_path / "empty.png").write_bytes(cv2.imencode(".png", np.full((200, 200, 3), 90, np.uint8))[1].tobytes())
    with pytest.raises(InputError, match=r"no face in .*empty"):
        distance(first, tmp_path / "empty.png", tmp_path / "teacher" / "best.pt")

    learnt = distillation_data.prepare(STUDENT, sets, models, cache)
    assert len(learnt.rows) and len(learnt.check.rows)
    of_checkpoint = dataclasses.replace(STUDENT, teachers=(str(tmp_path / "teacher" / "best.pt"),))
    alike = (distillation_data.prepare(of_checkpoint, sets, models, cache).targets * learnt.targets).sum(dim=1)
    assert float(alike.min()) > 0.999
    distil.run(STUDENT, learnt, tmp_path / "student", steps=4)
    export.export(tmp_path / "student" / "last.pt", crops, models, name="student")

    listed = load_manifest(models)
    entry = listed.embedder()
    assert (entry.name, entry.size, entry.dimension, entry.training_data) == (
        "student",
        64,
        16,
        "few (the user's own)",
    )
    embedder = Embedder(open_session(entry, "off"), entry)
    small = np.stack([resized(crop, 64) for crop in crops[:3]])
    with torch.no_grad():
        expected = open_trained(tmp_path / "student" / "last.pt").network(torch.from_numpy(small)).numpy()
    np.testing.assert_allclose(embedder.embed(small), expected, atol=1e-4)
