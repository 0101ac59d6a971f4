"""What the trainer makes is exported as a student is, and marked where it must never be facecam's."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch
from typer.testing import CliRunner

from facecam.base.errors import InputError, ModelError
from facecam.base.paths import MODELS
from facecam.identity.calibration import Calibration
from facecam.vision.classifier import Classifier
from facecam.vision.manifest import load_manifest
from facecam.vision.sessions import open_session as open_listed
from training.__main__ import app
from training.data import validation_split
from training.data.augmentation import resized
from training.data.faces import normalised
from training.networks.trained import open_trained
from training.release import export, terms
from training.supervised.recipe import TrainRecipe, parse
from training.supervised.state import State
from training.teachers import onnx_teacher
from training.teachers.embedders import embed, open_session

CROPS = np.random.default_rng(0).integers(0, 256, (5, 112, 112, 3), dtype=np.uint8)
NETWORK = {"backbone": "five_convolutions"}


def run_of(recipe: TrainRecipe, folder: Path) -> Path:
    """A run's checkpoint, its norms' statistics no longer the initial ones."""
    state = State.fresh(recipe, ("ann", "ben", "cid"))
    with torch.no_grad():
        for _ in range(30):
            state.average.train()(torch.from_numpy(CROPS[:, :64, :64].copy()))
    state.save(folder, 7, best=True)
    return folder / "best.pt"


def test_a_closed_set_exports_its_vectors_beside_its_classifier(tmp_path: Path) -> None:
    values = {"name": "set", "dimension": 16, "side": 64, "network": NETWORK, "data": {"closed": True}}
    checkpoint = run_of(parse(values | {"loss": {"kind": "cross_entropy"}}, "set"), tmp_path)
    entry = export.export(checkpoint, CROPS, tmp_path / "models", name="set")
    assert (entry["size"], entry["dimension"], entry["samples"]) == (64, 16, 7)

    small = np.stack([resized(crop, 64) for crop in CROPS])
    vectors = embed(open_session(tmp_path / "models" / "set.onnx"), small)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    file = tmp_path / "models" / "set-classifier.onnx"
    assert json.loads({p.key: p.value for p in onnx.load(file).metadata_props}["facecam.classes"]) == [
        "ann",
        "ben",
        "cid",
    ]
    listed = load_manifest(tmp_path / "models").classifier("set-classifier")
    assert listed.classes == ("ann", "ben", "cid")
    sure = Classifier(open_listed(listed, "off"), listed).classify(list(small))
    np.testing.assert_allclose(sure.sum(axis=1), 1, atol=1e-5)
    assert (sure.argmax(axis=1) == embed(open_session(file), small).argmax(axis=1)).all()
    assert Classifier(open_listed(listed, "off"), listed).classify([]).shape == (0, 3)
    with pytest.raises(InputError, match="Use one of: set-classifier"):
        load_manifest(tmp_path / "models").classifier("other")

    trained = open_trained(checkpoint)
    assert trained.classifier is not None
    with torch.no_grad():
        expected = trained.classifier(trained.network.project(torch.from_numpy(small)))
    np.testing.assert_allclose(embed(open_session(file), small), expected, atol=1e-4)


def test_a_network_of_ones_own_people_is_exported_and_calibrated_by_those_it_did_not_learn_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them is on the list of the people held out of the shipped models."""
    monkeypatch.chdir(tmp_path)
    recipe = parse({"name": "mine", "dimension": 16, "side": 64, "network": NETWORK}, "mine")
    run_of(recipe, tmp_path)
    people = [f"neighbour {number}" for number in range(40)]
    patterns = np.random.default_rng(1).integers(0, 256, (len(people) * 2, 3, 3, 3), dtype=np.uint8)
    images = [cv2.imencode(".png", cv2.resize(pattern, (112, 112)))[1] for pattern in patterns]
    (tmp_path / "sets").mkdir()
    np.savez(
        tmp_path / "sets" / "street.npz",
        data=np.concatenate(images),
        offset=np.cumsum([0, *map(len, images)]),
        identity=np.repeat(np.arange(len(people), dtype=np.int32), 2),
        identities=np.array(people),
        face_width=np.full(len(images), 90, np.int16),
    )

    def verb(*words: str) -> None:
        said = CliRunner().invoke(app, [*words, "--faces", "sets", "--models", "models"], catch_exceptions=False)
        assert said.exit_code == 0, said.output

    verb("export", "best.pt", "--name", "mine")
    assert not load_manifest(tmp_path / "models").embedder().calibration
    verb("calibrate", "mine")
    curve = load_manifest(tmp_path / "models").embedder().calibration
    judged = sum(validation_split.validates(normalised(person)) for person in people)
    assert judged > 2 and (curve["people"], curve["faces"]) == (judged, 2 * judged)
    assert "by their names" in curve["source"]
    assert Calibration(curve["score"], curve["log10_fmr"]).threshold(0.01, 10) > 0


