"""Everything that a run of the trainer is at a step: what a checkpoint holds, and how one is read again."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau

from facecam.base.errors import InputError, ModelError
from training.core import checkpoints
from training.core.optimisers import optimisers, part_of_peak
from training.metrics.figures import Figures
from training.networks import trained
from training.networks.description import IMAGENET, SYMMETRIC, Description
from training.networks.face_network import FaceNetwork
from training.supervised.frozen import FrozenAnswers
from training.supervised.objective import System, classifier_of, objective_of
from training.supervised.partial_fc import CENTRES, part_of, whole
from training.supervised.recipe import TrainRecipe, parse

LENGTH = {"steps", "epochs"}
"""Keys of a recipe that may differ where a run goes on."""

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
    scaler: torch.amp.GradScaler
    """of the losses' gradients, where the network computes in 16 bits"""
    centres: torch.optim.Optimizer | None = None
    """of the class centres that this process has, where they are sampled"""
    sets: tuple[str, ...] = ()
    """of faces, that it learns from"""
    step: int = 0
    best: float = -math.inf
    since: int = 0
    figures: dict[str, Figures] = field(default_factory=dict)
    history: list[dict[str, float | None]] = field(default_factory=list)
    """losses and judgements, each with its step"""
    frozen: FrozenAnswers | None = None
    """of the backbone, where nothing of it learns"""
    _scaling: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def fresh(cls, recipe: TrainRecipe, classes: tuple[str, ...], sets: tuple[str, ...] = ()) -> State:
        """As the recipe starts it, from its seed."""
        system = System(network_of(recipe), objective_of(recipe, len(classes)))
        sampled = [weight for name, weight in system.named_parameters() if name.endswith(CENTRES)]
        for weight in sampled:
            weight.requires_grad_(False)  # the others' optimiser passes it by
        (optimiser,) = optimisers(system, recipe.optimiser)
        for weight in sampled:
            weight.requires_grad_(True)
        return cls(
            recipe,
            classes,
            system,
            copy.deepcopy(system.network),
            optimiser,
            scheduler_of(optimiser, recipe),
            torch.amp.GradScaler("cpu", enabled=recipe.precision == "16-mixed"),
            torch.optim.SparseAdam(sampled, lr=recipe.optimiser.lr) if sampled else None,
            sets,
        )

    def to(self, device: torch.device) -> None:
        """Move everything to the device, the optimisers' numbers too."""
        self.system.to(device)
        self.average.to(device)
        self.scaler = torch.amp.GradScaler(device.type, enabled=self.scaler.is_enabled())
        if self._scaling:
            self.scaler.load_state_dict(self._scaling)
        for tool in filter(None, (self.optimiser, self.centres)):
            tool.load_state_dict(tool.state_dict())  # which brings them to where the weights are

    def dense(self) -> list[torch.nn.Parameter]:
        """The weights whose gradients all processes share."""
        return [weight for group in self.optimiser.param_groups for weight in group["params"]]

    def update(self, dense: list[torch.nn.Parameter], clip: float) -> None:
        """One step of the optimisers with the gradients that are there."""
        self.scaler.unscale_(self.optimiser)
        torch.nn.utils.clip_grad_norm_(dense, clip)
        self.scaler.step(self.optimiser)
        if self.centres is not None:
            for group in self.centres.param_groups:
                group["lr"] = self.optimiser.param_groups[0]["lr"]
            self.scaler.step(self.centres)
            self.centres.zero_grad()
        self.scaler.update()
        self.optimiser.zero_grad()

    @property
    def stops_early(self) -> bool:
        """Early stopping: whether the recipe's patience is over."""
        return bool(self.recipe.judging.patience) and self.since >= self.recipe.judging.patience

    def judged(self, figures: Figures) -> bool:
        """Take note of a judgement; whether it is the best so far. The untrained network's stands for itself."""
        self.history.append({"step": self.step, **{f"judged {name}": one for name, one in figures.scores.items()}})
        if not self.step:
            self.figures["untrained"] = figures
            return False
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(figures.value)
        self.since = self.since + 1 if figures.value <= self.best else 0
        if self.since == 0:
            self.best, self.figures["best"] = figures.value, figures
        return self.since == 0

    def save(self, folder: Path, samples: int, best: bool, *, leads: bool = True) -> None:
        """Write `last.pt`, to go on from, and where this is the `best` state `best.pt`, to export.

        All processes take part, and the one that `leads` writes.
        """
        centres, tool = self._whole_centres()
        if not leads:
            return
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
            "system": self.system.state_dict() | centres,
            "optimiser": self.optimiser.state_dict(),
            "scheduler": self.scheduler.state_dict(),
            "scaler": self.scaler.state_dict(),
            "centres": tool,
            "best": self.best,
            "since": self.since,
            "history": self.history,
        }
        checkpoints.save(folder / "last.pt", marks | rest)

    def _whole_centres(self) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
        """The class centres of all processes, by name, and what their optimiser knows of them."""
        if self.centres is None:
            return {}, {}
        count, (name, weight) = len(self.classes), self._sampled()
        known = self.centres.state[weight]
        moments = {key: whole(known[key], count) for key in ("exp_avg", "exp_avg_sq") if key in known}
        return {name: whole(weight.detach(), count)}, moments | {"step": int(known.get("step", 0))}

    def _sampled(self) -> tuple[str, torch.nn.Parameter]:
        return next((name, weight) for name, weight in self.system.named_parameters() if name.endswith(CENTRES))

    def restore_classifier(self, path: Path) -> None:
        """Take over the classifier of a checkpoint of this run; nothing where it has none."""
        if (classifier := classifier_of(self.system.objective)) is not None:
            classifier.load_state_dict(checkpoints.load(path)["classifier"])

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
        for key in now.keys() - LENGTH:  # a run may be lengthened
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
        if stored["step"] > self.recipe.steps:
            raise InputError(
                "{path} is of step {step}, and the recipe ends at {steps}",
                "Say more with --steps",
                path=str(path),
                step=str(stored["step"]),
                steps=str(self.recipe.steps),
            )
        system = dict(stored["system"])
        if self.centres is not None:
            (name, weight), (first, end) = self._sampled(), part_of(len(self.classes))
            system[name] = system[name][first:end]
            known = stored["centres"]
            if "exp_avg" in known:
                moments = {key: known[key][first:end].clone() for key in ("exp_avg", "exp_avg_sq")}
                self.centres.state[weight].update(moments, step=known["step"])
        self.system.load_state_dict(system)
        self.average.load_state_dict(stored["weights"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.scheduler.load_state_dict(stored["scheduler"])
        self._scaling = stored["scaler"]
        self.step, self.best, self.since = stored["step"], stored["best"], stored["since"]
        self.history = list(stored["history"])
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
        colour=table.colour,
        mean=mean,
        std=std,
    )
    torch.manual_seed(recipe.seed)
    return FaceNetwork(description, weights=table.weights, trained_layers=table.trained_layers)


def scheduler_of(optimiser: torch.optim.Optimizer, recipe: TrainRecipe) -> LambdaLR | ReduceLROnPlateau:
    """The learning rate schedule: of each step, or of each judgement where the recipe waits for a plateau."""
    how = recipe.optimiser
    if how.schedule == "plateau":
        return ReduceLROnPlateau(optimiser, mode="max", factor=0.1, patience=PLATEAU)

    def part(step: int) -> float:
        return part_of_peak(step, step / recipe.steps if how.schedule == "cosine" else 0.0, how.warm_up, how.hold)

    return LambdaLR(optimiser, part)
