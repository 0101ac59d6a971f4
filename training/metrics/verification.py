"""Verification and classification: pairs of people a network never saw, or new pictures of those it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support, roc_auc_score, roc_curve

from training.core.vectors import Vectors
from training.metrics.figures import Figures
from training.metrics.rates import best_threshold, fold_accuracy, folds, tar_at


def verification(vectors: Vectors, pairs: NDArray[np.int64], threshold: float = 0.0) -> Figures:
    """Pairs [n, 3] of places among unit `vectors`, ten-fold, or at a Euclidean distance that is given."""
    first, second = (vectors[pairs[:, side]] for side in (0, 1))
    truth = pairs[:, 2] == 1
    scores = (first * second).sum(axis=1)
    limit = 1 - threshold**2 / 2 if threshold else best_threshold(scores, truth)  # of unit vectors: d^2 = 2 - 2 cos
    said = scores > limit
    accuracy = float((said == truth).mean()) if threshold else fold_accuracy(scores, truth, folds(truth))
    precision, recall, f1, _ = precision_recall_fscore_support(truth, said, average="binary", zero_division=0)
    false_rate, true_rate, _ = roc_curve(truth, scores)
    return Figures(
        "accuracy" if threshold else "auc",
        {
            "accuracy": accuracy,
            "precision": float(precision),
            "recall": float(recall),
            "f1": float(f1),
            "auc": float(roc_auc_score(truth, scores)),
            "tar_at_far_0.01": tar_at(scores[truth], scores[~truth], 1e-2),
        },
        len(pairs),
        confusion_matrix(truth, said, labels=[True, False]),
        {"far": false_rate.tolist(), "tar": true_rate.tolist()},
    )


def classification(said: NDArray[np.int64], truth: NDArray[np.int64], classes: int) -> Figures:
    """Labels that a classifier gave [n] against the true ones."""
    every = list(range(classes))
    return Figures(
        "accuracy",
        {
            "accuracy": float((said == truth).mean()),
            "f1": float(f1_score(truth, said, labels=every, average="macro", zero_division=0)),
        },
        len(truth),
        confusion_matrix(truth, said, labels=every),
    )


def triplet_accuracy(vectors: Vectors, triplets: NDArray[np.int64]) -> float:
    """Share of triplets [n, 3] (anchor, positive, negative) whose anchor is nearer to the positive."""
    anchor, positive, negative = (vectors[triplets[:, part]] for part in range(3))
    return float(((anchor * positive).sum(axis=1) > (anchor * negative).sum(axis=1)).mean())
