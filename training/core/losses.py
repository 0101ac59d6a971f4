"""Losses: what a network is told about its vectors, against a teacher or from labels (triplet loss, ArcFace).

All vectors are unit rows [N, D]; all losses are batch means. Those against a teacher are written out, those from
labels alone, and hard negative mining, are pytorch-metric-learning's.
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from pytorch_metric_learning import distances, miners, reducers
from pytorch_metric_learning import losses as metrics
from pytorch_metric_learning.utils import loss_and_miner_utils
from torch import Tensor


def cosine_loss(student: Tensor, target: Tensor) -> Tensor:
    """1 - cos(student, target)."""
    return 1 - (student * target).sum(dim=1).mean()


def mse_loss(student: Tensor, target: Tensor) -> Tensor:
    """The squared distance, summed over the dimensions so that it does not fade with their number.

    Of unit vectors it is twice the cosine loss: the two differ for an optimiser by their weight alone.
    """
    return F.mse_loss(student, target, reduction="sum") / len(student)


def contrastive_loss(student: Tensor, target: Tensor, others: Tensor, temperature: float) -> Tensor:
    """Tell the own target from other faces' vectors as surely as the teacher does (SEED, Fang et al. 2021).

    others: [M, D] teacher vectors of random faces. The cosine alone teaches where a face lies; this teaches what it
    must not be taken for, from the same samples. The teacher's own similarities are the labels, so another picture
    of the same person among the others is not pushed away.
    """
    # The two products with thousands of rows cost as much as a part of the network: half precision is enough.
    others = others.to(torch.bfloat16)

    def logits(vectors: Tensor) -> Tensor:
        own = (vectors * target).sum(dim=1, keepdim=True)
        return torch.cat([own, (vectors.bfloat16() @ others.T).float()], dim=1) / temperature

    with torch.no_grad():
        labels = logits(target).softmax(dim=1)
    return F.cross_entropy(logits(student), labels)


def distance_loss(student: Tensor, target: Tensor) -> Tensor:
    """The distances of all pairs of the batch, in units of their mean, as the teacher has them.

    Huber's loss of the differences (RKD, Park et al. 2019). Rotations of the whole space cost nothing, and the two
    may differ in dimension.
    """

    def distances(vectors: Tensor) -> Tensor:
        found = torch.pdist(vectors)
        return found / found.mean().clamp_min(1e-12)

    return F.smooth_l1_loss(distances(student), distances(target))


def angle_loss(student: Tensor, target: Tensor) -> Tensor:
    """The cosine of the angle that two faces make at a third, of all triplets, as the teacher has it (RKD).

    Huber's loss of the differences; indifferent to rotation, shift and scale of the whole space.
    """

    def angles(vectors: Tensor) -> Tensor:
        towards = F.normalize(vectors[None] - vectors[:, None], dim=2)
        return towards @ towards.mT

    return F.smooth_l1_loss(angles(student), angles(target))


def centre_loss(
    student: Tensor, target: Tensor, centres: Tensor, labels: Tensor, margin: float, scale: float
) -> Tensor:
    """Softmax over class centres in the teacher's space, with ArcFace's margin (AdaDistill, Boutros et al. 2024).

    centres: [C, D], the mean of the teacher's vectors of each person. labels: int64 [N]. margin: degrees.

    What a face is drawn to lies between its own target and its person's centre: nearer to the centre, the better
    the student agrees already and the more typical the face is. The paper lets its centres wander so during
    training; here every answer of the teacher is known, so they are its means from the beginning.
    """
    own = centres[labels]
    with torch.no_grad():
        trust = ((student * target).sum(1, keepdim=True) * (own * target).sum(1, keepdim=True)).clamp(0, 1)
        own = F.normalize(trust * own + (1 - trust) * target)
    cosine = (student * own).sum(dim=1, keepdim=True).clamp(-1 + 1e-6, 1 - 1e-6)
    angle = math.radians(margin)
    moved = cosine * math.cos(angle) - (1 - cosine**2).sqrt() * math.sin(angle)
    # Beyond 180 degrees cos(a + margin) would rise again: Deng et al. go on in a straight line.
    moved = torch.where(cosine > -math.cos(angle), moved, cosine - angle * math.sin(angle))
    logits = (student @ centres.T).scatter(1, labels[:, None], moved)
    return F.cross_entropy(scale * logits, labels)


EUCLIDEAN = distances.LpDistance(normalize_embeddings=True, p=2)


def triplet_loss(student: Tensor, labels: Tensor, margin: float) -> Tensor:
    """Every triplet of the batch: another face of a person shall be nearer, by the margin, than anyone else's.

    The mean over those that are not yet in order (Hermans et al. 2017); Euclidean distances.
    """
    loss: Tensor = metrics.TripletMarginLoss(margin=margin, distance=EUCLIDEAN)(student, labels)
    return loss


def metric_loss(
    kind: str, margin: float, scale: float, dimension: int, classes: int, *, of_all: bool = False
) -> Any:
    """A loss of pytorch-metric-learning. margin: Euclidean (triplet, contrastive) or degrees (arcface).

    of_all: the mean over all triplets or pairs, where otherwise it is that over those that are not yet in order.
    """
    reducer = reducers.MeanReducer() if of_all else None
    match kind:
        case "triplet":
            return metrics.TripletMarginLoss(margin=margin, distance=EUCLIDEAN, reducer=reducer)
        case "contrastive":
            return metrics.ContrastiveLoss(pos_margin=0, neg_margin=margin, distance=EUCLIDEAN, reducer=reducer)
        case "arcface":
            return metrics.ArcFaceLoss(classes, dimension, margin=margin, scale=scale)
        case _:
            raise ValueError(kind)


def miner_of(name: str, kind: str, margin: float) -> Any:
    """Which triplets, or pairs, of a batch a loss of that kind sees. None leaves a loss of pairs all of them."""
    match name:
        case "all" if kind != "triplet":
            return None
        case "all" | "semihard" | "hard":
            return miners.TripletMarginMiner(margin=margin, type_of_triplets=name, distance=EUCLIDEAN)
        case "batch_hard":
            return miners.BatchHardMiner(distance=EUCLIDEAN)
        case _:
            return RandomTriplets()


class RandomTriplets(miners.BaseMiner):  # type: ignore[misc]
    """One random triplet for each face of the batch that has another of its person."""

    def mine(self, embeddings: Tensor, labels: Tensor, ref_emb: Tensor, ref_labels: Tensor) -> Any:
        own = None if ref_labels is labels else ref_labels
        return loss_and_miner_utils.get_random_triplet_indices(labels, own, t_per_anchor=1)
