"""Teach a student to answer as the committee does.

The loop in `run` reads top to bottom: a batch of altered crops, the student's vectors, two losses against the
teachers' vectors of the clean crops, one step. Batch `k` depends on the seed and `k` alone, so a run that was
stopped goes on as if it had not been.

Progress (0..1) drives resolution and learning rate. It is measured in steps where their number is given, and else
in time until a given end: on a shared machine nobody knows how many steps an hour has, but the learning rate must
have come down to zero when the hour is over.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from facecam.errors import InputError
from training import faces as face_sets
from training import heldout, losses, parallel, teachers, validation
from training.augment import augmented, resized
from training.faces import Faces
from training.heldout import Rows
from training.hints import Hints, Shape
from training.networks import Student, in_bfloat16
from training.optim import optimisers
from training.recipe import Recipe, parse
from training.teachers import Committee, OnnxTeacher, Vectors
from training.views import Answer, Pool

AHEAD = 4
"""Batches made in advance."""

BANK_STEPS = 50
"""The contrastive negatives are drawn anew after so many steps: gathering them costs more than using them."""

BLEND_STEPS = 4
"""The average of the weights is taken after so many steps: each costs as much as a layer."""


@dataclass(frozen=True)
class Lesson:
    """What a run learns from.

    faces: all. rows: the ones to learn from. targets: float32 [len(rows), D], the committee's unit vectors.
    answer: the committee itself, for recipes that ask it about views. maps: the shapes of the maps it gives, too.
    """

    faces: Faces
    rows: Rows
    targets: Tensor
    check: validation.Validation
    answer: Answer | None = None
    maps: tuple[Shape, ...] = ()

    def order(self, seed: int, epoch: int) -> NDArray[np.int64]:
        return np.random.default_rng([seed, epoch]).permutation(len(self.rows))


def prepare(recipe: Recipe, faces_folder: Path, teachers_folder: Path, cache: Path) -> Lesson:
    """Faces, targets and held-out pairs for `recipe`, from `cache` where they are there already."""
    faces = face_sets.load(faces_folder, cache)
    answers = teachers.ask(faces.pixels, cache, teachers_folder, recipe.teachers)
    held_out = heldout.read()
    joined = Committee.beside(answers)
    rows = heldout.training_rows(faces, held_out, joined)
    check = validation.prepare(faces, heldout.labelled_rows(faces, held_out), joined)
    committee = Committee.fit(answers, rows, recipe.dimension)
    targets = committee.project([answer[rows] for answer in answers])
    if parallel.rank() == 0:
        print(
            f"{len(rows)} faces to learn from, {len(check.rows)} held-out faces to judge by; "
            f"{recipe.dimension} dimensions keep {committee.kept_energy:.1%} of the committee's energy",
            flush=True,
        )
    lesson = Lesson(faces, rows, torch.from_numpy(targets), check)
    if not recipe.views.reuse:
        return lesson
    # Hints come from the first teacher.
    wanted = [recipe.hint.tensors] + [()] * (len(recipe.teachers) - 1)
    members = [
        OnnxTeacher(teachers_folder / f"{name}.onnx", maps=maps)
        for name, maps in zip(recipe.teachers, wanted, strict=True)
    ]

    def answer(crops: NDArray[np.uint8]) -> tuple[Vectors, NDArray[np.float16]]:
        looks = [member.look(crops) for member in members]
        maps = [each.reshape(len(crops), -1).astype(np.float16) for each in looks[0][1]]
        flat = np.concatenate([np.empty((len(crops), 0), np.float16), *maps], axis=1)
        return committee.project([vectors for vectors, _ in looks]), flat

    _, maps = members[0].look(faces.pixels[:1])
    return replace(lesson, answer=answer, maps=tuple(each.shape[1:] for each in maps))


@dataclass(frozen=True)
class Batch:
    """crops: uint8 [N, side, side, 3] BGR. targets: float32 [N, D]. maps: float16 [N, K], K may be 0."""

    crops: Tensor
    targets: Tensor
    maps: Tensor


def make_batch(lesson: Lesson, recipe: Recipe, step: int, side: int) -> Batch:
    """Batch number `step`: the next faces of an endless walk through shuffled epochs, altered."""
    n = len(lesson.rows)
    rng = np.random.default_rng([recipe.seed, step, 1])
    positions = np.arange(step * recipe.batch, (step + 1) * recipe.batch)
    epochs = np.unique(positions // n)
    order = {int(epoch): lesson.order(recipe.seed, int(epoch)) for epoch in epochs}
    places = np.array([order[int(p // n)][p % n] for p in positions])
    pixels = lesson.faces.pixels
    crops = np.stack([augmented(pixels[row], side, recipe.augment, rng) for row in lesson.rows[places]])
    return Batch(torch.from_numpy(crops), lesson.targets[torch.from_numpy(places)], torch.empty(len(places), 0))


def make_view_batch(
    crops: NDArray[np.uint8], targets: Vectors, maps: NDArray[np.float16], recipe: Recipe, step: int, side: int
) -> Batch:
    """Views as the student sees them: altered once more, by what a teacher's answer should not depend on."""
    rng = np.random.default_rng([recipe.seed, step, 1])
    seen = np.stack([augmented(crop, side, recipe.augment, rng) for crop in crops])
    return Batch(torch.from_numpy(seen), torch.from_numpy(targets), torch.from_numpy(maps))


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

    def make(step: int, side: int) -> Batch:
        if views is None:
            return make_batch(lesson, recipe, step * world + rank, side)
        return make_view_batch(*next(views), recipe, step * world + rank, side)

    with ThreadPoolExecutor(1) as pool:
        waiting: deque[Future[Batch]] = deque()
        for step in range(first, 2**62):
            side = recipe.side_at(min(clock.progress(step), 1.0))
            waiting.append(pool.submit(make, step, side))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()


