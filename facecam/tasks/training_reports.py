"""What finished runs of `python -m training train` say of themselves: read from their files, without torch."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from facecam.base.arrays import read_arrays
from facecam.base.errors import InputError

log = logging.getLogger(__name__)

LARGEST = 16_000_000
"""Bytes of a report."""
POINTS = 500
"""Of a curve that is shown; of a longer one every second, third and so on."""
BINS = 20
"""Of confidences, from 0 to 1."""

_JUDGED = "judged "
"""Before the name of what was measured on people who were not learnt from."""


@dataclass(frozen=True, slots=True)
class Confidences:
    """How sure a classifier was of the faces it was tested on: counts of `BINS` equal parts of 0..1."""

    right: tuple[int, ...]
    wrong: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One run."""

    name: str
    people: int
    faces: int
    losses: Mapping[str, tuple[tuple[int, float], ...]]
    """By name, each as (step, value)."""
    scores: Mapping[str, float]
    """What the network is worth, by name, on the people that tested it."""
    confidences: Confidences | None
    """None where no closed set was learnt."""


def read_runs(folder: Path) -> list[TrainingRun]:
    """The finished runs in a folder, by name: of each subfolder with a `report.json`. One that cannot be read is
    left out, and the log says so. Raises `InputError` for a folder that is not there."""
    if not folder.is_dir():
        raise InputError("There is no folder {folder}", "Name the folder of training runs", folder=str(folder))
    runs = []
    for report in sorted(folder.glob("*/report.json")):
        try:
            runs.append(_read(report))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            log.warning("the report %s cannot be read: %s", report, error)
    return runs


def _read(report: Path) -> TrainingRun:
    if report.stat().st_size > LARGEST:
        raise ValueError("too large")
    said = json.loads(report.read_text("utf-8"))
    figures = said["figures"]
    last = figures.get("test") or figures.get("best") or {}
    history: list[dict[str, Any]] = said["history"]
    names = list(dict.fromkeys(name for entry in history for name in entry))
    losses = {name: _curve(history, name) for name in names if _is_loss(name)}
    return TrainingRun(
        str(said["recipe"]["name"]),
        int(said["people"]),
        int(said["faces"]),
        {name: curve for name, curve in losses.items() if curve},
        {str(name): float(score) for name, score in last.get("scores", {}).items() if _is_number(score)},
        _confidences(report.with_name("judged.npz")),
    )


def _is_loss(name: str) -> bool:
    return name != "step" and (not name.startswith(_JUDGED) or name == f"{_JUDGED}loss")


def _curve(history: list[dict[str, Any]], name: str) -> tuple[tuple[int, float], ...]:
    found = [(int(entry["step"]), float(entry[name])) for entry in history if _is_number(entry.get(name))]
    return tuple(found[:: -(-len(found) // POINTS) or 1])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _confidences(file: Path) -> Confidences | None:
    try:
        stored = read_arrays(file, ("confidence", "said", "truth"))
        if "confidence" not in stored:
            return None
        parts = list(stored.values())
        shapes = {part.shape for part in parts}
        if len(parts) < 3 or len(shapes) > 1 or parts[0].ndim != 1 or parts[0].dtype.kind != "f":
            raise ValueError("these are no judgements")
    except ValueError as error:
        log.warning("the judgements %s cannot be read: %s", file, error)
        return None
    confidence, said, truth = parts
    right = said == truth
    counts = [np.histogram(confidence[which], BINS, (0, 1))[0] for which in (right, ~right)]
    return Confidences(*(tuple(one.tolist()) for one in counts))
