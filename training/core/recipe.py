"""Recipes: TOML, checked into frozen dataclasses. One mechanism for every trainer, and for what a checkpoint says.

A variant names the recipe that it differs from, in the same folder (`base = "facenet_celeba"`), and says how.

A recipe is everything that a run's result depends on, but the time it is given. Its tables are dataclasses of
pydantic's with `STRICT`: the types are the rules, and what breaks one is said in a sentence.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from facecam.base.errors import InputError

RECIPES = Path(__file__).parents[1] / "recipes"
"""A folder for each trainer."""

STRICT = ConfigDict(extra="forbid", strict=True)
"""No unknown keys, and numbers, words and lists only where they belong; a whole number may stand for any number."""

T = TypeVar("T")


def find(trainer: str, name: str) -> Path:
    """The file of a recipe, given by name or by path."""
    path = Path(name)
    return path if path.suffix == ".toml" else RECIPES / trainer / f"{name}.toml"


def read(path: Path) -> dict[str, Any]:
    """The values of a recipe's file, of whatever kind; its name is the file's."""
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.toml"))) or "none beside it"
        raise InputError("There is no recipe {path}", "There are {known}", path=str(path), known=known)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "{path} is not TOML: {error}", "Mend that line", path=str(path), error=str(error)
        ) from error
    base = values.pop("base", None)
    if base is None:
        return {"name": path.stem, **values}
    return merged(read(path.parent / f"{base}.toml"), {"name": path.stem, **values})


def merged(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with what `changes` says otherwise, table by table."""
    out = dict(values)
    for key, value in changes.items():
        before = out.get(key)
        out[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return out


def build(kind: type[T], values: Mapping[str, Any], where: str) -> T:
    """A dataclass of `STRICT` from plain values. Raises `InputError` for the first that is wrong.

    where: what the values are of, as it is said. An unknown key's nearest right one is named.
    """
    try:
        # As JSON, because there a list is a tuple and nothing else is taken for what it is not.
        return TypeAdapter(kind).validate_json(json.dumps(values, default=str))
    except ValidationError as error:
        first = min(error.errors(), key=lambda found: found["type"] != "unexpected_keyword_argument")
        table, tables, key = _place(kind, first["loc"])
        place = " ".join([where, *(f"[{name}]" for name in tables)])
        if first["type"] == "unexpected_keyword_argument":
            near = difflib.get_close_matches(key, get_type_hints(table), n=1, cutoff=0)[0]
            raise InputError(
                "{place} has an unknown key `{key}`", "The nearest one is `{near}`", place=place, key=key, near=near
            ) from None
        raise InputError(
            "The value of `{key}` in {place} is {found}",
            "It {rule}",
            key=key,
            place=place,
            found=repr(first["input"]),
            rule=_rule(first),
        ) from None


def renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """`values` with today's keys for retired ones. names: each as it was (`key`, `table.key`), and as it is."""
    out = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for old, new in names.items():
        table, _, key = old.rpartition(".")
        inside = out.get(table) if table else out
        today = new.rpartition(".")[2]
        if isinstance(inside, dict) and key in inside and today not in inside:
            inside[today] = inside.pop(key)
    return out


def _place(table: type[Any], location: tuple[int | str, ...]) -> tuple[type[Any], list[str], str]:
    """Where an error is: the innermost table's dataclass, the names of the tables, and the key."""
    names: list[str] = []
    for part in location:
        inside: Any = get_type_hints(table).get(str(part))
        if not isinstance(inside, type) or not is_dataclass(inside):
            return table, names, str(part)
        names.append(str(part))
        table = inside
    return table, names[:-1], names[-1]


def _rule(error: ErrorDetails) -> str:
    """What a value should be, in pydantic's words and TOML's."""
    said = error["msg"].removeprefix("Input ")
    return said.replace("an object", "a table").replace("a valid array", "a list").replace("'", "")
