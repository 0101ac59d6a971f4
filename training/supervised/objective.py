"""What a network is told about a batch: a loss from labels, with its miner, and a teacher's answers."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from pytorch_metric_learning.losses import CrossBatchMemory
from torch import Tensor, nn

from facecam.base.errors import InputError
from training.core import parallel
from training.core.batch import Batch, Indices
from training.core.losses import metric_loss, miner_of, mse_loss
from training.core.objective import Objective, Term
from training.networks.face_network import FaceNetwork
from training.supervised.partial_fc import PartialArcFace
from training.supervised.recipe import Loss, TrainRecipe


def objective_of(recipe: TrainRecipe, classes: int) -> Objective:
    """The recipe's loss, and agreement with its teachers where it has some. Raises `InputError`."""
    how = recipe.loss
    if how.memory and how.kind not in ("triplet", "contrastive"):
        raise InputError(
            "{how_kind} compares with class centres, not with other faces", "Say memory = 0", how_kind=how.kind
        )
    terms: dict[str, Term] = {how.kind: _term(recipe, classes)}
    if how.teachers:
        terms["teacher"] = Teacher()
    return Objective(terms, {how.kind: 1.0, "teacher": how.alpha})


def _term(recipe: TrainRecipe, classes: int) -> Term:
    how = recipe.loss
    if how.kind == "cross_entropy":
        return Classifier(recipe.dimension, classes)
    if how.classes < 1:
        return PartialArcFace(recipe.dimension, classes, how.classes, how.margin, how.scale)
    return Metric(recipe, classes)


def validation_loss(how: Loss, vectors: Tensor, labels: Tensor, indices: Indices) -> float:
    """The mean loss (triplet, contrastive) of given triplets or pairs, nothing mined and all of them counted."""
    loss = metric_loss(how.kind, how.margin, how.scale, vectors.shape[1], 0, of_all=True)
    return float(loss(vectors, labels, indices))


def classifier_of(objective: Objective) -> nn.Linear | None:
    """The closed set's classifier, from vectors that are not normalised yet; None where the loss is another."""
    term = dict(objective.terms.items()).get("cross_entropy")
    return term.linear if isinstance(term, Classifier) else None


class Classifier(Term):
    """Cross-entropy of a linear layer."""

    def __init__(self, dimension: int, classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(dimension, classes)

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        assert projected is not None
        return F.cross_entropy(self.linear(projected), batch.labels)


class Teacher(Term):
    """The squared distance to a teacher's unit vectors."""

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        assert batch.targets is not None
        return mse_loss(vectors, batch.targets)


class Metric(Term):
    """Triplets, pairs or class centres, mined as the recipe says where the batch does not give them.

    The centres of ArcFace and the vectors that cross-batch memory keeps are in its state.
    """

    def __init__(self, recipe: TrainRecipe, classes: int) -> None:
        super().__init__()
        self._recipe, how = recipe, recipe.loss
        self.loss: Any = metric_loss(how.kind, how.margin, how.scale, recipe.dimension, classes)
        self.memory: Any = None
        if how.memory:
            if how.memory < recipe.batch:
                raise InputError(
                    "A memory of {memory} is smaller than a batch",
                    "Enlarge `memory` of [loss]",
                    memory=str(how.memory),
                )
            self.memory = CrossBatchMemory(self.loss, recipe.dimension, how.memory)

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        how = self._recipe.loss
        given = batch.indices is not None or how.kind == "arcface"
        name = self._recipe.miner_at(step / self._recipe.steps)
        mined = None if given else miner_of(name, how.kind, how.margin)
        compared: Tensor
        if self.memory is not None:
            self.memory.miner = mined
            compared = self.memory(vectors, batch.labels, batch.indices)
        else:
            indices = mined(vectors, batch.labels) if mined else batch.indices
            compared = self.loss(vectors, batch.labels, indices)
        return compared

    def get_extra_state(self) -> dict[str, int]:
        """Where cross-batch memory writes next; its vectors are buffers."""
        return (
            {"next": self.memory.queue_idx, "full": self.memory.has_been_filled} if self.memory is not None else {}
        )

    def set_extra_state(self, state: dict[str, int]) -> None:
        if self.memory is not None:
            self.memory.queue_idx, self.memory.has_been_filled = state["next"], bool(state["full"])


class System(nn.Module):
    """Network and objective as one module. Each process sees its part of a batch, and the loss of all of it."""

    def __init__(self, network: FaceNetwork, objective: Objective) -> None:
        super().__init__()
        self.network, self.objective = network, objective

    def forward(self, batch: Batch, step: int, seed: int) -> tuple[dict[str, Tensor], Tensor]:
        """The parts of the loss, not weighted, of the whole batch, and its unit vectors.

        batch: this process's crops, everybody's labels. seed: of what the losses draw, alike everywhere.
        """
        if batch.features is None:
            mine = self.network.project(batch.crops)
        else:
            mine = self.network.head(batch.features).float()
        projected = parallel.gather(mine)
        torch.manual_seed(seed)
        vectors = F.normalize(projected)
        parts: dict[str, Tensor] = self.objective(vectors, batch, step, projected)
        return parts, vectors.detach()
