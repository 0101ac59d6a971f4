"""Heads: from the backbone's answer to the vector, before it is made one of length 1."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facecam.base.errors import InputError
from training.networks.description import Description


class GlobalDepthwiseHead(nn.Module):
    """Weigh every place of the last map by itself, then project (MobileFaceNets, Chen et al. 2018).

    A face's eyes and mouth are always at the same places of an aligned crop, so the places should not be averaged
    as global pooling does. The kernel is kept for the map of the full-sized crop and resized to smaller maps,
    which makes one set of weights serve every training resolution.
    """

    def __init__(self, channels: int, side: int, dimension: int) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.full((channels, side, side), 1.0 / side**2))
        self.map_norm = nn.BatchNorm2d(channels)
        self.linear = nn.Linear(channels, dimension, bias=False)
        self.norm = nn.BatchNorm1d(dimension)
        nn.init.normal_(self.linear.weight, std=channels**-0.5)

    def forward(self, features: Tensor) -> Tensor:
        """[N, channels, h, w] -> [N, dimension]."""
        kernel = self.kernel_for(features)
        pooled = F.conv2d(features, kernel[:, None], groups=len(kernel))
        projected = self.linear(self.map_norm(pooled).flatten(1))
        out: Tensor = self.norm(projected)
        return out

    def resize(self, features: Tensor) -> None:
        """Be made for maps of that size from now on."""
        self.kernel = nn.Parameter(self.kernel_for(features).clone())

    def kernel_for(self, features: Tensor) -> Tensor:
        """The kernel [channels, h, w] for a map of that size, scaled so that the sum over the map stays."""
        kernel: Tensor = self.kernel
        size = features.shape[-2:]
        if size == kernel.shape[-2:]:
            return kernel
        return resized_kernel(kernel, (int(size[0]), int(size[1])))


class DenseHead(nn.Module):
    """Every number of the last map weighs in every number of the vector, as ArcFace has it (Deng et al. 2019).

    The depthwise head makes one number of each channel first, so that its vectors have no more directions than the
    map has channels: too few for several teachers. On 3 x 3 places this one costs next to nothing.
    """

    def __init__(self, channels: int, side: int, dimension: int) -> None:
        super().__init__()
        self.side = side
        self.linear = nn.Linear(channels * side**2, dimension, bias=False)
        self.norm = nn.BatchNorm1d(dimension)

    def forward(self, features: Tensor) -> Tensor:
        """[N, channels, h, w] -> [N, dimension]."""
        out: Tensor = self.norm(F.linear(features.flatten(1), self.weight_for(int(features.shape[2]))))
        return out

    def resize(self, features: Tensor) -> None:
        """Be made for maps of that size from now on."""
        side = int(features.shape[2])
        self.linear.weight = nn.Parameter(self.weight_for(side).clone())
        self.side = side

    def weight_for(self, side: int) -> Tensor:
        """The weights [dimension, channels * side * side] for a map of that size."""
        return resized_weight(self.linear.weight, self.side, side)


def resized_weight(weight: Tensor, before: int, side: int) -> Tensor:
    """A dense head's weights [dimension, channels * before * before] for a map of another size."""
    if side == before:
        return weight
    return resized_kernel(weight.view(-1, before, before), (side, side)).reshape(len(weight), -1)


def resized_kernel(kernel: Tensor, size: tuple[int, int]) -> Tensor:
    """[channels, h, w] -> [channels, *size], its values scaled so that the sum over a map stays."""
    other = F.interpolate(kernel[None], size, mode="bilinear", antialias=True)[0]
    return other * (kernel[0].numel() / other[0].numel())


OF_PLACES: dict[str, type[GlobalDepthwiseHead | DenseHead]] = {
    "depthwise": GlobalDepthwiseHead,
    "dense": DenseHead,
}
"""The heads that tell the places of a map apart."""


def head_of(description: Description, features: Tensor) -> nn.Module:
    """The head that is described, for such answers of the backbone: maps, or a vector a face.

    Raises `InputError` where the two do not fit.
    """
    channels, dimension, head = features.shape[1], description.dimension, description.head
    if isinstance(head, tuple):
        return _of_layers(description, head, features)
    if head in OF_PLACES:
        if features.ndim != 4:
            raise InputError(
                "{backbone} gives no maps for a {head} head",
                'Take a list of layers, such as head = ["linear"]',
                backbone=description.backbone,
                head=head,
            )
        return OF_PLACES[head](channels, features.shape[2], dimension)
    _same(channels, description)
    return nn.Sequential(*([nn.AdaptiveAvgPool2d(1), nn.Flatten()] if features.ndim == 4 else []))


def _of_layers(description: Description, head: tuple[str, ...], features: Tensor) -> nn.Sequential:
    """The layers one after another. A backbone that gives a vector has nothing to pool or to flatten."""
    flat, layers = features.ndim == 2, list[nn.Module]()
    channels, side = features.shape[1], 1 if flat else features.shape[2]
    for layer, following in zip(head, (*head[1:], ""), strict=True):
        kind, _, number = layer.partition(" ")
        if kind in ("average", "flatten"):
            if flat:
                continue
            layers.append(nn.AdaptiveAvgPool2d(1) if kind == "average" else nn.Flatten())
            channels, flat = (channels, False) if kind == "average" else (channels * side**2, True)
            side = 1
        elif kind == "linear":
            if not flat:
                raise InputError(
                    "The head of {backbone} has `linear` before its maps are flat",
                    'Put "flatten" before it, and "average" before that to pool them',
                    backbone=description.backbone,
                )
            before, channels = channels, int(number) if number else description.dimension
            # What a batch norm takes away at once needs no bias.
            layers.append(nn.Linear(before, channels, bias=following != "batch_norm"))
        elif kind == "batch_norm":
            layers.append(nn.BatchNorm1d(channels) if flat else nn.BatchNorm2d(channels))
        else:
            layers.append(nn.Dropout(float(number)) if kind == "dropout" else nn.ReLU())
    if not flat:
        layers.append(nn.Flatten())
        channels *= side**2
    _same(channels, description)
    return nn.Sequential(*layers)


def _same(channels: int, description: Description) -> None:
    if channels != description.dimension:
        raise InputError(
            "{backbone} and its head give {channels} numbers, not {dimension}",
            "Correct `dimension`, or the head",
            backbone=description.backbone,
            channels=str(channels),
            dimension=str(description.dimension),
        )
