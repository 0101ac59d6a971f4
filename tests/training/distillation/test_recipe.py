"""Recipes: what is wrong in one is said with the nearest right word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from facecam.base.errors import InputError
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
def test_unknown_key_names_the_nearest_right_one(values: dict[str, Any], key: str, nearest: str) -> None:
    with pytest.raises(InputError, match=f"`{key}`.*nearest one is `{nearest}`"):
        recipe.parse({"name": "x", **values}, "x.toml")


@pytest.mark.parametrize(
    "values",
    [
        *(
            {"batch": "many"},
            {"batch": 6.4},
            {"sides": [[0.5, 64]]},
            {"side": True},
            {"batch": 0},
            {"dimension": 0},
        ),
        *({"loss": 3}, {"loss": {"cosine": -1.0}}, {"optimiser": {"kind": "sgd"}}, {"teachers": []}),
        *(
            {"mixed_samples": {"blend": 1.5}},
            {"feature_maps": {"blockwise": 1.0}},
            {"optimiser": {"accumulate": 2}},
        ),
    ],
)
def test_wrong_values_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"x\.toml") as caught:
        recipe.parse({"name": "x", **values}, "x.toml")
    *_, key = [key for table in values.values() for key in (table if isinstance(table, dict) else values)]
    assert f"`{key}`" in str(caught.value)


def test_retired_keys_are_read_as_what_they_are_called_now() -> None:
    old = {"views": {"reuse": 2, "blend": 0.1}, "maps": {"tensors": ["a"], "alone": 0.4, "together": 0.2}}
    new = {
        "mixed_samples": {"reuse": 2, "blend": 0.1},
        "feature_maps": {"tensors": ["a"], "blockwise": 0.4, "joint": 0.2},
    }
    read = [recipe.parse({"name": "x", "side": 112, **values}, "x.toml") for values in (old, new)]
    assert read[0] == read[1] and read[0].feature_maps.blockwise == 0.4


def test_what_is_no_recipe_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "some.toml").write_text("batch = ")
    with pytest.raises(InputError, match=r"some\.toml is not TOML"):
        recipe.load(str(tmp_path / "some.toml"))
    (tmp_path / "some.toml").write_text("seed = 2026-11-29")
    with pytest.raises(InputError, match=r"`seed` in .*some\.toml is '2026-11-29'"):
        recipe.load(str(tmp_path / "some.toml"))


def test_resolution_grows_with_progress() -> None:
    loaded = recipe.parse({"name": "x", "sides": [[0.0, 64], [0.5, 112]]}, "x.toml")
    assert [loaded.side_at(p) for p in (0.0, 0.49, 0.5, 1.0)] == [64, 64, 112, 112]


def test_unknown_recipe_names_those_there_are() -> None:
    with pytest.raises(InputError, match="student-m"):
        recipe.load("no-such")
