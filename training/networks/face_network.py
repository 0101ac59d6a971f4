"""The one network module: a backbone and a head, from the camera's bytes to the unit sphere."""

from __future__ import annotations

import dataclasses
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.networks.backbones import backbone_of, freeze
from training.networks.description import Description
from training.networks.heads import DenseHead, GlobalDepthwiseHead, head_of


class FaceNetwork(nn.Module):
    """uint8 BGR crops in, unit vectors out. Normalisation is part of the network, so no caller can get it wrong.

    Frozen layers stay as they are in training too: their batch norms go on using what they know.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, description: Description, *, weights: str = "", trained_layers: int = -1) -> None:
        """weights: what the backbone starts from. trained_layers: how many of its last ones learn, -1 for all."""
        super().__init__()
        self._description = description
        self.backbone = backbone_of(description.backbone, weights)
        for name, values in (("mean", description.mean), ("std", description.std)):
            self.register_buffer(name, torch.tensor(values).view(1, 3, 1, 1), persistent=False)
        self.head = head_of(description, self._probe(description.side))
        self._frozen = freeze(self.backbone, trained_layers)
        self.to(memory_format=torch.channels_last)
        self.train()

    @property
    def description(self) -> Description:
        return self._description

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""
        return self._description.dimension

    @property
    def side(self) -> int:
        """Pixels across the crops."""
        return self._description.side

    def pixels(self, crops: Tensor) -> Tensor:
        """uint8 BGR [N, side, side, 3] -> float32 [N, 3, side, side], as the backbone takes them."""
        ordered = crops.flip(3) if self._description.colour == "rgb" else crops
        # An NHWC tensor seen as NCHW is channels-last already: only turning the colours round copies.
        return (ordered.permute(0, 3, 1, 2).float() - self.mean) / self.std

    def features(self, pixels: Tensor) -> Tensor:
        """The backbone's answer: a map [N, channels, h, w], or a vector a face."""
        found: Tensor = self.backbone(pixels)
        return found

    def project(self, crops: Tensor) -> Tensor:
        """float32 [N, dimension], before they are made unit vectors: what a classifier sees."""
        projected: Tensor = self.head(self.features(self.pixels(crops)))
        return projected.float()

    def forward(self, crops: Tensor) -> Tensor:
        """uint8 BGR [N, side, side, 3] -> float32 unit vectors [N, dimension]."""
        return F.normalize(self.project(crops))

    def train(self, mode: bool = True) -> FaceNetwork:
        super().train(mode)
        for module in getattr(self, "_frozen", []):
            module.train(False)
        return self

    @torch.no_grad()
    def resize(self, side: int) -> None:
        """Become a network for crops of another size, with the same answers as it gives to such crops now."""
        if isinstance(self.head, GlobalDepthwiseHead | DenseHead):
            self.head.resize(self._probe(side))
        self._description = dataclasses.replace(self._description, side=side)

    @torch.no_grad()
    def _probe(self, side: int) -> Tensor:
        """The backbone's answer to an empty crop: its shape is what counts."""
        self.eval()
        crops = torch.zeros(2, side, side, 3, dtype=torch.uint8, device=self.mean.device)
        return self.features(self.pixels(crops))


DENSE = {"facenext-dense": "facenext", "facenext-wide": "facenext-wide"}
"""Students with the dense head, and their backbones."""


def student(name: str, dimension: int, side: int) -> FaceNetwork:
    """A network as `distil` trains them: `facenext`, one of `DENSE`, or the name of one of timm's.

    All but those of `DENSE` have the depthwise head.
    """
    backbone = DENSE.get(name) or (name if name == "facenext" else f"timm-trunk/{name}")
    head: Literal["dense", "depthwise"] = "dense" if name in DENSE else "depthwise"
    return FaceNetwork(Description(backbone, head, dimension, side, colour="bgr"))
