"""Prefetch: batches made ahead of their use, so that the network seldom waits for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import torch
from torch import Tensor

from training.core.batch import Batch

AHEAD = 4
"""Batches that each thread makes in advance."""

T = TypeVar("T")


def ahead(batches: Iterator[Batch], device: torch.device) -> Generator[Batch, None, None]:
    """The same batches on `device`, each sent off while the one before it is worked on.

    To a GPU from pinned memory, so that the processor does not wait for the copy.
    """

    def sent(batch: Batch) -> Batch:
        def move(tensor: Tensor | None) -> Tensor | None:
            if tensor is None or device.type == "cpu":
                return tensor
            return (tensor.pin_memory() if device.type == "cuda" else tensor).to(device, non_blocking=True)

        moved = [move(one) for one in batch.indices or ()]
        indices = None if batch.indices is None else tuple(one for one in moved if one is not None)
        one, *others = (move(tensor) for tensor in (batch.crops, batch.labels, batch.targets, batch.maps))
        labels, targets, maps = others
        assert one is not None and labels is not None
        return Batch(one, labels, targets, maps, indices, move(batch.features))

    waiting = sent(next(batches))
    for batch in batches:
        upcoming = sent(batch)
        yield waiting
        waiting = upcoming


def prefetch(make: Callable[[int], T], first: int, workers: int = 1) -> Generator[T, None, None]:
    """What `make` makes of the numbers from `first` on, in order, by threads that stop when this is closed."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[T]] = deque()
        try:
            for number in range(first, 2**62):
                waiting.append(pool.submit(make, number))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
