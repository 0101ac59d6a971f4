"""The last layer of a student, found at once instead of learnt: least squares from its maps onto the targets.

A backbone that has learnt from one teacher knows most of what another one asks, and a linear layer finds it in
closed form. The run then begins where its backbone is the limit, and ends there, too. A head that has learnt beside
the backbone is not thrown away: it is turned into the targets' directions (orthogonal Procrustes, Schönemann
1966), and least squares find what it still misses, drawn to nothing rather than to the mean of all faces.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from facecam.base.errors import InputError
from training.data.augmentation import resized
from training.distillation.data import DistillationData
from training.networks.face_network import FaceNetwork
from training.networks.heads import DenseHead

RIDGE = 0.03
"""Added to the unit variance of each number of the maps; held-out people chose it, from 0.01, 0.03 and 0.1."""

MISSED_RIDGE = 1.0
"""The same of what a trained head misses: less makes more matches, true and false (0.3 and 3 were tried)."""

STRENGTH = 0.25
"""Root mean square of the weights, which the norm behind them undoes.

AdamW takes steps of one size, whatever the size of a weight: of larger ones it changes a smaller part.
"""


@torch.no_grad()
def read_out(
    student: FaceNetwork, data: DistillationData, trained: nn.Module | None = None, batch: int = 64
) -> None:
    """Give the student, in place, the dense head that fits best. Raises `InputError` for another kind of head.

    trained: a head, without a bend, that learnt with these maps.
    """
    head = student.head
    if not isinstance(head, DenseHead):
        raise InputError(
            "A {head} head cannot be found by least squares",
            'Say network = "facenext-dense", or readout = false',
            head=str(student.description.head),
        )
    student.eval()
    device, parts = head.linear.weight.device, []
    for start in range(0, len(data.asked), batch):
        some = data.asked[start : start + batch]
        crops = np.stack([resized(data.faces.pixels[row], student.side) for row in some])
        parts.append(student.features(student.pixels(torch.from_numpy(crops).to(device))).cpu())
    student.train()
    maps = torch.cat(parts).flatten(1)
    if trained is None:
        weight, bias = least_squares(maps, data.targets, RIDGE)
    else:
        weight, bias = completed(*as_matrix(trained, parts[0].shape[1:]), maps, data.targets)
    answers = maps @ weight.T
    gain = STRENGTH / weight.square().mean().sqrt()
    variance, mean = torch.var_mean(answers * gain, dim=0)
    head.linear.weight.copy_(weight * gain)
    head.norm.load_state_dict(
        {
            "running_mean": mean,
            "running_var": variance,
            "weight": (variance + head.norm.eps).sqrt() / gain,
            "bias": mean / gain + bias,
        },
        strict=False,
    )


def as_matrix(head: nn.Module, shape: torch.Size) -> tuple[Tensor, Tensor]:
    """Weights [D, K] and bias [D] of a head that does nothing else to maps of this shape (of K numbers)."""
    told, learns = copy.deepcopy(head).cpu().eval(), shape.numel()
    bias: Tensor = told(torch.zeros(1, *shape))[0]
    return (told(torch.eye(learns).view(learns, *shape)) - bias).T, bias


def completed(weight: Tensor, bias: Tensor, inputs: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """A trained head's weights [D, K] and bias [D], turned towards `wanted` [N, D], with what they missed of it."""
    answers = inputs @ weight.T + bias
    left, _, right = torch.linalg.svd(functional.normalize(answers).T @ wanted)
    turn = left @ right / answers.norm(dim=1).mean()
    missed = wanted - answers @ turn
    more, added = least_squares(inputs, missed - missed.mean(dim=0), MISSED_RIDGE)
    return turn.T @ weight + more, bias @ turn + added


def least_squares(inputs: Tensor, wanted: Tensor, ridge: float) -> tuple[Tensor, Tensor]:
    """Weights [D, K] and bias [D] that make `wanted` [N, D] of `inputs` [N, K], whose numbers count alike."""
    middle, spread = inputs.mean(dim=0), inputs.std(dim=0).clamp_min(1e-6)
    scaled, goal = (inputs - middle) / spread, wanted.mean(dim=0)
    gram = scaled.T @ scaled + ridge * len(inputs) * torch.eye(inputs.shape[1])
    weight = torch.linalg.solve(gram, scaled.T @ (wanted - goal)).T / spread
    return weight, goal - weight @ middle
