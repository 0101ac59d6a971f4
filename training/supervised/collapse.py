"""When a network gives every face the same vector, and the loss of its triplets or pairs stands at the margin."""

from __future__ import annotations

import torch
from torch import Tensor

from training.supervised.recipe import Loss

SQUEEZED = 0.05
"""Mean distance within a batch under which its vectors are one; random unit vectors are about 1.4 apart."""


class Collapse:
    """Said once each time that it begins."""

    def __init__(self, loss: Loss) -> None:
        self._loss, self._stuck = loss, False

    def said(self, step: int, means: dict[str, float], vectors: Tensor) -> str:
        """The warning, or nothing. means: of the loss's parts since the last call. vectors: a batch's unit rows."""
        kind, margin = self._loss.kind, self._loss.margin
        before = self._stuck
        self._stuck = kind in ("triplet", "contrastive") and collapsed(means[kind], margin, vectors)
        if before or not self._stuck:
            return ""
        return (
            f"[yellow]step {step}: collapsed: every face gets the same vector, and the loss stands at its "
            f"margin, {margin}. Lower `lr`, or begin with easier triplets (`miners`).[/yellow]"
        )


def collapsed(loss: float, margin: float, vectors: Tensor) -> bool:
    """Whether every face gets the same vector: then the loss stands at the margin, and teaches nothing.

    loss: a recent mean. vectors: a batch's unit rows [N, D].
    """
    spread = float(torch.pdist(vectors.float()).mean())
    return abs(loss - margin) < 0.05 * margin and spread < SQUEEZED
