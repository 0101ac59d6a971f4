"""What the tests of both trainers share: a run that is stopped, and a comparison of its checkpoints."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
import torch


@contextmanager
def stopped(module: ModuleType, function: str, call: int) -> Iterator[None]:
    """Ctrl-C in place of that call (from 1) of a function of the module; fails where there is none."""
    before, calls = getattr(module, function), itertools.count(1)

    def interrupted(*arguments: Any, **named: Any) -> Any:
        if next(calls) == call:
            raise KeyboardInterrupt
        return before(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, function, interrupted)
        yield


def same(first: Any, second: Any) -> bool:
    """Equal bit by bit, at any depth."""
    if isinstance(first, torch.Tensor):
        return torch.equal(first, second)
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second)
