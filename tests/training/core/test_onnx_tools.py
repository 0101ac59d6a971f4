"""PRelu and its replacement answer alike, whatever the slope's sign and shape."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")


import onnxruntime as ort
from onnx import TensorProto, helper

from training.core.onnx_tools import constant, fold_normalisation, halve_weights, rewrite_prelu, set_metadata


def test_rewritten_prelu_is_the_same_function() -> None:
    slope = np.array([-0.5, 0.0, 0.25, 1.7], np.float32).reshape(4, 1, 1)
    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 4, 5, 6]) for name in ("x", "y")]
    nodes = [helper.make_node("PRelu", ["x", "a"], ["m"]), helper.make_node("PRelu", ["m", "a"], ["y"])]
    graph = helper.make_graph(nodes, "two", ports[:1], ports[1:], [constant("a", slope)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    x = np.random.default_rng(0).normal(size=(3, 4, 5, 6)).astype(np.float32)

    def answer() -> np.ndarray:
        session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        found: np.ndarray = session.run(None, {"x": x})[0]
        return found

    before = answer()
    assert rewrite_prelu(model) == 2
    assert all(node.op_type != "PRelu" for node in model.graph.node)
    np.testing.assert_allclose(answer(), before, atol=1e-6)


@pytest.mark.parametrize("padding", [0, 1])
def test_a_first_convolution_normalises_its_pixels_itself_unless_it_pads_them(padding: int) -> None:
    rng = np.random.default_rng(0)
    values = {
        "mean": np.array([[[[100]], [[120]], [[140]]]], np.float32),
        "deviation": np.array(50, np.float32),
        "weights": rng.normal(size=(4, 3, 2, 2)).astype(np.float32),
        "bias": rng.normal(size=4).astype(np.float32),
    }
    nodes = [
        helper.make_node("Cast", ["x"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["pixels", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "deviation"], ["normal"]),
        helper.make_node("Conv", ["normal", "weights", "bias"], ["y"], pads=[padding] * 4),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.UINT8, ["N", 3, 6, 6])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "some", [x], [y], [constant(name, value) for name, value in values.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    crops = rng.integers(0, 256, (2, 3, 6, 6), np.uint8)

    def answer() -> np.ndarray:
        session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        found: np.ndarray = session.run(None, {"x": crops})[0]
        return found

    before = answer()
    assert fold_normalisation(model) == ("" if padding else "pixels")
    assert len(model.graph.node) == (4 if padding else 2)
    np.testing.assert_allclose(answer(), before, atol=1e-4)


def test_halved_weights_compute_in_single() -> None:
    rng = np.random.default_rng(0)
    matrix, shift = rng.normal(size=(8, 5)).astype(np.float32), np.full(5, 1e-7, np.float32)
    ports = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["N", d]) for n, d in (("x", 8), ("y", 5))]
    nodes = [helper.make_node("MatMul", ["x", "a"], ["m"]), helper.make_node("Add", ["m", "b"], ["y"])]
    graph = helper.make_graph(nodes, "two", ports[:1], ports[1:], [constant("a", matrix), constant("b", shift)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    assert halve_weights(model) == 1
    x = rng.normal(size=(3, 8)).astype(np.float32)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (got,) = session.run(None, {"x": x})
    np.testing.assert_allclose(got, x @ matrix.astype(np.float16).astype(np.float32) + shift, atol=1e-6)
    kinds = {tensor.name: tensor.data_type for tensor in model.graph.initializer}
    assert kinds == {"a/half": TensorProto.FLOAT16, "b": TensorProto.FLOAT}


def test_metadata_keeps_what_is_there() -> None:
    model = helper.make_model(helper.make_graph([], "empty", [], []))
    set_metadata(model, {"a": "1"})
    set_metadata(model, {"b": "2"})
    assert {prop.key: prop.value for prop in model.metadata_props} == {"a": "1", "b": "2"}
