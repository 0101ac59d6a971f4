"""The matrix of templates: its order, its edges, and whom it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facecam.base.types import Vector
from facecam.identity.gallery import SAMPLE, Gallery
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.pooling import LEAST

D = 16


def unit(seed: int, number: int) -> Vector:
    vectors = np.random.default_rng(seed).normal(size=(number, D)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def test_an_empty_gallery_has_everything_but_people() -> None:
    empty = Gallery.empty("space", D, 7)
    assert (empty.space, empty.revision, empty.templates) == ("space", 7, 0)
    assert empty.people.tolist() == [] and empty.people.dtype == np.int64
    assert dict(empty.names) == {} and dict(empty.unreadable) == {}
    assert empty.vectors_of(1).shape == (0, D)
    scores = empty.scores(unit(0, 3))
    assert scores.shape == (3, 0) and scores.dtype == np.float32
    assert empty.refused(unit(0, 3), scores).shape == (3, 0)
    assert Gallery.empty("space", D).revision == 0


def test_people_are_in_the_order_of_their_numbers_and_keep_their_rows() -> None:
    vectors = unit(1, 5)
    gallery = Gallery(
        vectors.astype(np.float64), np.array([9, 3, 9, 1, 3]), {1: "A", 3: "B", 9: "C", 4: "D"}, "s", 2
    )
    assert gallery.people.tolist() == [1, 3, 9] and gallery.templates == 5
    assert dict(gallery.names) == {1: "A", 3: "B", 9: "C"}, "only of those who are here"
    assert (gallery.space, gallery.revision) == ("s", 2)
    for person, rows in {1: [3], 3: [1, 4], 9: [0, 2]}.items():
        np.testing.assert_array_equal(gallery.vectors_of(person), vectors[rows])
        assert gallery.vectors_of(person).flags.c_contiguous and gallery.vectors_of(person).dtype == np.float32
    for nobody in (0, 2, 5, 10):
        assert gallery.vectors_of(nobody).shape == (0, D) and gallery.vectors_of(nobody).dtype == np.float32


def test_somebody_whose_faces_are_all_damaged_has_a_name_still() -> None:
    gallery = Gallery(unit(1, 1), np.array([1]), {1: "A", 2: "B"}, "s", unreadable={2: 4})
    assert dict(gallery.names) == {1: "A", 2: "B"} and dict(gallery.unreadable) == {2: 4}
    assert gallery.people.tolist() == [1] and gallery.revision == 0


@pytest.mark.parametrize("shape", [(3,), (2, D), (4, D), (3, D, 1)])
def test_vectors_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"vectors do not fit \(3,\) persons"):
        Gallery(np.zeros(shape, np.float32), np.array([1, 2, 3]), {1: "A", 2: "B", 3: "C"}, "s")


@given(st.integers(0, 1000), st.sampled_from([1, 4, 5, 9]), st.sampled_from([1, 255, 256, 257, 600]))
def test_any_number_of_faces_and_templates_is_compared_alike(seed: int, faces: int, templates: int) -> None:
    vectors, probes = unit(seed, templates), unit(seed + 1, faces)
    gallery = Gallery(vectors, np.arange(templates), dict.fromkeys(range(templates), "P"), "s")
    scores = gallery.scores(probes.astype(np.float64))
    assert scores.dtype == np.float32 and scores.shape == (faces, templates)
    np.testing.assert_allclose(scores, probes @ vectors.T, atol=1e-6)


def test_a_person_scores_as_the_mean_or_as_a_sample_that_is_much_more_alike() -> None:
    gallery = Gallery(np.eye(3, D, dtype=np.float32), np.array([5, 2, 5]), {2: "B", 5: "E"}, "s")
    probes = np.zeros((2, D), np.float32)
    probes[0, :3] = 0.1, 0.3, 0.2
    probes[1, :3] = 0.0, 0.3, 0.8
    mean = (0.1 + 0.2) / np.sqrt(2)
    np.testing.assert_allclose(gallery.scores(probes), [[0.3, mean], [0.3, 0.8 - SAMPLE]], rtol=1e-6)


def test_better_samples_count_for_more() -> None:
    axes, probe = np.eye(2, D, dtype=np.float32), np.full((1, D), 0.25, np.float32)
    probe[0, 1] = 0.1
    for qualities, mean in (((1.0, 1.0), (1, 1)), ((1.0, 0.25), (4, 1)), ((1.0, 0.0), (1, LEAST))):
        whole = np.array(mean) / np.linalg.norm(mean)
        gallery = Gallery(axes, np.array([1, 1]), {1: "A"}, "s", qualities=np.array(qualities, np.float32))
        np.testing.assert_allclose(gallery.scores(probe), [[whole @ [0.25, 0.1]]], rtol=1e-6)
    with pytest.raises(ValueError, match=r"\(3,\) qualities do not fit \(2,\) persons"):
        Gallery(axes, np.array([1, 1]), {1: "A"}, "s", qualities=np.ones(3, np.float32))


CROWDED = Neighbourhood(unit(77, 6), 2, 0.0, 1.5)


def plain(own: NDArray[np.float32], probe: Vector, place: Neighbourhood) -> float:
    """The score of one person's samples, as it is written."""
    taken = place.crowding(np.stack([probe]))[0]
    alone = [float(one @ probe) - place.crowding(one[None])[0] for one in own]
    if len(own) == 1:
        return float(alone[0] - taken)
    mean = own.sum(axis=0) / np.linalg.norm(own.sum(axis=0))
    return float(max(mean @ probe - place.crowding(mean[None])[0], max(alone) - SAMPLE) - taken)


