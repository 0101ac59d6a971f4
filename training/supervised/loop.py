"""Teach a network from labels: one trainer for a processor, a GPU, or many through torchrun.

The loop in `run` reads top to bottom: batches of altered crops, the parts of their loss, a step, and now and then a
judgement or a checkpoint. What is random in step `k` depends on the seed and `k` alone, so a run that was stopped
goes on from any checkpoint as if it had not been. Several processes are one trainer: each has its part of a batch,
and the loss is that of all of it, so that their number changes nothing but the time (dropout's dice aside).
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.distributed as dist
from lightning_fabric import Fabric
from torch import Tensor

from facecam.base.errors import InputError
from training.core import checkpoints, parallel
from training.core.batch import Batch
from training.core.devices import has_bfloat16
from training.core.files import whole, write_atomically
from training.core.log import Log
from training.core.optimisers import blend, remembered
from training.core.prefetch import ahead, prefetch
from training.core.vectors import Vectors
from training.data import device_augmentation
from training.data.augmentation import augmented, resized
from training.metrics import verification
from training.metrics.figures import Figures
from training.networks.synchronised_norm import synchronise
from training.supervised import samplers
from training.supervised.collapse import Collapse
from training.supervised.frozen import CLEAN, FrozenAnswers
from training.supervised.objective import classifier_of, validation_loss
from training.supervised.recipe import TrainRecipe
from training.supervised.samplers import Draw
from training.supervised.selection import Asked, Selection
from training.supervised.state import State

SAVE_MINUTES = 10.0
"""Between two checkpoints, where no judgement comes before."""

ALTERING = 2**31
"""In place of a process's number: what alters a batch is drawn for all of them alike."""

SHOWN = 2000
"""Faces at most whose vectors are kept to be drawn."""

HALF = {"16-mixed": torch.float16, "bf16-mixed": torch.bfloat16}


