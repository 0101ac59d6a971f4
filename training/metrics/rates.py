"""Rates of pairs by their scores: true accepts at a false accept rate, and ten-fold accuracy as LFW has it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.core.vectors import Vectors


def tar_at(genuine: Vectors, impostor: Vectors, rate: float) -> float:
    """Share of genuine scores above the score that this share of impostors exceeds."""
    threshold = np.quantile(impostor, 1 - rate)
    return float((genuine > threshold).mean())


def folds(truth: NDArray[np.bool_], n: int = 10) -> NDArray[np.int64]:
    """A fold's number for each pair, the same share of both kinds in each."""
    out = np.empty(len(truth), np.int64)
    for kind in (True, False):
        places = np.flatnonzero(truth == kind)
        out[places] = np.arange(len(places)) % n
    return out


def fold_accuracy(scores: Vectors, truth: NDArray[np.bool_], fold: NDArray[np.int64]) -> float:
    """Mean accuracy over folds, each judged at the threshold that is best on all others (LFW's protocol)."""
    right = fold_decisions(scores, truth, fold) == truth
    return float(np.mean([right[fold == number].mean() for number in np.unique(fold)]))


def fold_decisions(scores: Vectors, truth: NDArray[np.bool_], fold: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each pair is called the same person, at the threshold that is best on all other folds."""
    called = np.empty(len(scores), bool)
    for number in np.unique(fold):
        inside = fold == number
        called[inside] = scores[inside] > best_threshold(scores[~inside], truth[~inside])
    return called


def best_threshold(scores: Vectors, truth: NDArray[np.bool_]) -> float:
    """The score that separates `truth` best when everything above it is called the same person."""
    order = np.argsort(scores, kind="stable")
    ranked, right = scores[order], truth[order]
    # Cutting after place i: the different ones up to i and the same ones beyond it are right.
    correct = np.cumsum(~right) + (right.sum() - np.cumsum(right))
    place = int(np.argmax(correct))
    following = ranked[place + 1] if place + 1 < len(ranked) else ranked[place]
    return float((ranked[place] + following) / 2)