@given(st.integers(0, 500), st.lists(st.integers(1, 4), min_size=1, max_size=8), st.sampled_from([EVEN, CROWDED]))
def test_scores_are_those_of_plain_loops_in_whatever_order_people_come(
    seed: int, sizes: list[int], place: Neighbourhood
) -> None:
    persons = np.repeat(np.arange(len(sizes)) * 3 + 2, sizes)
    vectors, probes = unit(seed, len(persons)), unit(seed + 1, 3)
    order = np.random.default_rng(seed).permutation(len(persons))
    names = {int(person): "P" for person in persons}
    expected = [
        [plain(vectors[persons == person], probe, place) for person in np.unique(persons)] for probe in probes
    ]
    for rows in (np.arange(len(persons)), order):
        gallery = Gallery(vectors[rows], persons[rows], names, "s", neighbourhood=place)
        assert gallery.templates == len(persons)
        np.testing.assert_allclose(gallery.scores(probes), expected, atol=1e-5)
        np.testing.assert_allclose(gallery.scores(probes, place.crowding(probes)), expected, atol=1e-5)
        nowhere = np.zeros(len(probes), np.float32)
        taken = gallery.scores(probes, nowhere) - gallery.scores(probes)
        np.testing.assert_allclose(taken, np.tile(place.crowding(probes)[:, None], len(sizes)), atol=1e-5)


def test_a_face_that_is_not_somebody_is_weighed_by_its_own_neighbourhood() -> None:
    axes = np.eye(4, D, dtype=np.float32)
    place = Neighbourhood(axes[2:3], 1, 0.0, 0.6)  # the face that is not A lies where many do, and A does not
    probe = np.zeros((1, D), np.float32)
    probe[0, [0, 2]] = 0.5, 0.6
    for where, refused in ((EVEN, True), (place, False)):
        gallery = Gallery(
            axes[:1], np.array([1]), {1: "A"}, "s", 0, axes[2:3], np.array([1], np.int64), neighbourhood=where
        )
        assert gallery.refused(probe, gallery.scores(probe)).tolist() == [[refused]]


def test_who_is_refused_is_whoever_is_no_nearer_than_the_faces_that_are_not_them() -> None:
    axes = np.eye(4, D, dtype=np.float32)
    gallery = Gallery(
        axes[:2], np.array([1, 2]), {1: "A", 2: "B"}, "s", 0, axes[[2, 3, 3]], np.array([1, 1, 7], np.int64)
    )
    probe = np.zeros((4, D), np.float32)
    probe[0, :3] = 0.5, 0.9, 0.4  # nearer to A than to what is not A
    probe[1, [0, 2]] = 0.5, 0.5  # as near
    probe[2, [0, 3]] = 0.4, 0.5  # the second face that is not A is nearer
    probe[3, [0, 2]] = 0.5, 0.499
    refused = gallery.refused(probe, gallery.scores(probe))
    assert refused.tolist() == [[False, False], [True, False], [True, False], [False, False]]


def test_negatives_without_their_people_are_none() -> None:
    vectors = unit(1, 1)
    for negatives, whose in ((vectors, None), (None, np.array([1], np.int64))):
        gallery = Gallery(vectors, np.array([1]), {1: "A"}, "s", 0, negatives, whose)
        assert gallery.refused(vectors, gallery.scores(vectors)).tolist() == [[False]]


def test_the_rows_of_many_keep_their_order() -> None:
    vectors = unit(2, 200)
    gallery = Gallery(vectors, np.arange(200) % 2, {0: "A", 1: "B"}, "s")
    np.testing.assert_array_equal(gallery.vectors_of(1), vectors[1::2])
