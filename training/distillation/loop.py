"""Knowledge distillation: a student learns to answer as its teachers do, on a processor, a GPU, or many (torchrun).

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
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from facecam.base.errors import InputError, ModelError
from training.core import checkpoints, parallel
from training.core.batch import Batch
from training.core.devices import has_bfloat16
from training.core.log import Log
from training.core.optimisers import blend, optimisers, part_of_peak, remembered
from training.core.prefetch import prefetch
from training.core.recipe import build
from training.core.vectors import Vectors
from training.data.augmentation import resized
from training.data.faces import Faces
from training.data.heldout import Rows
from training.distillation.data import DistillationData, make_batch, make_mixed_batch
from training.distillation.feature_maps import FeatureMaps
from training.distillation.mixed_samples import Pool
from training.distillation.objective import objective_of
from training.distillation.readout import read_out
from training.distillation.recipe import Recipe, parse
from training.metrics.figures import Figures
from training.networks import trained
from training.networks.description import Description
from training.networks.face_network import FaceNetwork, student
from training.networks.half_precision import in_bfloat16
from training.networks.warm_start import warm_start

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
            return step / self._steps if self._steps else 1.0
        assert self._end is not None
        return self._start + (1 - self._start) * (time.time() - self._begun) / (self._end - self._begun)


def batches(data: DistillationData, recipe: Recipe, clock: Clock, first: int) -> Generator[Batch, None, None]:
    """This process's batches from step `first` on, made by one thread ahead of their use."""
    rank, world = parallel.rank(), parallel.world()
    mixed = None
    if recipe.mixed_samples.reuse:
        assert data.answer is not None
        pool_seed = (recipe.seed, rank)
        mixed = Pool(
            data.faces.pixels, data.rows, recipe.mixed_samples, data.answer, batch=recipe.batch, seed=pool_seed
        ).batches(first)

    def make(step: int) -> Batch:
        side = recipe.side_at(min(clock.progress(step), 1.0))
        if mixed is None:
            return make_batch(data, recipe, step * world + rank, side)
        return make_mixed_batch(*next(mixed), recipe, step * world + rank, side)

    return prefetch(make, first)


@torch.no_grad()
def embed(model: FaceNetwork, faces: Faces, rows: Rows, side: int, batch: int = 128) -> Vectors:
    """The model's unit vectors [len(rows), D] of clean crops; each process looks at its share of them."""
    device = next(model.parameters()).device
    model.eval()
    every = torch.zeros(len(rows), model.dimension, device=device)
    mine = np.arange(parallel.rank(), len(rows), parallel.world())
    for start in range(0, len(mine), batch):
        places = mine[start : start + batch]
        crops = np.stack([resized(faces.pixels[row], side) for row in rows[places]])
        every[torch.from_numpy(places)] = model(torch.from_numpy(crops).to(device))
    model.train()
    parallel.add_up(every)
    vectors: Vectors = every.cpu().numpy()
    return vectors


def fresh(recipe: Recipe) -> FaceNetwork:
    """A student as the recipe starts it, but for a readout: from its seed, or from a file of weights."""
    torch.manual_seed(recipe.seed)
    model = student(recipe.network, recipe.dimension, recipe.side)
    if recipe.init:
        warm_start(model, load_file(recipe.init), head=not recipe.readout)
    return model


def trained_head(recipe: Recipe, model: FaceNetwork) -> nn.Module | None:
    """The head of the weights that the model begins with: of another kind than its own, perhaps."""
    if not recipe.init:
        return None
    weights = load_file(recipe.init)
    kind: Literal["dense", "depthwise"] = "depthwise" if "head.kernel" in weights else "dense"
    before = FaceNetwork(replace(model.description, head=kind))
    warm_start(before, weights)
    return before.head


