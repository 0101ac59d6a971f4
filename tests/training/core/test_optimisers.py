"""Muon's updates: matrices whose singular values lie near one, in the precision that the device is quick at."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("lightning_fabric", reason="the training group is not installed")

import torch

from training.core import optimisers


@pytest.mark.parametrize("shape", [(3, 24, 40), (2, 40, 24)], ids=["wide", "tall"])
@pytest.mark.parametrize("half", [True, False])
def test_singular_values_go_near_one(shape: tuple[int, ...], half: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimisers, "has_bfloat16", lambda device: half)
    matrices = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    found = optimisers.orthogonalised(matrices)
    assert found.dtype == matrices.dtype and found.shape == matrices.shape
    values = torch.linalg.svdvals(found)
    assert float(values.min()) > 0.6 and float(values.max()) < 1.3
    rounded = torch.equal(found, found.bfloat16().float())
    assert rounded == half
