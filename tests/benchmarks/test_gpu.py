"""The script for a GPU runs: both of its halves, walked with a processor as its device, in small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch

from benchmarks import gpu
from benchmarks.recipes import EACH, write_set
from training.data import validation_split

SMALL = gpu.Size(batch=8, warm=1, steps=2, people=4, each=4, window=16)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_training_is_timed_on_the_device_that_is_named() -> None:
    assert gpu.train("cpu", SMALL, "timm/resnet18") > 0


def test_teaching_a_student_is_timed_with_its_teacher_on_the_same_device(shared: Path, tmp_path: Path) -> None:
    """The pictures are noise, and the teacher, the student and the way between them those of the recipe."""
    names = [f"somebody_{number}" for number in range(60)]
    judged = [name for name in names if validation_split.validates(name)]
    people = [*judged[:4], *(name for name in names if name not in judged)][:8]
    noise = np.random.default_rng(0).integers(0, 256, (EACH * len(people), 112, 112, 3), dtype=np.uint8)
    write_set(tmp_path, list(noise), people, np.full(len(noise), 90), lfw=False)
    assert gpu.distil("cpu", SMALL, tmp_path) > 0
