"""Checkpoints: tensors and plain values, written whole or not at all, read without executing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from facecam.base.errors import InputError, ModelError
from training.core.files import whole


def save(path: Path, state: dict[str, Any]) -> None:
    """Write `state`, or leave what is there. Raises `InputError` where there is no room."""
    try:
        with whole(path) as file:
            torch.save(state, file)
    except (OSError, RuntimeError) as error:
        # torch's writer has an error of its own for a full disk, in words that nobody understands.
        reason = str(error) if isinstance(error, OSError) else "the disk is full, or fails"
        raise InputError(
            "The checkpoint {path} cannot be written: {reason}",
            "Make room for it and go on with --resume from the one before it, which is whole",
            path=str(path),
            reason=reason,
        ) from error


def refuse_run(folder: Path) -> None:
    """Raises `InputError` where a run's checkpoints lie in `folder`: nobody's work is written over."""
    for name in ("last.pt", "best.pt"):
        if (folder / name).exists():
            raise InputError(
                "{folder} has a run already ({file})",
                "Go on with it by --resume, or give the new one another --folder",
                folder=str(folder),
                file=name,
            )


def load(path: Path) -> dict[str, Any]:
    """The state in `path`. Raises `InputError` where it is missing, `ModelError` where it is none of ours."""
    if not path.exists():
        raise InputError("There is no checkpoint {path}", "Start the run, or name another", path=str(path))
    try:
        state = torch.load(path, weights_only=True, map_location="cpu")
    except Exception as error:  # torch's reader raises whatever a damaged file leads it to
        raise ModelError(
            "{path} holds more than tensors and plain values, or is cut short", "Take another", path=str(path)
        ) from error
    if not isinstance(state, dict):
        raise ModelError("{path} is no checkpoint", "Take another", path=str(path))
    return state
