"""Teach a student to answer as the committee does, on a processor, a GPU, or many through torchrun.

The loop in `run` reads top to bottom: a batch of altered crops, the student's vectors, their losses against the
teachers' vectors of the clean crops, one step. Batch `k` depends on the seed and `k` alone, so a run that was
stopped goes on as if it had not been.

Progress (0..1) drives resolution and learning rate. It is measured in steps where their number is given, and else
in time until a given end: on a shared machine nobody knows how many steps an hour has, but the learning rate must
have come down to zero when the hour is over.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from facecam.errors import InputError
from training.core import checkpoints, parallel
from training.core.log import Log
from training.core.optimisers import blend, optimisers, part_of_peak, remembered
from training.core.prefetch import ahead
from training.data.augmentation import resized
from training.data.faces import Faces
from training.data.heldout import Rows
from training.distillation.data import Batch, Lesson, make_batch, make_view_batch
from training.distillation.feature_maps import Blocks
from training.distillation.mixed_samples import Pool
from training.distillation.objective import Objective
from training.distillation.recipe import Recipe
from training.metrics import heldout_pairs as validation
from training.networks.student import Student, in_bfloat16
from training.teachers.onnx_teacher import Vectors

SAMPLE = 256
"""Faces whose maps say how loud each of the teacher's channels is."""

BLEND_STEPS = 4
"""The average of the weights is taken after so many steps: each costs as much as a layer."""


class Clock:
    """Progress of a run: by steps, or by time until an end."""

    def __init__(self, start: float, *, steps: int | None, end: float | None) -> None:
        self._start, self._steps, self._end, self._begun = start, steps, end, time.time()

    def progress(self, step: int) -> float:
        if self._steps is not None:
            return step / self._steps
        assert self._end is not None
        return self._start + (1 - self._start) * (time.time() - self._begun) / (self._end - self._begun)


def batches(lesson: Lesson, recipe: Recipe, clock: Clock, first: int) -> Generator[Batch, None, None]:
    """This process's batches from step `first` on, made by one thread ahead of their use."""
    rank, world = parallel.rank(), parallel.world()
    views = None
    if recipe.views.reuse:
        assert lesson.answer is not None
        pool_seed = (recipe.seed, rank)
        views = Pool(
            lesson.faces.pixels, lesson.rows, recipe.views, lesson.answer, batch=recipe.batch, seed=pool_seed
        ).batches(first)

    def make(step: int) -> Batch:
        side = recipe.side_at(min(clock.progress(step), 1.0))
        if views is None:
            return make_batch(lesson, recipe, step * world + rank, side)
        return make_view_batch(*next(views), recipe, step * world + rank, side)

    return ahead(make, first)


@torch.no_grad()
def embed(model: Student, faces: Faces, rows: Rows, side: int, batch: int = 128) -> Vectors:
    """The model's unit vectors [len(rows), D] of clean crops."""
    device = next(model.parameters()).device
    model.eval()
    parts = []
    for start in range(0, len(rows), batch):
        crops = np.stack([resized(faces.pixels[row], side) for row in rows[start : start + batch]])
        parts.append(model(torch.from_numpy(crops).to(device)).cpu().numpy())
    model.train()
    return np.concatenate(parts)


def fresh(recipe: Recipe) -> Student:
    """A student as the recipe starts it: from its seed, or from a file of weights."""
    torch.manual_seed(recipe.seed)
    model = Student(recipe.network, recipe.dimension, recipe.side)
    if recipe.init:
        from safetensors.torch import load_file

        model.take(load_file(recipe.init))
    return model


