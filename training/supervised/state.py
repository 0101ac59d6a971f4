"""Everything that a run of the trainer is at a step: what a checkpoint holds, and how one is read again."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau

from facecam.base.errors import InputError, ModelError
from training.core import checkpoints
from training.core.optimisers import optimisers, part_of_peak
from training.metrics.figures import Figures
from training.networks import trained
from training.networks.description import IMAGENET, SYMMETRIC, Description
from training.networks.face_network import FaceNetwork
from training.supervised.objective import System, classifier_of, objective_of
from training.supervised.recipe import TrainRecipe, parse

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
    average: FaceNetwork
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
        system = System(network_of(recipe), objective_of(recipe, len(classes)))
        (optimiser,) = optimisers(system, recipe.optimiser)
        average = copy.deepcopy(system.network)
        return cls(recipe, classes, system, average, optimiser, scheduler_of(optimiser, recipe), sets)

    @property
    def stops_early(self) -> bool:
        """Early stopping: whether the recipe's patience is over."""
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
        marks = trained.marks(
            "train",
            self.average,
            self.recipe.as_dict(),
            step=self.step,
            samples=samples,
            teachers=self.recipe.loss.teachers,
            sets=self.sets,
            trains_on_lfw=self.recipe.trains_on_lfw,
            classes=self.classes,
            classifier=classifier_of(self.system.objective),
        )
        marks["figures"] = {name: figures.as_dict() for name, figures in self.figures.items()}
        if best:
            checkpoints.save(folder / "best.pt", marks)
        rest = {
            "system": self.system.state_dict(),
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
            raise ModelError(
                "{path} is no checkpoint to go on from", "Take the last.pt of a run of `train`", path=str(path)
            )
        if stored.get("version") != trained.VERSION:
            raise ModelError(
                "{path} is of another version of facecam: its run cannot be gone on with",
                "Start it afresh",
                path=str(path),
            )
        before, now = parse(stored["recipe"], str(path)).as_dict(), self.recipe.as_dict()
        for key in now:
            if before[key] != now[key]:
                raise InputError(
                    "{path} was made with {key} = {before}, and the recipe says {now}",
                    "Go on with the recipe that it was made with, or start afresh in another --folder",
                    path=str(path),
                    key=key,
                    before=str(before[key]),
                    now=str(now[key]),
                )
        if tuple(stored["classes"]) != self.classes:
            raise InputError(
                "{path} was made from other people than are there now", "Give it the same --faces", path=str(path)
            )
        self.system.load_state_dict(stored["system"])
        self.average.load_state_dict(stored["weights"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.scheduler.load_state_dict(stored["scheduler"])
        self.step, self.best, self.since = stored["step"], stored["best"], stored["since"]
        self.figures = {name: Figures.of(values) for name, values in stored["figures"].items()}


def network_of(recipe: TrainRecipe) -> FaceNetwork:
    """The recipe's network as it starts, from its seed."""
    table = recipe.network
    mean, std = IMAGENET if table.weights == "imagenet" else SYMMETRIC
    description = Description(
        table.backbone,
        table.head,
        recipe.dimension,
        recipe.side,
        norm=table.norm,
        dropout=table.dropout,
        mean=mean,
        std=std,
    )
    torch.manual_seed(recipe.seed)
    return FaceNetwork(description, weights=table.weights, trained_layers=table.trained_layers)


def scheduler_of(optimiser: torch.optim.Optimizer, recipe: TrainRecipe) -> LambdaLR | ReduceLROnPlateau:
    """Of each step, or of each judgement where the recipe waits for a plateau."""
    how = recipe.optimiser
    if how.schedule == "plateau":
        return ReduceLROnPlateau(optimiser, mode="max", factor=0.1, patience=PLATEAU)

    def part(step: int) -> float:
        return part_of_peak(step, step / recipe.steps if how.schedule == "cosine" else 0.0, how.warm_up, how.hold)

    return LambdaLR(optimiser, part)
