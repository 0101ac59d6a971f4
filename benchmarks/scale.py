"""What a large set costs: 17 million faces in shards, the loader alone, and class centres by sample.

The shards are one of real crops under many names, their index is made up, so nothing of 70 GB is needed. Times are
processor time: of two cores that others use, too, the clock says nothing.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.common import SHARED, Row, at_most

SHARDS, EACH, PEOPLE = 1700, 10_000, 360_000
CORES = 2


def rows() -> list[Row]:
    """None where the face sets are not beside the checkout."""
    if not (SHARED / "data" / "faces").exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        made_up(Path(folder))
        command = [sys.executable, "-m", "benchmarks.scale", folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    faces = f"{SHARDS * EACH / 1e6:.0f} million faces of {PEOPLE:,} people"
    loader = f"{found['loader']:,.0f} faces a second"
    return [
        at_most(f"{faces}: memory of a rank", found["gigabytes"], "GB", 4),
        at_most(f"{faces}: processor time to the first step", found["first"], "s", 60),
        at_most(f"{faces}: the sampler's share of a step (ResNet-18, batch 64)", 100 * found["sampler"], "%", 1),
        Row("loader alone, two cores, 112 px, altered on the device", loader, "6,000", found["loader"] >= 6000),
        at_most("partial FC at 0.1 against full softmax, 20,000 people: loss and update", partial_fc(), "x", 0.5),
    ]


def made_up(folder: Path) -> None:
    """One shard of real crops under many names, and the index that they would have."""
    from training.data import shards

    with np.load(SHARED / "data" / "faces" / "pins.npz", allow_pickle=False) as stored:
        data, offset = stored["data"], stored["offset"]
    files = ((data[offset[i] : offset[i + 1]].tobytes(), 0) for i in range(EACH))
    shards.write(folder / "one", files, ["somebody"], EACH)
    (folder / "many").mkdir()
    for number in range(SHARDS):
        (folder / "many" / f"{number:05d}.tar").symlink_to(folder / "one" / "00000.tar")
    places, sizes, _ = shards.scan(folder / "one" / "00000.tar")
    count = SHARDS * EACH
    index = shards.index_file(shards.files_of(folder / "many"), folder / "runs")
    index.parent.mkdir()
    np.savez(
        index,
        offset=np.tile(places, SHARDS),
        size=np.tile(sizes, SHARDS),
        label=(np.arange(count) * 7919 % PEOPLE).astype(np.int32),
        first=np.arange(SHARDS + 1, dtype=np.int64) * EACH,
    )


def run(folder: Path) -> dict[str, float]:
    """Train a few steps on the shards of `folder`, and take its loader and sampler by themselves."""
    import torch

    from training.core import parallel
    from training.data import device_augmentation
    from training.supervised import loop
    from training.supervised.recipe import parse
    from training.supervised.selection import select

    torch.set_num_threads(CORES)
    before = time.process_time()
    values = {
        "name": "scale",
        "dimension": 128,
        "batch": 64,
        "steps": 3,
        "loss": {"kind": "arcface", "margin": 28.6, "classes": 0.1},
        "data": {"validation": 0.001, "test": 0.0},
        "judging": {"every": 1000, "pairs": 20},
        "augment": {"on_device": True, "jpeg": 0.0},
    }
    recipe = parse(values, "scale")
    selection = select(recipe, folder / "many", folder / "runs")
    reached: list[float] = []
    seed = loop.seed
    loop.seed = lambda *words: reached.append(time.process_time()) or seed(*words)  # type: ignore[func-returns-value]
    loop.run(recipe, selection, folder / "run", accelerator="cpu")
    loop.seed = seed
    step = (reached[-1] - reached[0]) / (len(reached) - 1)
    draw = loop.draw_of(recipe, selection)
    sampler = _cost(lambda number: draw(number), 200)
    fabric = parallel.start("cpu")
    device_augmentation.augmented = lambda crops, *_: crops  # what the device does is not the loader's
    source = loop.batches(recipe, selection, None, fabric, 0, CORES)
    next(source)
    loader = recipe.batch * CORES / _cost(lambda _: next(source), 100)
    source.close()
    return {
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "first": reached[0] - before,
        "sampler": sampler / step,
        "loader": loader,
    }


def partial_fc(people: int = 20_000, dimension: int = 512, batch: int = 128) -> float:
    """Ratio of the processor times of a step's loss, gradients and update, sampled and full, in one run."""
    import torch
    from torch import nn

    from training.core.batch import Batch
    from training.core.losses import metric_loss
    from training.supervised.partial_fc import PartialArcFace

    torch.manual_seed(0)
    torch.set_num_threads(1)
    whole = metric_loss("arcface", 28.6, 64.0, dimension, people)
    part = PartialArcFace(dimension, people, 0.1, 28.6, 64.0)
    tools = torch.optim.AdamW(whole.parameters()), torch.optim.SparseAdam(list(part.parameters()))
    vectors = nn.functional.normalize(torch.randn(batch, dimension)).requires_grad_()
    labels = torch.randint(people, (batch,))
    asked = Batch(torch.empty(0), labels)

    def full(_: int) -> None:
        whole(vectors, labels).backward()
        tools[0].step()
        tools[0].zero_grad()

    def sampled(_: int) -> None:
        part(vectors, asked, 0).backward()
        tools[1].step()  # type: ignore[no-untyped-call]
        tools[1].zero_grad()

    for warm in (full, sampled):
        warm(0)
    return _cost(sampled, 6) / _cost(full, 6)


def _cost(action: Callable[[int], object], times: int) -> float:
    """Processor seconds of one, of all threads."""
    before = time.process_time()
    for number in range(times):
        action(number)
    return (time.process_time() - before) / times


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
