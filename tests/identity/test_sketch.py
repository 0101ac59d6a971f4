"""A sketch names the likeliest: those of the exact product are among the people whom it names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from facecam.identity import sketch
from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.sketch import Codes, Sketch
from facecam.identity.template_matrix import TemplateMatrix

D = 128
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.1, 1.25)


def matrix(people: NDArray[np.int64], seed: int, alike: float) -> TemplateMatrix:
    """Templates around one direction, the nearer the more `alike`; some of their numbers are larger than others."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((len(people), D)).astype(np.float32) * np.linspace(1, 0.2, D, dtype=np.float32)
    rows += np.float32(alike) * np.random.default_rng(1).standard_normal(D, np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return TemplateMatrix.of(rows, np.sort(people), random.random(len(people)).astype(np.float32), PLACE)


def gallery(of: TemplateMatrix) -> Gallery:
    nobody = np.empty((0, D), np.float32), np.empty(0, np.int64)
    return Gallery.of_matrix(of, dict.fromkeys(of.people.tolist(), "P"), "s", 0, *nobody, {}, PLACE)


cases = st.tuples(st.integers(0, 10_000), st.sampled_from([1, 40, 900, 3_000]), st.sampled_from([0.0, 1.0, 5.0]))


@settings(derandomize=True)  # a few in a hundred thousand are left out
@given(cases, st.sampled_from([1, 3, 700]), st.sampled_from([1, 5, 50]), st.floats(0.1, 1))
def test_the_likeliest_are_among_those_it_names(
    case: tuple[int, int, float], each: int, most: int, length: float
) -> None:
    seed, number, alike = case
    whole = matrix(np.arange(number, dtype=np.int64) // each + 7, seed, alike)
    halves = np.array_split(whole.people, 2)
    parts = tuple(Codes.of(only(whole, half)).packed for half in halves if len(half))
    probe = np.float32(length) * matrix(np.zeros(1, np.int64), seed + 1, alike).columns[:, 0]
    scores = gallery(whole).scores(probe[None], np.zeros(1, np.float32))[0]
    seen = Sketch(parts).seen(probe, most)
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


@given(cases, st.floats(0.01, 1))
def test_a_score_is_wrong_by_no_more_than_is_said(case: tuple[int, int, float], length: float) -> None:
    seed, number, alike = case
    whole = matrix(np.arange(number, dtype=np.int64), seed, alike)
    face = np.float32(length) * matrix(np.zeros(1, np.int64), seed + 1, alike).columns[:, 0]
    scores, off = Codes.of(whole).packed.scores(face)
    wrong = np.abs(scores - (face.astype(np.float64) @ whole.columns - whole.taken)) / off
    assert scores.shape == whole.taken.shape and off < 0.02
    assert wrong.max() < 6.5 and (wrong > sketch._SURE).mean() < 0.002


def test_who_has_very_many_samples_hides_nobody() -> None:
    """Hundreds of columns of one person are nearer than those of all others."""
    random = np.random.default_rng(1)
    one, face = random.standard_normal((2, D)).astype(np.float32)
    rows = np.concatenate([one + 0.05 * random.standard_normal((900, D)), random.standard_normal((2_000, D))])
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    people = np.concatenate([np.zeros(900, np.int64), np.arange(1, 2_001)])
    whole = TemplateMatrix.of(rows, people, np.ones(len(rows), np.float32), EVEN)
    face = (one / np.linalg.norm(one)).astype(np.float32)
    seen = Sketch((Codes.of(whole).packed,)).seen(face, 5)
    assert len(seen.likeliest[0].owners) < 2_000, "not all of them are held"
    scores = gallery(whole).scores(face[None], np.zeros(1, np.float32))[0]
    fifth = float(np.sort(scores)[-5])
    wanted = set(whole.people[scores >= fifth].tolist())
    assert len(wanted) == 5 and wanted <= set(seen.reaching(fifth).tolist()) and len(seen.guessed(5)) >= 5


@pytest.mark.parametrize("dimension", [128, 192, 512])
def test_errors_are_spread_as_is_reckoned(dimension: int) -> None:
    """Of vectors as a model's are, some of whose numbers are larger than others."""
    random = np.random.default_rng(dimension)
    rows = random.standard_normal((20_100, dimension), np.float32) * np.linspace(
        1, 0.2, dimension, dtype=np.float32
    )
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    whole = TemplateMatrix.of(rows[:20_000], np.arange(20_000), np.ones(20_000, np.float32), EVEN)
    block = Codes.of(whole).packed
    said = [(block.scores(face), face @ whole.columns) for face in rows[20_000:]]
    wrong = np.concatenate([(scores - exact) / off for (scores, off), exact in said])
    assert 0.9 < wrong.std() < 1.1 and abs(wrong.mean()) < 0.05
    assert (np.abs(wrong) > sketch._SURE).mean() < 6e-5


def test_of_many_it_names_few() -> None:
    people = np.arange(20_000, dtype=np.int64)
    whole = matrix(people, 3, 0.0)
    seen = Sketch((Codes.of(whole).packed,)).seen(whole.columns[:, 77], 5)
    assert len(seen.likeliest[0].owners) < 2_000
    assert 77 in seen.reaching(0.9) and len(seen.reaching(0.9)) < 400 and 5 <= len(seen.guessed(5)) < 500


def test_who_is_hidden_is_not_named_and_neither_is_who_was_taken_out() -> None:
    whole, changed = matrix(np.arange(3_000, dtype=np.int64), 5, 0.0), np.array([2, 5, 9_000], np.int64)
    codes = Codes.of(whole)
    block = codes.packed
    without, hidden = codes.without(changed), block.hiding(changed)
    assert (
        set(without.owners.tolist()) == {*range(3_000)} - {2, 5}
        and len(without.codes) == len(without.steps) == 2_998
    )
    for after in (without.packed, hidden):
        gone, stays = (Sketch((after,)).seen(whole.columns[:, column], 5) for column in (2, 7))
        assert 7 in stays.guessed(1) and not {2, 5} & {*gone.guessed(1).tolist(), *gone.guessed(3_000).tolist()}
        assert len(gone.guessed(3_000)) == 2_998 and -1 not in gone.reaching(-1e9)
    assert 2 in Sketch((block,)).seen(whole.columns[:, 2], 1).guessed(1), "whoever holds it still has it"
    nobody = np.array([9_000])
    assert codes.without(nobody) is codes and block.hiding(nobody) is block


def test_nobody_is_named_where_there_is_nobody() -> None:
    seen = Sketch(()).seen(np.ones(D, np.float32), 5)
    assert seen.guessed(5).tolist() == []


@pytest.mark.parametrize("code", [0, 15])
def test_the_largest_products_are_exact(code: int) -> None:
    """None is cut off at the bits in which products are added up."""
    codes, steps = np.full((33, 96), code << 4 | code, np.uint8), np.ones((33, 3), np.float32)
    (products,) = sketch._session(codes, steps).run(None, {"f": np.full((2, 192), 127, np.float32)})
    assert products.tolist() == [[(code - 8) * 127 * 192] * 33] * 2


def test_where_the_session_copies_nothing_the_codes_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would read memory that is somebody else's."""
    whole = Codes.of(matrix(np.arange(100, dtype=np.int64), 5, 0.0))
    assert whole.codes is not None and sketch._copies() == (
        not any(one is whole.codes for one in whole.packed.kept)
    )
    monkeypatch.setattr(sketch, "_copies", lambda: False)
    assert any(one is whole.codes for one in Codes(whole.owners, whole.taken, whole.codes, whole.steps).packed.kept)
