"""Each loss recomputed by naive loops."""

from __future__ import annotations

import math

import pytest

torch = pytest.importorskip("torch", reason="the training group is not installed")

from training import losses  # noqa: E402


def vectors(n: int, seed: int) -> torch.Tensor:
    return torch.nn.functional.normalize(torch.randn(n, 6, generator=torch.Generator().manual_seed(seed)))


def test_cosine_loss_is_the_mean_of_one_minus_cosine() -> None:
    student, target = vectors(5, 0), vectors(5, 1)
    naive = sum(1 - float(s @ t) for s, t in zip(student, target, strict=True)) / 5
    assert float(losses.cosine_loss(student, target)) == pytest.approx(naive, abs=1e-6)


def test_contrastive_loss_leaves_out_the_likely_same_person() -> None:
    student, target, others = vectors(4, 0), vectors(4, 1), vectors(30, 2)
    temperature, leave_out = 0.05, 0.5
    left_out, total = 0, 0.0
    for s, t in zip(student, target, strict=True):
        positive = math.exp(float(s @ t) / temperature)
        negative = 0.0
        for other in others:
            if float(t @ other) > leave_out:
                left_out += 1
            else:
                negative += math.exp(float(s @ other) / temperature)
        total -= math.log(positive / (positive + negative))
    assert left_out > 0, "the case must have pairs to leave out"
    got = losses.contrastive_loss(student, target, others, temperature, leave_out)
    assert float(got) == pytest.approx(total / 4, abs=0.05)  # bfloat16 keeps three digits of a cosine
