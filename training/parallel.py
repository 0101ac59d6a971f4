"""Several processes as one trainer: each makes its own batch, and all take the mean of their gradients.

Started by `torchrun --standalone --nproc-per-node N -m training distil ...`. On a processor, one process a
core with one thread each beats one process of many threads: a small network's operations are too short to be
shared out, and a thread that another program delays is waited for once a step instead of five hundred times.
"""

from __future__ import annotations

import os

import torch
import torch.distributed as dist
from torch import Tensor, nn


def start() -> None:
    """Find the other processes, if torchrun started any."""
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        dist.init_process_group("gloo")


def rank() -> int:
    """Number of this process; 0 writes and prints."""
    return dist.get_rank() if dist.is_initialized() else 0


def world() -> int:
    """How many processes there are."""
    return dist.get_world_size() if dist.is_initialized() else 1


@torch.no_grad()
def mean_gradients(model: nn.Module, number: float) -> float:
    """Replace each gradient by its mean over all processes; return the mean of `number` (alike everywhere)."""
    if world() == 1:
        return number
    gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
    flat = torch.cat([*(g.flatten() for g in gradients), torch.tensor([number])])
    add_up(flat)
    flat /= world()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
        start += gradient.numel()
    return float(flat[-1])


def add_up(values: Tensor) -> None:
    """Replace `values` by their sum over all processes."""
    if world() > 1:
        dist.all_reduce(values)


def stop() -> None:
    """Part from the other processes."""
    if dist.is_initialized():
        dist.destroy_process_group()
