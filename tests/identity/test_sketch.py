"""A sketch leaves out nobody who matters: the likeliest by the exact product are among those whom it names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facecam.identity import sketch
from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.sketch import Block, Sketch
from facecam.identity.template_matrix import TemplateMatrix

D = 24
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.1, 1.25)


def matrix(people: NDArray[np.int64], seed: int, alike: float) -> TemplateMatrix:
    """Templates around one direction, the nearer the more `alike`; some of their numbers are far larger."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((len(people), D)).astype(np.float32) * np.linspace(1, 0.05, D, dtype=np.float32)
    rows[:, -1] += np.float32(alike)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return TemplateMatrix.of(rows, np.sort(people), random.random(len(people)).astype(np.float32), PLACE)


def gallery(of: TemplateMatrix) -> Gallery:
    nobody = np.empty((0, D), np.float32), np.empty(0, np.int64)
    return Gallery.of_matrix(of, dict.fromkeys(of.people.tolist(), "P"), "s", 0, *nobody, {}, PLACE)


cases = st.tuples(st.integers(0, 10_000), st.sampled_from([1, 40, 900, 3_000]), st.sampled_from([0.0, 1.0, 20.0]))


@given(cases, st.sampled_from([1, 3, 700]), st.sampled_from([1, 5, 50]), st.floats(0.1, 1))
def test_the_likeliest_are_among_those_it_names(
    case: tuple[int, int, float], each: int, most: int, length: float
) -> None:
    seed, number, alike = case
    whole = matrix(np.arange(number, dtype=np.int64) // each + 7, seed, alike)
    halves = np.array_split(whole.people, 2)
    parts = tuple(Block.of(only(whole, half)) for half in halves if len(half))
    probe = np.float32(length) * matrix(np.zeros(1, np.int64), seed + 1, alike).columns[:, 0]
    scores = gallery(whole).scores(probe[None], np.zeros(1, np.float32))[0]
    (seen,) = Sketch(parts).seen(probe[None])
    guessed = np.isin(whole.people, seen.guessed(most))
    assert guessed.sum() >= min(most, len(scores))
    bar = np.sort(scores[guessed])[-min(most, len(scores))]
    reaching = seen.reaching(float(bar))
    assert set(reaching.tolist()) <= set(whole.people.tolist())
    wanted = np.sort(scores)[-min(most, len(scores))]
    assert bar <= wanted and set(whole.people[scores >= wanted].tolist()) <= set(reaching.tolist())


def only(whole: TemplateMatrix, people: NDArray[np.int64]) -> TemplateMatrix:
    others = np.setdiff1d(whole.people, people)
    nobody = TemplateMatrix.of(np.empty((0, D), np.float32), np.empty(0, np.int64), np.empty(0, np.float32), PLACE)
    return whole.replaced(others, nobody)


@given(cases)
def test_no_score_is_wrong_by_more_than_its_margin(case: tuple[int, int, float]) -> None:
    seed, number, alike = case
    whole = matrix(np.arange(number, dtype=np.int64), seed, alike)
    block = Block.of(whole)
    axis = np.eye(D, dtype=np.float32)[seed % D]  # in whole steps itself, so that the columns alone are rounded
    for probe, least in ((matrix(np.zeros(1, np.int64), seed + 1, alike).columns[:, 0], 0.1), (axis, 0.03)):
        scores, off = block.scores(probe[None])
        exact = probe.astype(np.float64) @ whole.columns - whole.taken
        assert np.abs(scores[0] - exact).max() <= off[0] < least


@given(cases, st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_faces_that_are_asked_for_together_have_margins_of_their_own(
    case: tuple[int, int, float], lengths: list[float]
) -> None:
    """They share one step, the longest's."""
    seed, number, alike = case
    whole = matrix(np.arange(number, dtype=np.int64), seed, alike)
    faces = matrix(np.zeros(len(lengths), np.int64), seed + 1, alike).samples_of(0)
    faces = faces * np.array(lengths, np.float32)[:, None]
    scores, off = Block.of(whole).scores(faces)
    exact = faces.astype(np.float64) @ whole.columns - whole.taken
    assert scores.shape == (len(faces), len(whole.taken)) and (np.abs(scores - exact) <= off[:, None]).all()
    seen = Sketch((Block.of(whole),)).seen(faces)
    assert all(one.reaching(float(best)).size for one, best in zip(seen, exact.max(axis=1), strict=True))


def test_of_many_it_names_few() -> None:
    people = np.arange(20_000, dtype=np.int64)
    whole = matrix(people, 3, 0.0)
    (seen,) = Sketch((Block.of(whole),)).seen(whole.columns[:, [77]].T)
    assert 77 in seen.reaching(0.9) and len(seen.reaching(0.9)) < 100 and 5 <= len(seen.guessed(5)) < 500


def test_who_is_replaced_is_there_as_if_everybody_were_sketched_anew() -> None:
    whole, changed = matrix(np.arange(3_000, dtype=np.int64), 5, 0.0), np.array([2, 5, 9_000], np.int64)
    new = matrix(np.array([5, 9_000, 9_000], np.int64), 6, 0.0)
    before = Sketch((Block.of(only(whole, whole.people[:10])), Block.of(only(whole, whole.people[10:]))))
    after = before.replaced(changed, new)
    assert after.blocks[1] is before.blocks[1], "what nobody has left is kept as it is"
    owners = np.concatenate([block.owners for block in after.blocks])
    assert sorted(set(owners.tolist())) == sorted({*range(3_000), 9_000} - {2}) and len(owners) == 3_002
    for column, person in ((0, 5), (1, 9_000), (2, 9_000)):
        assert person in after.seen(new.columns[:, [column]].T)[0].guessed(1)
    gone, stays = after.seen(whole.columns[:, [2, 7]].T)
    assert 2 not in gone.guessed(1) and 7 in stays.guessed(1)
    assert Sketch((before.blocks[0],)).replaced(whole.people[:10], only(whole, whole.people[:0])).blocks == ()


def test_nobody_is_named_where_there_is_nobody() -> None:
    (seen,) = Sketch(()).seen(np.ones((1, D), np.float32))
    assert seen.guessed(5).tolist() == []


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_largest_products_are_exact(sign: int) -> None:
    """Two that are added up in 16 bits would be cut off, were a face's bytes as large as they may be."""
    codes = np.full((192, 33), sign * 127, np.int8)
    faces = np.full((2, 192), sketch._HALF + sketch._ZERO, np.uint8)
    (products,) = sketch._product(codes).run(None, {"f": faces, "s": np.ones(1, np.float32)})
    assert products.tolist() == [[sign * 127 * 63 * 192] * 33] * 2
