"""Batch norm over the batch of all processes, so that a network learns the same from one process and from eight."""

from __future__ import annotations

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from training.core import parallel

PLAIN = (nn.BatchNorm1d, nn.BatchNorm2d)


class _Mean(torch.autograd.Function):
    """The mean over all processes, and of the gradients, too."""

    @staticmethod
    def forward(context: Any, mine: Tensor) -> Tensor:
        mean = mine.clone()
        dist.all_reduce(mean)
        return mean / parallel.world()

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        mean = gradient.contiguous().clone()
        dist.all_reduce(mean)
        return mean / parallel.world()


class SynchronisedBatchNorm(nn.modules.batchnorm._BatchNorm):
    """Torch's own (`SyncBatchNorm`) runs on GPUs alone; this one everywhere, so that tests walk it.

    Each process has equally many faces. In single precision, whatever its surroundings compute in.
    """

    def _check_input_dim(self, input: Tensor) -> None:
        """Any number of places behind the channels."""

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return super().forward(input)
        with torch.autocast(input.device.type, enabled=False):
            values = input.float()
            places = [0, *range(2, values.ndim)]
            shape = [1, -1] + [1] * (values.ndim - 2)
            mine = values.mean(places)
            own = (values - mine.view(shape)).square().mean(places)
            mean, inside = _Mean.apply(torch.stack([mine, own])).unbind()
            # Of equal parts: the mean of the variances, and the variance of the means.
            apart: Tensor = _Mean.apply((mine - mean).square())
            variance = inside + apart
            self._remember(mean.detach(), variance.detach(), values.numel() // len(mine) * parallel.world())
            scaled = (values - mean.view(shape)) * torch.rsqrt(variance.view(shape) + self.eps)
            assert self.weight is not None and self.bias is not None
            out: Tensor = (scaled * self.weight.view(shape) + self.bias.view(shape)).to(input.dtype)
            return out

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: int) -> None:
        assert self.running_mean is not None and self.running_var is not None and self.momentum is not None
        assert self.num_batches_tracked is not None
        self.num_batches_tracked.add_(1)
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance * count / (count - 1), self.momentum)


def synchronise(network: nn.Module) -> None:
    """Make the plain batch norms that learn synchronised ones, with the same weights under the same names.

    Those that a library gave more to do stay as they are: `parallel.mean_statistics` brings theirs together.
    """
    for name, child in network.named_children():
        if isinstance(child, PLAIN) and type(child) in PLAIN and child.training:
            norm = SynchronisedBatchNorm(child.num_features, child.eps, child.momentum, child.affine)
            norm.weight, norm.bias = child.weight, child.bias  # the very same: optimisers know them
            norm.running_mean, norm.running_var = child.running_mean, child.running_var
            norm.num_batches_tracked = child.num_batches_tracked
            setattr(network, name, norm)
        else:
            synchronise(child)
