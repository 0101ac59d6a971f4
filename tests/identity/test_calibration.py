import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.identity.calibration import HIGHEST, Calibration

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])


@given(st.floats(-0.2, 0.9))
def test_score_and_rate_are_inverse(score: float) -> None:
    if score < 0.0:
        assert CURVE.fmr(score) == pytest.approx(10**-0.3)
    else:
        assert CURVE.score(CURVE.fmr(score)) == pytest.approx(min(score, HIGHEST), abs=1e-6)


@given(st.floats(1e-5, 0.2), st.integers(1, 100_000))
def test_threshold_keeps_the_promise(fpir: float, templates: int) -> None:
    threshold = CURVE.threshold(fpir, templates)
    assert CURVE.fpir(threshold, templates) == pytest.approx(fpir, rel=1e-3) or threshold == HIGHEST


@given(st.floats(1e-5, 0.2), st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_templates_never_lower_the_threshold(fpir: float, a: int, b: int) -> None:
    few, many = sorted((a, b))
    assert CURVE.threshold(fpir, few) <= CURVE.threshold(fpir, many)


def test_beyond_the_measured_tail_it_says_so_and_goes_on_falling() -> None:
    assert not CURVE.extrapolated(0.5)
    assert CURVE.extrapolated(0.51)
    assert CURVE.fmr(0.6) == pytest.approx(10**-7.5, rel=1e-6)
    assert CURVE.lowest_fmr == pytest.approx(1e-6)


def test_the_promise_is_that_of_independent_comparisons() -> None:
    random = np.random.default_rng(3)
    threshold = CURVE.threshold(0.05, 200)
    # Draw impostor scores from the curve itself: P(score >= s) = fmr(s).
    draws = random.random((4000, 200))
    named = (draws < CURVE.fmr(threshold)).any(axis=1).mean()
    assert named == pytest.approx(0.05, abs=0.012)


@pytest.mark.parametrize(
    ("score", "rate"), [([0.1], [-1.0]), ([0.1, 0.1], [-1.0, -2.0]), ([0.1, 0.2], [-1.0, -2.0, -3.0])]
)
def test_a_curve_that_is_none_is_refused(score: list[float], rate: list[float]) -> None:
    with pytest.raises(ValueError, match="calibration"):
        Calibration(score, rate)
