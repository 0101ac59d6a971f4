"""A recipe of `distil`: which student learns from which teachers, how, in one TOML of `recipes/distillation/`."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from facecam.base.errors import InputError
from training.core import optimisers
from training.core.recipe import STRICT, build, find, read, renamed
from training.data.augmentation import Augmentation
from training.distillation.mixed_samples import MixedSamples

Count = Annotated[int, Field(ge=1)]
Part = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]

RETIRED = {
    "views": "mixed_samples",
    "maps": "feature_maps",
    "feature_maps.alone": "blockwise",
    "feature_maps.together": "joint",
}
"""Keys of older recipes, and what they are called now."""


@dataclass(frozen=True, config=STRICT)
class Loss:
    """Weights of the losses (`core/losses.py`), 0 for none, and their settings.

    Triplets with MSE are the first plan's loss. Class centres and triplets need to know who is on a crop:
    nobody does of a mixed sample.
    """

    cosine: Weight = 1.0
    """1 - cosine to the target"""
    mse: Weight = 0.0
    """squared distance to the target"""
    contrastive: Weight = 0.5
    """InfoNCE against other faces' teacher vectors"""
    negatives: Count = 8192
    temperature: Annotated[float, Field(gt=0)] = 0.05
    distance: Weight = 0.0
    """relational: of pairs"""
    angle: Weight = 0.0
    """relational: of triplets"""
    centres: Weight = 0.0
    """softmax over class centres"""
    margin: float = 28.6
    """degrees, of the class centres"""
    scale: float = 64.0
    """of the class centres: length of the logits"""
    triplet: Weight = 0.0
    triplet_margin: float = 0.2
    """Euclidean"""

    @property
    def weights(self) -> dict[str, float]:
        names = ("cosine", "mse", "contrastive", "distance", "angle", "centres", "triplet")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, config=STRICT)
class FeatureMaps:
    """The teacher's feature maps that the student learns (`feature_maps.py`).

    They need mixed samples: both must see the same picture.
    """

    tensors: tuple[str, ...] = ()
    """names in the teacher's ONNX graph, one for each map that the student has in common with it"""
    weight: Weight = 12.0
    blockwise: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """part of the run in which each block learns alone, from the teacher's map before it"""
    joint: float = 0.3
    """what the learning rates are multiplied by when the blocks learn together"""


@dataclass(frozen=True, config=STRICT)
class Optimiser(optimisers.Optimiser):
    kind: Literal["muon", "adamw"] = "muon"
    lr: float = 3e-3
    weight_decay: float = 0.05
    beta2: float = 0.98
    warm_up: int = 300
    ema: Part = 0.998


@dataclass(frozen=True, config=STRICT)
class Recipe:
    name: str
    network: str = "mobilenetv4_conv_small"
    """`facenext`, `facenext-dense`, `facenext-wide`, or the name of one of timm's"""
    dimension: Count = 512
    side: Count = 112
    """pixels across the crop that the finished student takes"""
    sides: tuple[tuple[float, Count], ...] = ((0.0, 112),)
    """progressive resolution: from this part of the run on, crops of so many pixels"""
    batch: Count = 64
    each: Count = 1
    """faces of a person that follow each other in an epoch: triplets need two or more"""
    bfloat16: bool = False
    """whether the convolutions between channels compute in half precision"""
    teachers: Annotated[tuple[str, ...], Field(min_length=1)] = ("edgenext_xs",)
    """files in the teachers' folder without their .onnx, or paths of an .onnx or of a checkpoint (.pt)"""
    init: str = ""
    """`.safetensors` to go on from; empty for a fresh start"""
    readout: bool = False
    """whether the head is found by least squares, before the first step and after the last (`readout.py`)"""
    seed: int = 1
    augment: Augmentation = field(default_factory=Augmentation)
    """what the student sees and the teacher does not"""
    mixed_samples: MixedSamples = field(default_factory=MixedSamples)
    feature_maps: FeatureMaps = field(default_factory=FeatureMaps)
    loss: Loss = field(default_factory=Loss)
    optimiser: Optimiser = field(default_factory=Optimiser)

    def side_at(self, progress: float) -> int:
        """Pixels across the training crops at `progress` (0..1)."""
        return [side for start, side in self.sides if start <= progress][-1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints and metadata; `parse` reads them again."""
        return dataclasses.asdict(self)


def load(name: str) -> Recipe:
    """Read a recipe by name or path; the file's name is the recipe's. Raises `InputError`."""
    path = find("distillation", name)
    return parse(read(path), str(path))


def parse(values: dict[str, Any], where: str) -> Recipe:
    """The recipe of these values, of `where`. Raises `InputError` for what is wrong, or does not go together."""
    recipe = build(Recipe, renamed(values, RETIRED), where)
    if not recipe.sides or recipe.sides[0][0] != 0:
        raise InputError(
            "The value of `sides` in {where} does not begin at 0", "Begin it with [0.0, PIXELS]", where=where
        )
    loss, mixed, maps = recipe.loss, recipe.mixed_samples.reuse > 0, recipe.feature_maps
    if not any(loss.weights.values()):
        raise InputError("The [loss] of {where} has no weight above 0", "Give the wanted losses one", where=where)
    for name in ("centres", "triplet"):
        if mixed and loss.weights[name]:
            raise InputError(
                "{where} combines [mixed_samples] with `{name}` of [loss], and nobody knows who is on a mixture",
                "Say {name} = 0 or reuse = 0 in [mixed_samples]",
                where=where,
                name=name,
            )
    if loss.triplet and recipe.each < 2:
        raise InputError("{where} has triplets without two faces of a person", "Say each = 2, or more", where=where)
    if maps.tensors and not mixed:
        raise InputError(
            "{where} has [feature_maps] without [mixed_samples]",
            "Both must see the same picture: say reuse = 2",
            where=where,
        )
    if maps.tensors and recipe.sides != ((0.0, recipe.side),):
        raise InputError(
            "{where} combines [feature_maps] with several resolutions, and feature maps have one",
            "Say sides = [[0.0, {side}]]",
            where=where,
            side=str(recipe.side),
        )
    return recipe
