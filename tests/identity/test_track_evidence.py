import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.identity.track_evidence import MEMORY, STALE, TrackEvidence


def vector(seed: int) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=8).astype(np.float32)
    return values / np.linalg.norm(values)


@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0.2, 1.0)), min_size=1, max_size=12))
def test_the_mean_gives_the_weighted_mean_of_the_cosines(samples: list[tuple[int, float]]) -> None:
    vote = TrackEvidence()
    for seed, quality in samples:
        vote.add(vector(seed), quality, 0.0)
    template = vector(1000)
    weights = [quality * MEMORY**age for age, (_, quality) in enumerate(reversed(samples))][::-1]
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
    assert vote.doubt(0.1 + STALE + 0.01)


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
