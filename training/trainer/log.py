"""What a run of the trainer says: a bar and lines on the terminal, scalars for TensorBoard."""

from __future__ import annotations

import math
import time
from pathlib import Path
from types import TracebackType

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter

from facecam.errors import InputError
from training.trainer.judging import Figures
from training.trainer.recipe import TrainRecipe

STEPS = 20
"""Between two entries."""
SQUEEZED = 0.05
"""Mean distance within a batch under which its vectors are one; random unit vectors are about 1.4 apart."""


class Log:
    """Of the process that leads; the others' is silent."""

    def __init__(self, recipe: TrainRecipe, folder: Path, step: int, faces_a_step: int, *, leads: bool) -> None:
        self._recipe, self._faces_a_step, self._leads = recipe, faces_a_step, leads
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._progress = Progress(*columns, disable=not leads)
        self._task = self._progress.add_task(recipe.name, total=recipe.steps, completed=step)
        self._board = SummaryWriter(str(folder), purge_step=step) if leads else None
        self._sums: dict[str, Tensor] = {}
        self._since, self._logged, self._waited, self._stuck = 0, time.perf_counter(), 0.0, False

    def __enter__(self) -> Log:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
        if self._board is not None:
            self._board.close()

    def say(self, line: str) -> None:
        if self._leads:
            self._progress.console.print(line, highlight=False, soft_wrap=True)

    def judged(self, step: int, figures: Figures) -> None:
        self.say(f"step {step}: {figures}")
        self._scalars({f"judged/{name}": value for name, value in figures.scores.items()}, step)

    def waited(self, seconds: float) -> None:
        """Count time that went by without a batch to work on."""
        self._waited += seconds

    def stepped(self, step: int, losses: dict[str, Tensor], vectors: Tensor, rate: float) -> None:
        """Count a step: the parts of its loss, the unit `vectors` of its last batch, the learning rate.

        Raises `InputError` where the loss is no number any more.
        """
        for name, loss in losses.items():
            self._sums[name] = self._sums[name] + loss if name in self._sums else loss
        self._since += 1
        self._progress.update(self._task, completed=step)
        if step % STEPS == 0:
            means = {name: float(total) / self._since for name, total in self._sums.items()}
            if not all(map(math.isfinite, means.values())):
                raise InputError(f"the loss is no number any more at step {step}", "lower `lr` in the recipe")
            self._entry(step, means, rate)
            self._tell_collapse(step, means, vectors)
            self._sums.clear()
            self._since, self._logged, self._waited = 0, time.perf_counter(), 0.0

    def _entry(self, step: int, means: dict[str, float], rate: float) -> None:
        seconds = time.perf_counter() - self._logged
        scalars = {f"loss/{name}": mean for name, mean in means.items()}
        scalars |= {
            "lr": rate,
            "faces_a_second": self._since * self._faces_a_step / seconds,
            "waiting": self._waited / seconds,
        }
        self._scalars(scalars, step)
        self._progress.update(self._task, description=f"{self._recipe.name}  loss {sum(means.values()):.4f}")

    def _tell_collapse(self, step: int, means: dict[str, float], vectors: Tensor) -> None:
        margin = self._recipe.loss.margin
        kind = self._recipe.loss.kind
        stuck = kind in ("triplet", "contrastive") and collapsed(means[kind], margin, vectors)
        if stuck and not self._stuck:
            self.say(
                f"[yellow]step {step}: collapsed: every face gets the same vector, and the loss stands at its "
                f"margin, {margin}. Lower `lr`, or begin with easier triplets (`miners`).[/yellow]"
            )
        self._stuck = stuck

    def _scalars(self, scalars: dict[str, float], step: int) -> None:
        if self._board is not None:
            for name, value in scalars.items():
                self._board.add_scalar(name, value, step)


def collapsed(loss: float, margin: float, vectors: Tensor) -> bool:
    """Whether every face gets the same vector: then the loss stands at the margin, and teaches nothing.

    loss: a recent mean. vectors: a batch's unit rows [N, D].
    """
    spread = float(torch.pdist(vectors.float()).mean())
    return abs(loss - margin) < 0.05 * margin and spread < SQUEEZED
