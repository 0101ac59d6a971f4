import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.identity.clustering import ENOUGH, group, varied

D = 16


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 6))
@settings(max_examples=40)
def test_visits_of_one_stranger_are_one_group(seed: int, people: int, visits: int) -> None:
    random = np.random.default_rng(seed)
    centres = np.eye(D)[:people]
    whose = np.repeat(np.arange(people), visits)
    order = random.permutation(len(whose))
    noise = unit(random.normal(size=(len(whose), D)))
    found = group(unit(centres[whose] + 0.25 * noise)[order], 0.7)
    assert sorted(set(found.tolist())) == list(range(people))
    for one in range(people):
        assert len(set(found[whose[order] == one].tolist())) == 1


def test_a_chain_of_strangers_is_no_person() -> None:
    """Each is like the next one, and the first is nothing like the last."""
    angles = np.linspace(0, np.pi / 2, 9)
    chain = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert (np.diag(chain @ chain.T, 1) > 0.97).all()
    found = group(chain, 0.9).tolist()
    assert len(set(found)) > 1 and found[0] != found[-1]
    assert sorted(set(found)) == list(range(len(set(found))))


@pytest.mark.parametrize("seed", range(5))
def test_a_face_between_two_strangers_does_not_make_them_one(seed: int) -> None:
    """Their pictures differ as a person's do: some pairs are less alike than what links."""
    random = np.random.default_rng(seed)
    centres = np.linalg.qr(random.normal(size=(256, 2)))[0].T
    whose = np.repeat([0, 1], 8)
    faces = unit(centres[whose] + 0.8 * unit(random.normal(size=(16, 256))))
    between = unit(centres.sum(axis=0))
    alike = float(min((faces[:8] @ between).max(), (faces[8:] @ between).max())) - 0.01  # the links make them one
    assert (faces[:8] @ faces[:8].T).min() < alike
    found = group(np.vstack([faces, between]), alike)
    assert len(set(found[:8])) == 1 and len(set(found[8:16])) == 1 and found[0] != found[8]


def test_nobody_is_no_group() -> None:
    assert group(np.empty((0, D), np.float32), 0.5).tolist() == []
    assert varied(np.empty((0, D), np.float32), 3) == []


@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 8))
def test_a_few_stand_for_all(seed: int, number: int, most: int) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(number, D)) + 1.5)
    chosen = varied(vectors, most)
    assert 1 <= len(chosen) <= min(most, number) and len(set(chosen)) == len(chosen)
    nearest = (vectors @ vectors[chosen].T).max(axis=1)
    assert len(chosen) == most or nearest.min() >= ENOUGH - 1e-5


def test_the_one_least_like_the_others_is_not_left_out() -> None:
    vectors = unit(np.array([[1, 0.1 * i, 0] for i in range(6)] + [[0, 0, 1]]))
    assert 6 in varied(vectors, 2)


@pytest.mark.parametrize("copies", [2, 50])
def test_the_same_face_again_and_again_is_one(copies: int) -> None:
    vectors = unit(np.ones((copies, D)))
    assert group(vectors, 0.95).tolist() == [0] * copies
    assert len(varied(vectors, 8)) == 1