def run(
    recipe: Recipe,
    lesson: Lesson,
    folder: Path,
    *,
    steps: int | None = None,
    end: float | None = None,
    resume: Path | None = None,
    accelerator: str = "auto",
    check_minutes: float = 8.0,
    log_steps: int = 100,
) -> Student:
    """Train until `steps` or the time `end` (seconds since 1970); return the averaged student.

    `folder` gets `last.pt` at every check and at the end, and TensorBoard's scalars. resume: a checkpoint of such a
    run to go on from.
    """
    cv2.setNumThreads(0)  # crops are made in a thread of their own; OpenCV's pool would fight torch's
    fabric = parallel.start(accelerator)
    device = fabric.device
    folder.mkdir(parents=True, exist_ok=True)

    model, average = fresh(recipe).to(device), fresh(recipe).to(device)
    if recipe.bfloat16 and device.type == "cpu":
        in_bfloat16(model)
    half = torch.autocast(device.type, torch.bfloat16, enabled=recipe.bfloat16 and device.type != "cpu")
    blocks = cut(model, lesson, device) if recipe.maps.tensors else None
    tools = optimisers(model, recipe.optimiser)
    objective = Objective(recipe, lesson, device)
    step, started_at = 0, 0.0
    if resume is not None:
        state, made_by = checkpoints.restore(resume)
        same_networks(made_by, recipe, resume)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        if blocks is not None:
            blocks.load_state_dict(state["blocks"])
        for tool, saved in zip(tools, state["optimisers"], strict=True):
            tool.load_state_dict(saved)
        torch.set_rng_state(state["rng"])
        step, started_at = state["step"], state["progress"]

    def keep(progress: float) -> None:
        """Write the checkpoint, and say how good the averaged student is at the resolution of the moment."""
        state = {
            "model": model.state_dict(),
            "blocks": {} if blocks is None else blocks.state_dict(),
            "average": average.state_dict(),
            "optimisers": [tool.state_dict() for tool in tools],
            "rng": torch.get_rng_state(),
            "step": step,
            "samples": step * samples_a_step,
            "progress": progress,
            "sets": list(lesson.faces.sets),
            "recipe": recipe.as_dict(),
        }
        checkpoints.save(folder / "last.pt", state)
        side = recipe.side_at(progress)
        figures = judge(average, lesson, side)
        log.judged(step, f"held out, {side} px: {figures}", figures.scores)

    leader, samples_a_step = fabric.global_rank == 0, recipe.batch * fabric.world_size
    clock = Clock(started_at, steps=steps, end=end)
    checked, progress = time.time(), clock.progress(step)
    speaking = Log(recipe.name, folder, step, progress, samples_a_step, leads=leader, every=log_steps, lines=True)
    with speaking as log, closing(batches(lesson, recipe, clock, step)) as source:
        while progress < 1:
            before = time.perf_counter()
            batch = next(source)
            log.waited(time.perf_counter() - before)

            batch = Batch(*fabric.to_device((batch.crops, batch.targets, batch.maps, batch.person)))
            with half:
                if blocks is None:
                    vectors, missed = model(batch.crops), torch.zeros(0)
                else:
                    vectors, missed = blocks(batch.crops, batch.maps, alone=progress < recipe.maps.alone)
            parts = objective.parts(vectors, batch, step)
            loss = objective.weighted(parts) + recipe.maps.weight * missed.sum() / max(len(missed), 1)
            if blocks is not None:
                parts |= {"maps": missed.mean(), "last map": missed[-1]}
            loss.backward()  # type: ignore[no-untyped-call]
            progress = parallel.mean_gradients(model, clock.progress(step + 1))
            nn.utils.clip_grad_norm_(model.parameters(), recipe.optimiser.clip)
            part = learning_rate(recipe, step, progress)
            for tool in tools:
                for group in tool.param_groups:
                    group["lr"] = group["peak"] * part
                tool.step()
                tool.zero_grad()
            step += 1
            if step % BLEND_STEPS == 0:
                blend(average, model, remembered(recipe.optimiser.ema, step) ** BLEND_STEPS)

            log.stepped(step, min(progress, 1.0), {name: value.detach() for name, value in parts.items()}, part)
            if leader and time.time() - checked > 60 * check_minutes:
                keep(progress)
                checked = time.time()

        if leader:
            log.say(f"finished after {step} steps, {step * samples_a_step} samples")
            keep(1.0)
    return average


def cut(model: Student, lesson: Lesson, device: torch.device) -> Blocks:
    """The student in parts, measured by the teacher's maps of some of the faces."""
    assert lesson.answer is not None
    sample = lesson.answer(lesson.faces.pixels[lesson.rows[:: max(1, len(lesson.rows) // SAMPLE)]])[1]
    return Blocks(model, lesson.maps, torch.from_numpy(sample).to(device))


def learning_rate(recipe: Recipe, step: int, progress: float) -> float:
    """Part (0..1) of the peak: once up and down while the blocks learn alone, and once more, lower, together."""
    how, alone = recipe.optimiser, recipe.maps.alone
    if progress < alone:
        return part_of_peak(step, progress / alone, how.warm_up, how.hold)
    part = part_of_peak(step, (progress - alone) / (1 - alone), how.warm_up, how.hold)
    return part * (recipe.maps.together if alone else 1.0)


def same_networks(made_by: Recipe, recipe: Recipe, checkpoint: Path) -> None:
    """Raise `InputError` where what `recipe` trains cannot take the weights of a checkpoint."""
    for what in ("network", "dimension", "side", "maps.tensors", "optimiser.kind"):
        table, _, key = what.rpartition(".")
        before, now = (getattr(getattr(r, table) if table else r, key) for r in (made_by, recipe))
        if before != now:
            raise InputError(
                f"{checkpoint} was made with {what} = {before}, and the recipe says {now}",
                "go on with the recipe that it was made with, or start afresh in another --folder",
            )


def judge(model: Student, lesson: Lesson, side: int) -> validation.Figures:
    return lesson.check.judge(lambda rows: embed(model, lesson.faces, rows, side))
