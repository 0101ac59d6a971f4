"""A small net that says yes or no to a crop: its layers, how it is taught, and its ONNX file.

The judge and the context net are such, each with crops of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from training.core.onnx_tools import constant, set_metadata

Crops = NDArray[np.uint8]
"""[n, side, side, 3] BGR."""
Layers = Sequence[tuple[int, int, int]]
"""Of each convolution of 3x3: channels in, channels out, stride."""

RATE = 2e-3
WARM, MEAN = 100, 0.998
"""Steps until the full rate; share of the mean of weights that stays in a step."""
EPSILON = 1e-5
"""Of the norms."""


class CropNet(nn.Module):
    """Pixels (N, 3, side, side) BGR, 0..255 -> logits (N,)."""

    def __init__(self, layers: Layers, side: int, hidden: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.strides = [stride for _, _, stride in layers]
        self.side = side
        self.convolutions = nn.ModuleList(nn.Conv2d(i, o, 3, stride, 1, bias=False) for i, o, stride in layers)
        self.norms = nn.ModuleList(nn.BatchNorm2d(o, EPSILON) for _, o, _ in layers)
        self.hidden = nn.Linear(layers[-1][1] * (side // prod(self.strides)) ** 2, hidden)
        self.out = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        x = (x - 127.5) / 128
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = functional.relu(norm(convolution(x)))
        x = functional.relu(self.hidden(self.dropout(x.flatten(1))))
        logits: Tensor = self.out(self.dropout(x))[:, 0]
        return logits


@dataclass(frozen=True)
class CropLesson:
    """samples: in all; half of each batch is of either kind. likely: how often each sample of a kind is drawn, for
    both kinds; None draws all equally often."""

    samples: int
    batch: int = 256
    seed: int = 1
    decay: float = 1e-3
    smoothing: float = 0.01
    likely: tuple[NDArray[np.floating], NDArray[np.floating]] | None = None


def teach(
    net: CropNet,
    yes: Crops,
    no: Crops,
    varied: Callable[[Crops, np.random.Generator], Tensor],
    lesson: CropLesson,
    say: Callable[[str], None] = print,
) -> CropNet:
    """`varied`: pixels (N, 3, side, side) of crops, each a little different. The net's mean of weights answers."""
    random, half = np.random.default_rng(lesson.seed), lesson.batch // 2
    net = net.train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=lesson.decay)
    mean = {key: value.detach().clone() for key, value in net.state_dict().items()}
    steps, seen = lesson.samples // lesson.batch, []
    right = torch.cat([torch.ones(half), torch.zeros(half)]) * (1 - 2 * lesson.smoothing) + lesson.smoothing
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM, 1) * 0.5 * (1 + np.cos(np.pi * step / steps))
        chosen = [
            kind[random.choice(len(kind), half, p=likely)]
            for kind, likely in zip((yes, no), lesson.likely or (None, None), strict=True)
        ]
        logits = net(varied(np.concatenate(chosen), random))
        loss = functional.binary_cross_entropy_with_logits(logits, right)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        keep = min(MEAN, (step + 1) / (step + 10))
        for key, value in net.state_dict().items():
            if value.dtype.is_floating_point:
                mean[key].mul_(keep).add_(value.detach(), alpha=1 - keep)
        seen.append(float(loss.detach()))
        if step % 200 == 199:
            say(f"{step + 1} of {steps}: loss {np.mean(seen[-200:]):.4f}")
    net.load_state_dict(mean, strict=False)
    return net.eval()


def in_other_light(x: Tensor, random: np.random.Generator, mirrored: float, grey: float) -> Tensor:
    """Pixels (N, 3, side, side), all in other light, a share of them mirrored and a share grey."""
    count = len(x)
    flip, without_colour = (torch.from_numpy(random.random(count) < share) for share in (mirrored, grey))
    x[flip] = x[flip].flip(3)
    gain, shift = (
        torch.from_numpy(random.uniform(low, high, (count, 1, 1, 1))).float()
        for low, high in ((0.7, 1.3), (-25, 25))
    )
    x = (x * gain + shift).clamp(0, 255)
    x[without_colour] = x[without_colour].mean(dim=1, keepdim=True).expand(-1, 3, -1, -1)
    return x.contiguous(memory_format=torch.channels_last)


def pixels(crops: Crops) -> Tensor:
    """(N, 3, side, side), 0..255."""
    return torch.from_numpy(crops).permute(0, 3, 1, 2).float()


def build(net: CropNet, task: str) -> onnx.ModelProto:
    """Input `crop`: uint8 BGR [N, side, side, 3]. Output `prob` [N].

    The norms and the scaling are folded into the convolutions.
    """
    kept = [constant("middle", np.array(127.5, np.float32)), constant("one", np.array([1], np.int64))]
    nodes = [
        helper.make_node("Transpose", ["crop"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node("Cast", ["nchw"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["pixels", "middle"], ["map"]),
    ]
    x = "map"
    state = {key: value.detach() for key, value in net.state_dict().items()}
    for place, stride in enumerate(net.strides):
        norm = f"norms.{place}"
        scale = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + EPSILON)
        weight = state[f"convolutions.{place}.weight"] * scale[:, None, None, None] / (128 if place == 0 else 1)
        bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale
        kept += [constant(f"conv{place}.weight", weight.numpy()), constant(f"conv{place}.bias", bias.numpy())]
        inputs = [x, f"conv{place}.weight", f"conv{place}.bias"]
        nodes.append(helper.make_node("Conv", inputs, [f"conv{place}"], pads=[1] * 4, strides=[stride] * 2))
        nodes.append(helper.make_node("Relu", [f"conv{place}"], [f"relu{place}"]))
        x = f"relu{place}"
    for name, layer in (("hidden", net.hidden), ("out", net.out)):
        weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        kept += [constant(f"{name}.weight", weight), constant(f"{name}.bias", bias)]
    nodes += [
        helper.make_node("Flatten", [x], ["flat"]),
        helper.make_node("Gemm", ["flat", "hidden.weight", "hidden.bias"], ["hidden"], transB=1),
        helper.make_node("Relu", ["hidden"], ["hidden.relu"]),
        helper.make_node("Gemm", ["hidden.relu", "out.weight", "out.bias"], ["out"], transB=1),
        helper.make_node("Squeeze", ["out", "one"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["prob"]),
    ]
    crop = helper.make_tensor_value_info("crop", TensorProto.UINT8, ["N", net.side, net.side, 3])
    prob = helper.make_tensor_value_info("prob", TensorProto.FLOAT, ["N"])
    graph = helper.make_graph(nodes, task, [crop], [prob], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="facecam")
    model.ir_version = 8
    set_metadata(model, {"facecam.task": task})
    onnx.checker.check_model(model, full_check=True)
    return model
