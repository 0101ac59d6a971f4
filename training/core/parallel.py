"""One process or several as one trainer, each on a device of its own.

Lightning Fabric finds the device and the other processes that `torchrun --standalone --nproc-per-node N` started.
The students of `distil` share their gradients by `mean_gradients` instead of its DDP: one flat sum after the
backward pass, which carries each process's progress along, where DDP sums in buckets during it. On a processor,
where nothing overlaps, that is less work, and it needs no wrapper around networks whose hints listen inside.

On a processor, one process a core with one thread each beats one process of many threads: a small network's
operations are too short to be shared out, and a thread that another program delays is waited for once a step
instead of five hundred times.
"""

from __future__ import annotations

import os

import torch
import torch.distributed as dist
from lightning_fabric import Fabric
from torch import Tensor, nn


def start(accelerator: str = "auto", precision: str = "32-true") -> Fabric:
    """One process on one device, or those that torchrun started, on one device each (auto, cpu or cuda)."""
    local = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    nodes = int(os.environ.get("WORLD_SIZE", "1")) // local
    fabric = Fabric(accelerator=accelerator, devices=local, num_nodes=nodes, precision=precision)  # type: ignore[arg-type]
    fabric.launch()
    return fabric


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
    flat = torch.cat([*(g.flatten() for g in gradients), gradients[0].new_tensor([number])])
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
