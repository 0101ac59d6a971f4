"""The exported graph answers as the network does, and a shipped file is a beginning for another size."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("timm", reason="the training group is not installed")

import torch

from facecam.base.errors import ModelError
from training.networks.face_network import FaceNetwork
from training.networks.face_network import student as make
from training.networks.heads import DenseHead, GlobalDepthwiseHead
from training.networks.onnx_graph import to_onnx
from training.networks.warm_start import warm_start
from training.release import export
from training.teachers.embedders import embed, open_session

CROPS = np.random.default_rng(0).integers(0, 256, (5, 64, 64, 3), dtype=np.uint8)


@pytest.fixture(scope="module", params=["mobilenetv4_conv_small", "facenext", "facenext-wide"])
def student(request: pytest.FixtureRequest) -> FaceNetwork:
    torch.manual_seed(0)
    made = make(request.param, 16, 64)
    with torch.no_grad():
        made(torch.from_numpy(CROPS))  # running statistics that are not the initial ones
    return made.eval()


def alike(student: FaceNetwork, dimension: int, side: int) -> FaceNetwork:
    """Another one of the same backbone."""
    return make(student.description.backbone.removeprefix("timm-trunk/"), dimension, side)


def test_graph_agrees_with_the_network_for_any_batch(student: FaceNetwork) -> None:
    model = to_onnx(student, {"facecam.size": "64"})
    export.check_parity(model, student, CROPS)
    vectors = embed(open_session(model.SerializeToString()), CROPS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_graph_that_answers_otherwise_is_refused(student: FaceNetwork) -> None:
    model = to_onnx(student, {})
    torch.manual_seed(1)
    other = alike(student, 16, 64).eval()
    with pytest.raises(ModelError, match="differs"):
        export.check_parity(model, other, CROPS)


def test_larger_kernels_lose_their_borders() -> None:
    student = make("facenext", 16, 64)
    weights = student.state_dict()
    larger = {
        name: torch.nn.functional.pad(value, (1, 1, 1, 1), value=9.0)
        if value.ndim == 4 and value.shape[2] == 5
        else value
        for name, value in weights.items()
    }
    assert any(larger[name].shape != value.shape for name, value in weights.items())
    other = make("facenext", 16, 64)
    warm_start(other, larger)
    assert all(torch.equal(value, weights[name]) for name, value in other.state_dict().items())


def test_what_a_wider_network_has_more_says_nothing_at_first() -> None:
    narrow, wide = make("facenext", 16, 64), make("facenext-wide", 16, 64)
    crops = torch.from_numpy(CROPS)
    with torch.no_grad():
        narrow(crops)  # running statistics that are not the initial ones
        assert isinstance(wide.head, GlobalDepthwiseHead | DenseHead)
        own = wide.head.linear.weight.clone()
        warm_start(wide, export.floats(narrow), head=False)
        assert torch.equal(wide.head.linear.weight, own)
        pixels = narrow.eval().pixels(crops)
        torch.testing.assert_close(wide.eval().features(pixels), narrow.features(pixels))


def test_a_start_of_more_dimensions_gives_its_first(student: FaceNetwork) -> None:
    fewer = alike(student, 10, 64)
    warm_start(fewer, export.floats(student))
    crops = torch.from_numpy(CROPS)
    with torch.no_grad():
        first = torch.nn.functional.normalize(student(crops)[:, :10])
        torch.testing.assert_close(fewer.eval()(crops), first)


def test_a_network_that_answers_with_nothing_is_refused() -> None:
    student = make("facenext", 16, 64).eval()
    assert isinstance(student.head, GlobalDepthwiseHead)
    for value in student.head.norm.parameters():
        torch.nn.init.zeros_(value)
    with pytest.raises(ModelError, match="no length"):
        export.check_parity(to_onnx(student, {}), student, CROPS)


def test_weights_go_over_to_another_size_of_crops(student: FaceNetwork) -> None:
    other = alike(student, 16, 112)
    warm_start(other, export.floats(student))
    crops = torch.from_numpy(CROPS)
    with torch.no_grad():
        cosine = (other.eval()(crops) * student(crops)).sum(dim=1)
    # The dense head's places are told apart, so that another size of crops is more of another thing to it.
    assert float(cosine.min()) > (0.85 if student.description.head == "dense" else 0.95)


def test_weights_of_another_network_are_refused(student: FaceNetwork) -> None:
    weights = export.floats(student)
    del weights["head.linear.weight"]
    with pytest.raises(ModelError, match=r"head\.linear\.weight"):
        warm_start(alike(student, 16, 64), weights)
