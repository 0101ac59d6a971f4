"""A recipe of the trainer on labels: one system, in one TOML of `recipes/supervised/`.

Beside `Recipe` (of `distil`), because the two share hardly a choice; both are read and checked by `recipe.build`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facecam.errors import InputError
from training.data.augmentation import Augmentation
from training.distillation.recipe import RECIPES, build, read

FOLDER = RECIPES.with_name("supervised")

CHOICES = {
    ("network", "head"): ("linear", "depthwise", "none"),
    ("loss", "kind"): ("triplet", "contrastive", "arcface", "cross_entropy"),
    ("sampler", "kind"): ("shuffled", "balanced", "pairs", "triplets"),
    ("optimiser", "kind"): ("adamw", "adam", "sgd", "rmsprop"),
    ("optimiser", "schedule"): ("cosine", "plateau", "constant"),
}
MINERS = ("all", "random", "semihard", "hard", "batch_hard")
TRAITS = ("sex", "glasses")


@dataclass(frozen=True)
class Data:
    sets: tuple[str, ...] = ()
    """names of the sets to read; empty for all"""
    people: int = 0
    """so many of them, drawn by the seed; 0 for all"""
    each: int = 0
    """so many faces of each, of people who have them; 0 for all, of people who have two"""
    balance: tuple[str, ...] = ()
    """traits ("sex", "glasses") of which people are drawn evenly, where the sets know them"""
    closed: bool = False
    """judged by other pictures of the same people instead of by other people"""
    validation: float = 0.1
    """share of the people (of each one's pictures where closed) to judge by"""
    smallest: int = 0
    """pixels across a face in its source"""
    quality: float = 0.0
    """least score (0..1) of `facecam.vision.quality`"""


@dataclass(frozen=True)
class Network:
    backbone: str = "timm/resnet18"
    """timm/NAME, torchvision/NAME, inception_resnet_v1 or five_convolutions"""
    weights: str = ""
    """empty for a random start, "imagenet", or a file of the backbone's tensors (.pt, .safetensors)"""
    trained_layers: int = -1
    """so many layers from the backbone's end are trained; -1 for all, 0 for none"""
    head: str = "linear"
    """linear, depthwise (networks.GlobalDepthwiseHead) or none"""
    norm: bool = True
    """batch norm after a linear head"""
    dropout: float = 0.0


@dataclass(frozen=True)
class Loss:
    kind: str = "triplet"
    margin: float = 0.2
    """of Euclidean distances of unit vectors (triplet, contrastive), or degrees (arcface)"""
    scale: float = 64.0
    """arcface: length of the logits"""
    memory: int = 0
    """vectors of earlier batches that the batch is compared with (cross-batch memory, Wang et al. 2020)"""
    teachers: tuple[str, ...] = ()
    """to agree with: checkpoints (.pt; or names of recipes, for their runs' best ones) or ArcFace-like .onnx; a
    committee of several is projected to the recipe's dimension"""
    alpha: float = 1.0
    """weight of the squared distance to the teachers' unit vector, which is twice the cosine loss"""


@dataclass(frozen=True)
class Sampler:
    kind: str = "shuffled"
    each: int = 4
    """balanced: faces of each person in a batch"""
    count: int = 0
    """triplets: how many are drawn once, for the whole run"""
    pairs: str = ""
    """pairs: which of the set's own lists, for example pairsDevTrain"""
    repeats: int = 1
    """shuffled: times that an epoch shows each face, altered anew"""


@dataclass(frozen=True)
class Optimiser:
    kind: str = "adamw"
    lr: float = 3e-4
    weight_decay: float = 0.0
    momentum: float = 0.9
    """sgd, rmsprop"""
    clip: float = 5.0
    """largest norm of a step's gradient"""
    accumulate: int = 1
    """batches whose gradients make one step"""
    schedule: str = "cosine"
    """cosine to zero, plateau (a tenth when the figures stop getting better) or constant"""
    warm_up: int = 0
    """steps"""
    ema: float = 0.0
    """of one step, of the weights that are judged and kept as the best; 0 for the weights themselves"""


@dataclass(frozen=True)
class Judging:
    every: int = 500
    """steps between two judgements, each of which writes a checkpoint"""
    patience: int = 0
    """judgements without a better one after which training stops; 0 for never"""
    pairs: int = 1000
    """of one person, and as many of two"""
    triplets: int = 0
    """and so many triplets; how many of them are in order is one more figure"""
    list: str = ""
    """judge by this list of the set's own pairs (pairsDevTest) instead of by drawn ones"""
    threshold: float = 0.0
    """Euclidean distance under which two faces match; 0 for the best one of the other nine folds"""


@dataclass(frozen=True)
class TrainRecipe:
    name: str
    dimension: int = 128
    side: int = 112
    """pixels across the crops that the network takes"""
    batch: int = 64
    """of each process"""
    steps: int = 10_000
    precision: str = "32-true"
    """Lightning Fabric's: 32-true or bf16-mixed"""
    seed: int = 1
    trains_on_lfw: bool = False
    """by design; what comes of it is never exported to the app's models"""
    miners: tuple[tuple[float, str], ...] = ((0.0, "all"),)
    """from this part of the run on: all, random, semihard, hard or batch_hard"""
    data: Data = field(default_factory=Data)
    augment: Augmentation = field(default_factory=Augmentation)
    network: Network = field(default_factory=Network)
    loss: Loss = field(default_factory=Loss)
    sampler: Sampler = field(default_factory=Sampler)
    optimiser: Optimiser = field(default_factory=Optimiser)
    judging: Judging = field(default_factory=Judging)

    def miner_at(self, progress: float) -> str:
        """The miner at `progress` (0..1)."""
        return [miner for start, miner in self.miners if start <= progress][-1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints; `parse` reads them again."""
        return dataclasses.asdict(self)


def find(name: str) -> Path:
    """The file of a recipe, given by name or by path."""
    path = Path(name)
    return path if path.suffix == ".toml" else FOLDER / f"{name}.toml"


def load(name: str) -> TrainRecipe:
    """Read a recipe by name or path. Raises `InputError`, which names an unknown key's nearest right one."""
    path = find(name)
    return parse(read(path), str(path))


def parse(values: dict[str, Any], where: str) -> TrainRecipe:
    recipe: TrainRecipe = build(TrainRecipe, values, where)
    for (table, key), allowed in CHOICES.items():
        _one_of(getattr(getattr(recipe, table), key), allowed, f"`{key}` of {where} [{table}]")
    for trait in recipe.data.balance:
        _one_of(trait, TRAITS, f"`balance` of {where} [data]")
    for _, miner in recipe.miners:
        _one_of(miner, MINERS, f"`miners` of {where}")
    if not recipe.miners or recipe.miners[0][0] != 0:
        raise InputError(f"`miners` of {where} does not begin at 0", 'begin it with [0.0, "MINER"]')
    if (recipe.loss.kind == "cross_entropy") != recipe.data.closed:
        raise InputError(
            f"{where} has the loss {recipe.loss.kind} and closed = {str(recipe.data.closed).lower()} in [data]",
            "a classifier (cross_entropy) needs closed = true in [data], and every other loss closed = false",
        )
    if recipe.sampler.kind == "balanced" and recipe.batch % recipe.sampler.each:
        raise InputError(f"`batch` of {where} is no multiple of `each` of [sampler]", "change one of them")
    return recipe


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise InputError(f"{where} is {value!r}", f"give one of {', '.join(allowed)}")
