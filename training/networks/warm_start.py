"""A network begins with what another one knows, though the two differ in size."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from facecam.base.errors import ModelError
from training.networks.face_network import FaceNetwork
from training.networks.heads import DenseHead, GlobalDepthwiseHead, resized_kernel, resized_weight


@torch.no_grad()
def warm_start(network: FaceNetwork, weights: dict[str, Tensor], *, head: bool = True) -> None:
    """Load, in place, weights of the same backbone and head (or of the backbone alone), whatever their crops' size.

    Convolutions with larger kernels than the network's lose their borders: a start from which to learn on. Where a
    block of the network is wider inside, its further channels say nothing yet: the answers stay what they were. Of
    vectors of more dimensions it takes the first, which are those of most energy (`teachers.ensemble`). Raises
    `ModelError` where another network's weights are given.
    """
    mine = network.state_dict()
    values = {name: value.float() for name, value in weights.items() if head or not name.startswith("head.")}
    if isinstance(network.head, GlobalDepthwiseHead) and "head.kernel" in values:
        size = network.head.kernel.shape
        if values["head.kernel"].shape != size:
            values["head.kernel"] = resized_kernel(values["head.kernel"], (size[1], size[2]))
    if isinstance(network.head, DenseHead) and "head.linear.weight" in values:
        weight, channels = values["head.linear.weight"], network.head.linear.in_features // network.head.side**2
        before = math.isqrt(weight.shape[1] // channels)
        values["head.linear.weight"] = resized_weight(weight, before, network.head.side)
    for name, value in values.items():
        if name.startswith(("head.linear.", "head.norm.")) and value.ndim:
            values[name] = value[: network.dimension]
        elif name in mine and value.ndim == 4 and value.shape[3] > mine[name].shape[3]:
            border = (value.shape[3] - mine[name].shape[3]) // 2
            values[name] = value[:, :, border:-border, border:-border]
        elif name in mine and value.ndim and value.shape != mine[name].shape:
            values[name] = widened(value, mine[name])
    if not head:
        values |= {name: value for name, value in mine.items() if name.startswith("head.")}
    unknown = network.load_state_dict(values, strict=False)
    missing = [name for name in unknown.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or unknown.unexpected_keys:
        raise ModelError(
            "The weights are of another network: {tensor} does not fit",
            "Take the recipe that they were made with",
            tensor=str((missing + unknown.unexpected_keys)[0]),
        )


def widened(value: Tensor, mine: Tensor) -> Tensor:
    """A weight in the shape of `mine`: what is new of its inputs is 0, and of its outputs as it was in `mine`."""
    if value.ndim > 1 and value.shape[1] < mine.shape[1]:
        more = mine.shape[1] - value.shape[1]
        value = torch.cat([value, value.new_zeros(len(value), more, *value.shape[2:])], dim=1)
    return torch.cat([value, mine[len(value) :]]) if len(value) < len(mine) else value
