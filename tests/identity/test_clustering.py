import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.identity import clustering
from facecam.identity.clustering import ENOUGH, Grouping, group, varied

D = 16


def unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


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


def test_more_faces_than_are_compared_at_once_are_grouped_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    whose = random.integers(0, 4, 60)
    faces = unit(np.eye(D)[whose] + 0.3 * unit(random.normal(size=(60, D))))
    whole = group(faces, 0.7)
    monkeypatch.setattr(clustering, "_BLOCK", 7)
    assert group(faces, 0.7).tolist() == whole.tolist()
    monkeypatch.setattr(clustering, "_MOST", 5)
    few = group(faces, 0.7)
    assert [few[0] == one for one in few] == [whole[0] == one for one in whole]


def test_a_face_joins_the_group_it_is_like_and_a_new_one_begins_its_own() -> None:
    grouping = Grouping()
    first = grouping.update([1, 2, 3], at(0, 20, 90), 0.7)
    assert first[0] == first[1] != first[2]
    second = grouping.update([5, 4, 1, 3], at(180, 30, 0, 90), 0.7)
    assert second[1] == second[2] == first[0] and second[3] == first[2]
    assert second[0] not in first.tolist(), "two is gone, and five is nobody's"


def test_who_was_taken_out_stays_out_also_when_all_are_grouped_anew() -> None:
    grouping, faces = Grouping(), at(0, 5, 10, 15)
    assert len({*grouping.update([1, 2, 3, 4], faces, 0.7).tolist()}) == 1
    grouping.separate({2, 4})
    for alike in (0.7, 0.75):  # the second groups all anew
        labels = grouping.update([1, 2, 3, 4], faces, alike).tolist()
        assert labels[0] == labels[2] != labels[1] == labels[3]


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


def at(*degrees: float) -> np.ndarray:
    """(N, 2): unit vectors at these angles; the cosine of two is that of their difference."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("step", "groups"),
    [
        (30, [0, 0, 0]),  # linked at cos 30 = 0.87; on average 0.68 alike: more than 0.7 - 0.1
        (33, [0, 0, 0]),  # cos 33 = 0.84; on average 0.62
        (36, [0, 0, 1]),  # linked at cos 36 = 0.81; on average 0.56 alike: less
        (46, [0, 1, 2]),  # cos 46 = 0.69: not linked at all
    ],
)
def test_a_chain_of_three_holds_where_it_is_alike_on_average(step: float, groups: list[int]) -> None:
    found = group(at(0, step, 2 * step), 0.7)
    assert len({*found.tolist()}) == len({*groups})
    assert (found[0] == found[2]) == (groups[0] == groups[2])


def test_groups_are_numbered_from_nought_without_a_gap() -> None:
    found = group(np.vstack([at(0, 36, 72), at(0, 36, 72)]) @ np.eye(2, dtype=np.float32), 0.7)
    assert found.dtype == np.int64 and sorted({*found.tolist()}) == [0, 1]
    far = np.zeros((5, 4), np.float32)
    far[:3, :2], far[3:, 2:] = at(0, 36, 72), at(0, 80)
    found = group(far, 0.7)
    assert sorted(found.tolist()) in ([0, 0, 1, 2, 3], [0, 1, 1, 2, 3])
    assert len({*found[3:].tolist()} & {*found[:3].tolist()}) == 0


def test_only_the_same_face_is_linked_where_all_must_be_alike() -> None:
    assert group(at(0, 0, 10), 1.0).tolist() in ([0, 0, 1], [1, 1, 0])


def test_those_who_stand_for_all_are_the_middle_and_then_the_farthest() -> None:
    assert varied(at(0, 40, 50, 60, 170), 1) == [2]
    assert varied(at(0, 40, 50, 60, 170), 3) == [2, 4, 0]
    assert varied(at(0, 17), 2) == [0], "cos 17 = 0.956 adds nothing"
    assert sorted(varied(at(0, 20), 2)) == [0, 1], "cos 20 = 0.940 does"