def schedule(recipe: Recipe, step: int, progress: float) -> float:
    """Part (0..1) of the peak learning rates: a linear warm-up, the peak held, then a cosine down to zero."""
    warm = min(1.0, (step + 1) / max(1, recipe.optimiser.warm_up))
    hold = recipe.optimiser.hold
    fallen = max(0.0, min(progress, 1.0) - hold) / (1 - hold)
    return warm * 0.5 * (1 + math.cos(math.pi * fallen))


@torch.no_grad()
def blend(average: torch.nn.Module, model: torch.nn.Module, decay: float) -> None:
    """Move the average a little towards the model: weights and the norms' running statistics alike."""
    pairs = zip(average.state_dict().values(), model.state_dict().values(), strict=True)
    floats = [(a, m) for a, m in pairs if a.is_floating_point()]
    torch._foreach_lerp_([a for a, _ in floats], [m for _, m in floats], 1 - decay)


@torch.no_grad()
def embed(model: Student, faces: Faces, rows: Rows, side: int, batch: int = 128) -> Vectors:
    """The model's unit vectors [len(rows), D] of clean crops."""
    model.eval()
    parts = []
    for start in range(0, len(rows), batch):
        crops = np.stack([resized(faces.pixels[row], side) for row in rows[start : start + batch]])
        parts.append(model(torch.from_numpy(crops)).numpy())
    model.train()
    return np.concatenate(parts)


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint, whole or not at all."""
    temporary = path.with_name(f".{path.name}")
    torch.save(state, temporary)
    temporary.replace(path)


def restore(path: Path) -> tuple[dict[str, Any], Recipe]:
    """A checkpoint's state and the recipe that made it. Tensors and plain values only: nothing is executed."""
    if not path.exists():
        raise InputError(f"there is no checkpoint {path}", "start the run with `distil`, or name another")
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    return state, parse(state["recipe"], str(path))


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
    resume: bool = False,
    check_minutes: float = 8.0,
    log_steps: int = 100,
) -> Student:
    """Train until `steps` or the time `end` (seconds since 1970); return the averaged student.

    `folder` gets `last.pt` at every check and at the end. `resume` goes on from it.
    """
    cv2.setNumThreads(0)  # crops are made in a thread of their own; OpenCV's pool would fight torch's
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "last.pt"

    model, average = fresh(recipe), fresh(recipe)
    if recipe.bfloat16:
        in_bfloat16(model)
    hints = Hints(model, lesson.maps) if recipe.hint.tensors else None
    learners = nn.ModuleList([model] if hints is None else [model, hints])
    tools = optimisers(learners, recipe.optimiser)
    step, started_at = 0, 0.0
    if resume:
        state, _ = restore(checkpoint)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        if hints is not None:
            hints.load_state_dict(state["hints"])
        for tool, saved in zip(tools, state["optimisers"], strict=True):
            tool.load_state_dict(saved)
        torch.set_rng_state(state["rng"])
        step, started_at = state["step"], state["progress"]

    def keep(progress: float) -> None:
        """Write the checkpoint, and say how good the averaged student is at the resolution of the moment."""
        side = recipe.side_at(progress)
        state = {
            "model": model.state_dict(),
            "hints": {} if hints is None else hints.state_dict(),
            "average": average.state_dict(),
            "optimisers": [tool.state_dict() for tool in tools],
            "rng": torch.get_rng_state(),
            "step": step,
            "samples": step * samples_a_step,
            "progress": progress,
            "recipe": recipe.as_dict(),
        }
        save(checkpoint, state)
        print(f"          held out, {side} px: {judge(average, lesson, side)}", flush=True)

    leader, samples_a_step = parallel.rank() == 0, recipe.batch * parallel.world()
    clock = Clock(started_at, steps=steps, end=end)
    logged = checked = time.time()
    logged_step, waited, sums = step, 0.0, torch.zeros(3)
    others = torch.empty(0)
    source = batches(lesson, recipe, clock, step)
    progress = clock.progress(step)
    while progress < 1:
        before = time.perf_counter()
        batch = next(source)
        waited += time.perf_counter() - before

        if step % BANK_STEPS == 0 or not len(others):
            rng = np.random.default_rng([recipe.seed, step // BANK_STEPS, 2])
            drawn = rng.integers(0, len(lesson.targets), recipe.loss.negatives)
            others = lesson.targets[torch.from_numpy(drawn)].bfloat16()

        vectors = model(batch.crops)
        cosine = losses.cosine_loss(vectors, batch.targets)
        contrastive = losses.contrastive_loss(vectors, batch.targets, others, recipe.loss.temperature)
        loss = recipe.loss.cosine * cosine + recipe.loss.contrastive * contrastive
        missed = torch.zeros(()) if hints is None else hints(batch.maps)
        (loss + recipe.hint.weight * missed).backward()  # type: ignore[no-untyped-call]
        progress = parallel.mean_gradients(learners, clock.progress(step + 1))
        nn.utils.clip_grad_norm_(learners.parameters(), recipe.optimiser.clip)
        part = schedule(recipe, step, progress)
        for tool in tools:
            for group in tool.param_groups:
                group["lr"] = group["peak"] * part
            tool.step()
            tool.zero_grad()
        step += 1
        if step % BLEND_STEPS == 0:
            # Early on the average would remember the random start for too long.
            blend(average, model, min(recipe.optimiser.ema, (1 + step) / (10 + step)) ** BLEND_STEPS)
        sums += torch.stack([cosine.detach(), contrastive.detach(), missed.detach()])

        if leader and step % log_steps == 0:
            now = time.time()
            done, seconds = step - logged_step, now - logged
            print(
                f"{time.strftime('%H:%M:%S')}  {progress:6.1%}  step {step}  {step * samples_a_step / 1e6:.3f} M  "
                f"{batch.crops.shape[1]} px  lr {part:.3f}  cosine {sums[0] / done:.4f}  "
                f"contrastive {sums[1] / done:.4f}  maps {sums[2] / done:.4f}  "
                f"{done * samples_a_step / seconds:.0f}/s  waiting {waited / seconds:.1%}",
                flush=True,
            )
            logged, logged_step, waited, sums = now, step, 0.0, torch.zeros(3)
        if leader and time.time() - checked > 60 * check_minutes:
            keep(progress)
            checked = time.time()

    source.close()
    if leader:
        print(f"finished after {step} steps, {step * samples_a_step} samples", flush=True)
        keep(1.0)
    return average


def judge(model: Student, lesson: Lesson, side: int) -> validation.Figures:
    return lesson.check.judge(lambda rows: embed(model, lesson.faces, rows, side))
