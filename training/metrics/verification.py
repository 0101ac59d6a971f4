"""Verification and classification: pairs of people a network never saw, or new pictures of those it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score, roc_curve

from training.core.vectors import Vectors
from training.metrics.figures import Figures
from training.metrics.rates import fold_decisions, folds, tar_at


def verification(vectors: Vectors, pairs: NDArray[np.int64], threshold: float = 0.0) -> Figures:
    """Pairs [n, 3] of places among unit `vectors`, at a Euclidean distance that is given, or else ten-fold.

    Ten-fold: each pair is decided at the threshold that is best on the other folds, and accuracy, precision,
    recall, F1 and confusion matrix all count those decisions. Each kind of pair is wanted twice at least.
    """
    first, second = (vectors[pairs[:, side]] for side in (0, 1))
    truth = pairs[:, 2] == 1
    scores = (first * second).sum(axis=1)
    if threshold:
        said = scores > 1 - threshold**2 / 2  # of unit vectors: d^2 = 2 - 2 cos
    else:
        said = fold_decisions(scores, truth, folds(truth, min(10, int(truth.sum()), int((~truth).sum()))))
    false_rate, true_rate, _ = roc_curve(truth, scores)
    return Figures(
        "accuracy" if threshold else "auc",
        {
            "accuracy": float((said == truth).mean()),
            **decided(truth, said),
            "auc": float(roc_auc_score(truth, scores)),
            "tar_at_far_0.01": tar_at(scores[truth], scores[~truth], 1e-2),
        },
        len(pairs),
        confusion_matrix(truth, said, labels=[True, False]),
        {"far": false_rate.tolist(), "tar": true_rate.tolist()},
    )


def decided(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> dict[str, float | None]:
    """Precision, recall and F1 of decisions; None where nothing was said, or nothing is true."""
    right = int((truth & said).sum())
    precision = right / int(said.sum()) if said.any() else None
    recall = right / int(truth.sum()) if truth.any() else None
    both = int(said.sum() + truth.sum())
    return {"precision": precision, "recall": recall, "f1": 2 * right / both if both else None}


def classification(said: NDArray[np.int64], truth: NDArray[np.int64], classes: int) -> Figures:
    """Labels that a classifier gave [n] against the true ones; F1 is the mean over the classes that occur."""
    every = list(range(classes))
    return Figures(
        "accuracy",
        {
            "accuracy": float((said == truth).mean()),
            "f1": float(f1_score(truth, said, labels=np.union1d(truth, said), average="macro", zero_division=0)),
        },
        len(truth),
        confusion_matrix(truth, said, labels=every),
    )


def triplet_accuracy(vectors: Vectors, triplets: NDArray[np.int64]) -> float:
    """Share of triplets [n, 3] (anchor, positive, negative) whose anchor is nearer to the positive."""
    anchor, positive, negative = (vectors[triplets[:, part]] for part in range(3))
    return float(((anchor * positive).sum(axis=1) > (anchor * negative).sum(axis=1)).mean())
