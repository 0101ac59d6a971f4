"""A step of `distil` against plain PyTorch: eager, float32, channels first, the same network, batch and optimiser.

One thread each, so the processor's time is taken: other programs on the machine do not disturb it. The share of a
step that waits for crops is in real time, as it must be, and grows when others keep both cores busy.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import numpy as np
import torch
from torch import Tensor

from benchmarks.common import Row
from training.core.batch import Batch
from training.core.losses import cosine_loss
from training.core.optimisers import blend
from training.core.prefetch import prefetch
from training.data.faces import SIDE, Faces
from training.distillation.data import DistillationData, make_batch
from training.distillation.recipe import Recipe
from training.metrics import heldout_pairs
from training.networks.face_network import student
from training.networks.half_precision import in_bfloat16

NETWORKS = {"resnet18": "1.5x (aim 2x)", "tf_efficientnet_lite0": "1.1x (aim 1.5x)"}
RECIPE = Recipe("benchmark", batch=32, dimension=512)
ROUNDS = 3
EMA_STEPS = 4
"""Between two of ours; plain code blends at each."""


def rows() -> list[Row]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return [_against_eager(network, bar) for network, bar in NETWORKS.items()] + [_waiting()]
    finally:
        torch.set_num_threads(threads)


def _data(faces: int = 256) -> DistillationData:
    """Noise: what is on a crop does not change how long it takes."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (faces, SIDE, SIDE, 3), dtype=np.uint8)
    zeros, rows = np.zeros(faces, np.int64), np.arange(faces)
    people = tuple(str(number) for number in range(faces // 4))
    known = Faces(pixels, rows // 4, people, zeros, ("noise",), rows, zeros, zeros, zeros)
    targets = torch.nn.functional.normalize(torch.randn(faces, RECIPE.dimension))
    return DistillationData(known, rows, targets, heldout_pairs.prepare(known, rows, targets.numpy()))


def _step(network: str, *, ours: bool) -> Callable[[Batch], Tensor]:
    """One step of learning: forward, backward, AdamW, average."""
    model, average = (student(network, RECIPE.dimension, SIDE) for _ in range(2))
    if ours:
        in_bfloat16(model)
    else:
        model, average = (each.to(memory_format=torch.contiguous_format) for each in (model, average))
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=ours)
    taken = 0

    def step(batch: Batch) -> Tensor:
        nonlocal taken
        crops = batch.crops if ours else batch.crops.permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
        assert batch.targets is not None
        loss = cosine_loss(model(crops), batch.targets)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        optimiser.zero_grad()
        taken += 1
        if not ours or taken % EMA_STEPS == 0:
            blend(average, model, 0.998)
        return loss.detach()

    return step


def _against_eager(network: str, bar: str) -> Row:
    """Median processor seconds of a step; the two take turns."""
    batch = make_batch(_data(), RECIPE, 0, SIDE)
    steps = [_step(network, ours=ours) for ours in (True, False)]
    seconds: list[list[float]] = [[], []]
    for number in range(ROUNDS + 1):
        for step, taken in zip(steps, seconds, strict=True):
            start = time.process_time()
            step(batch)
            if number:  # the first one sets everything up
                taken.append(time.process_time() - start)
    fast, plain = (float(np.median(taken)) for taken in seconds)
    what = f"training step, {network}, {RECIPE.batch} faces, against eager float32"
    return Row(what, f"{plain / fast:.2f}x ({1e3 * fast:.0f} ms, {1e3 * plain:.0f} ms)", bar)


def _waiting(steps: int = 4) -> Row:
    """The share of real time that goes by without a batch to work on."""
    step, data, waited = _step("resnet18", ours=True), _data(), 0.0
    with closing(prefetch(lambda number: make_batch(data, RECIPE, number, SIDE), 0)) as source:
        step(next(source))
        start = time.perf_counter()
        for _ in range(steps):
            before = time.perf_counter()
            batch = next(source)
            waited += time.perf_counter() - before
            step(batch)
        share = waited / (time.perf_counter() - start)
    return Row("share of a step spent waiting for crops, resnet18", f"{share:.1%}", "10 % (aim 2 %)")