def run(
    recipe: TrainRecipe,
    selection: Selection,
    folder: Path,
    *,
    targets: Vectors | None = None,
    resume: Path | None = None,
    accelerator: str = "auto",
    workers: int = 1,
    compiled: bool = False,
    beside: Mapping[str, Figures] | None = None,
    save_minutes: float = SAVE_MINUTES,
) -> dict[str, Figures]:
    """Train into `folder` (`last.pt`, `best.pt`, `report.json`, TensorBoard's scalars).

    Returns the figures of the untrained network, of the best one by the people who chose it, and where there is a
    test side, of the best one by those of the test. targets: a teacher's unit vectors of `selection.rows`. resume:
    a checkpoint of this recipe to go on from. compiled: with torch.compile. beside: others' figures, which the
    report has, too. Raises `KeyboardInterrupt` after Ctrl-C or a SIGTERM, when the checkpoint is written, and
    `InputError` and `ModelError` for what does not fit.
    """
    cv2.setNumThreads(0)  # crops are made in threads of their own; OpenCV's pool would fight torch's
    fabric = parallel.start(accelerator)
    recipe = recipe.of_epoch(selection.epoch(recipe))
    if recipe.batch % fabric.world_size:
        raise InputError(
            "A batch of {batch} cannot be shared out between {processes} processes",
            "Make `batch` a multiple of their number",
            batch=str(recipe.batch),
            processes=str(fabric.world_size),
        )
    if resume is None:
        checkpoints.refuse_run(folder)
    folder.mkdir(parents=True, exist_ok=True)
    state = State.fresh(recipe, selection.classes, selection.sets)
    if resume is not None:
        state.restore(resume)
    if fabric.world_size > 1:
        synchronise(state.system)
    state.to(fabric.device)
    if compiled:
        state.system.network.backbone.compile()
    how, leads = recipe.optimiser, fabric.global_rank == 0
    dense, device = state.dense(), fabric.device
    quicker = recipe.precision in HALF and has_bfloat16(device)
    half = torch.autocast(device.type, HALF.get(recipe.precision), enabled=quicker)

    saved = time.monotonic()

    def keep(best: bool = False) -> None:
        """Write the checkpoint; all processes take part."""
        nonlocal saved
        state.save(folder, state.step * recipe.batch * how.accumulate, best, leads=leads)
        fabric.barrier()  # whoever reads it next reads this one
        saved = time.monotonic()

    def check() -> None:
        """Judge by those who choose, and keep what there is."""
        parallel.mean_statistics(state.system)
        if how.ema:
            parallel.mean_statistics(state.average)
        else:
            blend(state.average, state.system.network, 0.0)
        figures = judge(fabric, state, selection, selection.validation)
        log.judged(state.step, str(figures), figures.scores)
        keep(state.judged(figures))

    if recipe.network.trained_layers == 0 and not recipe.augment.on_device:
        state.frozen = FrozenAnswers(state.system.network, recipe, selection.faces, fabric.device)
    source = batches(recipe, selection, targets, fabric, state.step * how.accumulate, workers, state.frozen)
    collapse, done = Collapse(recipe.loss), state.step / recipe.steps
    speaking = Log(recipe.name, folder, state.step, done, recipe.batch * how.accumulate, leads=leads)
    with speaking as log, closing(source), parallel.stopping() as wish, _said(recipe):
        if resume is None:
            check()
        while state.step < recipe.steps and not state.stops_early:
            losses: dict[str, Tensor] = {}
            for part in range(how.accumulate):
                before = time.perf_counter()
                batch = next(source)
                log.waited(time.perf_counter() - before)
                number = state.step * how.accumulate + part
                seed(recipe.seed, number, fabric.global_rank + 1)
                with half:
                    parts, vectors = state.system(batch, state.step, seed_of(recipe.seed, number, 0))
                    parts = {name: loss / how.accumulate for name, loss in parts.items()}
                    loss = state.system.objective.weighted(parts)
                    state.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
                losses = {name: loss.detach() + losses.get(name, 0) for name, loss in parts.items()}

            late = time.monotonic() - saved > 60 * save_minutes
            wanted, overdue = parallel.mean_gradients(dense, float(wish.come), float(late))
            state.update(dense, how.clip)
            state.step += 1
            if how.schedule != "plateau":
                state.scheduler.step()  # type: ignore[call-arg]
            if how.ema:
                blend(state.average, state.system.network, remembered(how.ema, state.step))
            rate = state.optimiser.param_groups[0]["lr"]
            if means := log.stepped(state.step, state.step / recipe.steps, losses, rate):
                log.say(collapse.said(state.step, means, vectors))
                state.history.append({"step": state.step, **means})
            if state.step % recipe.judging.every == 0 or state.step == recipe.steps:
                check()
            elif wanted or overdue:
                keep()
            if wanted:
                raise KeyboardInterrupt
        if state.stops_early:
            log.say(f"stopped at step {state.step}: {state.since} judgements without a better one")
        _report(fabric, state, selection, folder, beside or {})
    return state.figures


