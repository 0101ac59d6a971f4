"""Every measure against one that loops over pairs, probes and strangers by hand."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.identity.calibration import Calibration
from training.evaluation import open_set, verification
from training.evaluation.datasets import Dataset
from training.metrics import all_pairs
from training.metrics.confidence_intervals import bootstrap, wilson


def cosine(a: np.ndarray, b: np.ndarray) -> float | None:
    """None where a face is missing."""
    return None if np.isnan(a).any() or np.isnan(b).any() else float(a @ b)


def test_ten_fold_accuracy_counts_a_missing_face_as_an_error(data: Dataset, vectors: np.ndarray) -> None:
    judged = verification.verify(data, vectors)
    scores = [cosine(vectors[a], vectors[b]) for a, b in data.pairs]
    right, confusion = 0, np.zeros((2, 2), int)
    for number in range(10):
        known = [(s, t) for s, t, f in zip(scores, data.same, data.fold, strict=True) if f != number]

        def correct(limit: float, known: list[tuple[float | None, bool]] = known) -> int:
            return sum(s is not None and (s > limit) == t for s, t in known)

        ranked = sorted([s for s, _ in known if s is not None])
        limit = max([(a + b) / 2 for a, b in pairwise(ranked)], key=correct)
        for s, t, f in zip(scores, data.same, data.fold, strict=True):
            if f == number:
                called = not t if s is None else s > limit
                right += called == t
                confusion[0 if t else 1, 0 if called else 1] += 1
    assert judged.accuracy.value == pytest.approx(right / 144)
    assert judged.confusion.tolist() == confusion.tolist()
    assert judged.confusion.trace() == right


def test_tar_lies_in_its_interval_and_a_missing_face_is_never_accepted(data: Dataset, vectors: np.ndarray) -> None:
    judged = verification.verify(data, vectors)
    scores = [cosine(vectors[a], vectors[b]) for a, b in data.pairs]
    impostor = sorted(-1.0 if s is None else s for s, t in zip(scores, data.same, strict=True) if not t)
    genuine = [-1.0 if s is None else s for s, t in zip(scores, data.same, strict=True) if t]
    for rate, tar in judged.tar.items():
        limit = np.quantile(impostor, 1 - rate)
        assert tar.value == pytest.approx(np.mean([s > limit for s in genuine]))
        assert tar.low <= tar.value <= tar.high and tar.comparisons == 144
    lost = (data.pairs == 7).any(axis=1)
    assert lost[data.same].any() and lost[~data.same].any()
    assert (judged.called[lost] == ~data.same[lost]).all()


@pytest.mark.parametrize("rate", [0.2, 0.05, 0.01])
@pytest.mark.parametrize("rows", [7, 512])
def test_all_pairs_agree_with_a_loop(
    data: Dataset, vectors: np.ndarray, rate: float, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_pairs, "ROWS", rows)
    doubtful = np.zeros((60, 60), bool)
    doubtful[50, 55] = doubtful[55, 50] = True
    genuine: list[float] = []
    impostor: list[float] = []
    for a in range(60):
        for b in range(a + 1, 60):
            score = cosine(vectors[a], vectors[b])
            kind = genuine if data.person[a] == data.person[b] else impostor
            if not doubtful[a, b]:
                kind.append(-1.0 if score is None else score)
    ranked = sorted(impostor, reverse=True)
    limit = next(
        s for s in ranked if sum(other > s for other in ranked) <= rate * len(ranked) < sum(o >= s for o in ranked)
    )
    found = all_pairs.tar_all_pairs(vectors, data.person, rate, doubtful)
    assert found.value == pytest.approx(sum(s > limit for s in genuine) / len(genuine))
    assert found.comparisons == len(genuine) + len(impostor)
    assert found.low <= found.value <= found.high


def test_people_drawn_twice_count_as_two(data: Dataset, vectors: np.ndarray) -> None:
    kept = all_pairs.tail(vectors, data.person, 0.05)
    weights = np.random.default_rng(1).integers(0, 4, 24)
    _, number = np.unique(data.person, return_inverse=True)
    genuine: list[float] = []
    impostor: list[float] = []
    for a in range(60):
        for b in range(a + 1, 60):
            score = cosine(vectors[a], vectors[b])
            one = number[a] == number[b]
            times = weights[number[a]] if one else weights[number[a]] * weights[number[b]]
            (genuine if one else impostor).extend([-1.0 if score is None else score] * times)
    assert kept.impostors(weights) == len(impostor)
    limit = sorted(impostor, reverse=True)[int(0.05 * len(impostor))]
    assert kept.tar(0.05, weights) == pytest.approx(np.mean([s > limit for s in genuine]))


def test_open_set_agrees_with_a_loop(data: Dataset, vectors: np.ndarray) -> None:
    curve = Calibration([0.1, 0.5, 0.9], [-0.5, -2, -5])
    found = open_set.identify(data, vectors, curve)
    assert found is not None and found.people == 12
    gallery = [4 * i for i in range(12)]
    strangers = [
        max(s for g in gallery if (s := cosine(vectors[p], vectors[g])) is not None) for p in range(48, 60)
    ]
    for rate in open_set.RATES:
        limit = float(np.quantile(strangers, 1 - rate))
        missed = 0
        for probe in range(48):
            if probe not in gallery:
                scores = [-1.0 if (s := cosine(vectors[probe], vectors[g])) is None else s for g in gallery]
                best = int(np.argmax(scores))
                missed += not (best == probe // 4 and scores[best] > limit)
        assert found.threshold[rate] == pytest.approx(limit, abs=1e-6)
        assert found.fnir[rate].value == pytest.approx(missed / 36)
        promise = found.promised[rate]
        assert promise.threshold == curve.threshold(rate, 12)
        assert promise.fpir.value == pytest.approx(np.mean([s > promise.threshold for s in strangers]))
        assert sum(promise.named) == 36 and promise.named[0] == round(36 * (1 - promise.fnir.value))


def test_a_gallery_picture_without_a_face_makes_its_probes_misses(data: Dataset) -> None:
    vectors = np.eye(24, dtype=np.float32)[np.unique(data.person, return_inverse=True)[1]]
    perfect = open_set.identify(data, vectors, None)
    vectors[4] = np.nan  # the first picture of the second person
    lost = open_set.identify(data, vectors, None)
    assert perfect is not None and perfect.fnir[0.01].value == 0
    assert lost is not None and lost.fnir[0.01].value == pytest.approx(3 / 36)


def test_without_people_or_strangers_there_is_no_open_set(data: Dataset, vectors: np.ndarray) -> None:
    nobody = dataclasses.replace(data, person=np.array([""] * 60))
    assert not nobody.named and open_set.identify(nobody, vectors, None) is None


def test_pairs_fall_into_the_pose_of_the_more_turned_picture(data: Dataset, vectors: np.ndarray) -> None:
    frontal = np.array([[0, 0], [40, 0], [20, 22], [5, 40], [35, 40]], np.float32)
    five = np.repeat(frontal[None], 60, axis=0)
    five[10:20, 2, 0] += 7  # a nose 7 of 40 pixels aside: some 23 degrees
    five[30, 2, 0] -= 20
    five[7] = np.nan
    groups = verification.by_yaw(data, five, verification.verify(data, vectors))
    yaw = [23 if 10 <= i < 20 else 50 if i == 30 else 0 for i in range(60)]
    for group in groups:
        low, high = group.degrees
        inside = [
            t
            for (a, b), t in zip(data.pairs, data.same, strict=True)
            if 7 not in (a, b) and low <= max(yaw[a], yaw[b]) < high
        ]
        assert group.accuracy.comparisons == len(inside)
        assert group.accepted.comparisons == sum(inside)


def test_wilson_at_the_edges_and_in_the_middle() -> None:
    assert (wilson(0, 10).low, wilson(10, 10).high) == (0, 1)
    assert wilson(0, 100).high == pytest.approx(0.0370, abs=1e-4)
    assert (wilson(50, 100).low, wilson(50, 100).high) == pytest.approx((0.4038, 0.5962), abs=1e-4)


def test_bootstrap_of_a_mean_is_its_standard_error() -> None:
    values = np.random.default_rng(0).random(400)
    found = bootstrap(lambda w: float((w * values).sum() / w.sum()), (400,), 400, draws=2000)
    assert found.value == pytest.approx(values.mean())
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * values.std() / 20, rel=0.15)
