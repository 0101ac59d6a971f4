"""A closed set's classifier beside the shipped models: Light is on bright faces, Dark on all others."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from facecam.vision import manifest

NAME = "lights"
SIDE = 64


def offered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy the models into `folder`, the classifier among them, and let facecam read them there."""
    shutil.copytree(manifest.load_manifest().file.parent, folder)
    content = model().SerializeToString()
    (folder / f"{NAME}.onnx").write_bytes(content)
    entry = (
        f'\n[[model]]\nname = "{NAME}"\ntask = "classifier"\nfile = "{NAME}.onnx"\nsize = {SIDE}\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\nclasses = ["Light", "Dark"]\n'
    )
    with (folder / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(entry)
    monkeypatch.setattr(manifest.load_manifest, "__defaults__", (folder,))


def model() -> onnx.ModelProto:
    """uint8 crops [N, 64, 64, 3] to two scores: how far a crop's mean is above and below 40."""
    nodes = [
        helper.make_node("Cast", ["crops"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["floats"], ["means"], axes=[1, 2], keepdims=0),
        helper.make_node("Gemm", ["means", "weights", "bias"], ["scores"]),
    ]
    weights = np.array([[1, -1]] * 3, np.float32) / 120
    graph = helper.make_graph(
        nodes,
        "lights",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, ["N", SIDE, SIDE, 3])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["N", 2])],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array([-1.0, 1.0], np.float32), "bias"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made
