"""Optimisers (Muon for matrices, AdamW for the rest), their learning rate schedule, and the EMA of the weights."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import torch
from pydantic import Field
from pydantic.dataclasses import dataclass
from torch import Tensor, nn
from torch.optim.swa_utils import get_ema_multi_avg_fn

from facecam.base.errors import InputError
from training.core import parallel
from training.core.devices import has_bfloat16
from training.core.recipe import STRICT


@dataclass(frozen=True, config=STRICT)
class Optimiser:
    """The table [optimiser] of every recipe; what a trainer has beside it, and its own defaults, stand there."""

    kind: Literal["muon", "adamw", "adam", "adagrad", "sgd", "rmsprop"] = "adamw"
    """muon: for the convolutions between channels, with adamw for all else"""
    lr: float = 3e-4
    """peak; of Muon's company, where there is Muon"""
    muon_lr: float = 1e-2
    """peak, of Muon"""
    weight_decay: float = 0.0
    momentum: float = 0.9
    """sgd, rmsprop"""
    beta2: float = 0.999
    """adam, adamw: of the squared gradients' mean"""
    clip: float = 5.0
    """largest norm of a step's gradient"""
    warm_up: int = 0
    """steps"""
    hold: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """part of the run after which the learning rates begin to fall, where they fall by a cosine"""
    ema: Annotated[float, Field(ge=0, le=1)] = 0.0
    """of one step, of the weights that are judged and kept; 0 for the weights themselves"""


NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Quintic coefficients of Jordan et al. 2024: singular values go to about 0.7-1.2 in five steps."""


def orthogonalised(matrices: Tensor, steps: int = 5) -> Tensor:
    """Each matrix of a stack [K, m, n] with its singular values brought near one.

    Newton-Schulz iteration (Jordan et al., "Muon", 2024). Matrices of one shape are done together, since most of
    a small network's are too small to fill a processor one by one. In bfloat16 where that is quick.
    """
    a, b, c = NEWTON_SCHULZ
    x = matrices.bfloat16() if has_bfloat16(matrices.device) else matrices
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return (x.mT if tall else x).to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised (Jordan et al. 2024), scaled to AdamW's usual step (Liu et al. 2025).

    Takes weights of two or more dimensions as matrices [out, rest]. With the factor 0.2 * sqrt(max(out, rest))
    learning rate and weight decay mean what they mean for AdamW.
    """

    def __init__(
        self, params: Iterable[nn.Parameter], lr: float, weight_decay: float, momentum: float = 0.95
    ) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            updates = self._updates(weights, group["momentum"])
            for weight, update in zip(weights, self._orthogonalised(updates), strict=True):
                out, rest = update.shape
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(update.view_as(weight), alpha=group["lr"] * 0.2 * max(out, rest) ** 0.5)

    def _updates(self, weights: list[nn.Parameter], momentum: float) -> list[Tensor]:
        """Nesterov's momentum of each weight, as a matrix [out, rest]."""
        updates = []
        for weight in weights:
            gradient, state = weight.grad, self.state[weight]
            assert gradient is not None
            if "momentum" not in state:
                state["momentum"] = torch.zeros_like(weight)
            state["momentum"].lerp_(gradient, 1 - momentum)
            updates.append(gradient.lerp(state["momentum"], momentum).reshape(len(weight), -1))
        return updates

    @staticmethod
    def _orthogonalised(updates: list[Tensor]) -> list[Tensor]:
        """Each process does its share of the matrices, then all learn the results."""
        places: dict[torch.Size, list[int]] = defaultdict(list)
        for place, update in enumerate(updates):
            places[update.shape].append(place)
        flat = torch.zeros(sum(update.numel() for update in updates), device=updates[0].device)
        results = [
            part.view_as(update)
            for part, update in zip(torch.split(flat, [u.numel() for u in updates]), updates, strict=True)
        ]
        for share in places.values():
            mine = share[parallel.rank() :: parallel.world()]
            if mine:
                for place, result in zip(
                    mine, orthogonalised(torch.stack([updates[i] for i in mine])), strict=True
                ):
                    results[place].copy_(result)
        parallel.add_up(flat)
        return results


def optimisers(model: nn.Module, how: Optimiser) -> list[torch.optim.Optimizer]:
    """Over all of `model` that is not frozen; with `muon` there are two. Raises `InputError` where nothing is left.

    Depthwise kernels (one input channel) are no matrices between channels and stay with AdamW, and so does the
    last projection, as is usual for Muon (and its orthogonalisation alone would cost as much as all others).
    Gains, biases and a depthwise head's kernel are not decayed.
    """
    parameters = [weight for weight in model.parameters() if weight.requires_grad]
    if not parameters:
        raise InputError("The recipe trains nothing", "Raise `trained_layers`, or take a head that learns")
    matrices = [w for w in parameters if w.ndim == 4 and w.shape[1] > 1] if how.kind == "muon" else []
    chosen = {id(w) for w in matrices}
    groups: list[dict[str, Any]] = [
        {
            "params": [w for w in parameters if w.ndim in (2, 4) and id(w) not in chosen],
            "weight_decay": how.weight_decay,
        },
        {"params": [w for w in parameters if w.ndim not in (2, 4)], "weight_decay": 0.0},
    ]
    tools = [_plain(groups, how)]
    if matrices:
        tools.insert(0, Muon(matrices, how.muon_lr, how.weight_decay))
    for tool in tools:
        for group in tool.param_groups:
            group["peak"] = group["lr"]  # the schedule takes its part of this
    return tools


def _plain(groups: list[dict[str, Any]], how: Optimiser) -> torch.optim.Optimizer:
    match how.kind:
        case "adam":
            return torch.optim.Adam(groups, lr=how.lr, betas=(0.9, how.beta2))
        case "adagrad":
            return torch.optim.Adagrad(groups, lr=how.lr)
        case "sgd":
            return torch.optim.SGD(groups, lr=how.lr, momentum=how.momentum)
        case "rmsprop":
            return torch.optim.RMSprop(groups, lr=how.lr, momentum=how.momentum)
        case _:
            return torch.optim.AdamW(groups, lr=how.lr, betas=(0.9, how.beta2), fused=True)


def part_of_peak(step: int, progress: float, warm_up: int, hold: float = 0.0) -> float:
    """Part (0..1) of the peak learning rates: a linear warm-up of steps, the peak, then a cosine down to zero.

    progress: of the run, 0..1. hold: the progress at which the fall begins.
    """
    warm = min(1.0, (step + 1) / max(1, warm_up))
    fallen = max(0.0, min(progress, 1.0) - hold) / (1 - hold)
    return warm * 0.5 * (1 + math.cos(math.pi * fallen))


def remembered(decay: float, step: int) -> float:
    """The `decay` of an average of weights, smaller early on: it would remember the random start for too long."""
    return min(decay, (1 + step) / (10 + step))


@torch.no_grad()
def blend(average: nn.Module, model: nn.Module, decay: float) -> None:
    """Move the average a little towards the model: weights and the norms' running statistics alike."""
    pairs = zip(average.state_dict().values(), model.state_dict().values(), strict=True)
    averages, values = zip(*((a, m) for a, m in pairs if a.is_floating_point()), strict=True)
    get_ema_multi_avg_fn(decay)(averages, values, None)  # type: ignore[no-untyped-call]
