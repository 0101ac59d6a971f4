"""The student's objective: which losses a batch of `distil` is judged by, weighted by the recipe's [loss]."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.core import losses
from training.distillation.data import Batch, Lesson
from training.distillation.recipe import Recipe

BANK_STEPS = 50
"""The contrastive negatives are drawn anew after so many steps: gathering them costs more than using them."""


class Objective:
    """A loss whose weight is 0 is not computed.

    Class centres and triplets need to know who is on a crop: they are taken over a batch's labelled crops alone.
    """

    def __init__(self, recipe: Recipe, lesson: Lesson, device: torch.device) -> None:
        self._recipe, self._how = recipe, recipe.loss
        self._targets = lesson.targets.to(device)
        self._others = torch.empty(0)
        if self._how.centres:
            centres, place_of = class_centres(lesson)
            self._centres, self._place_of = centres.to(device), place_of.to(device)

    def parts(self, vectors: Tensor, batch: Batch, step: int) -> dict[str, Tensor]:
        """Each loss of the student's unit `vectors` [N, D] by the name of its weight, not yet weighted."""
        how, target = self._how, batch.targets
        parts: dict[str, Tensor] = {}
        if how.cosine:
            parts["cosine"] = losses.cosine_loss(vectors, target)
        if how.mse:
            parts["mse"] = losses.mse_loss(vectors, target)
        if how.contrastive:
            parts["contrastive"] = losses.contrastive_loss(vectors, target, self._bank(step), how.temperature)
        if how.distance:
            parts["distance"] = losses.distance_loss(vectors, target)
        if how.angle:
            parts["angle"] = losses.angle_loss(vectors, target)
        known = batch.person >= 0
        if how.centres:
            labels = self._place_of[batch.person[known]]
            parts["centres"] = (
                losses.centre_loss(vectors[known], target[known], self._centres, labels, how.margin, how.scale)
                if len(labels)
                else vectors.sum() * 0
            )
        if how.triplet:
            parts["triplet"] = losses.triplet_loss(vectors[known], batch.person[known], how.triplet_margin)
        return parts

    def weighted(self, parts: dict[str, Tensor]) -> Tensor:
        """What falls: the sum of the parts by their weights."""
        return torch.stack([self._how.weights[name] * part for name, part in parts.items()]).sum()

    def _bank(self, step: int) -> Tensor:
        """Teacher vectors of random faces [negatives, D]."""
        if step % BANK_STEPS == 0 or not len(self._others):
            rng = np.random.default_rng([self._recipe.seed, step // BANK_STEPS, 2])
            drawn = rng.integers(0, len(self._targets), self._how.negatives)
            self._others = self._targets[torch.from_numpy(drawn)].bfloat16()
        return self._others


def class_centres(lesson: Lesson) -> tuple[Tensor, Tensor]:
    """Unit means [C, D] of the targets of each person who is learnt from; the place among them by person, or -1."""
    person = lesson.faces.person[lesson.rows]
    people, label = np.unique(person[person >= 0], return_inverse=True)
    sums = torch.zeros(len(people), lesson.targets.shape[1])
    sums.index_add_(0, torch.from_numpy(label), lesson.targets[torch.from_numpy(person >= 0)])
    place_of = torch.full((len(lesson.faces.people),), -1)
    place_of[torch.from_numpy(people)] = torch.arange(len(people))
    return F.normalize(sums), place_of
