"""FaceNeXt: a small convolutional network whose maps lie where EdgeNeXt's do, so that it can guess them well.

A stem of patches and stages of 28, 14, 7 and 3 places across a 112 px crop, as ConvNeXt ("A ConvNet for the 2020s",
Liu et al. 2022) and EdgeNeXt (Maaz et al. 2022) have them; batch norms and ReLU instead of layer norms and GELU,
because they fold away and are quick in whole numbers. MobileNetV4-conv-small has four convolutions in a row before
its third halving; those cannot follow the teacher's first stages, whatever they are shown (EXPERIMENTS.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

RESIDUAL_GAIN = 0.2
"""A block starts as little more than the identity."""


def conv_norm(inputs: int, outputs: int, kernel: int = 1, *, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    padding = kernel // 2 if stride == 1 else 0  # a strided kernel is a patch: it overlaps nothing
    conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(outputs)]


class Residual(nn.Module):
    """Adds what its layers make of the map to the map."""

    def __init__(self, layers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)
        nn.init.constant_(layers[-1].weight, RESIDUAL_GAIN)  # type: ignore[arg-type]  # the last is a norm

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.layers(x)
        return out


def bottleneck(channels: int) -> Residual:
    """ConvNeXt's block: depthwise, then four times the channels and back."""
    wide = 4 * channels
    depthwise = conv_norm(channels, channels, 3, groups=channels)
    return Residual([*depthwise, *conv_norm(channels, wide), nn.ReLU(inplace=True), *conv_norm(wide, channels)])


class FaceNeXt(nn.Module):
    """Pixels [N, 3, side, side] -> the last map [N, channels, side // 32, side // 32].

    feature_info names what hints may listen to, in timm's terms: the end of each stage, and each third block of
    a deep one.
    """

    STAGES = ((32, 3), (64, 3), (96, 9), (192, 3))
    """Channels and number of blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.feature_info: list[dict[str, Any]] = []
        stages, before = [], 3
        for number, (channels, depth) in enumerate(self.STAGES):
            patch = 4 if number == 0 else 2
            down = nn.Sequential(*conv_norm(before, channels, patch, stride=patch))
            stages.append(nn.Sequential(down, *(bottleneck(channels) for _ in range(depth))))
            listened = range(3, depth + 1, 3) if depth > 4 else [depth]
            self.feature_info += [{"module": f"stages.{number}.{place}", "num_chs": channels} for place in listened]
            before = channels
        self.stages = nn.Sequential(*stages)

    def forward_features(self, pixels: Tensor) -> Tensor:
        maps: Tensor = self.stages(pixels)
        return maps
