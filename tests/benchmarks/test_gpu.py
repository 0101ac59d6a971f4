"""The training of the script for a GPU runs: walked with a processor as its device, in small."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch

from benchmarks import gpu

SMALL = gpu.Size(batch=8, warm=1, steps=2, people=12, each=4)


def test_training_is_timed_on_the_device_that_is_named() -> None:
    threads = torch.get_num_threads()
    assert gpu.train("cpu", SMALL, "timm/resnet18") > 0
    torch.set_num_threads(threads)
