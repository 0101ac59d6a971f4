"""Teachers that are files of other programs answer as those programs do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
facenet_pytorch = pytest.importorskip("facenet_pytorch", reason="the training group is not installed")

import torch  # noqa: E402

from facecam.base.errors import ModelError  # noqa: E402
from training.core.vectors import unit  # noqa: E402
from training.data.augmentation import resized  # noqa: E402
from training.teachers import asking  # noqa: E402
from training.teachers.ensemble import TeacherEnsemble  # noqa: E402
from training.teachers.onnx_teacher import OnnxTeacher  # noqa: E402


def test_a_committee_says_how_many_dimensions_it_uses() -> None:
    random = np.random.default_rng(0)
    answers = unit((random.normal(size=(60, 5)) @ random.normal(size=(5, 16))).astype(np.float32))
    whole = TeacherEnsemble.fit([answers], np.arange(60), 16)
    assert whole.rank == 5
    np.testing.assert_allclose(whole.project([answers])[:, 5:], 0, atol=1e-5)
    fewer = TeacherEnsemble.fit([answers], np.arange(60), 5)
    assert fewer.kept_energy == pytest.approx(1, abs=1e-6)
    projected = fewer.project([answers])
    np.testing.assert_allclose(projected @ projected.T, answers @ answers.T, atol=1e-5)


def test_the_weights_of_facenet_pytorch_are_a_teacher(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = facenet_pytorch.InceptionResnetV1(pretrained=None, classify=False).eval()
    torch.save(network.state_dict(), tmp_path / "facenet.pt")
    file = asking.file_of(str(tmp_path / "facenet.pt"), tmp_path, tmp_path)
    crops = np.random.default_rng(0).integers(0, 256, (3, 112, 112, 3), np.uint8)
    answers = OnnxTeacher(file).embed(crops)
    rgb = np.stack([resized(crop, 160) for crop in crops])[..., ::-1].astype(np.float32)
    with torch.inference_mode():
        expected = network(torch.from_numpy((rgb.transpose(0, 3, 1, 2) - 127.5) / 127.5)).numpy()
    assert np.abs(answers - expected).max() < 1e-4
    assert asking.file_of(str(tmp_path / "facenet.pt"), tmp_path, tmp_path) == file


def test_another_networks_weights_are_no_teacher(tmp_path: Path) -> None:
    torch.save({"conv2d_1a.conv.weight": torch.zeros(1)}, tmp_path / "some.pt")
    with pytest.raises(ModelError, match=r"some\.pt"):
        asking.file_of(str(tmp_path / "some.pt"), tmp_path, tmp_path)