def run(
    recipe: Recipe,
    data: DistillationData,
    folder: Path,
    *,
    steps: int | None = None,
    end: float | None = None,
    resume: Path | None = None,
    accelerator: str = "auto",
    check_minutes: float = 8.0,
    log_steps: int = 100,
) -> FaceNetwork:
    """Train until `steps` or the time `end` (seconds since 1970); return the averaged student.

    steps: 0 for a student whose head is read out, and nothing else is done.

    `folder` gets `last.pt` at every check and at the end, and TensorBoard's scalars. resume: a checkpoint of such a
    run to go on from.
    """
    cv2.setNumThreads(0)  # crops are made in a thread of their own; OpenCV's pool would fight torch's
    fabric = parallel.start(accelerator)
    device = fabric.device
    if resume is None:
        checkpoints.refuse_run(folder)
    folder.mkdir(parents=True, exist_ok=True)

    model, average = fresh(recipe), fresh(recipe)
    if recipe.readout and resume is None:
        read_out(model, data, trained_head(recipe, model))
        average.load_state_dict(model.state_dict())
    model, average = model.to(device), average.to(device)
    if recipe.bfloat16 and device.type == "cpu" and has_bfloat16(device):
        in_bfloat16(model)
    half = torch.autocast(device.type, torch.bfloat16, enabled=recipe.bfloat16 and device.type != "cpu")
    maps = cut(model, data, device) if recipe.feature_maps.tensors else None
    tools = optimisers(model, recipe.optimiser)
    objective = objective_of(recipe, data, device)
    step, started_at = 0, 0.0
    if resume is not None:
        state = to_go_on(recipe, model, resume)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["weights"])
        if maps is not None:
            maps.load_state_dict(state["feature_maps"])
        for tool, saved in zip(tools, state["optimisers"], strict=True):
            tool.load_state_dict(saved)
        torch.set_rng_state(state["rng"])
        step, started_at = state["step"], state["progress"]

    def keep(progress: float, *, judged: bool = True) -> None:
        """Write the checkpoint, and say how good the averaged student is at the resolution of the moment.

        All processes take part: what the norms of each have seen is brought together, and each judges its share.
        """
        parallel.mean_statistics(model)
        parallel.mean_statistics(average)
        told = trained.marks(
            "distil",
            average,
            recipe.as_dict(),
            step=step,
            samples=step * samples_a_step + (len(data.asked) if recipe.readout else 0),
            teachers=recipe.teachers,
            sets=data.faces.sets,
        )
        rest = {
            "model": model.state_dict(),
            "feature_maps": {} if maps is None else maps.state_dict(),
            "optimisers": [tool.state_dict() for tool in tools],
            "rng": torch.get_rng_state(),
            "progress": progress,
        }
        if leader:
            checkpoints.save(folder / "last.pt", told | rest)
        if not judged:
            return
        side = recipe.side_at(progress)
        figures = judge(average, data, side)
        log.judged(step, f"held out, {side} px: {figures}", figures.scores)

    leader, samples_a_step = fabric.global_rank == 0, recipe.batch * fabric.world_size
    clock = Clock(started_at, steps=steps, end=end)
    checked, progress = time.time(), clock.progress(step)
    speaking = Log(recipe.name, folder, step, progress, samples_a_step, leads=leader, every=log_steps, lines=True)
    source = batches(data, recipe, clock, step)
    with speaking as log, closing(source), parallel.stopping() as wish:
        while progress < 1:
            before = time.perf_counter()
            batch = next(source)
            log.waited(time.perf_counter() - before)

            batch = fabric.to_device(batch)
            with half:
                if maps is None:
                    vectors, missed = model(batch.crops), torch.zeros(0)
                else:
                    vectors, missed = maps(
                        batch.crops, batch.maps, blockwise=progress < recipe.feature_maps.blockwise
                    )
            parts: dict[str, Tensor] = objective(vectors, batch, step)
            loss = objective.weighted(parts) + recipe.feature_maps.weight * missed.sum() / max(len(missed), 1)
            if maps is not None:
                parts |= {"maps": missed.mean(), "last map": missed[-1]}
            loss.backward()  # type: ignore[no-untyped-call]
            late = time.time() - checked > 60 * check_minutes
            said = parallel.mean_gradients(
                model.parameters(), clock.progress(step + 1), float(wish.come), float(late)
            )
            progress, wanted, overdue = said
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
            if wanted:
                keep(progress, judged=False)
                raise KeyboardInterrupt
            if overdue:
                keep(progress)
                checked = time.time()

        log.say(f"finished after {step} steps, {step * samples_a_step} samples")
        if leader and recipe.readout and step:
            read_out(average, data, average.head)
        keep(1.0)
    return average


def cut(model: FaceNetwork, data: DistillationData, device: torch.device) -> FeatureMaps:
    """The student in parts, measured by the teacher's maps of some of the faces."""
    assert data.answer is not None
    sample = data.answer(data.faces.pixels[data.rows[:: max(1, len(data.rows) // SAMPLE)]])[1]
    return FeatureMaps(model, data.maps, torch.from_numpy(sample).to(device))


def learning_rate(recipe: Recipe, step: int, progress: float) -> float:
    """Part (0..1) of the peak: once up and down while the blocks learn alone, and once more, lower, jointly."""
    how, blockwise = recipe.optimiser, recipe.feature_maps.blockwise
    if progress < blockwise:
        return part_of_peak(step, progress / blockwise, how.warm_up, how.hold)
    part = part_of_peak(step, (progress - blockwise) / (1 - blockwise), how.warm_up, how.hold)
    return part * (recipe.feature_maps.joint if blockwise else 1.0)


def to_go_on(recipe: Recipe, model: FaceNetwork, checkpoint: Path) -> dict[str, Any]:
    """The state of a checkpoint of `distil` that `recipe` can go on from. Raises `FacecamError` where it cannot."""
    state = checkpoints.load(checkpoint)
    if state.get("kind") == "distil" and "version" in state:
        state = trained.checked(state, checkpoint)
    if state.get("kind") != "distil" or "model" not in state:
        raise ModelError(
            "{checkpoint} is no checkpoint of `distil` to go on from",
            "Take the last.pt of such a run, of this version",
            checkpoint=str(checkpoint),
        )
    made_by, now = parse(state["recipe"], str(checkpoint)), model.description
    before = build(Description, state["network"], f"[network] of {checkpoint}")
    known = {
        **{
            f"network.{field.name}": (getattr(before, field.name), getattr(now, field.name))
            for field in fields(now)
        },
        "feature_maps.tensors": (made_by.feature_maps.tensors, recipe.feature_maps.tensors),
        "optimiser.kind": (made_by.optimiser.kind, recipe.optimiser.kind),
    }
    for what, (was, wanted) in known.items():
        if was != wanted:
            raise InputError(
                "{checkpoint} was made with {what} = {was}, and the recipe says {wanted}",
                "Go on with the recipe that it was made with, or start afresh in another --folder",
                checkpoint=str(checkpoint),
                what=what,
                was=str(was),
                wanted=str(wanted),
            )
    return state


def judge(model: FaceNetwork, data: DistillationData, side: int) -> Figures:
    return data.check.judge(lambda rows: embed(model, data.faces, rows, side))
