"""A recipe of the trainer on labels: one system, in one TOML of `recipes/supervised/`."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from facecam.base.errors import InputError
from training.core import optimisers
from training.core.recipe import RECIPES, STRICT, build, find, read
from training.data.augmentation import Augmentation
from training.networks.description import POOLED, Layer

FOLDER = RECIPES / "supervised"

Count = Annotated[int, Field(ge=1)]
Some = Annotated[int, Field(ge=0)]
Part = Annotated[float, Field(ge=0, le=1)]
Miner = Literal["all", "random", "semihard", "hard", "batch_hard"]


@dataclass(frozen=True, config=STRICT)
class Data:
    sets: tuple[str, ...] = ()
    """names of the sets to read; empty for all"""
    people: Some = 0
    """so many of them, drawn by the seed; 0 for all"""
    each: Some = 0
    """so many faces of each, of people who have them; 0 for all, of people who have two"""
    balance: tuple[Literal["sex", "glasses"], ...] = ()
    """traits of which people are drawn evenly, where the sets know them"""
    closed: bool = False
    """judged by other pictures of the same people instead of by other people"""
    validation: Part = 0.1
    """share of the people (of the pictures where closed) by whom the best network is chosen"""
    validation_people: Some = 0
    """so many of them at most; 0 for all"""
    validation_each: Some = 0
    """so many faces of each; 0 for up to 20"""
    test: Part = 0.1
    """share of the people (of the pictures where closed) by whom alone the best network is judged in the end; where
    fewer than two are, it is learnt from them and nothing is tested"""
    test_people: Some = 0
    test_each: Some = 0
    smallest: Some = 0
    """pixels across a face in its source"""
    quality: Part = 0.0
    """least score (0..1) of `facecam.vision.quality`"""


@dataclass(frozen=True, config=STRICT)
class Network:
    backbone: str = "timm/resnet18"
    """timm/NAME, torchvision/NAME, inception_resnet_v1 or five_convolutions"""
    weights: str = ""
    """empty for a random start, "imagenet", or a file (.pt, .safetensors) of the backbone's tensors, or of a whole
    network that this package exported"""
    colour: Literal["rgb", "bgr"] = "rgb"
    """the order that the weights are used to; `distil` teaches its students bgr"""
    trained_layers: int = -1
    """so many layers from the backbone's end are trained; -1 for all, 0 for none"""
    head: Literal["depthwise", "none"] | tuple[Layer, ...] = POOLED
    """depthwise (`networks.heads.GlobalDepthwiseHead`), none, or layers in their order (`description.Layer`)"""


@dataclass(frozen=True, config=STRICT)
class Loss:
    kind: Literal["triplet", "contrastive", "arcface", "cross_entropy"] = "triplet"
    margin: float = 0.2
    """of Euclidean distances of unit vectors (triplet, contrastive), or degrees (arcface)"""
    scale: float = 64.0
    """arcface: length of the logits"""
    classes: Annotated[float, Field(gt=0, le=1)] = 1.0
    """arcface: share of the class centres in a step, its people's among them (partial FC, An et al. 2022)"""
    memory: Some = 0
    """vectors of earlier batches that the batch is compared with (cross-batch memory, Wang et al. 2020)"""
    teachers: tuple[str, ...] = ()
    """to agree with: checkpoints (.pt; or names of recipes, for their runs' best ones) or ArcFace-like .onnx; a
    ensemble of several is projected to the recipe's dimension"""
    alpha: float = 1.0
    """weight of the squared distance to the teachers' unit vector, which is twice the cosine loss"""


@dataclass(frozen=True, config=STRICT)
class Sampler:
    kind: Literal["shuffled", "balanced", "pairs", "triplets"] = "shuffled"
    each: Count = 4
    """balanced: faces of each person in a batch"""
    count: Some = 0
    """triplets: how many are drawn once, for the whole run"""
    file: str = ""
    """triplets: a file that names them instead, as RUN/triplets.csv does"""
    pairs: str = ""
    """pairs: which of the set's own lists, for example pairsDevTrain"""
    repeats: Count = 1
    """shuffled: times that an epoch shows each face, altered anew"""


@dataclass(frozen=True, config=STRICT)
class Optimiser(optimisers.Optimiser):
    kind: Literal["adamw", "adam", "adagrad", "sgd", "rmsprop"] = "adamw"
    lr: float = 3e-4
    accumulate: Count = 1
    """batches whose gradients make one step"""
    schedule: Literal["cosine", "plateau", "constant"] = "cosine"
    """cosine to zero, plateau (a tenth when the figures stop getting better) or constant"""


