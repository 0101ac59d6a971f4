"""`python -m benchmarks gpu`: what a GPU learns in a second; no row where there is none. A few minutes.

The device and the size are given, so that a processor walks the same way in small.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.common import SHARED, Row


@dataclass(frozen=True)
class Size:
    """warm, steps: before, and those that are timed. people, each: of the noise that `train` learns. window: mixed
    samples that the teacher of `distil` answers for before the first step.
    """

    batch: int = 512
    warm: int = 20
    steps: int = 60
    people: int = 2000
    each: int = 10
    window: int = 4096


def rows() -> list[Row]:
    import torch

    if not torch.cuda.is_available():
        return []
    found = [Row("train resnet50 at 112 px, bf16, faces a second", f"{train('cuda'):,.0f}", "4,000")]
    if (SHARED / "teachers").exists():
        found.append(Row("distil student-m, faces a second", f"{distil('cuda'):,.0f}", "6,000"))
    return found


def train(accelerator: str, size: Size = Size(), backbone: str = "timm/resnet50") -> float:
    """Faces a second of `train`, on noise that lies in memory: decoding is the loader's benchmark."""
    from training.data.faces import Faces
    from training.supervised import loop
    from training.supervised.recipe import parse
    from training.supervised.samplers import draw_pairs
    from training.supervised.selection import Asked, Selection

    person = np.repeat(np.arange(size.people), size.each)
    zeros, names = np.zeros(len(person), np.int64), tuple(f"somebody {i}" for i in range(size.people))
    pixels = np.random.default_rng(0).integers(0, 256, (len(person), 112, 112, 3), dtype=np.uint8)
    faces = Faces(pixels, person, names, zeros, ("noise",), zeros, zeros, zeros, zeros)
    judged = np.arange(0, min(200, len(person)))
    asked = Asked(judged, person[judged], draw_pairs(person[judged], 50, 0), np.empty((0, 3), np.int64))
    values = {
        "name": "gpu",
        "dimension": 512,
        "batch": size.batch,
        "steps": size.warm + size.steps,
        "precision": "bf16-mixed",
        "network": {"backbone": backbone, "head": "depthwise"},
        "loss": {"kind": "arcface", "margin": 28.6},
        "augment": {"on_device": True, "jpeg": 0.0},
        "judging": {"every": 100_000},
    }
    reached: list[float] = []
    seed = loop.seed

    def noted(run_seed: int, number: int, rank: int) -> None:
        reached.append(time.perf_counter())
        seed(run_seed, number, rank)

    loop.seed = noted
    try:
        with tempfile.TemporaryDirectory() as folder:
            loop.run(
                parse(values, "gpu"),
                Selection(faces, np.arange(len(person)), person, names, asked),
                Path(folder) / "run",
                accelerator=accelerator,
                workers=8,
            )
    finally:
        loop.seed = seed
    return size.batch * (len(reached) - 1 - size.warm) / (reached[-1] - reached[size.warm])


def distil(accelerator: str, size: Size = Size(), faces: Path = SHARED / "data" / "faces") -> float:
    """Faces a second of `distil` with the shipped student's recipe, its teacher on the device, too.

    faces: folder of the sets.
    """
    from training.distillation.data import prepare
    from training.distillation.loop import run
    from training.distillation.recipe import load

    recipe = load("student-m")
    mixed = replace(recipe.mixed_samples, window=size.window)
    recipe = replace(recipe, batch=size.batch, mixed_samples=mixed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        data = prepare(recipe, faces, SHARED / "teachers", place, gpu=accelerator == "cuda")
        run(recipe, data, place / "first", steps=size.warm, accelerator=accelerator)
        before = time.perf_counter()
        run(recipe, data, place / "second", steps=size.steps, accelerator=accelerator)
        return size.batch * size.steps / (time.perf_counter() - before)
