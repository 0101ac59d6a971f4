"""Accuracy and rates against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics import rates


def test_threshold_separates_what_can_be_separated() -> None:
    scores, truth = np.array([0.1, 0.9, 0.3, 0.7]), np.array([False, True, False, True])
    assert 0.3 < rates.best_threshold(scores, truth) < 0.7


def test_accuracy_is_judged_on_the_other_folds_threshold() -> None:
    # Fold 1 alone would be perfect at 0.35, but fold 0 puts the threshold between 0.4 and 0.6.
    scores = np.array([0.4, 0.6, 0.3, 0.39])
    truth = np.array([False, True, False, True])
    fold = np.array([0, 0, 1, 1])
    assert rates.fold_accuracy(scores, truth, fold) == pytest.approx((0.5 + 0.5) / 2)


def test_tar_counts_what_lies_above_the_impostors() -> None:
    impostor = np.linspace(0, 0.5, 1001, dtype=np.float32)
    genuine = np.array([0.2, 0.6, 0.7, 0.8], np.float32)
    assert rates.tar_at(genuine, impostor, 1e-2) == pytest.approx(0.75)