def test_what_knows_the_benchmarks_people_is_not_facecams_and_teaches_nobody(tmp_path: Path) -> None:
    values = {"name": "lfw", "dimension": 16, "side": 64, "network": NETWORK, "trains_on_lfw": True}
    checkpoint = run_of(parse(values, "lfw"), tmp_path)
    before = sorted(MODELS.iterdir())
    with pytest.raises(ModelError, match="benchmark"):
        export.export(checkpoint, CROPS, MODELS, name="lfw")
    assert sorted(MODELS.iterdir()) == before

    export.export(checkpoint, CROPS, tmp_path / "models", name="lfw")
    with pytest.raises(ModelError, match="benchmark"):
        onnx_teacher.OnnxTeacher(tmp_path / "models" / "lfw.onnx")


def test_an_export_of_ours_teaches_at_its_own_resolution(tmp_path: Path) -> None:
    values = {"name": "mine", "dimension": 16, "side": 64, "network": NETWORK}
    checkpoint = run_of(parse(values, "mine"), tmp_path)
    export.export(checkpoint, CROPS, tmp_path / "models", name="mine")
    answers = onnx_teacher.OnnxTeacher(tmp_path / "models" / "mine.onnx").embed(CROPS)
    with torch.no_grad():
        small = np.stack([resized(crop, 64) for crop in CROPS])
        expected = open_trained(checkpoint).network(torch.from_numpy(small)).numpy()
    np.testing.assert_allclose(answers, expected, atol=1e-4)


def test_answers_are_kept_for_these_very_faces(tmp_path: Path) -> None:
    values = {"name": "mine", "dimension": 16, "side": 64, "network": NETWORK}
    export.export(run_of(parse(values, "mine"), tmp_path), CROPS, tmp_path / "models", name="mine", default=False)
    teacher, others = onnx_teacher.OnnxTeacher(tmp_path / "models" / "mine.onnx"), CROPS[::-1].copy()
    for crops in (CROPS, others):
        np.testing.assert_allclose(teacher.embed_all(crops, tmp_path), teacher.embed(crops), atol=1e-3)
    assert not np.allclose(teacher.embed(CROPS), teacher.embed(others), atol=1e-2)
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.glob("teacher-*.npy")}
    assert len(kept) == 2
    teacher.embed_all(others, tmp_path)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.glob("teacher-*.npy")} == kept


def test_what_learnt_from_ones_own_pictures_is_ones_own() -> None:
    assert terms.licence(["mine"], []).startswith("yours")
    assert terms.licence(["mine"], ["runs/teacher/best.pt"]).startswith("yours")
    assert terms.licence(["mine"], ["kd_resnet101_teacher"]).startswith("yours")
    for sets, teachers in (
        (["mine", "pins"], []),
        (["mine"], ["edgenext_xs"]),
        (["mine"], ["x/mbf_a.onnx"]),
        ([], []),
    ):
        assert terms.licence(sets, teachers).startswith("research only")
    assert terms.licence(["mine"], [], "weights/resnet18.safetensors").startswith("research only")
    assert terms.training_data(["mine"]) == "mine (the user's own)"
    assert "LFW" in terms.training_data(["pins", "mine"])
