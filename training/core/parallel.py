"""Distributed training: one process or several as one trainer, each on a device of its own.

Lightning Fabric finds the device and the other processes that `torchrun --standalone --nproc-per-node N` started.
Gradients are shared by `mean_gradients` instead of DDP: one flat sum after the backward pass, which carries what
the processes have to agree about along (progress, a wish to stop), needs no wrapper around networks, and leaves
what is shared out between the processes (class centres, the memory of earlier batches) alone.

On a processor, one process a core with one thread each beats one process of many threads: a small network's
operations are too short to be shared out, and a thread that another program delays is waited for once a step
instead of five hundred times.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import torch
import torch.distributed as dist
from lightning_fabric import Fabric
from lightning_fabric.utilities.exceptions import MisconfigurationException
from torch import Tensor, nn

from facecam.base.errors import InputError


def start(accelerator: str = "auto") -> Fabric:
    """One process on one device, or those that torchrun started, on one device each (auto, cpu or cuda).

    Raises `InputError` where there is no such device.
    """
    local = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    nodes = int(os.environ.get("WORLD_SIZE", "1")) // local
    try:
        fabric = Fabric(accelerator=accelerator, devices=local, num_nodes=nodes)
    except (RuntimeError, ValueError, MisconfigurationException) as error:
        raise InputError(
            "There are no {local} devices of the kind {accelerator} here: {reason}",
            "Say --accelerator cpu, or start fewer processes",
            local=str(local),
            accelerator=accelerator,
            reason=str(error).splitlines()[0].rstrip("."),
        ) from error
    fabric.launch()
    tune(fabric.device)
    return fabric


def tune(device: torch.device) -> None:
    """What makes a GPU quick and a processor nothing: TF32, and the fastest convolution of each shape."""
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
        torch.backends.cudnn.benchmark = True


def rank() -> int:
    """Number of this process; 0 writes and prints."""
    return dist.get_rank() if dist.is_initialized() else 0


def world() -> int:
    """How many processes there are."""
    return dist.get_world_size() if dist.is_initialized() else 1


@torch.no_grad()
def mean_gradients(weights: Iterable[nn.Parameter], *numbers: float) -> list[float]:
    """Replace each dense gradient by its mean over all processes; the means of `numbers` (alike everywhere)."""
    if world() == 1:
        return list(numbers)
    gradients = [weight.grad for weight in weights if weight.grad is not None and not weight.grad.is_sparse]
    flat = torch.cat([*(g.flatten() for g in gradients), gradients[0].new_tensor(numbers)])
    add_up(flat)
    flat /= world()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
        start += gradient.numel()
    return [float(number) for number in flat[start:]]


@torch.no_grad()
def mean_statistics(network: nn.Module) -> None:
    """Replace the norms' running statistics by their means over all processes: one network, whoever is asked."""
    if world() > 1:
        for name, buffer in network.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                add_up(buffer)
                buffer /= world()


def add_up(values: Tensor) -> None:
    """Replace `values` by their sum over all processes."""
    if world() > 1:
        dist.all_reduce(values)


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, mine: Tensor) -> Tensor:
        parts = [torch.empty_like(mine) for _ in range(world())]
        dist.all_gather(parts, mine.contiguous())
        context.size = len(mine)
        return torch.cat(parts)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        total = gradient.contiguous().clone()
        dist.all_reduce(total)
        return total[rank() * context.size : (rank() + 1) * context.size]


def gather(mine: Tensor) -> Tensor:
    """The rows of all processes, one process after another; each has equally many.

    A loss of all rows, computed everywhere alike, gives each process `world()` times its part of the gradient, of
    which `mean_gradients` makes the whole.
    """
    return mine if world() == 1 else _Gather.apply(mine)


class _Sum(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, mine: Tensor) -> Tensor:
        total = mine.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        return gradient


def total(mine: Tensor) -> Tensor:
    """The sum over all processes of what goes on into a loss that is computed everywhere alike."""
    return mine if world() == 1 else _Sum.apply(mine)


PATIENCE = 5.0


class Wish:
    """Whether Ctrl-C or a SIGTERM has come: the run is to be kept at the next step."""

    come = False
    since = 0.0
    """When, on the monotonic clock."""


@contextmanager
def stopping() -> Iterator[Wish]:
    """Make of the first Ctrl-C or SIGTERM a wish; one that comes `PATIENCE` seconds later ends the program at once.

    Not the second alone: torchrun sends a SIGTERM after the Ctrl-C that a terminal sends to all. It sends one when
    another process has ended, too; whoever goes down with an error for that still has those seconds to say so.
    """
    wish = Wish()
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def heard(number: int, frame: FrameType | None) -> None:
        if not wish.come:
            wish.come, wish.since = True, time.monotonic()
        elif time.monotonic() - wish.since > PATIENCE:
            signal.signal(number, before[signal.Signals(number)])
            signal.raise_signal(number)

    for number in before:
        signal.signal(number, heard)
    goes_down = False
    try:
        yield wish
    except Exception:
        goes_down = wish.come = world() > 1
        wish.since = time.monotonic()
        raise
    finally:
        if not goes_down:
            for number, handler in before.items():
                signal.signal(number, handler)


def stop() -> None:
    """Part from the other processes."""
    if dist.is_initialized():
        dist.destroy_process_group()
