"""Leave-one-out against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from facecam.identity.gallery import SAMPLE, Gallery
from facecam.identity.selfscores import SelfScores, self_scores


def gallery_of(sizes: list[int], seed: int = 0) -> Gallery:
    vectors = np.random.default_rng(seed).normal(size=(sum(sizes), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    persons = np.repeat(np.arange(10, 10 + len(sizes)), sizes)
    return Gallery(vectors, persons, {int(p): f"P{p}" for p in persons}, "space")


def plain(own: NDArray[np.float32], probe: NDArray[np.float32]) -> float:
    """What these samples of one person say."""
    mean = own.sum(axis=0) / np.linalg.norm(own.sum(axis=0))
    return max(float(mean @ probe), float((own @ probe).max()) - (SAMPLE if len(own) > 1 else 0))


@settings(max_examples=40)
@given(st.lists(st.integers(1, 5), max_size=60), st.integers(0, 5))
def test_scores_are_those_of_plain_loops(sizes: list[int], seed: int) -> None:
    gallery = gallery_of(sizes, seed)
    scores = self_scores(gallery)
    genuine, impostor = [], []
    for person in gallery.people:
        own = gallery.vectors_of(int(person))
        others = [gallery.vectors_of(int(other)) for other in gallery.people if other != person]
        for row, vector in enumerate(own):
            genuine += [plain(np.delete(own, row, axis=0), vector)] if len(own) > 1 else []
            impostor += [max(plain(other, vector) for other in others)] if others else []
    np.testing.assert_allclose(scores.genuine, sorted(genuine), atol=1e-6)
    np.testing.assert_allclose(scores.impostor, sorted(impostor), atol=1e-6)


def test_shares_at_a_threshold() -> None:
    scores = self_scores(gallery_of([2, 3, 1]))
    assert scores.missed(-1.0) == 0 and scores.missed(1.1) == 1
    assert scores.mistaken(-1.0) == 1 and scores.mistaken(1.1) == 0
    middle = float(scores.genuine[2])
    assert scores.missed(middle) == pytest.approx(float((scores.genuine < middle).mean()))
    assert scores.mistaken(middle) == pytest.approx(float((scores.impostor >= middle).mean()))


def test_nobody_and_one_have_nothing_to_say() -> None:
    for sizes in ([], [1]):
        scores = self_scores(gallery_of(sizes))
        assert scores.missed(0.5) is None and scores.mistaken(0.5) is None
    assert self_scores(gallery_of([1, 1])).missed(0.5) is None


def test_of_a_large_gallery_some_people_are_looked_at_always_the_same() -> None:
    gallery = gallery_of([3] * 100)
    first, second = self_scores(gallery, 30), self_scores(gallery, 30)
    assert len(first.genuine) == len(first.impostor) == 30
    np.testing.assert_array_equal(first.genuine, second.genuine)


def test_one_sample_a_person_has_no_genuine_score_and_one_person_no_impostor() -> None:
    alone = self_scores(gallery_of([1, 1]))
    assert alone.missed(0.5) is None and len(alone.impostor) == 2
    single = self_scores(gallery_of([3]))
    assert single.mistaken(0.5) is None and len(single.genuine) == 3


def test_a_share_counts_who_lies_below() -> None:
    scores = SelfScores(
        np.array([0.1, 0.4, 0.6, 0.8], np.float32), np.array([-0.2, 0.0, 0.3, 0.5, 0.7], np.float32)
    )
    assert scores.missed(0.5) == 0.5 and scores.missed(0.6) == pytest.approx(0.5)
    assert scores.mistaken(0.4) == pytest.approx(0.4) and scores.mistaken(0.6) == pytest.approx(0.2)


def test_a_large_gallery_is_judged_by_some_of_its_people_always_the_same() -> None:
    large = gallery_of([1] * 700)
    assert len(self_scores(large).impostor) == 600
    few = self_scores(gallery_of([3] * 10), most=7)
    assert len(few.genuine) == 6, "people are taken whole"
    assert len(self_scores(gallery_of([10, 10]), most=4).genuine) == 4, "of one with more than that, the first"
    assert len(self_scores(gallery_of([3] * 10), most=6).genuine) == 6
    again = self_scores(gallery_of([3] * 10), most=7)
    np.testing.assert_array_equal(few.genuine, again.genuine)
    np.testing.assert_array_equal(few.impostor, again.impostor)


def test_scores_are_compared_in_portions_with_the_same_result() -> None:
    sizes = [3] * 70
    gallery = gallery_of(sizes)
    scores = self_scores(gallery)
    everybody = np.concatenate([gallery.vectors_of(int(person)) for person in gallery.people])
    alike = gallery.scores(everybody)
    alike[np.arange(210), np.repeat(np.arange(70), 3)] = -1
    np.testing.assert_allclose(scores.impostor, np.sort(alike.max(axis=1)), atol=1e-6)
