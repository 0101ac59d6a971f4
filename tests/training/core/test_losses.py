"""Each loss recomputed by naive loops."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("torch", reason="the training group is not installed")

import torch

from training.core import losses


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


def turned(vectors: torch.Tensor) -> torch.Tensor:
    """In a space that is rotated as a whole."""
    rotation: torch.Tensor = torch.linalg.qr(torch.randn(6, 6, generator=torch.Generator().manual_seed(9)))[0]
    return vectors @ rotation


def test_mse_is_twice_the_cosine_loss_of_unit_vectors() -> None:
    student, target = vectors(5, 0), vectors(5, 1)
    assert float(losses.mse_loss(student, target)) == pytest.approx(2 * float(losses.cosine_loss(student, target)))


PAIRED = {
    "cosine": losses.cosine_loss,
    "mse": losses.mse_loss,
    "distance": losses.distance_loss,
    "angle": losses.angle_loss,
}


@pytest.mark.parametrize("name", PAIRED)
def test_perfect_agreement_costs_nothing_and_a_step_against_the_gradient_leads_there(name: str) -> None:
    loss, student, target = PAIRED[name], vectors(8, 0).requires_grad_(), vectors(8, 1)
    assert float(loss(target, target)) == pytest.approx(0, abs=1e-6)
    before = loss(student, target)
    before.backward()  # type: ignore[no-untyped-call]
    assert student.grad is not None
    step = torch.nn.functional.normalize(student.detach() - 0.05 * student.grad)
    assert 0 < float(loss(step, target)) < float(before.detach())


@pytest.mark.parametrize("name", ["distance", "angle"])
def test_relations_do_not_change_with_the_space(name: str) -> None:
    """A student that is rotated as a whole, or has more dimensions, has the same relations."""
    loss, target = PAIRED[name], vectors(8, 1)
    assert float(loss(turned(target), target)) == pytest.approx(0, abs=1e-6)
    wider = torch.cat([target, torch.zeros(8, 3)], dim=1)
    assert float(loss(wider, target)) == pytest.approx(0, abs=1e-6)
    assert float(loss(vectors(8, 0), target)) > 1e-3


def test_relations_are_those_of_naive_loops() -> None:
    student, target = vectors(4, 0), vectors(4, 1)
    huber = torch.nn.functional.smooth_l1_loss

    def distances(v: torch.Tensor) -> torch.Tensor:
        found = torch.stack([(v[i] - v[j]).norm() for i in range(4) for j in range(i)])
        return found / found.mean()

    def angle(v: torch.Tensor, i: int, j: int, k: int) -> torch.Tensor:
        first, second = v[j] - v[i], v[k] - v[i]
        cosine: torch.Tensor = first @ second / (first.norm() * second.norm()).clamp_min(1e-12)
        return cosine

    def angles(v: torch.Tensor) -> torch.Tensor:
        return torch.stack([angle(v, i, j, k) for i in range(4) for j in range(4) for k in range(4)])

    assert float(losses.distance_loss(student, target)) == pytest.approx(
        float(huber(distances(student), distances(target)))
    )
    assert float(losses.angle_loss(student, target)) == pytest.approx(
        float(huber(angles(student), angles(target))), abs=1e-6
    )


def test_class_centres_without_trust_are_arcface_on_the_own_target() -> None:
    """A student at a right angle to its targets is drawn to them alone; logits recomputed one by one."""
    centres = torch.eye(6)[:3]
    target, student = torch.eye(6)[:3], torch.eye(6)[3:]
    labels, margin, scale = torch.arange(3), 30.0, 8.0
    total = 0.0
    for i in range(3):
        angles = [math.acos(float(student[i] @ (target[i] if c == i else centres[c]))) for c in range(3)]
        angles[i] += math.radians(margin)
        powers = [math.exp(scale * math.cos(angle)) for angle in angles]
        total -= math.log(powers[i] / sum(powers))
    got = losses.centre_loss(student, target, centres, labels, margin, scale)
    assert float(got) == pytest.approx(total / 3, abs=1e-5)


def test_class_centres_draw_to_the_own_centre_and_know_no_rotation() -> None:
    centres, labels = vectors(5, 3), torch.tensor([0, 1, 2, 3, 4, 0])
    target = torch.nn.functional.normalize(centres[labels] + 0.2 * vectors(6, 4))
    student = vectors(6, 5).requires_grad_()

    def loss(found: torch.Tensor) -> torch.Tensor:
        return losses.centre_loss(found, target, centres, labels, 28.6, 16.0)

    before = loss(student)
    before.backward()  # type: ignore[no-untyped-call]
    assert student.grad is not None
    step = torch.nn.functional.normalize(student.detach() - 0.02 * student.grad)
    assert float(loss(target)) < float(loss(step)) < float(before.detach())
    again = losses.centre_loss(turned(student.detach()), turned(target), turned(centres), labels, 28.6, 16.0)
    assert float(again) == pytest.approx(float(before.detach()), rel=1e-4)


def test_the_margin_does_not_turn_round_opposite_to_the_own_target() -> None:
    axes = torch.eye(6)

    def loss(degrees: float) -> float:
        student = axes[:1] * math.cos(math.radians(degrees)) + axes[2:3] * math.sin(math.radians(degrees))
        return float(losses.centre_loss(student, axes[:1], axes[:2], torch.tensor([0]), 28.6, 16.0))

    values = [loss(degrees) for degrees in range(0, 181, 10)]
    assert values == sorted(values)


def test_triplet_loss_is_that_of_naive_loops_and_nothing_without_pairs() -> None:
    student, labels = vectors(9, 0), torch.arange(9) % 3
    violations = [
        float((student[a] - student[p]).norm() - (student[a] - student[n]).norm()) + 0.3
        for a in range(9)
        for p in range(9)
        for n in range(9)
        if a != p and labels[a] == labels[p] and labels[a] != labels[n]
    ]
    wrong = [violation for violation in violations if violation > 0]
    got = float(losses.triplet_loss(student, labels, 0.3))
    assert got == pytest.approx(sum(wrong) / len(wrong), abs=1e-5)
    assert float(losses.triplet_loss(turned(student), labels, 0.3)) == pytest.approx(got, abs=1e-5)
    apart = torch.eye(6)[labels]
    assert float(losses.triplet_loss(apart, labels, 0.3)) == 0
    assert float(losses.triplet_loss(student, torch.arange(9), 0.3)) == 0
    assert float(losses.triplet_loss(student[:0], labels[:0], 0.3)) == 0
