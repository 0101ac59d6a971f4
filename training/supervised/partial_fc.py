"""ArcFace over very many people: the class centres shared out between the processes, a sample of them in each step.

Partial FC (An et al. 2022): a step compares with its own people's centres and with a random share of the others.
Centres that are not in a step are not touched, by the optimiser neither: their gradients are sparse. The softmax is
that over all processes' samples together.
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn

from training.core import parallel
from training.core.batch import Batch
from training.core.objective import Term

CENTRES = "centres.weight"
"""The end of the name of what each process has a part of."""


class _Scaled(torch.autograd.Function):
    """The same, its gradient `world()` times: each process sees the loss through its own centres only."""

    @staticmethod
    def forward(context: Any, vectors: Tensor) -> Tensor:
        return vectors.view_as(vectors)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        return gradient * parallel.world()


class PartialArcFace(Term):
    """The loss of ArcFace (Deng et al. 2019) over a share of the classes."""

    def __init__(self, dimension: int, classes: int, share: float, margin: float, scale: float) -> None:
        """share: of the classes in a step. margin: degrees. scale: length of the logits."""
        super().__init__()
        self._classes, self._margin, self._scale = classes, math.radians(margin), scale
        self.first, self.end = part_of(classes)
        self._sampled = max(1, round(share * (self.end - self.first)))
        centres = torch.randn(classes, dimension, generator=torch.Generator().manual_seed(torch.initial_seed()))
        self.centres = nn.Embedding(self.end - self.first, dimension, sparse=True)
        self.centres.weight = nn.Parameter(F.normalize(centres[self.first : self.end]))

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        """vectors, labels: of all processes, as `parallel.gather` has them."""
        rows, place = self._drawn(batch.labels)
        centres = F.normalize(self.centres(rows))
        if parallel.world() > 1:
            vectors = _Scaled.apply(vectors)
        cosine = vectors @ centres.T
        own = place >= 0
        faces, column = own.nonzero().flatten(), place[own]
        logits = self._scale * cosine.index_put((faces, column), self._moved(cosine[faces, column]))
        # The softmax over all processes' centres: the largest logit first, so that nothing overflows.
        largest = logits.detach().amax(dim=1)
        if parallel.world() > 1:
            dist.all_reduce(largest, dist.ReduceOp.MAX)
        others = parallel.total((logits - largest[:, None]).exp().sum(dim=1))
        right = parallel.total(logits.new_zeros(len(logits)).index_put((faces,), logits[faces, column]))
        return (others.log() + largest - right).mean()

    def _drawn(self, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The centres of this process that the step sees, and each face's own among them (-1: elsewhere)."""
        mine = (labels >= self.first) & (labels < self.end)
        positive = torch.unique(labels[mine]) - self.first
        count = self.end - self.first
        if self._sampled >= count:
            rows = torch.arange(count, device=labels.device)
        else:
            order = torch.rand(count, device=labels.device)
            order[positive] = 2  # above every other
            rows = order.topk(max(self._sampled, len(positive))).indices.sort().values
        place = torch.full_like(labels, -1)
        place[mine] = torch.searchsorted(rows, labels[mine] - self.first)
        return rows, place

    def _moved(self, cosine: Tensor) -> Tensor:
        """cos(angle + margin); beyond 180 degrees in a straight line, as Deng et al. go on."""
        cosine = cosine.clamp(-1 + 1e-6, 1 - 1e-6)
        moved = cosine * math.cos(self._margin) - (1 - cosine**2).sqrt() * math.sin(self._margin)
        return torch.where(cosine > -math.cos(self._margin), moved, cosine - self._margin * math.sin(self._margin))


def part_of(classes: int) -> tuple[int, int]:
    """The first of this process's classes, and the one behind its last."""
    each = -(-classes // parallel.world())
    first = min(parallel.rank() * each, classes)
    return first, min(first + each, classes)


def whole(part: Tensor, classes: int) -> Tensor:
    """Rows of all processes' classes, on the processor, of what each has a part of."""
    if parallel.world() == 1:
        return part.cpu()
    each = -(-classes // parallel.world())
    padded = F.pad(part.detach(), (0, 0, 0, each - len(part)))
    parts = [torch.empty_like(padded) for _ in range(parallel.world())]
    dist.all_gather(parts, padded.contiguous())
    return torch.cat(parts)[:classes].cpu()
