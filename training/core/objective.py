"""The objective of a batch: losses by name, weighted as the recipe says. Each trainer brings its own terms."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from training.core.batch import Batch


class Term(nn.Module):
    """One loss. What it learns itself (class centres) or remembers is in its state: a resumed run has it."""

    def forward(self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None) -> Tensor:
        """The mean over the batch, a scalar. vectors: unit [N, D]. projected: the same before they were made so."""
        raise NotImplementedError


class Objective(nn.Module):
    """terms: by name. weights: of the terms; what has no term is not computed."""

    def __init__(self, terms: Mapping[str, Term], weights: Mapping[str, float]) -> None:
        super().__init__()
        self.terms = nn.ModuleDict(terms)
        self._weights = dict(weights)

    def forward(
        self, vectors: Tensor, batch: Batch, step: int, projected: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Each term, not yet weighted, in single precision."""
        with torch.autocast(vectors.device.type, enabled=False):
            return {name: term(vectors, batch, step, projected) for name, term in self.terms.items()}

    def weighted(self, parts: Mapping[str, Tensor]) -> Tensor:
        """What falls: the sum of the terms by their weights."""
        return torch.stack([self._weights[name] * part for name, part in parts.items()]).sum()