def _report(
    fabric: Fabric, state: State, selection: Selection, folder: Path, beside: Mapping[str, Figures]
) -> None:
    """Test the best network, and write what is to be drawn: `report.json`, `judged.npz` and the triplets."""
    asked = selection.test or selection.validation
    if (folder / "best.pt").exists():
        state.average.load_state_dict(checkpoints.load(folder / "best.pt")["weights"])
        state.restore_classifier(folder / "best.pt")
    projected = answers(fabric, state, selection, asked)
    if selection.test is not None:
        state.figures["test"] = figures_of(state, asked, projected)
    if fabric.global_rank:
        return
    if len(asked.triplets):
        text = selection.triplet_file(asked)
        write_atomically(folder / "triplets.csv", text.encode())
    report: dict[str, Any] = {
        "recipe": state.recipe.as_dict(),
        "people": len(selection.classes),
        "faces": len(selection.rows),
        "figures": {name: figures.as_dict() for name, figures in state.figures.items()},
        "beside": {name: figures.as_dict() for name, figures in beside.items()},
        "history": state.history,
    }
    write_atomically(folder / "report.json", json.dumps(report, indent=1).encode())
    some = slice(None, None, -(-len(asked.rows) // SHOWN))
    scores = {}
    if len(asked.pairs):
        unit = torch.nn.functional.normalize(projected).cpu().numpy()
        scores = {"scores": (unit[asked.pairs[:, 0]] * unit[asked.pairs[:, 1]]).sum(axis=1), "pairs": asked.pairs}
    elif (classifier := classifier_of(state.system.objective)) is not None:
        confidence = classifier(projected).softmax(dim=1).max(dim=1)
        scores = {"confidence": confidence.values.detach().cpu().numpy(), "said": confidence.indices.cpu().numpy()}
    with whole(folder / "judged.npz") as file:
        np.savez(
            file,
            vectors=projected[some].float().cpu().numpy(),
            labels=asked.labels[some],
            truth=asked.labels,
            crops=np.stack([np.asarray(selection.faces.pixels[row]) for row in _drawn_pairs(asked)]),
            **scores,
        )


def _drawn_pairs(asked: Asked, each: int = 3) -> list[int]:
    """The faces of a few pairs of one person and of two, one after another; of a closed set a few faces."""
    if not len(asked.pairs):
        return [int(row) for row in asked.rows[: 4 * each]]
    chosen = np.concatenate([asked.pairs[asked.pairs[:, 2] == kind][:each] for kind in (1, 0)])
    return [int(asked.rows[place]) for place in chosen[:, :2].ravel()]


class _said:
    """What goes wrong in torch, in words that say what to do."""

    def __init__(self, recipe: TrainRecipe) -> None:
        self._recipe = recipe

    def __enter__(self) -> None:
        """Nothing has gone wrong yet."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, torch.OutOfMemoryError):
            raise InputError(
                "The GPU has too little memory for a batch of {batch} faces of {side} pixels",
                "Lower `batch` in the recipe, and raise `accumulate` of [optimiser] by as much",
                batch=str(self._recipe.batch),
                side=str(self._recipe.side),
            ) from error
        if isinstance(error, dist.DistBackendError) or (
            isinstance(error, RuntimeError) and parallel.world() > 1 and "gloo" in str(error)
        ):
            raise InputError(
                "Another of the {processes} processes has ended",
                "Go on from the last checkpoint with --resume",
                processes=str(parallel.world()),
            ) from error


def seed_of(run_seed: int, number: int, rank: int) -> int:
    """The seed of one batch: of what the losses draw (rank 0), or of what each process draws for itself."""
    words = np.random.SeedSequence([run_seed, number, rank]).generate_state(1, np.uint64)
    return int(words[0] >> np.uint64(1))


def seed(run_seed: int, number: int, rank: int) -> None:
    """Everything that torch draws for one batch (dropout) follows from its number."""
    torch.manual_seed(seed_of(run_seed, number, rank))


def draw_of(recipe: TrainRecipe, selection: Selection) -> Draw:
    """The recipe's sampler over the faces to learn from."""
    how, labels = recipe.sampler, selection.labels
    match how.kind:
        case "balanced":
            return samplers.balanced(labels, recipe.batch, how.each, recipe.seed)
        case "pairs":
            return samplers.of_pairs(selection.pairs, recipe.batch, recipe.seed)
        case "triplets":
            given = len(selection.triplets) > 0
            triplets = selection.triplets if given else samplers.draw_triplets(labels, how.count, recipe.seed)
            return samplers.of_triplets(triplets, recipe.batch, recipe.seed)
        case _:
            order = selection.order(recipe.seed)
            return samplers.shuffled(len(labels), recipe.batch, recipe.seed, how.repeats, order)


def batches(
    recipe: TrainRecipe,
    selection: Selection,
    targets: Vectors | None,
    fabric: Fabric,
    first: int,
    workers: int,
    frozen: FrozenAnswers | None = None,
) -> Generator[Batch, None, None]:
    """This process's batches from number `first` on, made by threads ahead of their use and moved to the device."""
    draw = draw_of(recipe, selection)
    share, device = recipe.batch // fabric.world_size, fabric.device
    own = slice(fabric.global_rank * share, (fabric.global_rank + 1) * share)
    pixels, on_device = selection.faces.pixels, recipe.augment.on_device

    def make(number: int) -> Batch:
        drawn = draw(number)
        rows = selection.rows[drawn.places]
        features = None
        if frozen is not None:
            shown = np.zeros(len(rows), np.int64) if drawn.shown is None else drawn.shown
            features, crops = frozen.of(rows[own], shown[own]), np.empty((0, recipe.side, recipe.side, 3), np.uint8)
        elif on_device:
            crops = np.stack([resized(pixels[row], recipe.side) for row in rows[own]])
        else:
            dice = (np.random.default_rng([recipe.seed, number, place, 1]) for place in range(own.start, own.stop))
            crops = np.stack(
                [
                    augmented(pixels[row], recipe.side, recipe.augment, rng)
                    for row, rng in zip(rows[own], dice, strict=True)
                ]
            )
        return Batch(
            torch.from_numpy(crops),
            torch.from_numpy(selection.labels[drawn.places]),
            targets=None if targets is None else torch.from_numpy(targets[drawn.places]),
            indices=None if drawn.indices is None else tuple(map(torch.from_numpy, drawn.indices)),
            features=features,
        )

    def altered(made: Iterator[Batch]) -> Generator[Batch, None, None]:
        for number, batch in enumerate(ahead(made, device), first):
            if on_device:
                dice = torch.Generator().manual_seed(seed_of(recipe.seed, number, ALTERING))
                crops = device_augmentation.augmented(batch.crops, recipe.augment, dice, own, recipe.batch)
                batch = batch._replace(crops=crops)
            yield batch

    made = prefetch(make, first, workers)
    with closing(made):
        yield from altered(made)


@torch.no_grad()
def answers(fabric: Fabric, state: State, selection: Selection, asked: Asked, batch: int = 64) -> Tensor:
    """The averaged network's answers [n, D] before they are made unit vectors; each process looks at its share."""
    network, recipe = state.average.eval(), state.recipe
    every = torch.zeros(len(asked.rows), recipe.dimension, device=fabric.device)
    mine = np.arange(fabric.global_rank, len(every), fabric.world_size)
    half = torch.autocast(fabric.device.type, HALF.get(recipe.precision), enabled=recipe.precision in HALF)
    for start in range(0, len(mine), batch):
        places = mine[start : start + batch]
        if state.frozen is not None:
            features = state.frozen.of(asked.rows[places], np.full(len(places), CLEAN))
            with half:
                projected = network.head(features)
        else:
            pixels = (selection.faces.pixels[row] for row in asked.rows[places])
            crops = np.stack([resized(face, recipe.side) for face in pixels])
            with half:
                projected = network.project(torch.from_numpy(crops).to(fabric.device))
        every[torch.from_numpy(places)] = projected.float()
    parallel.add_up(every)
    if not every.isfinite().all():
        raise InputError(
            "The network's answers are no numbers any more at step {step}",
            "Lower `lr` in the recipe",
            step=str(state.step),
        )
    return every


def judge(fabric: Fabric, state: State, selection: Selection, asked: Asked) -> Figures:
    """The averaged network's figures."""
    return figures_of(state, asked, answers(fabric, state, selection, asked))


@torch.no_grad()
def figures_of(state: State, asked: Asked, projected: Tensor) -> Figures:
    """The figures of a network that answers with `projected` [n, D]."""
    recipe, classifier = state.recipe, classifier_of(state.system.objective)
    if classifier is not None:
        scores = classifier(projected)
        said = scores.argmax(dim=1).cpu().numpy()
        figures = verification.classification(said, asked.labels, len(state.classes))
        truth = torch.from_numpy(asked.labels).to(scores.device)
        figures.scores["loss"] = float(torch.nn.functional.cross_entropy(scores, truth))
        return figures
    unit = torch.nn.functional.normalize(projected)
    vectors = unit.cpu().numpy()
    figures = verification.verification(vectors, asked.pairs, recipe.judging.threshold)
    if len(asked.triplets):
        figures.scores["triplets"] = verification.triplet_accuracy(vectors, asked.triplets)
    if recipe.loss.kind == "contrastive":
        ends = asked.pairs[:, 0], asked.pairs[:, 1]
        same = asked.pairs[:, 2] == 1
        given = tuple(end[kind] for kind in (same, ~same) for end in ends)
    elif recipe.loss.kind == "triplet" and len(asked.triplets):
        given = tuple(asked.triplets.T)
    else:
        return figures
    indices = tuple(torch.from_numpy(np.ascontiguousarray(one)).to(unit.device) for one in given)
    labels = torch.from_numpy(asked.labels).to(unit.device)
    figures.scores["loss"] = validation_loss(recipe.loss, unit, labels, indices)
    return figures
