"""Recipes: what is wrong in one is said with the nearest right word."""

from __future__ import annotations

import pytest

from facecam.errors import InputError
from training.core.recipe import RECIPES
from training.distillation import recipe


def test_every_recipe_of_the_package_loads_and_survives_a_checkpoint() -> None:
    for file in (RECIPES / "distillation").glob("*.toml"):
        loaded = recipe.load(file.stem)
        assert recipe.parse(loaded.as_dict(), "checkpoint") == loaded


@pytest.mark.parametrize(
    ("values", "key", "nearest"),
    [
        ({"bach": 64}, "bach", "batch"),
        ({"loss": {"temprature": 0.1}}, "temprature", "temperature"),
        ({"augment": {"rotations": 9.0}}, "rotations", "rotation"),
    ],
)
def test_unknown_key_names_the_nearest_right_one(values: dict, key: str, nearest: str) -> None:
    with pytest.raises(InputError, match=f"`{key}`.*nearest one is `{nearest}`"):
        recipe.parse({"name": "x", **values}, "x.toml")


@pytest.mark.parametrize("values", [{"batch": "many"}, {"batch": 6.4}, {"sides": [[0.5, 64]]}, {"side": True}])
def test_wrong_values_are_refused(values: dict) -> None:
    with pytest.raises(InputError):
        recipe.parse({"name": "x", **values}, "x.toml")


def test_resolution_grows_with_progress() -> None:
    loaded = recipe.parse({"name": "x", "sides": [[0.0, 64], [0.5, 112]]}, "x.toml")
    assert [loaded.side_at(p) for p in (0.0, 0.49, 0.5, 1.0)] == [64, 64, 112, 112]


def test_unknown_recipe_names_those_there_are() -> None:
    with pytest.raises(InputError, match="student-m"):
        recipe.load("no-such")
