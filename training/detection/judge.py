"""The judge: a small net that says of an aligned crop whether it is a face, and upright.

A detector looks at a window that may lie anywhere; the judge looks at what alignment made of it, where eyes and
mouth of a true face lie at their places. It learns from aligned faces, seen through other points of theirs, and
from what a loose detector took for faces: sleeves, hands, parts of faces, and faces on their side or head.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from facecam.base.types import Image
from facecam.vision.align import align, template
from facecam.vision.mtcnn import JUDGE_SIDE
from training.core.onnx_tools import constant, set_metadata
from training.detection.crops import Crops, jittered

CHANNELS = ((3, 16, 2), (16, 32, 2), (32, 64, 1), (64, 96, 2), (96, 96, 2))
"""Of each convolution of 3x3: channels in, channels out, stride. 6.3 million multiplications in all."""
HIDDEN = 64
RATE, DECAY, SMOOTHING = 2e-3, 1e-3, 0.01
WARM, MEAN = 100, 0.998
"""Steps until the full rate; share of the mean of weights that stays in a step."""
EPSILON = 1e-5
"""Of the norms."""
ANEW, TURNED = 1.0, 2.0
"""How much `jittered` moves the points of a face that is seen anew, and of one that lies on its side or head."""


class Judge(nn.Module):
    """Pixels (N, 3, 48, 48) BGR, 0..255 -> logits (N,) of "an upright face"."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(nn.Conv2d(i, o, 3, stride, 1, bias=False) for i, o, stride in CHANNELS)
        self.norms = nn.ModuleList(nn.BatchNorm2d(o, EPSILON) for _, o, _ in CHANNELS)
        self.hidden = nn.Linear(CHANNELS[-1][1] * 9, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = (x - 127.5) / 128
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = functional.relu(norm(convolution(x)))
        logits: Tensor = self.out(functional.relu(self.hidden(x.flatten(1))))[:, 0]
        return logits


def aligned_faces(folder: Path, most: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """[n, 112, 112, 3] BGR: of each face set no more than `most` faces."""
    crops = []
    for file in sorted(folder.glob("*.npz")):
        with np.load(file, allow_pickle=False) as stored:
            data, offset = stored["data"], stored["offset"]
        for one in random.permutation(len(offset) - 1)[:most]:
            crop = cv2.imdecode(data[offset[one] : offset[one + 1]], cv2.IMREAD_COLOR)
            if crop is not None and crop.shape == (112, 112, 3):
                crops.append(np.asarray(crop, np.uint8))
    return np.stack(crops)


def seen_anew(faces: NDArray[np.uint8], random: np.random.Generator) -> Crops:
    """Aligned faces, aligned by points that were set a little differently; a fourth of them soft."""
    return np.stack([_through(face, random, ANEW) for face in faces])


def turned(faces: NDArray[np.uint8], random: np.random.Generator) -> Crops:
    """Aligned faces as a detector would align them on their side or head: its points fit an upright face there."""
    return np.stack([_through(face, random, TURNED, int(random.integers(1, 4))) for face in faces])


def _through(face: NDArray[np.uint8], random: np.random.Generator, much: float, quarters: int = 0) -> Image:
    if random.random() < 0.25:
        part = random.uniform(0.2, 0.7)
        small = cv2.resize(face, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
        face = np.asarray(cv2.resize(small, face.shape[1::-1]), np.uint8)
    five, angle = template(len(face)), quarters * np.pi / 2
    centre = five.mean(axis=0)
    five = (five - centre) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + centre
    room = len(face) // 2  # what lies beyond the crop is made up, for black would give a turned face away
    wider = cv2.copyMakeBorder(face, room, room, room, room, cv2.BORDER_REFLECT_101)
    return align(np.asarray(wider, np.uint8), jittered(five, random, much) + room, JUDGE_SIDE)


def teach_judge(
    real: Crops, false: Crops, samples: int, batch: int = 256, seed: int = 1, say: Callable[[str], None] = print
) -> Judge:
    """Half of each batch is of either kind."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = Judge().train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    mean = {key: value.detach().clone() for key, value in net.state_dict().items()}
    half, steps, seen = batch // 2, samples // batch, []
    right = torch.cat([torch.ones(half), torch.zeros(half)]) * (1 - 2 * SMOOTHING) + SMOOTHING
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM, 1) * 0.5 * (1 + np.cos(np.pi * step / steps))
        chosen = [kind[random.integers(len(kind), size=half)] for kind in (real, false)]
        logits = net(_varied(np.concatenate(chosen), random))
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
            say(f"judge {step + 1} of {steps}: loss {np.mean(seen[-200:]):.4f}")
    net.load_state_dict(mean)
    return net.eval()


def _varied(crops: Crops, random: np.random.Generator) -> Tensor:
    """Half mirrored, a tenth grey, all in other light."""
    count = len(crops)
    x = torch.from_numpy(crops).permute(0, 3, 1, 2).float()
    flip, grey = (torch.from_numpy(random.random(count) < share) for share in (0.5, 0.1))
    x[flip] = x[flip].flip(3)
    gain, shift = (
        torch.from_numpy(random.uniform(low, high, (count, 1, 1, 1))).float()
        for low, high in ((0.7, 1.3), (-25, 25))
    )
    x = (x * gain + shift).clamp(0, 255)
    x[grey] = x[grey].mean(dim=1, keepdim=True).expand(-1, 3, -1, -1)
    return x.contiguous(memory_format=torch.channels_last)


def build_judge(net: Judge) -> onnx.ModelProto:
    """Input `crop`: uint8 BGR [N, 48, 48, 3], aligned. Output `prob` [N]: of an upright face.

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
    for place in range(len(CHANNELS)):
        norm = f"norms.{place}"
        scale = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + EPSILON)
        weight = state[f"convolutions.{place}.weight"] * scale[:, None, None, None] / (128 if place == 0 else 1)
        bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale
        kept += [constant(f"conv{place}.weight", weight.numpy()), constant(f"conv{place}.bias", bias.numpy())]
        inputs = [x, f"conv{place}.weight", f"conv{place}.bias"]
        strides = [CHANNELS[place][2]] * 2
        nodes.append(helper.make_node("Conv", inputs, [f"conv{place}"], pads=[1] * 4, strides=strides))
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
    crop = helper.make_tensor_value_info("crop", TensorProto.UINT8, ["N", JUDGE_SIDE, JUDGE_SIDE, 3])
    prob = helper.make_tensor_value_info("prob", TensorProto.FLOAT, ["N"])
    graph = helper.make_graph(nodes, "judge", [crop], [prob], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="facecam")
    model.ir_version = 8
    set_metadata(model, {"facecam.task": "judge"})
    onnx.checker.check_model(model, full_check=True)
    return model
