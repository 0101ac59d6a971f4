"""A person as one vector: the normalised mean of the samples, better ones counting more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST = 0.05
"""No sample counts for less, whatever its quality: its owner chose it."""


def pooled(
    vectors: NDArray[np.float32], weights: NDArray[np.float32], starts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """(N, D) unit rows, (N,) their qualities and (P,) the first row of each person -> (P, D) unit rows."""
    sums = np.add.reduceat(vectors * np.maximum(weights, np.float32(LEAST))[:, None], starts, axis=0)
    means: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return means
