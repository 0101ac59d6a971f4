"""A network begins with what another one knows, though the two differ in size."""

from __future__ import annotations

import torch
from torch import Tensor

from facecam.errors import ModelError
from training.networks.face_network import FaceNetwork
from training.networks.heads import GlobalDepthwiseHead, resized_kernel


@torch.no_grad()
def warm_start(network: FaceNetwork, weights: dict[str, Tensor]) -> None:
    """Load, in place, weights of the same backbone and head, whatever the size of their crops.

    Convolutions with larger kernels than the network's lose their borders: a start from which to learn on. Of
    vectors of more dimensions it takes the first, which are those of most energy (`teachers.ensemble`). Raises
    `ModelError` where another network's weights are given.
    """
    mine = network.state_dict()
    values = {name: value.float() for name, value in weights.items()}
    if isinstance(network.head, GlobalDepthwiseHead) and "head.kernel" in values:
        size = network.head.kernel.shape
        if values["head.kernel"].shape != size:
            values["head.kernel"] = resized_kernel(values["head.kernel"], (size[1], size[2]))
    for name, value in values.items():
        if name.startswith(("head.linear.", "head.norm.")) and value.ndim:
            values[name] = value[: network.dimension]
        elif name in mine and value.ndim == 4 and value.shape[3] > mine[name].shape[3]:
            border = (value.shape[3] - mine[name].shape[3]) // 2
            values[name] = value[:, :, border:-border, border:-border]
    unknown = network.load_state_dict(values, strict=False)
    missing = [name for name in unknown.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or unknown.unexpected_keys:
        raise ModelError(
            "The weights are of another network: {tensor} does not fit",
            "Take the recipe that they were made with",
            tensor=str((missing + unknown.unexpected_keys)[0]),
        )
