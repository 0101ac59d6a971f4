"""Prefetch: batches made ahead of their use, so that the network seldom waits for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AHEAD = 4
"""Batches that each thread makes in advance."""

T = TypeVar("T")


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
