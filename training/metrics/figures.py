"""What a judgement found: figures by name, and the one that decides which network is the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


def shown(value: float | None) -> str:
    """A figure in words."""
    return "undefined" if value is None else f"{value:.3f}"


NOTHING = np.empty((0, 0), np.int64)


@dataclass(frozen=True)
class Figures:
    """scores: by name, None where undefined (the precision of who accepts nobody).

    main: the name of the one that counts. comparisons: of how many.

    confusion: rows are the truth, columns what was said; empty where nothing was. curve: false and true accept
    rates, where they were drawn.
    """

    main: str
    scores: dict[str, float | None]
    comparisons: int
    confusion: NDArray[np.int64] = field(default_factory=lambda: NOTHING)
    curve: dict[str, list[float]] = field(default_factory=dict)

    @property
    def value(self) -> float:
        return self.score(self.main)

    def score(self, name: str) -> float:
        """A figure that is defined."""
        found = self.scores[name]
        assert found is not None
        return found

    def __str__(self) -> str:
        return "  ".join(f"{name} {shown(value)}" for name, value in self.scores.items())

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
