"""What the student is told about its vectors. All vectors are unit rows [N, D]; all losses are batch means."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def cosine_loss(student: Tensor, target: Tensor) -> Tensor:
    """1 - cos(student, target)."""
    return 1 - (student * target).sum(dim=1).mean()


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
