"""What a network is told about a batch: a loss and a miner of pytorch-metric-learning, and a teacher's answers."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from pytorch_metric_learning import distances, losses, miners
from torch import Tensor, nn

from facecam.errors import InputError
from training.networks.embedding import Embedding
from training.supervised.recipe import Loss, TrainRecipe

Indices = tuple[Tensor, ...]


class Objective(nn.Module):
    """The loss of a batch, as the recipe says.

    Whatever it learns itself (the centres of ArcFace, a classifier) and remembers (cross-batch memory) is in its
    state, so that a resumed run has it.
    """

    def __init__(self, recipe: TrainRecipe, classes: int) -> None:
        super().__init__()
        self.recipe = recipe
        loss, dimension = recipe.loss, recipe.dimension
        self.classifier: nn.Linear | None = None
        self.metric: Any = None
        if loss.kind == "cross_entropy":
            self.classifier = nn.Linear(dimension, classes)
        else:
            self.metric = _metric(loss, dimension, classes)
        self.memory: Any = None
        if loss.memory:
            if loss.kind not in ("triplet", "contrastive"):
                raise InputError(f"{loss.kind} compares with class centres, not with other faces", "say memory = 0")
            if loss.memory < recipe.batch:
                raise InputError(f"a memory of {loss.memory} is smaller than a batch", "enlarge `memory` of [loss]")
            self.memory = losses.CrossBatchMemory(self.metric, dimension, loss.memory)

    def forward(
        self, projected: Tensor, labels: Tensor, miner: str, indices: Indices | None, target: Tensor | None
    ) -> dict[str, Tensor]:
        """Parts of the loss (their sum is what falls) from float32 vectors [N, D] that are not normalised yet."""
        with torch.autocast(projected.device.type, enabled=False):
            vectors = F.normalize(projected)
            parts: dict[str, Tensor] = {}
            if self.classifier is not None:
                parts["cross_entropy"] = F.cross_entropy(self.classifier(projected), labels)
            else:
                parts[self.recipe.loss.kind] = self._compare(vectors, labels, miner, indices)
            if target is not None:
                distance = F.mse_loss(vectors, target, reduction="sum") / len(vectors)
                parts["teacher"] = self.recipe.loss.alpha * distance
            return parts

    def _compare(self, vectors: Tensor, labels: Tensor, miner: str, indices: Indices | None) -> Tensor:
        given = indices is not None or self.recipe.loss.kind == "arcface"
        mined = None if given else _miner(miner, self.recipe.loss)
        compared: Tensor
        if self.memory is not None:
            self.memory.miner = mined
            compared = self.memory(vectors, labels, indices)
        else:
            compared = self.metric(vectors, labels, mined(vectors, labels) if mined else indices)
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
    """Network and objective as one module, so that several processes share the gradients of both."""

    def __init__(self, network: Embedding, objective: Objective) -> None:
        super().__init__()
        self.network, self.objective = network, objective

    def forward(
        self, crops: Tensor, labels: Tensor, miner: str, indices: Indices | None, target: Tensor | None
    ) -> tuple[dict[str, Tensor], Tensor]:
        """The parts of the loss, and the batch's vectors (detached)."""
        projected = self.network.project(crops)
        parts: dict[str, Tensor] = self.objective(projected, labels, miner, indices, target)
        return parts, F.normalize(projected.detach())


def _metric(loss: Loss, dimension: int, classes: int) -> Any:
    euclid = distances.LpDistance(normalize_embeddings=True, p=2)
    match loss.kind:
        case "triplet":
            return losses.TripletMarginLoss(margin=loss.margin, distance=euclid)
        case "contrastive":
            return losses.ContrastiveLoss(pos_margin=0, neg_margin=loss.margin, distance=euclid)
        case _:
            return losses.ArcFaceLoss(classes, dimension, margin=loss.margin, scale=loss.scale)


def _miner(name: str, loss: Loss) -> Any:
    """None leaves a loss of pairs to itself: it takes all of the batch."""
    euclid = distances.LpDistance(normalize_embeddings=True, p=2)
    match name:
        case "all" if loss.kind != "triplet":
            return None
        case "all" | "semihard" | "hard":
            return miners.TripletMarginMiner(margin=loss.margin, type_of_triplets=name, distance=euclid)
        case "batch_hard":
            return miners.BatchHardMiner(distance=euclid)
        case _:
            return RandomTriplets()


class RandomTriplets(miners.BaseMiner):  # type: ignore[misc]
    """One random triplet for each face of the batch that has another of its person."""

    def mine(self, embeddings: Tensor, labels: Tensor, ref_emb: Tensor, ref_labels: Tensor) -> Any:
        from pytorch_metric_learning.utils.loss_and_miner_utils import get_random_triplet_indices

        own = None if ref_labels is labels else ref_labels
        return get_random_triplet_indices(labels, own, t_per_anchor=1)
