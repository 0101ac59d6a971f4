# mypy: disable-error-code="arg-type"
# NumPy's and OpenCV's operators widen types.
"""Both error rates of a group against a loop, and the worst group is the worst."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from training.core.vectors import unit
from training.evaluation import fairness


def test_rates_agree_with_a_loop() -> None:
    rng = np.random.default_rng(2)
    person = rng.integers(0, 12, 50)
    vectors = unit(rng.normal(size=(12, 5))[person] + rng.normal(size=(50, 5))).astype(np.float32)
    doubtful = np.zeros((50, 50), bool)
    doubtful[3, 9] = doubtful[9, 3] = True
    alike = person[:, None] == person
    first, second = np.nonzero(np.triu(alike, 1))
    sample = fairness.Sample(
        vectors, person, (vectors[first] * vectors[second]).sum(axis=1), person[first], ~alike & ~doubtful
    )
    group = fairness.judge("set", "some", sample, 0.4, photographs=True)
    missed, matched, same, other = 0, 0, 0, 0
    for a in range(50):
        for b in range(a + 1, 50):
            over = float(vectors[a] @ vectors[b]) > 0.4
            if person[a] == person[b]:
                same, missed = same + 1, missed + (not over)
            elif not doubtful[a, b]:
                other, matched = other + 1, matched + over
    assert group.missed.value == pytest.approx(missed / same) and group.missed.comparisons == same
    assert group.matched.value == pytest.approx(matched / other) and group.matched.comparisons == other
    for rate in (group.missed, group.matched):
        assert rate.low < rate.value < rate.high


def test_the_worst_group_has_enough_faces() -> None:
    groups = [
        {"kind": "age", "name": name, "faces": faces, "missed": [missed, 0, 1, 9], "matched": [0.1, 0, 1, 9]}
        for name, faces, missed in (("0-5", 20, 0.9), ("6-10", 200, 0.3), ("11-15", 200, 0.2))
    ]
    found = fairness.worst(groups, "age", "missed")
    assert found is not None and found["name"] == "6-10"
    assert fairness.worst(groups, "sex", "missed") is None
