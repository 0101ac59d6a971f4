import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.types import State

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
DIMENSION = 16


def unit(random: np.random.Generator, *shape: int) -> np.ndarray:
    vectors = random.normal(size=(*shape, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def gallery(vectors: np.ndarray, persons: list[int]) -> Gallery:
    return Gallery(vectors, np.array(persons), {person: f"P{person}" for person in persons}, "space")


def matcher(gallery: Gallery, fpir: float = 1e-3) -> Matcher:
    return Matcher(gallery, CURVE, fpir)


def test_an_empty_gallery_knows_nobody() -> None:
    empty = Gallery.empty("space", DIMENSION)
    (decision,) = matcher(empty).decide([Evidence(unit(np.random.default_rng(0)))])
    assert decision.state is State.UNKNOWN
    assert decision.score is None
    assert matcher(empty).decide([]) == []


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 6))
def test_a_persons_score_is_that_of_the_best_template(seed: int, templates: int, people: int) -> None:
    random = np.random.default_rng(seed)
    vectors, probes = unit(random, templates), unit(random, 3)
    persons = random.integers(1, people + 1, templates)
    scores = gallery(vectors, persons.tolist()).scores(probes)
    for column, person in enumerate(np.unique(persons)):
        naive = [max(float(v @ p) for v in vectors[persons == person]) for p in probes]
        np.testing.assert_allclose(scores[:, column], naive, atol=1e-6)


@given(st.integers(0, 10_000), st.integers(1, 8))
@settings(max_examples=60)
def test_no_two_faces_of_a_frame_are_one_person(seed: int, faces: int) -> None:
    random = np.random.default_rng(seed)
    vectors = unit(random, 5)
    probes = vectors[random.integers(0, 5, faces)] + 0.3 * unit(random, faces)
    probes /= np.linalg.norm(probes, axis=1, keepdims=True)
    decisions = matcher(gallery(vectors, [1, 2, 3, 4, 5])).decide([Evidence(p) for p in probes])
    named = [d.person for d in decisions if d.person is not None]
    assert len(named) == len(set(named))
    for decision in decisions:
        if decision.state is State.KNOWN:
            assert decision.score is not None and decision.score >= decision.threshold
    best = max(range(faces), key=lambda i: float((vectors @ probes[i]).max()))
    assert decisions[best].person == int(np.argmax(vectors @ probes[best])) + 1


def test_the_better_face_takes_the_name_and_the_other_is_told_why() -> None:
    anna = unit(np.random.default_rng(1))
    twin = anna + 0.5 * unit(np.random.default_rng(2))
    twin /= np.linalg.norm(twin)
    first, second = matcher(gallery(anna[None], [7])).decide([Evidence(twin), Evidence(anna)])
    assert second.name == "P7"
    assert first.state is State.UNKNOWN
    assert "already" in str(first.reason)
    assert first.score is not None


def test_a_tie_waits_on_a_track_and_is_decided_in_a_still() -> None:
    base = unit(np.random.default_rng(1))
    people = gallery(np.stack([base, base]), [1, 2])
    track, still = (matcher(people).decide([Evidence(base, on_track=t)])[0] for t in (True, False))
    assert track.state is State.PENDING
    assert still.state is State.KNOWN


def test_doubt_is_pending_and_a_poor_still_unknown() -> None:
    base = unit(np.random.default_rng(1))
    people = matcher(gallery(base[None], [1]))
    assert people.decide([Evidence(base, doubt="Still deciding")])[0].state is State.PENDING
    assert people.decide([Evidence(base, poor=True)])[0].state is State.UNKNOWN
    assert people.decide([Evidence(base, poor=True)])[0].score == pytest.approx(1.0)


def test_a_name_is_kept_a_little_below_the_threshold() -> None:
    base = unit(np.random.default_rng(1))
    people = matcher(gallery(base[None], [1]))
    weak = base * np.float32(people.threshold - 0.02)
    assert people.decide([Evidence(weak, on_track=True)])[0].state is State.UNKNOWN
    assert people.decide([Evidence(weak, on_track=True, named=1)])[0].person == 1
    weaker = base * np.float32(people.threshold - 0.06)
    assert people.decide([Evidence(weaker, on_track=True, named=1)])[0].state is State.UNKNOWN


def test_many_people_give_the_best_five() -> None:
    random = np.random.default_rng(4)
    vectors = unit(random, 500)
    probe = unit(random)
    (decision,) = matcher(gallery(vectors, list(range(1, 501)))).decide([Evidence(probe)])
    order = np.argsort(-(vectors @ probe))[:5] + 1
    assert [c.person for c in decision.candidates] == order.tolist()


def test_vectors_of_gives_a_persons_rows() -> None:
    vectors = unit(np.random.default_rng(1), 4)
    people = gallery(vectors, [3, 1, 3, 9])
    np.testing.assert_array_equal(people.vectors_of(3), vectors[[0, 2]])
    np.testing.assert_array_equal(people.vectors_of(9), vectors[[3]])
    assert len(people.vectors_of(2)) == len(people.vectors_of(10)) == 0


def refusing(vectors: np.ndarray, persons: list[int], negatives: np.ndarray, not_them: list[int]) -> Gallery:
    names = {person: f"P{person}" for person in persons}
    return Gallery(vectors, np.array(persons), names, "space", 0, negatives, np.array(not_them, np.int64))


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(0, 6))
def test_nobody_is_named_where_a_negative_is_as_near_as_the_templates(
    seed: int, templates: int, negatives: int
) -> None:
    random = np.random.default_rng(seed)
    vectors, others, probes = unit(random, templates), unit(random, negatives), unit(random, 4)
    persons = random.integers(1, 5, templates).tolist()
    not_them = random.integers(1, 6, negatives).tolist()  # 5 has no template here
    plain, people = gallery(vectors, persons), refusing(vectors, persons, others, not_them)
    scores = people.scores(probes)
    np.testing.assert_array_equal(scores, plain.scores(probes))
    refused = people.refused(probes, scores)
    for column, person in enumerate(people.people.tolist()):
        said = others[np.array(not_them, int) == person]
        for row, probe in enumerate(probes):
            naive = any(float(probe @ one) >= scores[row, column] for one in said)
            near = len(said) and abs(float((said @ probe).max()) - scores[row, column]) < 1e-5
            assert near or refused[row, column] == naive
    for probe, no, free in zip(
        probes,
        matcher(people, 0.5).decide([Evidence(p) for p in probes]),
        matcher(plain, 0.5).decide([Evidence(p) for p in probes]),
        strict=True,
    ):
        if no.person is not None:
            assert not refused[probes.tolist().index(probe.tolist()), people.people.tolist().index(no.person)]
        if not any(candidate.refused for candidate in no.candidates) and len(probes) == 1:
            assert no.person == free.person


def test_a_face_that_is_not_anna_is_unknown_or_somebody_else_and_anna_stays_anna() -> None:
    random = np.random.default_rng(3)
    anna, step = unit(random), unit(random)
    double = anna + 0.9 * step
    double /= np.linalg.norm(double)
    people = gallery(anna[None], [1])
    assert matcher(people).decide([Evidence(double)])[0].person == 1
    told = matcher(refusing(anna[None], [1], double[None], [1]))
    (no,) = told.decide([Evidence(double, on_track=True, named=1)])
    assert no.state is State.UNKNOWN and "Not P1" in str(no.reason) and no.candidates[0].refused
    assert told.decide([Evidence(anna)])[0].person == 1
    twins = matcher(refusing(np.stack([anna, anna]), [1, 2], double[None], [1]))
    assert twins.decide([Evidence(double, on_track=True)])[0].person == 2
