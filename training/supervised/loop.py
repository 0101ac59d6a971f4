"""Teach a network from labels: one trainer on Lightning Fabric for a processor, a GPU, or many through torchrun.

The loop in `run` reads top to bottom: batches of altered crops, the parts of their loss, a step, and now and then a
judgement with a checkpoint. What is random in step `k` depends on the seed and `k` alone, so a run that was stopped
goes on from any checkpoint as if it had not been.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor

from facecam.base.errors import InputError
from training.core import parallel
from training.core.batch import Batch
from training.core.files import write_atomically
from training.core.log import Log
from training.core.optimisers import blend, remembered
from training.core.prefetch import prefetch
from training.core.vectors import Vectors
from training.data.augmentation import augmented, resized
from training.metrics import verification
from training.metrics.figures import Figures
from training.supervised import samplers
from training.supervised.collapse import Collapse
from training.supervised.objective import classifier_of
from training.supervised.recipe import TrainRecipe
from training.supervised.samplers import Draw
from training.supervised.selection import Selection
from training.supervised.state import State


def run(
    recipe: TrainRecipe,
    selection: Selection,
    folder: Path,
    *,
    targets: Vectors | None = None,
    resume: Path | None = None,
    accelerator: str = "auto",
    workers: int = 1,
) -> dict[str, Figures]:
    """Train into `folder` (`last.pt`, `best.pt`, `report.json`, TensorBoard's scalars); the first and best figures.

    targets: a teacher's unit vectors of `selection.rows`. resume: a checkpoint of this recipe to go on from.
    Raises `InputError` and `ModelError` for what does not fit.
    """
    cv2.setNumThreads(0)  # crops are made in threads of their own; OpenCV's pool would fight torch's
    fabric = parallel.start(accelerator, recipe.precision)
    folder.mkdir(parents=True, exist_ok=True)
    state = State.fresh(recipe, selection.classes, selection.sets)
    model, stepper = fabric.setup(state.system, state.optimiser)
    state.average.to(fabric.device)
    if resume is not None:
        state.restore(resume)
    how, leads = recipe.optimiser, fabric.global_rank == 0
    faces_a_step = recipe.batch * how.accumulate * fabric.world_size

    def check() -> None:
        """Judge, and write the checkpoints."""
        if not how.ema:
            blend(state.average, state.system.network, 0.0)
        figures = judge(fabric, state, selection)
        log.judged(state.step, str(figures), figures.scores)
        best = state.judged(figures)
        if leads:
            state.save(folder, state.step * faces_a_step, best)
        fabric.barrier()

    source = batches(recipe, selection, targets, fabric, state.step * how.accumulate, workers)
    collapse, done = Collapse(recipe.loss), state.step / recipe.steps
    with Log(recipe.name, folder, state.step, done, faces_a_step, leads=leads) as log, closing(source):
        if resume is None:
            check()
        while state.step < recipe.steps and not state.stops_early:
            losses: dict[str, Tensor] = {}
            for part in range(how.accumulate):
                before = time.perf_counter()
                batch = next(source)
                log.waited(time.perf_counter() - before)
                seed(recipe.seed, state.step * how.accumulate + part, fabric.global_rank)
                with fabric.no_backward_sync(model, enabled=part < how.accumulate - 1):
                    parts, vectors = model(batch, state.step)
                    parts = {name: loss / how.accumulate for name, loss in parts.items()}
                    fabric.backward(state.system.objective.weighted(parts))
                losses = {name: loss.detach() + losses.get(name, 0) for name, loss in parts.items()}

            fabric.clip_gradients(model, stepper, max_norm=how.clip, error_if_nonfinite=False)
            stepper.step()
            stepper.zero_grad()
            state.step += 1
            if how.schedule != "plateau":
                state.scheduler.step()  # type: ignore[call-arg]
            if how.ema:
                blend(state.average, state.system.network, remembered(how.ema, state.step))
            rate = state.optimiser.param_groups[0]["lr"]
            if means := log.stepped(state.step, state.step / recipe.steps, losses, rate):
                log.say(collapse.said(state.step, means, vectors))
            if state.step % recipe.judging.every == 0 or state.step == recipe.steps:
                check()
        if state.stops_early:
            log.say(f"stopped at step {state.step}: {state.since} judgements without a better one")
    if leads:
        if len(selection.judged_triplets):
            write_atomically(folder / "triplets.csv", selection.triplet_file().encode())
        report = {name: figures.as_dict() for name, figures in state.figures.items()}
        write_atomically(folder / "report.json", json.dumps(report, indent=1).encode())
    return state.figures


def seed(run_seed: int, number: int, rank: int) -> None:
    """Everything that torch draws for one batch (dropout, random triplets) follows from its number."""
    words = np.random.SeedSequence([run_seed, number, rank]).generate_state(1, np.uint64)
    torch.manual_seed(int(words[0] >> np.uint64(1)))


def draw_of(recipe: TrainRecipe, selection: Selection) -> Draw:
    """The recipe's sampler over the faces to learn from."""
    how, labels = recipe.sampler, selection.labels
    match how.kind:
        case "balanced":
            return samplers.balanced(labels, recipe.batch, how.each, recipe.seed)
        case "pairs":
            return samplers.of_pairs(selection.pairs, recipe.batch, recipe.seed)
        case "triplets":
            triplets = samplers.draw_triplets(labels, how.count, recipe.seed)
            return samplers.of_triplets(triplets, recipe.batch, recipe.seed)
        case _:
            return samplers.shuffled(len(labels), recipe.batch, recipe.seed, how.repeats)


def batches(
    recipe: TrainRecipe, selection: Selection, targets: Vectors | None, fabric: Fabric, first: int, workers: int
) -> Generator[Batch, None, None]:
    """This process's batches from number `first` on, made by threads ahead of their use."""
    draw = draw_of(recipe, selection)
    world, rank = fabric.world_size, fabric.global_rank

    def make(number: int) -> Batch:
        drawn = draw(number * world + rank)
        rng = np.random.default_rng([recipe.seed, number * world + rank, 1])
        pixels, rows = selection.faces.pixels, selection.rows[drawn.places]
        crops = np.stack([augmented(pixels[row], recipe.side, recipe.augment, rng) for row in rows])
        return Batch(
            torch.from_numpy(crops),
            torch.from_numpy(selection.labels[drawn.places]),
            targets=None if targets is None else torch.from_numpy(targets[drawn.places]),
            indices=None if drawn.indices is None else tuple(map(torch.from_numpy, drawn.indices)),
        )

    made = prefetch(make, first, workers)
    with closing(made):
        for batch in made:
            yield fabric.to_device(batch)


@torch.no_grad()
def judge(fabric: Fabric, state: State, selection: Selection, batch: int = 64) -> Figures:
    """The averaged network's figures; each process looks at its share of the faces."""
    network, recipe = state.average.eval(), state.recipe
    classifier = classifier_of(state.system.objective)
    every = torch.zeros(len(selection.judged), recipe.dimension, device=fabric.device)
    mine = np.arange(fabric.global_rank, len(every), fabric.world_size)
    for start in range(0, len(mine), batch):
        places = mine[start : start + batch]
        pixels = (selection.faces.pixels[row] for row in selection.judged[places])
        crops = np.stack([resized(face, recipe.side) for face in pixels])
        with fabric.autocast():
            projected = network.project(fabric.to_device(torch.from_numpy(crops)))
        every[torch.from_numpy(places)] = projected.float()
    every = torch.as_tensor(fabric.all_reduce(every, reduce_op="sum"))
    if not every.isfinite().all():
        raise InputError(
            "The network's answers are no numbers any more at step {step}",
            "Lower `lr` in the recipe",
            step=str(state.step),
        )
    if classifier is not None:
        said = classifier(every).argmax(dim=1).cpu().numpy()
        return verification.classification(said, selection.judged_labels, len(selection.classes))
    vectors = torch.nn.functional.normalize(every).cpu().numpy()
    figures = verification.verification(vectors, selection.judged_pairs, recipe.judging.threshold)
    if len(selection.judged_triplets):
        figures.scores["triplets"] = verification.triplet_accuracy(vectors, selection.judged_triplets)
    return figures
