"""What a model's makers allow, from what it was made of: sets and teachers that are known, and the user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from training.core.recipe import find
from training.data import heldout

OWN = "yours: it learnt from your own pictures alone; what you and the people on them agreed on holds"


@cache
def known() -> dict[str, Any]:
    """The sets and teachers that are known, by name, and what holds for what they make."""
    return tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))


def licence(sets: Sequence[str], teachers: Sequence[str], started_from: str = "") -> str:
    """The terms of what learnt from these sets and teachers (by name, or as paths).

    started_from: weights that it began with, if any. Nobody knows what those learnt from.
    """
    foreign = [name for name in teachers if not _own(name)]
    if not sets or foreign or started_from or any(name in known()["sets"] for name in sets):
        return str(known()["research_only"])
    return OWN


def training_data(sets: Sequence[str]) -> str:
    """What it learnt from, in words."""
    if not sets:
        return "its checkpoint does not say"
    said = ", ".join(known()["sets"].get(name, f"{name} (the user's own)") for name in sets)
    if not any(name in known()["sets"] for name in sets):
        return said
    return (
        f"{said}; without the people of training/data/{heldout.LIST.name}. Some celebrities in them are also in LFW"
    )


def teacher(name: str) -> str:
    """What is known of a teacher."""
    return str(known()["teachers"].get(Path(name).stem, f"{name} (nothing known)"))


def _own(name: str) -> bool:
    """Whether a teacher is a run of one's own: its checkpoint, or the recipe that it came from."""
    return name.endswith(".pt") or (not name.endswith(".onnx") and find("supervised", name).exists())
