"""One face through the embedder, against facenet-pytorch's InceptionResnetV1 in torch and in ONNX Runtime."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from facenet_pytorch import InceptionResnetV1

from benchmarks.common import Row, in_turn
from facecam.vision import open_embedder


def inception_session() -> ort.InferenceSession:
    """InceptionResnetV1 in ONNX Runtime, one thread."""
    net = InceptionResnetV1(pretrained=None).eval()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "net.onnx")
        torch.onnx.export(net, (torch.zeros(1, 3, 160, 160),), file, dynamo=False)
        return ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def rows() -> list[Row]:
    torch.set_num_threads(1)
    embedders = [open_embedder(name, "off") for name in ("student-m", "student-m-int8")]
    net = InceptionResnetV1(pretrained=None).eval()
    size = embedders[0].size
    crop = np.random.default_rng(1).integers(0, 255, (1, size, size, 3), np.uint8)
    picture = torch.randn(1, 3, 160, 160)
    session = inception_session()
    name = session.get_inputs()[0].name

    def torch_peer() -> None:
        with torch.inference_mode():
            net(picture)

    eager, runtime, *ours = in_turn(
        torch_peer,
        lambda: session.run(None, {name: picture.numpy()}),
        *(partial(embedder.embed, crop) for embedder in embedders),
        rounds=60,
    )
    return [
        Row(
            f"one face: InceptionResnetV1 in {where} / {embedder.name}",
            f"{peer / mine:.1f}x ({peer * 1e3:.1f} / {mine * 1e3:.2f} ms)",
            bar,
        )
        for embedder, mine, bars in zip(embedders, ours, (("20x", "8x"), ("-", "20x")), strict=True)
        for where, peer, bar in zip(("torch", "ONNX Runtime"), (eager, runtime), bars, strict=True)
    ]
