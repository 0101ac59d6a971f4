"""The curve of false match rates against answers worked out by hand or by counting."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")

from facecam.identity.calibration import Calibration
from training.release import calibrate


def alike(n: int) -> np.ndarray:
    return np.full(n, 1 / n)


def test_the_curve_of_independent_comparisons_is_their_rate() -> None:
    scores = np.random.default_rng(0).normal(0, 0.1, (2000, 500)).astype(np.float32)
    score, log10_fmr = calibrate.curve(scores, alike(2000), alike(500))
    assert score == sorted(set(score))
    assert log10_fmr == sorted(log10_fmr, reverse=True)
    read = Calibration(score, log10_fmr)
    for rate in (1e-1, 1e-2, 1e-3, 1e-4):
        assert (scores > read.score(rate)).mean() == pytest.approx(rate, rel=0.25)


def test_the_curve_keeps_its_promise_where_few_strangers_resemble_many() -> None:
    rng = np.random.default_rng(1)
    resemblance = rng.gamma(0.5, 0.1, (4000, 1))
    scores = (resemblance + rng.normal(0, 0.05, (4000, 400))).astype(np.float32)
    read = Calibration(*calibrate.curve(scores, alike(4000), alike(400)))
    for n in (10, 100, 400):
        named = scores[:, :n].max(axis=1) > read.threshold(calibrate.PROMISE, n)
        assert named.mean() == pytest.approx(calibrate.PROMISE, rel=0.35)


def test_no_set_counts_for_more_than_half() -> None:
    assert calibrate.balanced(np.array([0, 0, 0, 1, 2])) == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 4, 1 / 4])
    assert calibrate.balanced(np.array([0, 0, 1, 2])) == pytest.approx([1 / 4] * 4)
    assert calibrate.balanced(np.array([3, 3])) == pytest.approx([1 / 2] * 2)


def test_people_above_a_score_count_by_their_weight() -> None:
    scores, weights = np.array([0.1, 0.5, -np.inf, 0.3], np.float32), np.array([0.1, 0.2, 0.4, 0.3])
    shares = calibrate.share_above(scores, weights, np.array([-1.0, 0.2, 0.4, 0.9]))
    assert shares == pytest.approx([1, 5 / 6, 2 / 6, 0])


def test_comparisons_with_oneself_and_with_doubles_do_not_count() -> None:
    person = np.array([0, 0, 1, 2])
    vectors = np.eye(4, dtype=np.float32)
    teacher = np.eye(4, dtype=np.float32)[[0, 0, 1, 1]]  # the teachers take persons 1 and 2 for one
    scores, dropped = calibrate.stranger_scores(person, vectors, teacher)
    assert dropped == 2
    assert np.isfinite(scores).tolist() == [
        [False, True, True],
        [False, True, True],
        [True, False, False],
        [True, False, False],
    ]
