"""A batch: faces, and what is known about them."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor

Indices = tuple[Tensor, ...]


class Batch(NamedTuple):
    """crops: uint8 BGR [N, side, side, 3]. labels: int64 [N], who is on each; -1 where nobody knows.

    Where several processes train as one, the crops are each one's own, and all else is of the whole batch.

    targets: the teachers' unit vectors, float32 [N, D]. maps: a teacher's feature maps end to end, float16 [N, K].
    features: what a frozen backbone answers to the crops, which are empty then.
    indices: within the batch, of given pairs (anchor, positive, anchor, negative) or triplets (anchor, positive,
    negative). None where there are none.

    A named tuple, because Fabric takes one apart to move its tensors, and a frozen dataclass not.
    """

    crops: Tensor
    labels: Tensor
    targets: Tensor | None = None
    maps: Tensor | None = None
    indices: Indices | None = None
    features: Tensor | None = None
