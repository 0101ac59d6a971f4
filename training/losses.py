"""What the student is told about its vectors. All vectors are unit rows [N, D]; all losses are batch means."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def cosine_loss(student: Tensor, target: Tensor) -> Tensor:
    """1 - cos(student, target)."""
    return 1 - (student * target).sum(dim=1).mean()


def contrastive_loss(
    student: Tensor, target: Tensor, others: Tensor, temperature: float, leave_out: float
) -> Tensor:
    """InfoNCE (van den Oord et al. 2018): tell the own target from those of other faces.

    others: [M, D] teacher vectors of random faces. Those nearer than `leave_out` to the target are likely the same
    person and do not count. The cosine alone teaches where a face lies; this teaches what it must not be taken for,
    from the same samples.
    """
    # The two products with thousands of rows cost as much as a part of the network: half precision is enough.
    others = others.to(torch.bfloat16)
    with torch.no_grad():
        same = target.bfloat16() @ others.T > leave_out
    negatives = ((student.bfloat16() @ others.T).float() / temperature).masked_fill(same, -torch.inf)
    positive = (student * target).sum(dim=1, keepdim=True) / temperature
    logits = torch.cat([positive, negatives], dim=1)
    return F.cross_entropy(logits, logits.new_zeros(len(logits), dtype=torch.long))
