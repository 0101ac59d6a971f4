"""A small data set with known people, and vectors in which nothing is symmetrical."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:  # the training group may not be installed
    from training.evaluation.datasets import Dataset


@pytest.fixture
def data() -> Dataset:
    """60 pictures: twelve people with four each, twelve with one; 72 same pairs and as many different ones."""
    from training.evaluation.datasets import Dataset
    from training.metrics.rates import folds

    rng = np.random.default_rng(5)
    person = np.array([f"p{i:02d}" for i in range(12) for _ in range(4)] + [f"s{i:02d}" for i in range(12)])
    upper = np.triu(np.ones((60, 60), bool), 1)
    alike = person[:, None] == person
    same, other = np.argwhere(upper & alike), rng.permutation(np.argwhere(upper & ~alike))[:72]
    truth = np.arange(144) < 72
    names = tuple(f"{who}/{i:04d}.jpg" for i, who in enumerate(person))
    return Dataset("some", Path("none"), names, person, np.concatenate([same, other]), truth, folds(truth))


@pytest.fixture
def vectors(data: Dataset) -> np.ndarray:
    """Each person's pictures lie about one direction, some of them far; one picture has no face."""
    from training.core.vectors import unit

    rng = np.random.default_rng(6)
    _, number = np.unique(data.person, return_inverse=True)
    made = unit((rng.normal(size=(24, 8))[number] + rng.normal(size=(60, 8)) * 0.7).astype(np.float32))
    made[7] = np.nan
    return made
