import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.base.messages import Message
from facecam.base.types import State, Vector
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import SAMPLE, Gallery
from facecam.identity.matching import Evidence, Matcher

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
DIMENSION = 16


def unit(random: np.random.Generator, *shape: int) -> Vector:
    vectors = random.normal(size=(*shape, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


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
def test_a_persons_score_is_that_of_the_mean_or_of_the_best_sample(seed: int, templates: int, people: int) -> None:
    random = np.random.default_rng(seed)
    vectors, probes = unit(random, templates), unit(random, 3)
    persons = random.integers(1, people + 1, templates)
    scores = gallery(vectors, persons.tolist()).scores(probes)
    for column, person in enumerate(np.unique(persons)):
        own = vectors[persons == person]
        mean = own.sum(axis=0) / np.linalg.norm(own.sum(axis=0))
        less = SAMPLE if len(own) > 1 else 0
        naive = [max(float(mean @ p), *(float(v @ p) - less for v in own)) for p in probes]
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
    twin = anna + np.float32(0.5) * unit(np.random.default_rng(2))
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
    assert people.decide([Evidence(base, doubt=Message("Still deciding"))])[0].state is State.PENDING
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
    for probe, row in zip(probes, refused, strict=True):
        (no,), (free,) = (matcher(one, 0.5).decide([Evidence(probe)]) for one in (people, plain))
        if no.person is not None:
            assert not row[people.people.tolist().index(no.person)]
        if not any(candidate.refused for candidate in no.candidates):
            assert no.person == free.person


def test_a_face_that_is_not_anna_is_unknown_or_somebody_else_and_anna_stays_anna() -> None:
    random = np.random.default_rng(3)
    anna, step = unit(random), unit(random)
    double = anna + np.float32(0.9) * step
    double /= np.linalg.norm(double)
    people = gallery(anna[None], [1])
    assert matcher(people).decide([Evidence(double)])[0].person == 1
    told = matcher(refusing(anna[None], [1], double[None], [1]))
    (no,) = told.decide([Evidence(double, on_track=True, named=1)])
    assert no.state is State.UNKNOWN and "Not P1" in str(no.reason) and no.candidates[0].refused
    assert told.decide([Evidence(anna)])[0].person == 1
    twins = matcher(refusing(np.stack([anna, anna]), [1, 2], double[None], [1]))
    assert twins.decide([Evidence(double, on_track=True)])[0].person == 2


def axis(*parts: float) -> Vector:
    """A vector of these first numbers: its products with the axes are they."""
    return np.array([*parts, *[0.0] * (DIMENSION - len(parts))], np.float32)


def axes(*persons: int) -> Matcher:
    """One template a person: the first axis, the second, ...; the threshold is 0.3 whatever their number."""
    people = matcher(gallery(np.eye(len(persons), DIMENSION, dtype=np.float32), list(persons)))
    people.threshold = 0.3
    return people


def test_the_limits_are_those_of_the_curve() -> None:
    people = matcher(gallery(np.eye(1, DIMENSION, dtype=np.float32), [1]), 1e-2)
    assert people.threshold == pytest.approx(0.2) and people.continuity == pytest.approx(0.3)
    assert people.fpir == 1e-2 and people.calibration is CURVE and people.gallery.templates == 1


def test_a_name_is_given_from_the_threshold_on() -> None:
    people = axes(1)
    people.threshold = 0.5
    assert people.decide([Evidence(axis(0.5))])[0].person == 1
    (below,) = people.decide([Evidence(axis(0.499))])
    assert (below.person, below.state, str(below.reason)) == (None, State.UNKNOWN, "Looks like nobody here")
    assert below.threshold == 0.5 and below.candidates[0].score == pytest.approx(0.499)


def test_a_named_track_keeps_its_name_four_hundredths_below() -> None:
    people = axes(1, 2)
    assert people.decide([Evidence(axis(0.265), on_track=True, named=1)])[0].person == 1
    assert people.decide([Evidence(axis(0.255), on_track=True, named=1)])[0].person is None
    assert people.decide([Evidence(axis(0.265), on_track=True, named=2)])[0].person is None
    # Somebody else must be better by as much to take the name over.
    assert people.decide([Evidence(axis(0.50, 0.53), on_track=True, named=1)])[0].person == 1
    assert people.decide([Evidence(axis(0.50, 0.55), on_track=True, named=1)])[0].person == 2


@pytest.mark.parametrize(("second", "state"), [(0.485, State.PENDING), (0.475, State.KNOWN)])
def test_two_people_within_two_hundredths_are_too_close_on_a_track(second: float, state: State) -> None:
    (decision,) = axes(1, 2).decide([Evidence(axis(0.5, second), on_track=True)])
    assert decision.state is state
    assert str(decision.reason) == (
        "P1 and P2 are too close to tell" if state is State.PENDING else "Looks like P1"
    )
    assert axes(1, 2).decide([Evidence(axis(0.5, second), on_track=True, named=1)])[0].person == 1
    assert axes(1, 2).decide([Evidence(axis(0.5, second))])[0].person == 1


def test_a_rival_who_is_in_the_picture_already_is_none() -> None:
    near, sure = Evidence(axis(0.5, 0.49), on_track=True), Evidence(axis(0.1, 0.9), on_track=True)
    first, second = axes(1, 2).decide([near, sure])
    assert (first.person, second.person) == (1, 2)
    # Of three the second is taken; the third is rival enough.
    close = Evidence(axis(0.5, 0.495, 0.49), on_track=True)
    first, _ = axes(1, 2, 3).decide([close, Evidence(axis(0.0, 0.9, 0.0), on_track=True)])
    assert str(first.reason) == "P1 and P3 are too close to tell"


def test_a_rival_who_is_refused_is_none() -> None:
    double = axis(0.5, 0.49, 0.0, 0.6)
    people = refusing(
        np.eye(2, DIMENSION, dtype=np.float32), [1, 2], np.eye(4, DIMENSION, dtype=np.float32)[3:], [2]
    )
    told = Matcher(people, CURVE, 0.1)
    (decision,) = told.decide([Evidence(double, on_track=True)])
    assert decision.person == 1 and [c.refused for c in decision.candidates] == [False, True]


def test_whoever_is_named_comes_first_of_the_candidates_and_the_rest_keep_their_order() -> None:
    first = Evidence(axis(0.9, 0.5, 0.6), on_track=True)
    second = Evidence(axis(0.8, 0.4, 0.7), on_track=True)
    one, two = axes(1, 2, 3).decide([first, second])
    assert [c.person for c in one.candidates] == [1, 3, 2]
    assert two.person == 3 and [c.person for c in two.candidates] == [3, 1, 2]
    assert [c.name for c in two.candidates] == ["P3", "P1", "P2"]
    assert [c.score for c in two.candidates] == pytest.approx([0.7, 0.8, 0.4])


def test_a_face_whose_person_is_taken_falls_back_on_the_next_above_the_threshold() -> None:
    better, worse = Evidence(axis(0.9)), Evidence(axis(0.8, 0.25))
    assert str(axes(1, 2).decide([worse, better])[0].reason) == "P1 is already in the picture"
    assert axes(1, 2).decide([Evidence(axis(0.8, 0.35)), better])[0].person == 2
    # Equal claims: the face that comes first has the name.
    assert [d.person for d in axes(1).decide([Evidence(axis(0.8)), Evidence(axis(0.8))])] == [1, None]


def test_doubt_and_a_poor_picture_neither_get_a_name_nor_take_one() -> None:
    people = axes(1)
    doubtful, sure = people.decide([Evidence(axis(0.9), doubt=Message("Still deciding")), Evidence(axis(0.5))])
    assert (doubtful.state, str(doubtful.reason), sure.person) == (State.PENDING, "Still deciding", 1)
    poor, sure = people.decide([Evidence(axis(0.9), poor=True), Evidence(axis(0.5))])
    assert (poor.person, sure.person) == (None, 1)
    assert str(poor.reason) == "The picture is too poor to give a name"
    assert [c.person for c in poor.candidates] == [1]


def test_what_is_said_of_nobody() -> None:
    (decision,) = matcher(Gallery.empty("space", DIMENSION)).decide([Evidence(axis(1.0))])
    assert str(decision.reason) == "Nobody is enrolled" and decision.candidates == ()
    told = matcher(refusing(axis(1.0)[None], [1], axis(0.0, 1.0)[None], [1]), 0.5)
    (no,) = told.decide([Evidence(axis(0.6, 0.7))])
    assert str(no.reason) == "Not P1: you said so of a face like this"


@pytest.mark.parametrize("number", [3, 5, 64, 65, 80])
def test_candidates_are_the_best_five_in_order(number: int) -> None:
    random = np.random.default_rng(number)
    vectors, probe = unit(random, number), unit(random)
    (decision,) = matcher(gallery(vectors, list(range(10, 10 + number)))).decide([Evidence(probe)])
    order = np.argsort(-(vectors @ probe), kind="stable")[:5]
    assert [c.person for c in decision.candidates] == (order + 10).tolist()
    assert [c.score for c in decision.candidates] == pytest.approx((vectors @ probe)[order].tolist(), abs=1e-6)
    assert [c.name for c in decision.candidates] == [f"P{i + 10}" for i in order]


@pytest.mark.parametrize("number", [60, 200])
def test_of_people_who_are_as_like_those_of_the_lowest_numbers_are_named(number: int) -> None:
    people = matcher(gallery(np.tile(axis(1.0), (number, 1)), list(range(1, number + 1))))
    (decision,) = people.decide([Evidence(axis(0.9))])
    assert [c.person for c in decision.candidates] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("people", [1, 100_000])
def test_of_one_and_of_very_many_the_right_one_is_named_and_strangers_are_not(people: int) -> None:
    random = np.random.default_rng(people)
    vectors = random.normal(size=(people, 192)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = dict.fromkeys(range(people), "P")
    many = matcher(Gallery(vectors, np.arange(people), names, "space"))
    stranger = vectors[0] - 2 * vectors[0, 0] * np.eye(192, dtype=np.float32)[0]
    stranger = np.roll(stranger, 1) / np.linalg.norm(stranger)
    known, unknown = many.decide([Evidence(vectors[people // 2]), Evidence(stranger)])
    assert (known.person, unknown.person) == (people // 2, None)
    assert many.threshold > matcher(gallery(unit(random, 1), [1])).threshold or people == 1
    assert many.threshold < 1, "a promise that was never measured is asked of nobody"