@dataclass(frozen=True, config=STRICT)
class Judging:
    every: Some = 500
    """steps between two judgements; 0 for one after each epoch"""
    patience: Some = 0
    """early stopping: judgements without a better one after which training stops; 0 for never"""
    pairs: Count = 1000
    """of one person, and as many of two"""
    triplets: Some = 0
    """and so many triplets; how many of them are in order is one more figure"""
    list: str = ""
    """judge by this list of the set's own pairs (pairsDevTest) instead of by drawn ones: every other pair chooses
    the best network, the rest test it"""
    file: str = ""
    """test by the triplets of this file, as RUN/triplets.csv names them; nobody on them is learnt from"""
    threshold: Annotated[float, Field(ge=0)] = 0.0
    """Euclidean distance under which two faces match; 0 for the best one of the other nine folds"""


UNITS = {"pairs": 2, "triplets": 3}
"""Faces of what a sampler draws."""


@dataclass(frozen=True, config=STRICT)
class TrainRecipe:
    name: str
    dimension: Count = 128
    side: Count = 112
    """pixels across the crops that the network takes"""
    batch: Count = 64
    """of all processes together"""
    steps: Count = 10_000
    epochs: Some = 0
    """in place of steps: times that every face, pair or triplet is seen (a face as often as `repeats` says)"""
    precision: Literal["32-true", "16-mixed", "bf16-mixed"] = "32-true"
    """mixed: half of it where the device computes in bfloat16 itself, else all in 32 bits, which is faster there"""
    seed: int = 1
    trains_on_lfw: bool = False
    """by design; what comes of it is never exported to the app's models"""
    miners: tuple[tuple[float, Miner], ...] = ((0.0, "all"),)
    """from this part of the run on"""
    data: Data = field(default_factory=Data)
    augment: Augmentation = field(default_factory=Augmentation)
    network: Network = field(default_factory=Network)
    loss: Loss = field(default_factory=Loss)
    sampler: Sampler = field(default_factory=Sampler)
    optimiser: Optimiser = field(default_factory=Optimiser)
    judging: Judging = field(default_factory=Judging)

    def of_epoch(self, number: int) -> TrainRecipe:
        """The same with its length in steps, where an epoch has so many faces, pairs or triplets.

        A recipe that counts in steps is left as it is.
        """
        a_step = self.batch * self.optimiser.accumulate // UNITS.get(self.sampler.kind, 1)
        an_epoch = max(1, round(number * (self.sampler.repeats if self.sampler.kind == "shuffled" else 1) / a_step))
        steps = self.epochs * an_epoch or self.steps
        judging = dataclasses.replace(self.judging, every=self.judging.every or an_epoch)
        return dataclasses.replace(self, steps=steps, epochs=0, judging=judging)

    def miner_at(self, progress: float) -> str:
        """The miner at `progress` (0..1)."""
        return [miner for start, miner in self.miners if start <= progress][-1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints; `parse` reads them again."""
        return dataclasses.asdict(self)


def load(name: str) -> TrainRecipe:
    """Read a recipe by name or path. Raises `InputError`, which names an unknown key's nearest right one."""
    path = find("supervised", name)
    return parse(read(path), str(path))


def parse(values: dict[str, Any], where: str) -> TrainRecipe:
    """The recipe of these values, of `where`. Raises `InputError` for what is wrong, or does not go together."""
    recipe = build(TrainRecipe, values, where)
    if not recipe.miners or recipe.miners[0][0] != 0:
        raise InputError(
            "The value of `miners` in {where} does not begin at 0", 'Begin it with [0.0, "MINER"]', where=where
        )
    if (recipe.loss.kind == "cross_entropy") != recipe.data.closed:
        raise InputError(
            "{where} has the loss {kind} and closed = {closed} in [data]",
            "A classifier (cross_entropy) needs closed = true in [data], and every other loss closed = false",
            where=where,
            kind=recipe.loss.kind,
            closed=str(recipe.data.closed).lower(),
        )
    unit = recipe.sampler.each if recipe.sampler.kind == "balanced" else UNITS.get(recipe.sampler.kind, 1)
    if recipe.batch % unit:
        raise InputError(
            "The batch of {where} is no multiple of {unit}, the faces that are drawn together",
            "Change `batch`, or `each` of [sampler]",
            where=where,
            unit=str(unit),
        )
    away = [name for name in ("jpeg", "worn", "turned") if getattr(recipe.augment, name)]
    if recipe.augment.on_device and away:
        raise InputError(
            "{where} has {names} in [augment], which the device does not know",
            "Say 0 for them, or on_device = false",
            where=where,
            names=" and ".join(away),
        )
    if recipe.loss.classes < 1 and recipe.loss.kind != "arcface":
        raise InputError("{where} samples class centres without a loss of them", "Say classes = 1.0", where=where)
    return recipe
