"""Centres: balanced by group, unit, nobody held out; and what becomes of the manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.errors import InputError
from facecam.identity.neighbourhood import unpack
from training.core import manifest
from training.core.vectors import unit
from training.data.faces import Faces
from training.release import neighbourhood
from training.teachers import asking

N = 240


def faces() -> Faces:
    rng = np.random.default_rng(0)
    unknown = np.full(N, -1, np.int64)
    age = np.repeat([0, 1, -1], [8, 112, 120])
    fair = np.where(np.arange(N) >= 120, rng.integers(0, 9, N), -1)
    return Faces(
        pixels=rng.integers(0, 256, (N, 112, 112, 3), np.uint8),
        person=unknown,
        people=(),
        origin=np.where(np.arange(N) < 120, 0, 1),
        sets=("aged", "fair"),
        row=np.concatenate([np.arange(120), np.arange(120)]),
        width=np.full(N, 100),
        age_group=age,
        sex=unknown,
        fairface_age=fair,
        ethnicity=np.where(fair >= 0, rng.integers(0, 2, N), -1),
    )


def test_every_face_is_in_one_group_of_its_own_kind() -> None:
    told = faces()
    rows = np.arange(3, N)
    groups = list(neighbourhood.cells(told, rows))
    assert len(groups) == 2 + 2 * 6
    together = np.concatenate(groups)
    assert len(together) == len(np.unique(together)) == len(rows)
    assert [len(group) for group in groups[:2]] == [5, 112], "places in the rows, not rows"
    for group in groups[2:]:
        ages = set(told.fairface_age[rows[group]].tolist())
        assert any(ages <= set(these) for these in neighbourhood.FAIRFACE_AGES)
        assert len(set(told.ethnicity[rows[group]].tolist())) == 1


def test_small_groups_have_as_many_centres_as_large_ones_and_all_are_directions() -> None:
    rng = np.random.default_rng(1)
    vectors = unit(rng.normal(size=(1_000, 6)).astype(np.float32))
    made = neighbourhood.of(vectors, [np.arange(900), np.arange(900, 930), np.arange(930, 937)])
    assert len(made.centres) == 8 + 8 + 3
    np.testing.assert_allclose(np.linalg.norm(made.centres, axis=1), 1, atol=1e-5)
    assert (made.nearest, made.weight) == (5, 1.25)
    assert (made.crowding(vectors) > 0).mean() == pytest.approx(0.7, abs=0.01), "three tenths lie below the knee"


def test_centres_are_where_faces_are() -> None:
    directions = np.eye(3, 6, dtype=np.float32)
    rng = np.random.default_rng(2)
    vectors = unit(np.repeat(directions, 50, axis=0) + 0.05 * rng.normal(size=(150, 6)).astype(np.float32))
    centres = neighbourhood.k_means(vectors, 8)
    assert (centres @ directions.T).max(axis=1).min() > 0.98
    assert len(neighbourhood.k_means(vectors[:1], 8)) == 1


def test_a_variant_and_sets_without_ages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / manifest.MANIFEST.name
    for entry in ({"name": "a"}, {"name": "a-int8", "variant_of": "a"}):
        manifest.update({"task": "embedder", "file": "a.onnx", "sha256": "0", "space": "0", **entry}, path)
    answers = unit(np.random.default_rng(3).normal(size=(N, 4)).astype(np.float32))
    monkeypatch.setattr(asking, "ask", lambda *_: [answers])
    with pytest.raises(InputError, match="'a-int8' is no float embedder"):
        neighbourhood.neighbourhood("a-int8", faces(), tmp_path, tmp_path, tmp_path)
    ageless = replace(faces(), age_group=np.full(N, -1), fairface_age=np.full(N, -1), ethnicity=np.full(N, -1))
    with pytest.raises(InputError, match="aged, fair say nothing of anybody's age"):
        neighbourhood.neighbourhood("a", ageless, tmp_path, tmp_path, tmp_path)


def test_a_models_line_and_its_variants_name_the_file_and_lose_their_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / manifest.MANIFEST.name
    common = {"task": "embedder", "file": "a.onnx", "calibration": {"score": [0, 1]}}
    for name, space, rest in (("a", "1", {}), ("a-int8", "2", {"variant_of": "a"}), ("b", "3", {})):
        manifest.update({**common, "name": name, "sha256": space, "space": space, **rest}, path)
    vectors = unit(np.random.default_rng(3).normal(size=(N, 4)).astype(np.float32))

    class Answers:
        def __init__(self, path: Path) -> None:
            assert path == tmp_path / "a.onnx"

        def embed_all(self, crops: np.ndarray, cache: Path) -> np.ndarray:
            return vectors

    monkeypatch.setattr(neighbourhood, "OnnxTeacher", Answers)
    monkeypatch.setattr(asking, "ask", lambda *_: [vectors])
    entry = neighbourhood.neighbourhood("a", faces(), tmp_path, tmp_path, tmp_path)
    file = tmp_path / "a-neighbourhood.npz"
    assert entry["neighbourhood"]["space"] == "1" and len(unpack(file.read_bytes(), 4).centres) > 50
    variant, other = manifest.find("a-int8", path), manifest.find("b", path)
    assert variant["neighbourhood"] == entry["neighbourhood"] | {"space": "2"}
    assert "calibration" not in entry and "calibration" not in variant
    assert "neighbourhood" not in other and "calibration" in other
    for name, left in (("a-int8", True), ("a", False)):
        manifest.remove(name, path)
        assert file.exists() is left, "the file goes with the last that needs it"
