"""A variant is written where held-out people are told apart as before, refused where they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

import onnx
from onnx import numpy_helper

from facecam.base.errors import InputError, ModelError
from facecam.base.paths import MODELS
from facecam.identity.calibration import Calibration
from training.core import manifest
from training.data import heldout
from training.data.faces import Faces
from training.evaluation.examination import crops_of
from training.release import quantise
from training.teachers import asking, embedders
from training.teachers.embedders import open_embedder

PEOPLE, EACH = 40, 4


@pytest.fixture(scope="module")
def faces() -> Faces:
    """Each person is a pattern, each face of theirs the pattern with a little noise."""
    rng = np.random.default_rng(0)
    patterns = rng.integers(0, 256, (PEOPLE, 7, 7, 3), dtype=np.uint8)
    person = np.repeat(np.arange(PEOPLE), EACH)
    pixels = np.stack(
        [
            np.clip(cv2.resize(patterns[p], (112, 112)) + rng.normal(0, 3, (112, 112, 3)), 0, 255).astype(np.uint8)
            for p in person
        ]
    )
    n = len(person)
    zeros, names = np.zeros(n, np.int64), tuple(f"p{i}" for i in range(PEOPLE))
    return Faces(pixels, person, names, zeros, ("patterns",), np.arange(n), zeros, zeros, zeros)


@pytest.fixture
def models(faces: Faces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shipped float model, called `some`; half the people are held out."""
    held = heldout.HeldOut(frozenset(), frozenset(faces.people[::2]), {})
    monkeypatch.setattr(heldout, "read", lambda: held)
    monkeypatch.setattr(quantise, "FAR", 0.05)  # a network for faces is not at its best with patterns
    monkeypatch.setattr(embedders, "ROUNDS", 3)
    answers = np.eye(PEOPLE, dtype=np.float32)[faces.person]
    monkeypatch.setattr(asking, "ask", lambda *_: [answers])
    shipped = next(e for e in manifest.read() if e["task"] == "embedder" and "variant_of" not in e)
    shutil.copy(MODELS / shipped["file"], tmp_path / "some.onnx")
    keys = ("task", "sha256", "space", "size", "dimension", "default", "licence")
    entry = {"name": "some", "file": "some.onnx", **{key: shipped[key] for key in keys}}
    manifest.update(entry, tmp_path / "manifest.toml")
    return tmp_path


def test_variants_that_hold_are_written_listed_and_calibrated(faces: Faces, models: Path) -> None:
    entries = quantise.quantise("some", ["fp16", "int8"], faces, models, models, models)
    assert [entry["name"] for entry in entries] == ["some-fp16", "some-int8"]
    base = open_embedder("some", models)
    crops = crops_of(faces, np.arange(40), base.side)
    for entry in entries:
        variant = open_embedder(entry["name"], models)
        assert variant.digest == entry["sha256"] and variant.megabytes < 0.6 * base.megabytes
        cosines = (variant.embed(crops) * base.embed(crops)).sum(axis=1)
        # How near int8 comes depends on the shipped weights, and people decide whether it is kept.
        assert cosines.mean() > {"fp16": 0.999, "int8": 0.3}[entry["variant"]]
        assert not entry["default"] and entry["variant_of"] == "some" and entry["licence"]
        assert entry["figures"]["heldout_comparisons"] == 80 * 79 // 2
        curve = entry["calibration"]
        assert curve["people"] == 20 and Calibration(curve["score"], curve["log10_fmr"]).lowest_fmr < 1e-2
        properties = {p.key: p.value for p in onnx.load(models / entry["file"]).metadata_props}
        assert properties["facecam.size"] == str(base.side) and properties["facecam.variant"] == entry["variant"]
    assert entries[0]["space"] == base.digest
    operations = [node.op_type for node in onnx.load(models / "some-int8.onnx").graph.node]
    assert operations.count("QuantizeLinear") > 40
    assert "Relu" not in operations, "it belongs to the range of its convolution"
    assert "Cast" not in operations and "Sub" not in operations, "the first convolution takes the crops' bytes"


def test_a_variant_that_tells_nobody_apart_is_refused_and_its_old_file_goes(
    faces: Faces, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(model: onnx.ModelProto, crops: np.ndarray) -> onnx.ModelProto:
        for tensor in model.graph.initializer:
            if len(tensor.dims) == 2:  # the projection: everybody gets the same vector
                tensor.CopyFrom(numpy_helper.from_array(np.zeros(tensor.dims, np.float32), tensor.name))
        return model

    quantise.quantise("some", ["fp16"], faces, models, models, models)
    monkeypatch.setitem(quantise.KINDS, "fp16", broken)
    with pytest.raises(ModelError, match=r"some-fp16 accepts 0\.00 %"):
        quantise.quantise("some", ["fp16"], faces, models, models, models)
    assert not (models / "some-fp16.onnx").exists()
    assert [entry["name"] for entry in manifest.read(models / "manifest.toml")] == ["some"]


def test_ranges_are_never_taken_from_people_held_out(
    faces: Faces, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def spy(model: onnx.ModelProto, crops: np.ndarray) -> onnx.ModelProto:
        seen.append(crops)
        return quantise.fp16(model, crops)

    monkeypatch.setitem(quantise.KINDS, "int8", spy)
    quantise.quantise("some", ["int8"], faces, models, models, models)
    side = open_embedder("some", models).side
    learnt = crops_of(faces, np.flatnonzero(faces.person % 2 == 1), side)
    allowed = {crop.tobytes() for crop in learnt}
    assert len(seen[0]) == PEOPLE * EACH // 2 and {crop.tobytes() for crop in seen[0]} <= allowed


def test_what_cannot_have_variants_is_said(faces: Faces, models: Path) -> None:
    with pytest.raises(InputError, match="fp16, int8"):
        quantise.quantise("some", ["int4"], faces, models, models, models)
    quantise.quantise("some", ["fp16"], faces, models, models, models)
    with pytest.raises(InputError, match="no float model"):
        quantise.quantise("some-fp16", ["int8"], faces, models, models, models)
