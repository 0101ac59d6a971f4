"""Each founding recipe and variant with its own frozen layers, weights, balance and filter, in small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")
pytest.importorskip("torchvision", reason="the training group is not installed")

import torch

from benchmarks.recipes import EACH, in_small, write_set
from training.core import checkpoints
from training.data import validation_split
from training.supervised import comparison, loop
from training.supervised.recipe import FOLDER, TrainRecipe, load
from training.supervised.selection import select
from training.supervised.state import network_of

OURS = ("own_classifier", "own_faces", "teacher_resnet50")
"""Recipes of no document."""
FOUNDING = sorted({file.stem for file in FOLDER.glob("*.toml")} - {*OURS})
SIDE, LARGER = 32, 80
"""Pixels; Inception's reductions need more."""
PEOPLE, JUDGED = 40, 6


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """Two sets of patterns under noise, one of which only recipes that learn from LFW may read.

    The last picture of each person is a blur that no face can be seen on.
    """
    rng = np.random.default_rng(0)
    names = [f"somebody_{number}" for number in range(500)]
    sides = np.array([validation_split.side(name, 0.1, 0.1) for name in names])
    chosen = [*np.flatnonzero(sides == 0)[:PEOPLE], *np.flatnonzero(sides == 1)[:JUDGED]]
    crops = []
    for _ in chosen:
        own = rng.normal(0, 40, (14, 14, 3))
        for number in range(EACH):
            small = np.clip(128 + own + rng.normal(0, 40, (14, 14, 3)), 0, 255).astype(np.uint8)
            crop = np.clip(small.repeat(8, 0).repeat(8, 1) + rng.normal(0, 20, (112, 112, 3)), 0, 255)
            crops.append(cv2.blur(crop, (61, 61)).astype(np.uint8) if number == EACH - 1 else crop.astype(np.uint8))
    folders = {lfw: tmp_path_factory.mktemp("lfw" if lfw else "plain") for lfw in (True, False)}
    width = np.full(len(crops), 90)
    for lfw, folder in folders.items():
        write_set(folder, crops, [names[number] for number in chosen], width, lfw)
    return folders


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher is walked once, for itself and for its students."""
    return tmp_path_factory.mktemp("runs")


def walked(name: str, sets: dict[bool, Path], folder: Path) -> TrainRecipe:
    """Train two steps of a recipe, and of its teachers before it; `folder` has the runs, which are not done again.

    Two, because timm's blocks begin as nothing (a last norm of zeros), and learn inside from the second on.
    """
    recipe = load(name)
    for teacher in recipe.loss.teachers:
        walked(teacher, sets, folder)
    side = LARGER if "inception" in recipe.network.backbone else SIDE
    recipe = replace(in_small(recipe, folder), side=side, steps=2)
    recipe = replace(recipe, judging=replace(recipe.judging, every=2))
    if (folder / name).exists():
        return recipe
    selection = select(recipe, sets[recipe.trains_on_lfw], folder / "cache")
    targets = comparison.targets(recipe, selection, folder, folder)
    loop.run(recipe, selection, folder / name, targets=targets, accelerator="cpu")
    return recipe


@pytest.mark.parametrize("name", FOUNDING)
def test_a_recipe_learns_in_the_layers_that_it_names_and_in_no_other(
    name: str, sets: dict[bool, Path], runs: Path
) -> None:
    recipe = walked(name, sets, runs)
    document = load(name)
    assert recipe.network.trained_layers == document.network.trained_layers
    assert recipe.network.head == document.network.head
    network = network_of(recipe)  # as it started, from the same file or seed
    layers = [key for key, module in network.backbone.named_modules() if list(module.parameters(recurse=False))]
    trained = recipe.network.trained_layers
    learns = layers[len(layers) - trained :] if trained >= 0 else layers
    before, after = network.state_dict(), checkpoints.load(runs / name / "best.pt")["weights"]
    changed = [
        key
        for key in layers
        if any(
            not torch.equal(before[f"backbone.{key}.{tensor}"], after[f"backbone.{key}.{tensor}"])
            for tensor in network.backbone.get_submodule(key).state_dict()
        )
    ]
    assert changed == learns
    assert any(not torch.equal(before[key], after[key]) for key in before if key.startswith("head."))


def test_people_are_balanced_and_poor_pictures_left_out(sets: dict[bool, Path], tmp_path: Path) -> None:
    drawn = select(replace_people(load("facenet_celeba"), 20), sets[False], tmp_path)
    women = drawn.faces.sex[drawn.rows] == 1
    assert women.mean() == 0.5 and len(drawn.classes) == 20

    recipe = load("resnet50_triplet_casia-mined")
    assert recipe.data.quality > 0
    for kept, of in ((EACH, replace(recipe, data=replace(recipe.data, quality=0.0))), (EACH - 1, recipe)):
        chosen = select(of, sets[False], tmp_path)
        assert set(np.bincount(chosen.labels)) == {kept}
        assert (chosen.faces.row[chosen.rows] % EACH == EACH - 1).any() == (kept == EACH)


def replace_people(recipe: TrainRecipe, people: int) -> TrainRecipe:
    """The recipe with as many people and faces as the small sets have."""
    data = replace(recipe.data, people=people, each=EACH, validation_each=EACH)
    return replace(recipe, data=data, judging=replace(recipe.judging, pairs=10))
