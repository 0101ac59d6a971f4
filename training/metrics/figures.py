"""What a judgement found: figures by name, and the one that decides which network is the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NOTHING = np.empty((0, 0), np.int64)


@dataclass(frozen=True)
class Figures:
    """scores: by name; `main` names the one that counts. comparisons: of how many.

    confusion: rows are the truth, columns what was said; empty where nothing was. curve: false and true accept
    rates, where they were drawn.
    """

    main: str
    scores: dict[str, float]
    comparisons: int
    confusion: NDArray[np.int64] = field(default_factory=lambda: NOTHING)
    curve: dict[str, list[float]] = field(default_factory=dict)

    @property
    def value(self) -> float:
        return self.scores[self.main]

    def __str__(self) -> str:
        return "  ".join(f"{name} {value:.3f}" for name, value in self.scores.items())

    @classmethod
    def of(cls, values: dict[str, Any]) -> Figures:
        """What `as_dict` made plain."""
        return cls(**(values | {"confusion": np.array(values["confusion"], np.int64)}))

    def as_dict(self) -> dict[str, Any]:
        return {
            "main": self.main,
            "scores": self.scores,
            "comparisons": self.comparisons,
            "confusion": self.confusion.tolist(),
            "curve": self.curve,
        }
