"""Train some recipes, as each of torchrun's processes does: `train_recipes.py RECIPES.json SETS OUT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch

from training.core import parallel
from training.supervised import loop
from training.supervised.recipe import parse
from training.supervised.selection import select


def main(recipes: Path, sets: Path, out: Path) -> None:
    torch.set_num_threads(1)
    for values in json.loads(recipes.read_text()):
        recipe = parse(values, values["name"])
        loop.run(recipe, select(recipe, sets, out / "cache"), out / recipe.name, accelerator="cpu")
    parallel.stop()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
