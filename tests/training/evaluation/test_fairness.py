"""Both error rates of a group against a loop, and the worst group is the worst."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from training.core.vectors import unit
from training.data.faces import Faces
from training.evaluation import fairness
from training.evaluation.turned import FRONTAL, TURNED, tar_of_turned


def test_rates_agree_with_a_loop() -> None:
    rng = np.random.default_rng(2)
    person = rng.integers(0, 12, 50)
    vectors = unit((rng.normal(size=(12, 5))[person] + rng.normal(size=(50, 5))).astype(np.float32))
    doubtful = np.zeros((50, 50), bool)
    doubtful[3, 9] = doubtful[9, 3] = True
    alike = person[:, None] == person
    first, second = np.nonzero(np.triu(alike, 1))
    crowding = rng.uniform(0, 0.2, 50).astype(np.float32)
    same_scores = (vectors[first] * vectors[second]).sum(axis=1) - crowding[first] - crowding[second]
    sample = fairness.Sample(vectors, crowding, person, same_scores, person[first], ~alike & ~doubtful)
    group = fairness.judge("set", "some", sample, 0.4, photographs=True)
    missed, matched, same, other = 0, 0, 0, 0
    for a in range(50):
        for b in range(a + 1, 50):
            over = float(vectors[a] @ vectors[b] - crowding[a] - crowding[b]) > 0.4
            if person[a] == person[b]:
                same, missed = same + 1, missed + (not over)
            elif not doubtful[a, b]:
                other, matched = other + 1, matched + over
    assert group.missed.value == pytest.approx(missed / same) and group.missed.comparisons == same
    assert group.matched.value == pytest.approx(matched / other) and group.matched.comparisons == other
    for rate in (group.missed, group.matched):
        assert rate.low < rate.value < rate.high


def test_faces_are_grouped_by_each_label_that_some_set_knows() -> None:
    unknown = np.full(6, -1)
    labels = {"age_group": np.array([0, 0, 9, -1, -1, -1]), "sex": np.array([0, 1, 0, 1, 1, -1])}
    faces = Faces(
        np.zeros((6, 2, 2, 3), np.uint8), unknown, (), unknown, (), unknown, unknown, **labels,  # type: ignore[arg-type]
        ethnicity=np.array([-1, -1, -1, 3, 3, 3]),
    )  # fmt: skip
    found = [(kind, name, rows.tolist()) for kind, name, rows in fairness.labelled(faces, np.arange(6))]
    assert found == [
        ("age", "0-5", [0, 1]),
        ("ethnicity", "East Asian", [3, 4, 5]),
        ("sex", "male", [0, 2]),
        ("sex", "female", [1, 3, 4]),
    ]
    of_some = {name: rows.tolist() for _, name, rows in fairness.labelled(faces, np.array([1, 4, 3, 5]))}
    assert of_some == {"East Asian": [1, 2, 3], "female": [0, 1, 2]}


def test_turned_pictures_are_compared_with_frontal_ones_of_their_person() -> None:
    rng = np.random.default_rng(3)
    person = rng.integers(0, 6, 40)
    vectors = unit((rng.normal(size=(6, 5))[person] + rng.normal(size=(40, 5))).astype(np.float32))
    yaw = rng.uniform(-60, 60, 40).astype(np.float32)
    yaw[:3] = np.nan  # no face was found there
    accepted = [
        float(vectors[a] @ vectors[b]) > 0.4
        for a in range(40)
        for b in range(40)
        if person[a] == person[b] and abs(yaw[a]) < FRONTAL and abs(yaw[b]) > TURNED
    ]
    found = tar_of_turned(vectors, person, yaw, 0.4)
    assert found.value == pytest.approx(np.mean(accepted)) and found.comparisons == len(accepted) > 20


def test_the_worst_group_has_enough_faces() -> None:
    groups = [
        {"kind": "age", "name": name, "faces": faces, "missed": [missed, 0, 1, 9], "matched": [0.1, 0, 1, 9]}
        for name, faces, missed in (("0-5", 20, 0.9), ("6-10", 200, 0.3), ("11-15", 200, 0.2))
    ]
    found = fairness.worst(groups, "age", "missed")
    assert found is not None and found["name"] == "6-10"
    assert fairness.worst(groups, "sex", "missed") is None
