"""Crops reach a foreign file as it wants them, and what does not fit is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

import onnx
from onnx import TensorProto, helper

from facecam.base.errors import InputError, ModelError
from facecam.base.paths import MODELS
from facecam.vision.manifest import load_manifest
from training.teachers.embedders import milliseconds, open_embedder

CROPS = np.random.default_rng(0).integers(0, 256, (5, 16, 16, 3), dtype=np.uint8)


def first_row(path: Path, layout: str, batch: int | str = "N") -> Path:
    """A model that answers with the first row of its input's pixels, colour by colour."""
    shape = [batch, 3, 16, 16] if layout == "nchw" else [batch, 16, 16, 3]
    rows: list[list[Any]] = (
        [[0, 0, 0, 0], [batch, 3, 1, 16]] if layout == "nchw" else [[0, 0, 0, 0], [batch, 1, 16, 3]]
    )
    ends = [np.iinfo(np.int64).max if isinstance(end, str) else end for end in rows[1]]
    nodes = [
        helper.make_node("Slice", ["in", "starts", "ends"], ["row"]),
        helper.make_node("Flatten", ["row"], ["out"]),
    ]
    constants = [
        helper.make_tensor("starts", TensorProto.INT64, [4], rows[0]),
        helper.make_tensor("ends", TensorProto.INT64, [4], ends),
    ]
    ports = [
        helper.make_tensor_value_info("in", TensorProto.FLOAT, shape),
        helper.make_tensor_value_info("out", TensorProto.FLOAT, [batch, 48]),
    ]
    graph = helper.make_graph(nodes, "row", ports[:1], ports[1:], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, path)
    return path


@pytest.mark.parametrize("colour", ["rgb", "bgr"])
@pytest.mark.parametrize("layout", ["nchw", "nhwc"])
@pytest.mark.parametrize("batch", ["N", 1])
def test_a_described_file_gets_its_pixels(tmp_path: Path, colour: str, layout: str, batch: int | str) -> None:
    first_row(tmp_path / "some.onnx", layout, batch)
    description = tmp_path / "some.toml"
    description.write_text(
        f'file = "some.onnx"\nside = 16\ncolour = "{colour}"\nlayout = "{layout}"\nmean = [1, 2, 3]\nstd = 4.0\n'
    )
    embedder = open_embedder(str(description), MODELS)
    got = embedder.embed(CROPS)
    for crop, vector in zip(CROPS, got, strict=True):
        expected = []
        for channel in range(3):
            plane = crop[0, :, 2 - channel if colour == "rgb" else channel].astype(float)
            expected.append((plane - (channel + 1)) / 4)
        flat = np.array(expected).ravel() if layout == "nchw" else np.array(expected).T.ravel()
        np.testing.assert_allclose(vector, flat / np.linalg.norm(flat), atol=1e-5)
    assert (embedder.dimension, embedder.name) == (48, "some")


def test_the_shipped_model_is_opened_by_name_and_timed() -> None:
    embedder = open_embedder(load_manifest().embedder().name, MODELS)
    crops = np.random.default_rng(1).integers(0, 256, (3, embedder.side, embedder.side, 3), dtype=np.uint8)
    np.testing.assert_allclose(np.linalg.norm(embedder.embed(crops), axis=1), 1, atol=1e-5)
    assert embedder.entry is not None and embedder.digest == embedder.entry["sha256"]
    assert all(time > 0 for time in milliseconds([embedder, embedder]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('file = "some.onnx"\nsize = 16', "`size`"),
        ('file = "some.onnx"\ncolour = "gray"', "rgb or bgr"),
        ('file = "some.onnx"\nmean = [1, 2]', "`mean`"),
        ('file = "some.onnx"\nside = "large"', "`side`"),
        ("side = 16", "names no file"),
        ("file = ", "not TOML"),
    ],
)
def test_a_wrong_description_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "some.toml").write_text(text)
    with pytest.raises(InputError, match=said):
        open_embedder(str(tmp_path / "some.toml"), MODELS)


def test_a_file_that_takes_other_crops_is_refused(tmp_path: Path) -> None:
    first_row(tmp_path / "some.onnx", "nchw")
    with pytest.raises(ModelError, match=r"some\.onnx.*112"):
        open_embedder(str(tmp_path / "some.onnx"), MODELS)
    with pytest.raises(ModelError, match="missing"):
        open_embedder(str(tmp_path / "none.onnx"), MODELS)
    with pytest.raises(InputError, match="no embedder"):
        open_embedder("pnet", MODELS)
