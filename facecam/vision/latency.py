"""How long a model takes for one face on this computer."""

from __future__ import annotations

import statistics
import time

import numpy as np

from facecam.vision.embedder import Embedder

ROUNDS = 60


def latency_ms(embedder: Embedder, rounds: int = ROUNDS) -> float:
    """The median of milliseconds for one face at a time, after a few that warm up."""
    crop = np.random.default_rng(0).integers(0, 256, (1, embedder.size, embedder.size, 3), np.uint8)
    taken = []
    for _ in range(rounds + 5):
        start = time.perf_counter()
        embedder.embed(crop)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[5:])
