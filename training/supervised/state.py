"""Everything that a run of the trainer is at a step: what a checkpoint holds, and how one is read again."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau

from facecam.errors import InputError, ModelError
from training.core import checkpoints
from training.core.optimisers import part_of_peak
from training.metrics.verification import Figures
from training.networks.embedding import Embedding, network_of
from training.supervised.objective import Objective, System
from training.supervised.recipe import Optimiser, TrainRecipe, parse

PLATEAU = 2
"""Judgements without a better one after which the learning rate falls to a tenth."""


@dataclass
class State:
    """system: network and objective. average: the network that is judged. since: judgements after the best one.

    figures: of the untrained network and of the best one.
    """

    recipe: TrainRecipe
    classes: tuple[str, ...]
    system: System
    average: Embedding
    optimiser: torch.optim.Optimizer
    scheduler: LambdaLR | ReduceLROnPlateau
    sets: tuple[str, ...] = ()
    """of faces, that it learns from"""
    step: int = 0
    best: float = -math.inf
    since: int = 0
    figures: dict[str, Figures] = field(default_factory=dict)

    @classmethod
    def fresh(cls, recipe: TrainRecipe, classes: tuple[str, ...], sets: tuple[str, ...] = ()) -> State:
        """As the recipe starts it, from its seed."""
        system = System(network_of(recipe), Objective(recipe, len(classes)))
        optimiser = optimiser_of(system, recipe.optimiser)
        average = copy.deepcopy(system.network)
        return cls(recipe, classes, system, average, optimiser, scheduler_of(optimiser, recipe), sets)

    @property
    def tired(self) -> bool:
        """Whether the recipe's patience is over."""
        return bool(self.recipe.judging.patience) and self.since >= self.recipe.judging.patience

    def judged(self, figures: Figures) -> bool:
        """Take note of a judgement; whether it is the best so far. The untrained network's stands for itself."""
        if not self.step:
            self.figures["untrained"] = figures
            return False
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(figures.value)
        self.since = self.since + 1 if figures.value <= self.best else 0
        if self.since == 0:
            self.best, self.figures["best"] = figures.value, figures
        return self.since == 0

    def save(self, folder: Path, samples: int, best: bool) -> None:
        """Write `last.pt`, to go on from, and where this is the `best` state `best.pt`, to export."""
        marks = {
            "kind": "train",
            "recipe": self.recipe.as_dict(),
            "trains_on_lfw": self.recipe.trains_on_lfw,
            "classes": list(self.classes),
            "sets": list(self.sets),
            "step": self.step,
            "samples": samples,
            "figures": {name: figures.as_dict() for name, figures in self.figures.items()},
        }
        if best:
            classifier = self.system.objective.classifier
            weights = classifier.state_dict() if classifier is not None else {}
            network = {"network": self.average.state_dict(), "classifier": weights}
            checkpoints.save(folder / "best.pt", marks | network)
        rest = {
            "system": self.system.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "scheduler": self.scheduler.state_dict(),
            "best": self.best,
            "since": self.since,
        }
        checkpoints.save(folder / "last.pt", marks | rest)

    def restore(self, path: Path) -> None:
        """Become the state in `path`. Raises `InputError` where another recipe or other people made it."""
        stored = checkpoints.load(path)
        if stored.get("kind") != "train" or "system" not in stored:
            raise ModelError(f"{path} is no checkpoint to go on from", "take the last.pt of a run of `train`")
        before, now = parse(stored["recipe"], str(path)).as_dict(), self.recipe.as_dict()
        for key in now:
            if before[key] != now[key]:
                raise InputError(
                    f"{path} was made with {key} = {before[key]}, and the recipe says {now[key]}",
                    "go on with the recipe that it was made with, or start afresh in another --folder",
                )
        if tuple(stored["classes"]) != self.classes:
            raise InputError(f"{path} was made from other people than are there now", "give it the same --faces")
        self.system.load_state_dict(stored["system"])
        self.average.load_state_dict(stored["average"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.scheduler.load_state_dict(stored["scheduler"])
        self.step, self.best, self.since = stored["step"], stored["best"], stored["since"]
        self.figures = {name: Figures.of(values) for name, values in stored["figures"].items()}


def load_network(path: Path) -> tuple[Embedding, nn.Linear | None, TrainRecipe, dict[str, Any]]:
    """The network of a `best.pt`, its classifier where it has one, its recipe, and all that the file says.

    Weights that the recipe started from are not needed again.
    """
    stored = checkpoints.load(path)
    if stored.get("kind") != "train" or "network" not in stored:
        raise ModelError(f"{path} holds no trained network", "take the best.pt of a run of `train`")
    recipe = parse(stored["recipe"], str(path))
    # The normalisation of the pixels is the weights', which are not fetched a second time.
    network = Embedding(recipe.network, recipe.dimension, recipe.side, empty=True)
    network.load_state_dict(stored["network"])
    classifier = None
    if stored["classifier"]:
        classifier = nn.Linear(recipe.dimension, len(stored["classes"]))
        classifier.load_state_dict(stored["classifier"])
    return network.eval(), classifier, recipe, stored


def optimiser_of(system: System, how: Optimiser) -> torch.optim.Optimizer:
    """Over all that is not frozen; gains and biases do not decay."""
    weights = [weight for weight in system.parameters() if weight.requires_grad]
    if not weights:
        raise InputError("the recipe trains nothing", "raise `trained_layers`, or take a head that learns")
    groups: list[dict[str, Any]] = [
        {"params": [w for w in weights if w.ndim > 1], "weight_decay": how.weight_decay},
        {"params": [w for w in weights if w.ndim <= 1], "weight_decay": 0.0},
    ]
    match how.kind:
        case "adam":
            return torch.optim.Adam(groups, lr=how.lr)
        case "sgd":
            return torch.optim.SGD(groups, lr=how.lr, momentum=how.momentum)
        case "rmsprop":
            return torch.optim.RMSprop(groups, lr=how.lr, momentum=how.momentum)
        case _:
            return torch.optim.AdamW(groups, lr=how.lr)


def scheduler_of(optimiser: torch.optim.Optimizer, recipe: TrainRecipe) -> LambdaLR | ReduceLROnPlateau:
    """Of each step, or of each judgement where the recipe waits for a plateau."""
    how = recipe.optimiser
    if how.schedule == "plateau":
        return ReduceLROnPlateau(optimiser, mode="max", factor=0.1, patience=PLATEAU)

    def part(step: int) -> float:
        return part_of_peak(step, step / recipe.steps if how.schedule == "cosine" else 0.0, how.warm_up)

    return LambdaLR(optimiser, part)
