"""MTCNN's three nets as ONNX files that take the camera's pixels as they are.

Zhang et al., "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", 2016; the
weights are facenet-pytorch's (MIT). Each graph takes uint8 BGR in NHWC layout. What the torch version does
outside its nets is folded into the weights, which is exact because none of their convolutions pads:

- `(x - 127.5) / 128` and the swap of blue and red: into the first convolution;
- softmax over (not a face, face): a sigmoid of the difference, so one output channel instead of two;
- the W-H-C order in which the dense layers read their map (a heritage of Caffe): into their columns.

PReLU is written so that ONNX Runtime's CPU kernels never leave their blocked layout, which costs a third of P-Net's
time: `a / (1 - a) x + relu(x)` with the product as a convolution of one pixel, which it can do in blocks. The
missing factor 1 - a, where it is positive, waits for a pool as well, and goes into the next layer's weights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from training.core import manifest
from training.core.files import sha256, write_atomically
from training.core.onnx_tools import constant, set_metadata

Array = NDArray[np.float32]
Weights = dict[str, Array]

OPSET = 17
NETS = ("pnet", "rnet", "onet")


class _Builder:
    """A chain of layers, each named as in facenet-pytorch, whose nodes and weights it collects."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def add(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def keep(self, name: str, value: NDArray[Any]) -> str:
        self.initializers.append(constant(name, value.astype(np.float32)))
        return name

    def pixels(self) -> str:
        """`image`, uint8 NHWC -> float NCHW, still 0-255 and BGR."""
        nchw = self.add("Transpose", ["image"], "nchw", perm=[0, 3, 1, 2])
        return self.add("Cast", [nchw], "pixels", to=TensorProto.FLOAT)

    def folded_first_convolution(self) -> tuple[Array, Array]:
        """conv1 with `(rgb - 127.5) / 128` folded in, reading BGR: weight and bias."""
        weight, bias = self.weights["conv1.weight"].astype(np.float64), self.weights["conv1.bias"]
        folded_bias = bias - weight.sum(axis=(1, 2, 3)) * (127.5 / 128.0)
        return (weight[:, ::-1] / 128.0).astype(np.float32), folded_bias.astype(np.float32)

    def first_convolution(self, x: str) -> str:
        weight, bias = self.folded_first_convolution()
        return self.add("Conv", [x, self.keep("conv1.weight", weight), self.keep("conv1.bias", bias)], "conv1")

    def convolution(self, x: str, name: str) -> str:
        weight = self.keep(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.keep(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.add("Conv", [x, weight, bias], name)

    def mix(self, x: str, name: str, matrix: Array) -> str:
        """A linear map of the channels at each pixel; a diagonal `matrix` is given as its diagonal."""
        if matrix.ndim == 1:
            weight = self.keep(f"{name}.weight", matrix.reshape(-1, 1, 1, 1))
            return self.add("Conv", [x, weight], name, group=len(matrix))
        return self.add("Conv", [x, self.keep(f"{name}.weight", matrix[:, :, None, None])], name)

    def prelu(self, x: str, name: str, following: str) -> str:
        """After a convolution: one slope a channel, and a factor that the layer `following` takes back."""
        slope = self.weights[f"{name}.weight"]
        if (slope >= 1).any():  # the factor would not be positive, and might not wait for a pool
            linear = self.mix(x, f"{name}.linear", slope)
            positive = self.mix(self.add("Relu", [x], f"{name}.relu"), f"{name}.positive", 1 - slope)
            return self.add("Add", [linear, positive], name)
        weight = self.weights[f"{following}.weight"]
        if weight.ndim == 2:  # reads the map's pixels as columns, the channels quickest
            factor = np.tile(1 - slope, weight.shape[1] // len(slope))
        else:
            factor = (1 - slope)[:, None, None]
        self.weights[f"{following}.weight"] = weight * factor
        linear = self.mix(x, f"{name}.linear", slope / (1 - slope))
        return self.add("Add", [linear, self.add("Relu", [x], f"{name}.relu")], name)

    def pooled_prelu(self, x: str) -> str:
        """The first convolution, `prelu1` and a pool of 2, the PReLU after the pool: on a quarter of the pixels.

        A PReLU of positive slope a is monotonic, so it may wait for the maximum. One of negative slope is
        max(x, a x), so both are pooled, as channels of their own; max(p, q) = p + relu(q - p) joins them.
        """
        slope = self.weights["prelu1.weight"]
        count, falling = len(slope), np.flatnonzero(slope < 0)
        weight, bias = self.folded_first_convolution()
        scale = slope[falling]
        weight = np.concatenate([weight, weight[falling] * scale[:, None, None, None]])
        bias = np.concatenate([bias, bias[falling] * scale])
        x = self.add("Conv", [x, self.keep("conv1.weight", weight), self.keep("conv1.bias", bias)], "conv1")
        x = self.pool(x, "pool1", 2)
        rising = slope >= 0
        identity, partner = np.eye(count), np.zeros((count, len(falling)))
        partner[falling, np.arange(len(falling))] = 1
        inner = np.concatenate([identity * np.where(rising, 1, -1)[:, None], partner], axis=1)
        linear = np.concatenate([identity * np.where(rising, slope, 1)[:, None], 0 * partner], axis=1)
        kink = self.add("Relu", [self.mix(x, "prelu1.inner", inner)], "prelu1.relu")
        kink = self.mix(kink, "prelu1.positive", np.where(rising, 1 - slope, 1))
        return self.add("Add", [self.mix(x, "prelu1.linear", linear), kink], "prelu1")

    def pool(self, x: str, name: str, kernel: int) -> str:
        return self.add("MaxPool", [x], name, kernel_shape=[kernel] * 2, strides=[2, 2], ceil_mode=1)

    def dense_of_map(self, x: str, name: str, channels: int, side: int) -> str:
        """The first dense layer, its columns brought from W-H-C order into the map's C-H-W."""
        weight = self.weights[f"{name}.weight"]
        columns = weight.reshape(-1, side, side, channels).transpose(0, 3, 2, 1).reshape(len(weight), -1)
        flat = self.add("Flatten", [x], f"{name}.flat")
        bias = self.keep(f"{name}.bias", self.weights[f"{name}.bias"])
        inputs = [flat, self.keep(f"{name}.weight", columns), bias]
        return self.add("Gemm", inputs, name, transB=1)

    def heads(self, name: str, *others: str) -> tuple[Array, Array]:
        """Weight and bias of the last layers, of which a sigmoid of the first row is the softmax's probability of
        "face" (index 1)."""
        face, *rest = ((self.weights[f"{one}.weight"], self.weights[f"{one}.bias"]) for one in (name, *others))
        weight, bias = (
            np.concatenate([kind[1:] - kind[:1], *more]) for kind, *more in zip(face, *rest, strict=True)
        )
        return weight, bias

    def answers(self, x: str, **lengths: int) -> None:
        """`prob`, the sigmoid of the first channel or column of `x`, and the others by name."""
        self.initializers.append(constant("parts", np.array([1, *lengths.values()], np.int64)))
        split = helper.make_node("Split", [x, "parts"], ["logit", *lengths], name="split", axis=1)
        self.nodes.append(split)
        self.initializers.append(constant("one", np.array([1], np.int64)))
        self.add("Sigmoid", [self.add("Squeeze", ["logit", "one"], "squeezed")], "prob")


def _pnet(net: _Builder) -> None:
    x = net.prelu(net.convolution(net.pooled_prelu(net.pixels()), "conv2"), "prelu2", "conv3")
    x = net.convolution(x, "conv3")
    # What follows prelu3 is linear, so both heads read x and relu(x) and the PReLU itself is never computed.
    slope = net.weights["prelu3.weight"]
    weight, bias = net.heads("conv4_1", "conv4_2")
    head = weight[:, :, 0, 0]
    positive = net.keep("head.positive.weight", (head * (1 - slope))[:, :, None, None])
    relu = net.add("Relu", [x], "prelu3.relu")
    kink = net.add("Conv", [relu, positive, net.keep("head.bias", bias)], "head.positive")
    net.answers(net.add("Add", [net.mix(x, "head.linear", head * slope), kink], "head"), reg=4)


def _dense(net: _Builder, x: str, prelu: str, heads: tuple[Array, Array]) -> str:
    """A PReLU after a dense layer, and the heads, which read x and relu(x) as P-Net's do."""
    slope, (weight, bias) = net.weights[f"{prelu}.weight"], heads
    inputs = [x, net.keep("head.linear.weight", weight * slope), net.keep("head.bias", bias)]
    linear = net.add("Gemm", inputs, "head.linear", transB=1)
    relu = net.add("Relu", [x], f"{prelu}.relu")
    return net.add("Gemm", [relu, net.keep("head.positive.weight", weight * (1 - slope)), linear], "head", transB=1)


def _rnet(net: _Builder) -> None:
    x = net.pool(net.prelu(net.first_convolution(net.pixels()), "prelu1", "conv2"), "pool1", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv2"), "prelu2", "conv3"), "pool2", 3)
    x = net.prelu(net.convolution(x, "conv3"), "prelu3", "dense4")
    x = net.dense_of_map(x, "dense4", channels=64, side=3)
    net.answers(_dense(net, x, "prelu4", net.heads("dense5_1", "dense5_2")), reg=4)


def _onet(net: _Builder) -> None:
    x = net.pool(net.prelu(net.first_convolution(net.pixels()), "prelu1", "conv2"), "pool1", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv2"), "prelu2", "conv3"), "pool2", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv3"), "prelu3", "conv4"), "pool3", 2)
    x = net.prelu(net.convolution(x, "conv4"), "prelu4", "dense5")
    x = net.dense_of_map(x, "dense5", channels=128, side=3)
    net.answers(_dense(net, x, "prelu5", net.heads("dense6_1", "dense6_2", "dense6_3")), reg=4, points=10)


_LAYERS = {"pnet": _pnet, "rnet": _rnet, "onet": _onet}
_SIDES: dict[str, tuple[int | str, int | str]] = {"pnet": ("H", "W"), "rnet": (24, 24), "onet": (48, 48)}
_OUTPUTS: dict[str, dict[str, list[int | str]]] = {
    "pnet": {"prob": ["N", "h", "w"], "reg": ["N", 4, "h", "w"]},
    "rnet": {"prob": ["N"], "reg": ["N", 4]},
    "onet": {"prob": ["N"], "reg": ["N", 4], "points": ["N", 10]},
}


def build(name: str, weights: Weights) -> onnx.ModelProto:
    """The net `name` ("pnet", "rnet", "onet") with facenet-pytorch's `weights`.

    Input `image`: uint8 BGR [N, H, W, 3] (R-Net 24x24, O-Net 48x48). Outputs: `prob` (of a face), `reg` (offsets
    of x1, y1, x2, y2 in parts of the box) and, of the O-Net, `points` (five x, five y, in parts of the box).
    """
    net = _Builder(dict(weights))
    _LAYERS[name](net)
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", *_SIDES[name], 3])
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in _OUTPUTS[name].items()]
    graph = helper.make_graph(net.nodes, name, [image], outputs, net.initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="facecam")
    model.ir_version = 8  # the oldest that opset 17 allows: read by every ONNX Runtime since 1.12
    set_metadata(model, {"facecam.task": name})
    onnx.checker.check_model(model, full_check=True)
    return model


def load_weights(name: str) -> Weights:
    """The weights that facenet-pytorch's wheel carries."""
    import facenet_pytorch
    import torch

    file = Path(facenet_pytorch.__file__).parent / "data" / f"{name}.pt"
    state = torch.load(file, weights_only=True, map_location="cpu")
    return {key: value.numpy() for key, value in state.items()}


def export(models: Path) -> list[Path]:
    """Write the three nets as they come from facenet-pytorch, and their manifest entries, into the folder `models`.

    The detector's own are the taught ones (`training/detection`); these stay beside them.
    """
    written = []
    for task in NETS:
        name = f"{task}-facenet-pytorch"
        path = models / f"{name}.onnx"
        write_atomically(path, build(task, load_weights(task)).SerializeToString())
        digest = sha256(path)
        entry: manifest.Entry = {
            "name": name,
            "task": task,
            "file": path.name,
            "sha256": digest,
            "default": False,
            "licence": "MIT (facenet-pytorch)",
            "training_data": "WIDER FACE and CelebA (the authors of MTCNN)",
        }
        manifest.update(entry, models / manifest.MANIFEST.name)
        written.append(path)
    return written
