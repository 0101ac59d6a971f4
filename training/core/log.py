"""What a run says: a bar and lines on the terminal, scalars for TensorBoard."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import torch
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter

from facecam.base.errors import InputError
from training.core import parallel


class Log:
    """Of all processes, whose mean losses it shows; only that of the one that leads says anything."""

    def __init__(
        self,
        name: str,
        folder: Path,
        step: int,
        done: float,
        faces_a_step: int,
        *,
        leads: bool,
        every: int = 20,
        lines: bool = False,
    ) -> None:
        """Begin at `step`, the share `done` of the run behind it; an entry `every` steps, as a line too if so."""
        self._name, self._faces_a_step, self._leads = name, faces_a_step, leads
        self._every, self._lines = every, lines
        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        self._progress = Progress(*columns, disable=not leads)
        self._task = self._progress.add_task(name, total=1.0)
        self._progress.update(self._task, completed=done)
        self._board = SummaryWriter(str(folder), purge_step=step) if leads else None
        self._sums: dict[str, Tensor] = {}
        self._since, self._logged, self._waited = 0, time.perf_counter(), 0.0

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
        if self._leads and line:
            self._progress.console.print(line, highlight=False, soft_wrap=True)

    def judged(self, step: int, said: str, scores: Mapping[str, float | None]) -> None:
        """A judgement: in words, and its figures by name."""
        self.say(f"step {step}: {said}")
        self._scalars({f"judged/{name}": value for name, value in scores.items() if value is not None}, step)

    def waited(self, seconds: float) -> None:
        """Count time that went by without a batch to work on."""
        self._waited += seconds

    def stepped(self, step: int, done: float, losses: Mapping[str, Tensor], rate: float) -> dict[str, float]:
        """Count a step: the share of the run that is done, the parts of its loss, its learning rate.

        Where this step makes an entry, the parts' means since the last one, over all processes (alike everywhere);
        else nothing. Raises `InputError` where the loss is no number any more.
        """
        for name, loss in losses.items():
            self._sums[name] = self._sums[name] + loss if name in self._sums else loss
        self._since += 1
        self._progress.update(self._task, completed=done)
        if step % self._every:
            return {}
        sums = torch.stack(list(self._sums.values()))
        parallel.add_up(sums)
        shares = (sums / (self._since * parallel.world())).tolist()
        means = dict(zip(self._sums, shares, strict=True))
        if not all(map(math.isfinite, means.values())):
            raise InputError(
                "The loss is no number any more at step {step}", "Lower `lr` in the recipe", step=str(step)
            )
        self._entry(step, done, means, rate)
        self._sums.clear()
        self._since, self._logged, self._waited = 0, time.perf_counter(), 0.0
        return means

    def _entry(self, step: int, done: float, means: dict[str, float], rate: float) -> None:
        seconds = time.perf_counter() - self._logged
        faces, waiting = self._since * self._faces_a_step / seconds, self._waited / seconds
        scalars = {f"loss/{name}": mean for name, mean in means.items()}
        self._scalars(scalars | {"lr": rate, "faces_a_second": faces, "waiting": waiting}, step)
        said = "  ".join(f"{name} {mean:.4f}" for name, mean in means.items())
        self._progress.update(self._task, description=f"{self._name}  step {step}  {said}")
        if self._lines:
            self.say(
                f"{time.strftime('%H:%M:%S')}  {done:6.1%}  step {step}  {step * self._faces_a_step / 1e6:.3f} M  "
                f"lr {rate:.3g}  {said}  {faces:.0f}/s  waiting {waiting:.1%}"
            )

    def _scalars(self, scalars: Mapping[str, float], step: int) -> None:
        if self._board is not None:
            for name, value in scalars.items():
                self._board.add_scalar(name, value, step)
