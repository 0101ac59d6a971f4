"""`python -m benchmarks.recipes [NAME ...]`: each recipe of the trainer from faces to an exported file, in small.

A few people of the face sets beside the checkout, a few small batches: what is proved is that the whole way works
with the recipe's own network, frozen layers, balance, filters, loss, miner, sampler, augmentation and schedule. The
figures are of no other use. In place of pretrained weights, which are not here, it reads a file of random ones.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from safetensors.torch import save_file

from benchmarks.common import SHARED
from training.data import faces, heldout, validation_split
from training.networks.backbones import backbone_of
from training.release import export
from training.supervised import comparison, loop
from training.supervised.recipe import FOLDER, TrainRecipe, load
from training.supervised.selection import select

PEOPLE, JUDGED, EACH = 36, 4, 5
"""People to learn from and to judge by, and the faces of each."""
STEPS = 10
DEEP = {"torchvision/efficientnet_b0": 80}
"""Steps of a network whose batch norms, one upon another, know so little after few that it answers with nothing."""
ORDER = (
    *("kd_resnet101_teacher", "kd_resnet101_efficientnetb0"),
    *("kd_resnet101_teacher-vggface2", "kd_resnet101_efficientnetb0-vggface2"),
)
"""A teacher comes before its student."""
SET = "vggface2"
"""The small set's name, which some recipes ask for."""


def small_set(folder: Path, lfw: bool) -> None:
    """The faces of some people as one set."""
    loaded = faces.load(SHARED / "data" / "faces", trains_on_lfw=True)
    allowed = np.flatnonzero((loaded.person >= 0) & ~heldout.read().mask(loaded) & (loaded.width >= 60))
    people, counts = np.unique(loaded.person[allowed], return_counts=True)
    several = people[counts >= EACH]
    sides = np.array([validation_split.validates(loaded.people[person]) for person in several])
    chosen = np.concatenate([several[~sides][:PEOPLE], several[sides][:JUDGED]])
    picked = np.concatenate([allowed[loaded.person[allowed] == person][:EACH] for person in chosen])
    crops = [np.asarray(loaded.pixels[row]) for row in picked]
    write_set(folder, crops, [loaded.people[person] for person in chosen], loaded.width[picked], lfw)


def write_set(
    folder: Path, crops: Sequence[NDArray[np.uint8]], people: Sequence[str], width: NDArray[np.int64], lfw: bool
) -> None:
    """A set of `EACH` crops a person, one person after another, with lists of pairs as LFW has them.

    Every other person is a woman. lfw: whether only recipes that learn from LFW may read it.
    """
    place = np.arange(len(crops))
    half = len(crops) // 2
    lists: dict[str, Any] = {
        f"pairs.{name}": np.array(
            [(i, i + 1, 1) for i in range(low, high - 1, EACH)]
            + [(i, i + EACH, 0) for i in range(low, high - EACH, EACH)],
            np.int32,
        )
        for name, low, high in (("pairsDevTrain", 0, half), ("pairsDevTest", half, len(crops)))
    }
    images = [cv2.imencode(".png", crop)[1] for crop in crops]
    np.savez(
        folder / f"{SET}.npz",
        data=np.concatenate(images),
        offset=np.cumsum([0, *map(len, images)]),
        identity=(place // EACH).astype(np.int32),
        identities=np.array(people),
        face_width=width.astype(np.int16),
        sex=(place // EACH % 2).astype(np.int8),
        trains_on_lfw=np.array(lfw),
        **lists,
    )


def in_small(recipe: TrainRecipe, folder: Path) -> TrainRecipe:
    """The recipe with fewer and smaller batches, and as many people as there are."""
    data = replace(
        recipe.data,
        people=min(recipe.data.people, PEOPLE),
        each=min(recipe.data.each, EACH),
        validation_each=min(recipe.data.validation_each, EACH),
    )
    file = folder / f"{recipe.network.backbone.replace('/', '-')}.safetensors"
    if recipe.network.weights and not file.exists():
        save_file(backbone_of(recipe.network.backbone).state_dict(), file)
    steps = DEEP.get(recipe.network.backbone, STEPS)
    batch = 12 if recipe.sampler.kind == "balanced" else 6
    judging = replace(
        recipe.judging, every=steps, pairs=min(recipe.judging.pairs, 15), triplets=min(recipe.judging.triplets, 10)
    )
    return replace(
        recipe,
        batch=batch,
        steps=steps,
        epochs=0,
        data=data,
        network=replace(recipe.network, weights=str(file) if recipe.network.weights else ""),
        sampler=replace(
            recipe.sampler, count=min(recipe.sampler.count, 50), repeats=min(recipe.sampler.repeats, 2)
        ),
        judging=judging,
        loss=replace(recipe.loss, memory=min(recipe.loss.memory, 4 * batch)),
    )


def walk(recipe: TrainRecipe, sets: Path, runs: Path) -> tuple[str, ...]:
    """Select, train, judge, export: a row of the table."""
    before = time.process_time()
    selection = select(recipe, sets, runs)
    targets = comparison.targets(recipe, selection, runs, runs)
    figures = loop.run(recipe, selection, runs / recipe.name, targets=targets, accelerator="cpu")
    crops = selection.faces.pixels[selection.validation.rows[:8]]
    export.export(runs / recipe.name / "best.pt", crops, runs / "models", name=recipe.name, default=False)
    seen = f"{len(selection.rows)} of {len(selection.classes)}, {len(selection.validation.rows)} to judge by"
    untrained, last = str(figures["untrained"]), str(figures["best"])
    return recipe.name, seen, untrained, last, f"{time.process_time() - before:.0f}"


def recipes(names: list[str], folder: Path) -> Iterator[TrainRecipe]:
    for name in names or [*ORDER, *sorted({file.stem for file in FOLDER.glob("*.toml")} - {*ORDER})]:
        yield in_small(load(name), folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recipes", description=__doc__)
    parser.add_argument("name", nargs="*", help="recipes; all by default")
    torch.set_num_threads(1)
    console = Console(width=190)
    table = Table("recipe", "faces", "untrained", "best of a few steps", "processor seconds")
    with tempfile.TemporaryDirectory() as temporary:
        for kind in ("plain", "lfw"):
            (Path(temporary) / kind).mkdir()
            small_set(Path(temporary) / kind, kind == "lfw")
        for recipe in recipes(parser.parse_args().name, Path(temporary)):
            kind = "lfw" if recipe.trains_on_lfw else "plain"
            row = walk(recipe, Path(temporary) / kind, Path(temporary))
            console.print(*row, sep="  ")
            table.add_row(*row)
    console.print(table)


if __name__ == "__main__":
    main()
