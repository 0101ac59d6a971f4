"""What a network is, in plain values: enough to build it again from a checkpoint alone."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from training.core.recipe import STRICT

Channels = tuple[float, float, float]

Layer = Annotated[str, Field(pattern=r"^(average|flatten|batch_norm|relu|dropout (0?\.\d+)|linear( [1-9]\d*)?)$")]
"""`average` (global pooling), `flatten`, `linear` (to the network's dimension) or `linear NUMBERS`, `batch_norm`,
`relu`, `dropout PART`."""

Head = Literal["depthwise", "dense", "none"] | tuple[Layer, ...]
"""Layers from the backbone's last map to the vector, in order, or one of `heads` by name; `none`: pooled maps."""

POOLED: tuple[str, ...] = ("average", "flatten", "linear", "batch_norm")

SYMMETRIC: tuple[Channels, Channels] = ((127.5,) * 3, (127.5,) * 3)
IMAGENET: tuple[Channels, Channels] = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))
"""Mean and standard deviation of the bytes, in the network's order of colours."""


@dataclass(frozen=True, config=STRICT)
class Description:
    """All that it takes to build a network again, but its weights: a checkpoint carries it."""

    backbone: str
    """as `backbones.backbone_of` names them"""
    head: Head
    dimension: Annotated[int, Field(ge=1)]
    side: Annotated[int, Field(ge=1)]
    """pixels across the crops"""
    colour: Literal["rgb", "bgr"] = "rgb"
    mean: Channels = SYMMETRIC[0]
    std: Channels = SYMMETRIC[1]
    """pixels become (bytes - mean) / std"""

    def as_dict(self) -> dict[str, Any]:
        """Plain values; `core.recipe.build` reads them again."""
        return dataclasses.asdict(self)
