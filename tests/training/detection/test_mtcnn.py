"""The exported nets answer what facenet-pytorch's answer, from raw BGR bytes."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
facenet_pytorch = pytest.importorskip("facenet_pytorch", reason="the training group is not installed")

import torch  # noqa: E402

from training.detection.mtcnn import build, load_weights  # noqa: E402

CASES = [("pnet", (2, 37, 54)), ("pnet", (1, 12, 12)), ("rnet", (5, 24, 24)), ("onet", (3, 48, 48))]


@pytest.mark.parametrize(("name", "shape"), CASES)
def test_nets_agree_with_facenet_pytorch(name: str, shape: tuple[int, int, int]) -> None:
    image = np.random.default_rng(7).integers(0, 256, (*shape, 3), dtype=np.uint8)
    model = build(name, load_weights(name)).SerializeToString()
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    got = dict(zip([o.name for o in session.get_outputs()], session.run(None, {"image": image}), strict=True))

    net = getattr(facenet_pytorch.MTCNN(), name)
    rgb = torch.from_numpy(image[..., ::-1].copy()).permute(0, 3, 1, 2).float()
    with torch.no_grad():
        reg, *points, prob = net((rgb - 127.5) * 0.0078125)

    np.testing.assert_allclose(got["prob"], prob[:, 1].numpy(), atol=1e-4)
    np.testing.assert_allclose(got["reg"], reg.numpy(), atol=1e-4)
    for expected in points:
        np.testing.assert_allclose(got["points"], expected.numpy(), atol=1e-4)
