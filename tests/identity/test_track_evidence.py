import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.messages import Message
from facecam.identity.track_evidence import TrackEvidence


def vector(seed: int) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    return values / np.linalg.norm(values)


@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0.2, 1.0)), min_size=1, max_size=12))
def test_the_mean_gives_the_weighted_mean_of_the_cosines(samples: list[tuple[int, float]]) -> None:
    vote = TrackEvidence()
    for seed, quality in samples:
        vote.add(vector(seed), quality, 0.0)
    template = vector(1000)
    weights = [quality * 0.9**age for age, (_, quality) in enumerate(reversed(samples))][::-1]
    cosines = [float(vector(seed) @ template) for seed, _ in samples]
    assert vote.mean is not None
    assert float(vote.mean @ template) == pytest.approx(np.average(cosines, weights=weights), abs=1e-5)


def test_it_waits_for_evidence_and_grows_stale() -> None:
    vote = TrackEvidence()
    assert vote.doubt(0.0)
    vote.add(vector(1), 0.9, 0.0)
    assert str(vote.doubt(0.0)) == "Still deciding"
    vote.add(vector(1), 0.9, 0.1)
    assert not vote.doubt(0.1)
    assert not vote.doubt(0.1 + 1.19)
    assert str(vote.doubt(0.1 + 1.21)) == "Not seen clearly any more"


def test_poor_samples_never_add_up_to_a_name() -> None:
    vote = TrackEvidence()
    vote.add(vector(1), 0.21, 0.0)
    vote.add(vector(1), 0.21, 0.1)
    assert str(vote.doubt(0.1)) == "Still deciding"


def test_a_suspicion_holds_until_a_good_sample() -> None:
    vote = TrackEvidence()
    for time in (0.0, 0.1, 0.2):
        vote.add(vector(1), 0.9, time)
    vote.suspect()
    assert vote.doubt(0.3)
    vote.add(vector(1), 0.9, 0.3)
    assert not vote.doubt(0.3)


def test_likeness_is_a_cosine() -> None:
    vote = TrackEvidence()
    assert vote.likeness(vector(1)) == 1.0
    vote.add(vector(1), 0.3, 0.0)
    vote.add(vector(1), 0.8, 0.0)
    assert vote.likeness(vector(1)) == pytest.approx(1.0, abs=1e-6)
    assert vote.likeness(vector(2)) == pytest.approx(float(vector(1) @ vector(2)), abs=1e-5)


def test_a_new_track_knows_nothing() -> None:
    vote = TrackEvidence()
    assert vote.mean is None and vote.samples == 0 and vote.named is None
    assert vote.doubt(0.0) == Message("Not seen clearly yet")


def test_older_samples_weigh_a_tenth_less_with_every_new_one() -> None:
    first, second, third = (np.eye(8, dtype=np.float32)[i] for i in range(3))
    vote = TrackEvidence()
    vote.add(first, 1.0, 0.0)
    vote.add(second, 0.5, 0.1)
    vote.add(third, 1.0, 0.2)
    assert vote.mean is not None
    np.testing.assert_allclose(vote.mean[:3] * 2.26, [0.81, 0.45, 1.0], rtol=1e-6)
    assert vote.samples == 3 and vote.mean.dtype == np.float32


def test_a_vote_is_stale_after_one_second_and_a_fifth() -> None:
    vote = TrackEvidence()
    vote.add(vector(1), 0.9, 3.0)
    vote.add(vector(1), 0.9, 3.5)
    assert vote.doubt(4.65) is None
    assert vote.doubt(4.75) == Message("Not seen clearly any more")
    vote.add(vector(1), 0.9, 5.0)
    assert vote.doubt(5.0) is None


@pytest.mark.parametrize(
    ("qualities", "doubt"),
    [
        ([1.0], Message("Still deciding")),  # one sample proves nothing, however good
        ([0.3, 0.3], Message("Still deciding")),  # 0.27 + 0.3
        ([0.32, 0.32], None),  # 0.288 + 0.32
    ],
)
def test_a_name_needs_two_samples_of_a_weight_of_six_tenths(qualities: list[float], doubt: Message | None) -> None:
    vote = TrackEvidence()
    for quality in qualities:
        vote.add(vector(1), quality, 0.0)
    assert vote.doubt(0.0) == doubt


def test_a_suspicion_is_said() -> None:
    vote = TrackEvidence()
    vote.add(vector(1), 0.9, 0.0)
    vote.add(vector(1), 0.9, 0.0)
    vote.suspect()
    assert vote.doubt(0.0) == Message("Something changed: looking again")


def test_samples_that_cancel_out_are_like_nobody() -> None:
    vote = TrackEvidence()
    vote.add(np.zeros(8, np.float32), 0.9, 0.0)
    assert vote.likeness(vector(1)) == 0.0
