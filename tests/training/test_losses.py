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


def test_contrastive_loss_is_the_cross_entropy_of_both_similarities_to_the_others() -> None:
    student, target, others = vectors(4, 0), vectors(4, 1), vectors(30, 2)
    temperature = 0.05

    def similarities(vector: torch.Tensor, own: torch.Tensor) -> list[float]:
        powers = [math.exp(float(vector @ other) / temperature) for other in (own, *others)]
        return [power / sum(powers) for power in powers]

    total = 0.0
    for s, t in zip(student, target, strict=True):
        said, wanted = similarities(s, t), similarities(t, t)
        total -= sum(w * math.log(p) for w, p in zip(wanted, said, strict=True))
    got = losses.contrastive_loss(student, target, others, temperature)
    assert float(got) == pytest.approx(total / 4, abs=0.05)  # bfloat16 keeps three digits of a cosine


def test_contrastive_loss_is_least_for_the_target_itself() -> None:
    target, others = vectors(4, 1), vectors(30, 2)
    best = float(losses.contrastive_loss(target, target, others, 0.05))
    assert all(
        float(losses.contrastive_loss(vectors(4, seed), target, others, 0.05)) > best for seed in range(3, 9)
    )
