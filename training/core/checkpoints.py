"""Checkpoints: tensors and plain values, written whole or not at all, read without executing anything."""

from __future__ import annotations

import os
import pickle
import tempfile
from pathlib import Path
from typing import Any

import torch

from facecam.errors import InputError, ModelError
from training.distillation.recipe import Recipe, parse


def save(path: Path, state: dict[str, Any]) -> None:
    """Write `state` under another name and rename it. Raises `InputError` where there is no room."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError | RuntimeError):
            # torch's writer has an error of its own for a full disk, in words that nobody understands.
            reason = error if isinstance(error, OSError) else "the disk is full, or fails"
            raise InputError(
                f"the checkpoint {path} cannot be written: {reason}",
                "make room for it and go on with --resume from the one before it, which is whole",
            ) from error
        raise


def load(path: Path) -> dict[str, Any]:
    """The state in `path`. Raises `InputError` where it is missing, `ModelError` where it is none of ours."""
    if not path.exists():
        raise InputError(f"there is no checkpoint {path}", "start the run, or name another")
    try:
        state = torch.load(path, weights_only=True, map_location="cpu")
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ModelError(
            f"{path} holds more than tensors and plain values, or is cut short", "take another"
        ) from error
    if not isinstance(state, dict):
        raise ModelError(f"{path} is no checkpoint", "take another")
    return state


def restore(path: Path) -> tuple[dict[str, Any], Recipe]:
    """A student's state and the recipe that made it. Raises as `load`, and for a checkpoint of `train`."""
    state = load(path)
    if not {"model", "average", "recipe"} <= state.keys():
        raise ModelError(f"{path} is no checkpoint of `distil`", "take the last.pt of such a run")
    return state, parse(state["recipe"], str(path))
