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
def test_threshold_keeps_the_promise(fpir: float, people: int) -> None:
    threshold = CURVE.threshold(fpir, people)
    assert CURVE.fpir(threshold, people) == pytest.approx(fpir, rel=1e-3) or threshold == HIGHEST


@given(st.floats(1e-5, 0.2), st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_people_never_lower_the_threshold(fpir: float, a: int, b: int) -> None:
    few, many = sorted((a, b))
    assert CURVE.threshold(fpir, few) <= CURVE.threshold(fpir, many)


def test_beyond_the_measured_tail_it_says_so_and_goes_on_falling() -> None:
    assert not CURVE.extrapolated(0.5)
    assert CURVE.extrapolated(0.51)
    assert CURVE.fmr(0.6) == pytest.approx(10**-7.5, rel=1e-6)
    assert CURVE.lowest_fmr == pytest.approx(1e-6)


def test_below_the_measured_scores_it_says_so() -> None:
    assert CURVE.extrapolated(-0.01) and not CURVE.extrapolated(0.0)


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


def test_rates_and_thresholds_by_hand() -> None:
    assert CURVE.fmr(0.15) == pytest.approx(10**-1.5)
    assert CURVE.fmr(-1.0) == pytest.approx(10**-0.3)
    assert CURVE.score(1e-3) == pytest.approx(0.3)
    assert CURVE.score(0.9) == 0.0, "no threshold lies below the curve"
    assert CURVE.score(1e-7) == pytest.approx(0.5 + 1 / 15)
    assert CURVE.score(1e-30) == 0.95
    # 1 - 0.95 ** (1 / 200) is 10 ** -3.5910.
    assert CURVE.threshold(0.05, 200) == pytest.approx(0.3 + 0.1 * 0.5910 / 1.5, abs=1e-5)
    assert CURVE.threshold(0.01, 1) == CURVE.threshold(0.01, 0) == pytest.approx(0.2)
    assert CURVE.threshold(0.01, 2) > CURVE.threshold(0.01, 1)
    assert CURVE.fpir(0.2, 10) == pytest.approx(1 - 0.99**10)


def test_everybody_is_taken_for_somebody_where_every_comparison_matches() -> None:
    always = Calibration([0.0, 1.0], [0.0, -3.0])
    assert always.fpir(-1.0, 3) == pytest.approx(1.0)
    assert always.fpir(-1.0, 1) == pytest.approx(1 - 1e-12, abs=1e-13)


def test_the_slope_beyond_is_that_of_the_last_decade_and_never_flat() -> None:
    decade = Calibration([0.0, 0.1, 0.2, 0.3, 0.4], [-1.0, -3.0, -3.2, -3.6, -4.0])
    assert decade.fmr(0.7) == pytest.approx(1e-5)
    assert decade.score(1e-5) == pytest.approx(0.7)
    flat = Calibration([0.0, 0.1, 0.2], [-1.0, -1.0, -1.0])
    assert flat.fmr(1.2) == pytest.approx(1e-2)
    late = Calibration([0.0, 0.1, 0.2], [-1.0, -1.1, -4.0])
    assert late.fmr(0.3) == pytest.approx(10**-6.9), "the last two points, where the last decade has only one"


def test_a_rate_that_rises_is_held_down() -> None:
    """Few comparisons make a measured curve rough; a higher threshold never lets more through."""
    rough = Calibration([0.0, 0.1, 0.2], [-1.0, -0.5, -2.0])
    assert rough.fmr(0.1) == pytest.approx(0.1)


def test_a_curve_of_two_points_will_do_and_falling_scores_will_not() -> None:
    assert Calibration([0.0, 1.0], [0.0, -3.0]).fmr(0.5) == pytest.approx(10**-1.5)
    with pytest.raises(ValueError, match=r"^a calibration needs two or more ascending scores with a rate each$"):
        Calibration([0.2, 0.1], [-1.0, -2.0])
