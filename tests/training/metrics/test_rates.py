"""Accuracy and rates against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the training group is not installed")

from training.metrics import rates
from training.metrics.figures import Figures
from training.metrics.verification import decided, verification


def test_threshold_separates_what_can_be_separated() -> None:
    scores, truth = np.array([0.1, 0.9, 0.3, 0.7]), np.array([False, True, False, True])
    assert 0.3 < rates.best_threshold(scores, truth) < 0.7


def test_accuracy_is_judged_on_the_other_folds_threshold() -> None:
    # Fold 1 alone would be perfect at 0.35, but fold 0 puts the threshold between 0.4 and 0.6.
    scores = np.array([0.4, 0.6, 0.3, 0.39])
    truth = np.array([False, True, False, True])
    fold = np.array([0, 0, 1, 1])
    assert rates.fold_accuracy(scores, truth, fold) == pytest.approx((0.5 + 0.5) / 2)


def test_nobody_accepted_has_no_precision() -> None:
    truth, nobody = np.array([True, False, False]), np.zeros(3, bool)
    assert decided(truth, nobody) == {"precision": None, "recall": 0.0, "f1": 0.0}
    assert decided(truth & nobody, nobody) == {"precision": None, "recall": None, "f1": None}
    figures = Figures("accuracy", {"accuracy": 0.5, **decided(truth, nobody)}, 3)
    assert "precision undefined" in str(figures)
    assert decided(truth, np.array([True, True, False])) == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3}


def test_all_figures_of_pairs_count_the_same_decisions() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(200, 8)).astype(np.float32)
    vectors[1::2] += 0.7 * vectors[::2]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = np.array(
        [(2 * i, 2 * i + 1, 1) for i in range(100)] + [(2 * i, (2 * i + 3) % 200, 0) for i in range(100)]
    )
    found = verification(vectors, pairs)
    (yes, missed), (wrong, no) = found.confusion.tolist()
    assert found.scores["accuracy"] == (yes + no) / 200
    assert found.scores["precision"] == yes / (yes + wrong) and found.scores["recall"] == yes / (yes + missed)


def test_tar_counts_what_lies_above_the_impostors() -> None:
    impostor = np.linspace(0, 0.5, 1001, dtype=np.float32)
    genuine = np.array([0.2, 0.6, 0.7, 0.8], np.float32)
    assert rates.tar_at(genuine, impostor, 1e-2) == pytest.approx(0.75)
