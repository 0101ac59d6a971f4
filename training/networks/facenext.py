"""FaceNeXt: a small convolutional network laid out as EdgeNeXt-XS is, so that it can be taught block by block.

A stem of patches and stages of 28, 14, 7 and 3 places across a 112 px crop, as ConvNeXt ("A ConvNet for the 2020s",
Liu et al. 2022) and EdgeNeXt (Maaz et al. 2022) have them, with EdgeNeXt's widths; but batch norms and ReLU instead
of layer norms and GELU, because they fold away and are quick in whole numbers, two plain blocks where EdgeNeXt
attends, and kernels of 5 where it has 7 and 9, which in whole numbers take twice the time.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def bottleneck(channels: int, kernel: int, wider: int) -> Residual:
    """ConvNeXt's block: depthwise, then `wider` times the channels and back."""
    wide = wider * channels
    depthwise = conv_norm(channels, channels, kernel, groups=channels)
    return Residual([*depthwise, *conv_norm(channels, wide), nn.ReLU(inplace=True), *conv_norm(wide, channels)])


Stages = tuple[tuple[int, int, int, int], ...]
"""Of each stage: channels, blocks, size of their depthwise kernels, how many times wider a block is inside."""

STAGES: Stages = ((32, 3, 3, 4), (64, 4, 5, 4), (100, 10, 5, 4), (192, 2, 5, 4))
"""On 3 x 3 places a kernel of 5 sees all."""

WIDE: Stages = (*STAGES[:3], (192, 2, 5, 8))
"""Wider where there are few places: that costs weights, and little time."""


class FaceNeXt(nn.Module):
    """Pixels [N, 3, side, side] -> the last map [N, 192, side // 32, side // 32]."""

    HEARD = (*range(7), *range(9, 18), 20, 21, 22)
    """The layers whose maps have a counterpart in EdgeNeXt-XS: all but two blocks in place of an attention."""

    def __init__(self, stages: Stages = STAGES) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for channels, depth, kernel, wider in stages:
            patch = 4 if before == 3 else 2
            layers.append(nn.Sequential(*conv_norm(before, channels, patch, stride=patch)))
            layers += [bottleneck(channels, kernel, wider) for _ in range(depth)]
            before = channels
        self.layers = nn.Sequential(*layers)

    def forward(self, pixels: Tensor) -> Tensor:
        maps: Tensor = self.layers(pixels)
        return maps
