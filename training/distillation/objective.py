"""The student's objective: which losses a batch of `distil` is judged by, weighted by the recipe's [loss]."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.core import losses
from training.core.batch import Batch
from training.core.objective import Objective, Term
from training.distillation.data import DistillationData
from training.distillation.recipe import Recipe

BANK_STEPS = 50
"""The contrastive negatives are drawn anew after so many steps: gathering them costs more than using them."""


def objective_of(recipe: Recipe, data: DistillationData, device: torch.device) -> Objective:
    """The losses whose weight is above 0.

    Class centres and triplets need to know who is on a crop: they are taken over a batch's labelled crops alone.
    """
    how = recipe.loss
    terms: dict[str, Callable[[], Term]] = {
        "cosine": lambda: ToTargets(losses.cosine_loss),
        "mse": lambda: ToTargets(losses.mse_loss),
        "contrastive": lambda: Contrastive(data.targets.to(device), how.negatives, how.temperature, recipe.seed),
        "distance": lambda: ToTargets(losses.distance_loss),
        "angle": lambda: ToTargets(losses.angle_loss),
        "centres": lambda: Centres(data, device, how.margin, how.scale),
        "triplet": lambda: Triplets(how.triplet_margin),
    }
    return Objective({name: make() for name, make in terms.items() if how.weights[name]}, how.weights)


class ToTargets(Term):
    """A loss of the vectors against their targets."""

    def __init__(self, loss: Callable[[Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        self._loss = loss

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        assert batch.targets is not None
        return self._loss(vectors, batch.targets)


class Contrastive(Term):
    """Against the teachers' vectors of random faces, `negatives` of all `targets` [n, D]."""

    def __init__(self, targets: Tensor, negatives: int, temperature: float, seed: int) -> None:
        super().__init__()
        self._targets, self._negatives, self._temperature, self._seed = targets, negatives, temperature, seed
        self._others = torch.empty(0)

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        assert batch.targets is not None
        return losses.contrastive_loss(vectors, batch.targets, self._bank(step), self._temperature)

    def _bank(self, step: int) -> Tensor:
        if step % BANK_STEPS == 0 or not len(self._others):
            rng = np.random.default_rng([self._seed, step // BANK_STEPS, 2])
            drawn = rng.integers(0, len(self._targets), self._negatives)
            self._others = self._targets[torch.from_numpy(drawn)].bfloat16()
        return self._others


class Centres(Term):
    """Of labelled crops alone: softmax over the people's centres."""

    def __init__(self, data: DistillationData, device: torch.device, margin: float, scale: float) -> None:
        super().__init__()
        self._centres, self._place_of = (part.to(device) for part in class_centres(data))
        self._margin, self._scale = margin, scale

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        assert batch.targets is not None
        known = batch.labels >= 0
        labels = self._place_of[batch.labels[known]]
        if not len(labels):
            return vectors.sum() * 0
        return losses.centre_loss(
            vectors[known], batch.targets[known], self._centres, labels, self._margin, self._scale
        )


class Triplets(Term):
    """Of labelled crops alone."""

    def __init__(self, margin: float) -> None:
        super().__init__()
        self._margin = margin

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        known = batch.labels >= 0
        return losses.triplet_loss(vectors[known], batch.labels[known], self._margin)


def class_centres(data: DistillationData) -> tuple[Tensor, Tensor]:
    """Unit means [C, D] of the targets of each person who is learnt from; the place among them by person, or -1."""
    person = data.faces.person[data.rows]
    people, label = np.unique(person[person >= 0], return_inverse=True)
    sums = torch.zeros(len(people), data.targets.shape[1])
    sums.index_add_(0, torch.from_numpy(label), data.targets[torch.from_numpy(person >= 0)])
    place_of = torch.full((len(data.faces.people),), -1)
    place_of[torch.from_numpy(people)] = torch.arange(len(people))
    return F.normalize(sums), place_of
