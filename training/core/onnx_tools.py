"""Small operations on ONNX graphs that exporters share."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LFW_MARK = "facecam.trains_on_lfw"
"""Metadata of a network that learnt from the benchmark's people, or from one that did."""


def rewrite_prelu(model: onnx.ModelProto) -> int:
    """Replace, in place, every `PRelu(x, a)` by `relu(x) - a * relu(-x)`; return how many there were.

    The two are equal for every slope, but ONNX Runtime's CPU kernel for PRelu is scalar and costs about 14
    times as much.
    """
    graph = model.graph
    nodes: list[onnx.NodeProto] = []
    count = 0
    for node in graph.node:
        if node.op_type != "PRelu":
            nodes.append(node)
            continue
        count += 1
        x, slope = node.input
        (out,) = node.output
        name = node.name or out
        nodes += [
            helper.make_node("Relu", [x], [f"{out}/positive"], name=f"{name}/positive"),
            helper.make_node("Neg", [x], [f"{out}/negated"], name=f"{name}/negated"),
            helper.make_node("Relu", [f"{out}/negated"], [f"{out}/negative"], name=f"{name}/negative"),
            helper.make_node("Mul", [f"{out}/negative", slope], [f"{out}/sloped"], name=f"{name}/sloped"),
            helper.make_node("Sub", [f"{out}/positive", f"{out}/sloped"], [out], name=f"{name}/result"),
        ]
    del graph.node[:]
    graph.node.extend(nodes)
    return count


def halve_weights(model: onnx.ModelProto) -> int:
    """Store, in place, every float32 initializer as float16 with a Cast behind it; return how many there were.

    Those of one dimension or less stay: they are small, and a norm's variance may not fit.
    """
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) > 1:
            name = tensor.name
            tensor.CopyFrom(constant(f"{name}/half", numpy_helper.to_array(tensor).astype(np.float16)))
            casts.append(helper.make_node("Cast", [tensor.name], [name], name=f"{name}/cast", to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return len(casts)


def fold_normalisation(model: onnx.ModelProto) -> str:
    """Let, in place, the first convolution do the `(crops - mean) / deviation` before it.

    Return the name of its new input, floats of 0..255; empty where nothing was changed, because the convolution
    pads what it takes: a border of zeros would be one of another grey.
    """
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    conv = next(node for node in graph.node if node.op_type == "Conv")
    divided = makers[conv.input[0]]
    centred = makers.get(divided.input[0], divided)
    pads = [size for attribute in conv.attribute if attribute.name == "pads" for size in attribute.ints]
    if any(pads) or len(conv.input) < 3 or (centred.op_type, divided.op_type) != ("Sub", "Div"):
        return ""
    mean, deviation = (_value(graph, node.input[1]) for node in (centred, divided))
    weights, bias = (_value(graph, name) for name in conv.input[1:])
    folded = weights / deviation
    for tensor in graph.initializer:
        if tensor.name == conv.input[1]:
            tensor.CopyFrom(constant(tensor.name, folded))
        elif tensor.name == conv.input[2]:
            tensor.CopyFrom(constant(tensor.name, bias - (folded * mean).sum(axis=(1, 2, 3))))
    conv.input[0] = centred.input[0]
    graph.node.remove(divided)
    graph.node.remove(centred)
    used = {name for node in graph.node for name in node.input}
    for node in [node for node in graph.node if node.op_type == "Constant" and node.output[0] not in used]:
        graph.node.remove(node)
    return str(conv.input[0])


def take_bytes(model: onnx.ModelProto, pixels: str) -> None:
    """Let, in place, a quantised graph take the bytes that `pixels` are cast of, not floats made bytes again."""
    graph = model.graph
    cast = next(node for node in graph.node if pixels in node.output)
    rounded = next(node for node in graph.node if pixels in node.input)
    scale, zero = (_value(graph, name) for name in rounded.input[1:])
    if scale != 1 or zero != 0:
        return  # no crop of the calibration was black and white enough
    for node in graph.node:
        node.input[:] = [cast.input[0] if name == rounded.output[0] else name for name in node.input]
    graph.node.remove(rounded)
    graph.node.remove(cast)


def _value(graph: onnx.GraphProto, name: str) -> NDArray[Any]:
    """An initializer, or the output of a node Constant."""
    for tensor in graph.initializer:
        if tensor.name == name:
            return numpy_helper.to_array(tensor)
    return numpy_helper.to_array(next(n.attribute[0].t for n in graph.node if name in n.output))


def constant(name: str, value: NDArray[np.generic]) -> onnx.TensorProto:
    """An initializer of that name."""
    return numpy_helper.from_array(np.ascontiguousarray(value), name)


def set_metadata(model: onnx.ModelProto, values: dict[str, str]) -> None:
    """Write `values` into the model's `metadata_props`; other properties stay."""
    kept = {prop.key: prop.value for prop in model.metadata_props}
    helper.set_model_props(model, kept | values)
