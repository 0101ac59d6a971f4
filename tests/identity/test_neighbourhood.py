"""What is taken off where many faces are alike, against a loop, and files that hold no such thing."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facecam.base.types import Vector
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.neighbourhood import EVEN, Neighbourhood, pack, unpack
from facecam.identity.track_evidence import TrackEvidence

D = 16
CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])


def unit(seed: int, number: int, dimension: int = D) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def near(direction: Vector, number: int, seed: int, apart: float = 0.5) -> NDArray[np.float32]:
    """Faces around one direction."""
    vectors = direction + apart * unit(seed, number, len(direction))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@given(st.integers(0, 500), st.integers(1, 30), st.integers(1, 30), st.floats(-0.5, 0.9), st.floats(0, 3))
def test_it_is_what_a_loop_says(seed: int, centres: int, nearest: int, knee: float, weight: float) -> None:
    place = Neighbourhood(unit(seed, centres), min(nearest, centres), knee, weight)
    faces = unit(seed + 1, 5)
    for face, taken in zip(faces, place.crowding(faces), strict=True):
        best = sorted((float(face @ centre) for centre in place.centres), reverse=True)[: place.nearest]
        assert taken == pytest.approx(weight / 2 * max(0.0, float(np.mean(best)) - knee), abs=1e-5)


def test_thousands_of_faces_are_as_each_alone() -> None:
    place, faces = Neighbourhood(unit(1, 9), 3, 0.1, 1.25), unit(2, 2_500)
    np.testing.assert_allclose(
        place.crowding(faces), np.concatenate([place.crowding(part) for part in np.split(faces, 250)]), atol=1e-6
    )


def test_nowhere_is_crowded_without_centres_and_nobody_has_a_neighbourhood() -> None:
    assert EVEN.crowding(unit(1, 3)).tolist() == [0, 0, 0]
    assert EVEN.crowding(unit(1, 0)).shape == Neighbourhood(unit(1, 3), 1, 0, 1).crowding(unit(1, 0)).shape == (0,)


@given(st.integers(0, 300))
def test_decisions_are_those_of_the_cosine_where_nothing_is_crowded(seed: int) -> None:
    vectors, probes = unit(seed, 6), [Evidence(probe) for probe in near(unit(seed, 1)[0], 4, seed + 1, 1.2)]
    persons, names = np.arange(6) // 2, {person: f"P{person}" for person in range(3)}
    far = Neighbourhood(unit(seed + 2, 4), 2, 1.0, 1.25)  # no mean cosine is above 1
    told = [
        Matcher(Gallery(vectors, persons, names, "s", neighbourhood=place), CURVE, 1e-2).decide(probes)
        for place in (EVEN, far)
    ]
    assert told[0] == told[1]


def test_strangers_of_a_crowd_are_named_as_rarely_as_promised() -> None:
    """The curve is measured on ordinary faces; the crowd's are all alike, as small children are to a model."""
    ordinary = unit(1, 600, 64)
    cosines = np.sort((ordinary[:300] @ ordinary[300:].T).ravel())[::-1]
    rates = np.geomspace(0.5, 1e-4, 30)
    curve = Calibration(cosines[(rates * len(cosines)).astype(int)].tolist(), np.log10(rates).tolist())
    crowd = unit(2, 1, 64)[0]
    place = Neighbourhood(near(crowd, 8, 3, 1.0), 5, 0.2, 1.3)
    assert (place.crowding(ordinary) > 0).mean() < 0.1, "ordinary faces are left alone"

    def named(people: NDArray[np.float32], strangers: NDArray[np.float32], where: Neighbourhood) -> float:
        names = {person: f"P{person}" for person in range(len(people))}
        matcher = Matcher(Gallery(people, np.arange(20), names, "s", neighbourhood=where), curve, 0.05)
        assert [matcher.decide([Evidence(face)])[0].person for face in people] == list(range(20))
        return float(np.mean([matcher.decide([Evidence(face)])[0].person is not None for face in strangers]))

    people, strangers = near(crowd, 20, 4, 1.0), near(crowd, 400, 5, 1.0)
    assert named(people, strangers, EVEN) > 0.95
    assert named(people, strangers, place) < 3 * 0.05
    for where in (EVEN, place):
        assert 0.01 < named(ordinary[:20], ordinary[20:], where) < 0.12


def test_a_track_takes_off_what_its_looks_would_on_average() -> None:
    crowd = unit(1, 1)[0]
    place = Neighbourhood(near(crowd, 8, 2), 5, 0.3, 2.0)
    looks, qualities = near(crowd, 5, 6, 1.0), np.array([0.9, 0.3, 0.5, 0.9, 0.2])
    vote = TrackEvidence()
    assert vote.crowding == 0
    for at, (look, quality) in enumerate(zip(looks, qualities, strict=True)):
        vote.add(look, float(quality), at / 10, float(place.crowding(look[None])[0]))
    weights = qualities * 0.9 ** np.arange(4, -1, -1)
    assert vote.crowding == pytest.approx(np.average(place.crowding(looks), weights=weights), rel=1e-5)
    gallery = Gallery(near(crowd, 1, 9), np.array([1]), {1: "A"}, "s", neighbourhood=place)
    assert vote.mean is not None
    (decision,) = Matcher(gallery, CURVE, 0.05).decide([Evidence(vote.mean, vote.crowding, on_track=True)])
    alone = gallery.scores(looks)[:, 0]
    assert decision.score == pytest.approx(np.average(alone, weights=weights), abs=1e-5)


def test_a_file_brings_back_what_was_packed() -> None:
    place = Neighbourhood(unit(1, 40), 5, 0.259, 1.25)
    back = unpack(pack(place), D)
    assert (back.nearest, back.knee, back.weight) == (5, 0.259, 1.25)
    np.testing.assert_allclose(back.centres, place.centres, atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(back.centres, axis=1), 1, atol=1e-6)


def _npz(**arrays: object) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


GOOD = {"centres": unit(1, 4), "nearest": np.int64(2), "knee": np.float64(0.2), "weight": np.float64(1)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK but no archive",
        pack(Neighbourhood(unit(1, 4), 2, 0.2, 1.0))[:-40],
        _npz(centres=unit(1, 4)),
        _npz(**GOOD | {"centres": unit(1, 4)[:, :8]}),
        _npz(**GOOD | {"centres": unit(1, 0)}),
        _npz(**GOOD | {"centres": 2 * unit(1, 4)}),
        _npz(**GOOD | {"centres": np.full((4, D), np.nan, np.float32)}),
        _npz(**GOOD | {"nearest": np.int64(5)}),
        _npz(**GOOD | {"nearest": np.int64(0)}),
        _npz(**GOOD | {"knee": np.float64("nan")}),
        _npz(**GOOD | {"weight": np.float64(-1)}),
        _npz(**GOOD | {"weight": np.ones(3)}),
        _npz(**GOOD | {"centres": np.array([{"a": 1}], object)}),
    ],
)
def test_what_holds_no_centres_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(content, D)
