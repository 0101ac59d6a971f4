"""MTCNN's three nets as ONNX files that take the camera's pixels as they are.

Zhang et al., "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", 2016; the
weights are facenet-pytorch's (MIT). Each graph takes uint8 BGR in NHWC layout. What the torch version does
outside its nets is folded into the weights, which is exact because none of their convolutions pads:

- `(x - 127.5) / 128` and the swap of blue and red: into the first convolution;
- softmax over (not a face, face): a sigmoid of the difference, so one output channel instead of two;
- the W-H-C order in which the dense layers read their map (a heritage of Caffe): into their columns.

PReLU is written so that ONNX Runtime's CPU kernels never leave their blocked layout, which costs a third of P-Net's
time: `a x + (1 - a) relu(x)` with the products as convolutions of one pixel, each of which it can do in blocks.
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
from training.core.onnx_tools import constant, rewrite_prelu, set_metadata

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

    def prelu(self, x: str, name: str) -> str:
        """After a convolution: one slope a channel."""
        slope = self.weights[f"{name}.weight"]
        linear = self.mix(x, f"{name}.linear", slope)
        positive = self.mix(self.add("Relu", [x], f"{name}.relu"), f"{name}.positive", 1 - slope)
        return self.add("Add", [linear, positive], name)

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

    def dense_prelu(self, x: str, name: str) -> str:
        """After a dense layer: one slope a column."""
        return self.add("PRelu", [x, self.keep(f"{name}.slope", self.weights[f"{name}.weight"])], name)

    def pool(self, x: str, name: str, kernel: int) -> str:
        return self.add("MaxPool", [x], name, kernel_shape=[kernel] * 2, strides=[2, 2], ceil_mode=1)

    def dense(self, x: str, name: str, output: str | None = None) -> str:
        weight = self.keep(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.keep(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.add("Gemm", [x, weight, bias], output or name, transB=1)

    def dense_of_map(self, x: str, name: str, channels: int, side: int) -> str:
        """The first dense layer, its columns brought from W-H-C order into the map's C-H-W."""
        weight = self.weights[f"{name}.weight"]
        columns = weight.reshape(-1, side, side, channels).transpose(0, 3, 2, 1).reshape(len(weight), -1)
        flat = self.add("Flatten", [x], f"{name}.flat")
        bias = self.keep(f"{name}.bias", self.weights[f"{name}.bias"])
        inputs = [flat, self.keep(f"{name}.weight", columns), bias]
        return self.add("Gemm", inputs, name, transB=1)

    def face_logit(self, name: str) -> tuple[Array, Array]:
        """Weight and bias whose sigmoid is the softmax's probability of "face" (index 1)."""
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return weight[1:] - weight[:1], bias[1:] - bias[:1]

    def face_probability(self, x: str, name: str) -> str:
        """`prob` of a dense layer."""
        weight, bias = self.face_logit(name)
        inputs = [x, self.keep(f"{name}.weight", weight), self.keep(f"{name}.bias", bias)]
        return self.probability(self.add("Gemm", inputs, name, transB=1))

    def probability(self, logit: str) -> str:
        """`prob`: the sigmoid of a map of one channel, [N, 1, h, w] -> [N, h, w], or column, [N, 1] -> [N]."""
        self.initializers.append(constant("one", np.array([1], np.int64)))
        return self.add("Sigmoid", [self.add("Squeeze", [logit, "one"], "squeezed")], "prob")


def _pnet(net: _Builder) -> None:
    x = net.prelu(net.convolution(net.pooled_prelu(net.pixels()), "conv2"), "prelu2")
    x = net.convolution(x, "conv3")
    # What follows prelu3 is linear, so both heads read x and relu(x) and the PReLU itself is never computed.
    slope = net.weights["prelu3.weight"]
    face, face_bias = net.face_logit("conv4_1")
    head = np.concatenate([face, net.weights["conv4_2.weight"]])[:, :, 0, 0]
    bias = np.concatenate([face_bias, net.weights["conv4_2.bias"]])
    positive = net.keep("head.positive.weight", (head * (1 - slope))[:, :, None, None])
    relu = net.add("Relu", [x], "prelu3.relu")
    kink = net.add("Conv", [relu, positive, net.keep("head.bias", bias)], "head.positive")
    net.add("Add", [net.mix(x, "head.linear", head * slope), kink], "head")
    net.initializers.append(constant("parts", np.array([1, 4], np.int64)))
    net.nodes.append(helper.make_node("Split", ["head", "parts"], ["logit", "reg"], name="split", axis=1))
    net.probability("logit")


def _rnet(net: _Builder) -> None:
    x = net.prelu(net.first_convolution(net.pixels()), "prelu1")
    x = net.pool(x, "pool1", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv2"), "prelu2"), "pool2", 3)
    x = net.prelu(net.convolution(x, "conv3"), "prelu3")
    x = net.dense_prelu(net.dense_of_map(x, "dense4", channels=64, side=3), "prelu4")
    net.face_probability(x, "dense5_1")
    net.dense(x, "dense5_2", "reg")


def _onet(net: _Builder) -> None:
    x = net.prelu(net.first_convolution(net.pixels()), "prelu1")
    x = net.pool(x, "pool1", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv2"), "prelu2"), "pool2", 3)
    x = net.pool(net.prelu(net.convolution(x, "conv3"), "prelu3"), "pool3", 2)
    x = net.prelu(net.convolution(x, "conv4"), "prelu4")
    x = net.dense_prelu(net.dense_of_map(x, "dense5", channels=128, side=3), "prelu5")
    net.face_probability(x, "dense6_1")
    net.dense(x, "dense6_2", "reg")
    net.dense(x, "dense6_3", "points")


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
    net = _Builder(weights)
    _LAYERS[name](net)
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", *_SIDES[name], 3])
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in _OUTPUTS[name].items()]
    graph = helper.make_graph(net.nodes, name, [image], outputs, net.initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="facecam")
    model.ir_version = 8  # the oldest that opset 17 allows: read by every ONNX Runtime since 1.12
    rewrite_prelu(model)
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
