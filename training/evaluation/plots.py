"""ROC curves, DET curves and histograms as SVG, to stand inside a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core.figure import svg
from training.evaluation.open_set import OpenSet
from training.evaluation.verification import MISSING, Verification

POINTS = 400
"""Of a curve: more would only make the page larger."""


def roc(names: Sequence[str], judged: Sequence[Verification]) -> str:
    """Accepted same pairs over accepted different pairs."""

    def draw(axes: Any) -> None:
        for name, one in zip(names, judged, strict=True):
            genuine, impostor = one.scores[one.same], one.scores[~one.same]
            limits = np.quantile(impostor, np.linspace(0, 1, POINTS) ** 0.25)
            axes.plot(_above(impostor, limits), _above(genuine, limits), label=name)
        axes.set(xscale="log", xlabel="false accept rate", ylabel="true accept rate", ylim=(0, 1.01))

    return svg("ROC of the pairs", draw)


def det(names: Sequence[str], judged: Sequence[OpenSet]) -> str:
    """Missed probes over named strangers, both in logarithms (Martin et al. 1997)."""

    def draw(axes: Any) -> None:
        for name, one in zip(names, judged, strict=True):
            limits = np.quantile(one.stranger, np.linspace(0, 1, POINTS) ** 0.25)
            fpir, fnir = _above(one.stranger, limits), 1 - _above(one.own, limits)
            # None of so many is drawn as half a one: a logarithm has no place for nothing.
            few = 0.5 / len(one.stranger), 0.5 / len(one.own)
            axes.plot(np.maximum(fpir, few[0]), np.maximum(fnir, few[1]), label=name)
        axes.set(xscale="log", yscale="log", xlabel="FPIR: strangers named", ylabel="FNIR: known people missed")

    return svg("DET of identification among strangers", draw)


def histogram(name: str, judged: Verification) -> str:
    """Scores of same and of different pairs; those with a missing face are not drawn."""

    def draw(axes: Any) -> None:
        for truth, label in ((True, "one person"), (False, "two people")):
            shown = judged.scores[(judged.same == truth) & (judged.scores > MISSING)]
            axes.hist(shown, bins=np.linspace(-0.4, 1, 71), alpha=0.6, label=label)
        axes.set(xlabel="cosine", ylabel="pairs")

    return svg(f"Scores of {name}", draw)


def _above(scores: NDArray[np.floating], limits: NDArray[np.floating]) -> NDArray[np.floating]:
    """Share of the scores above each limit."""
    return 1 - np.searchsorted(np.sort(scores), limits, side="right") / len(scores)
