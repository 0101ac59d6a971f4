"""The clusters are those of SciPy's trees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.identity.linkage import Update, average, clusters, single

LINKAGES = pytest.mark.parametrize(("name", "update"), [("single", single), ("average", average)])


def distances(seed: int, number: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(number, 6)) + 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.maximum(1 - vectors @ vectors.T, 0)


def partition(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == one).tolist()) for one in np.unique(labels)}


@LINKAGES
@given(st.integers(0, 10_000), st.integers(2, 60), st.floats(0.01, 1.2))
@settings(max_examples=150)
def test_as_scipy_cuts_its_tree(name: str, update: Update, seed: int, number: int, most: float) -> None:
    hierarchy = pytest.importorskip("scipy.cluster.hierarchy", reason="SciPy is the measure: use the group `dev`")
    squareform = pytest.importorskip("scipy.spatial.distance").squareform
    apart = distances(seed, number)
    expected = hierarchy.fcluster(hierarchy.linkage(squareform(apart, checks=False), name), most, "distance")
    found = clusters(apart, most, update)
    assert partition(found) == partition(expected)
    assert sorted(set(found.tolist())) == list(range(len(set(expected.tolist()))))


@LINKAGES
@pytest.mark.parametrize("number", [1, 2, 7, 40])
def test_equal_distances_come_to_an_end(name: str, update: Update, number: int) -> None:
    """Of many that are equally near, none may be followed round and round."""
    assert set(clusters(np.ones((number, number)), 0.5, update).tolist()) == set(range(number))
    assert set(clusters(np.ones((number, number)), 1.0, update).tolist()) == {0}
    steps = np.abs(np.arange(number)[:, None] - np.arange(number)).astype(np.float32)
    assert len(set(clusters(steps, 1.0, single).tolist())) == 1


@LINKAGES
def test_nobody_has_no_cluster(name: str, update: Update) -> None:
    assert clusters(np.empty((0, 0)), 1.0, update).tolist() == []


def test_the_distances_given_are_left_as_they_are() -> None:
    apart = distances(1, 12)
    before = apart.copy()
    clusters(apart, 0.5, average)
    np.testing.assert_array_equal(apart, before)
