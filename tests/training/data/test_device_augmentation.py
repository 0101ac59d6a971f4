"""Crops altered on the device: of a whole batch as of its parts, by what the recipe says, and by nothing else."""

from __future__ import annotations

import dataclasses

import pytest

pytest.importorskip("torch", reason="the training group is not installed")

import torch

from training.data.augmentation import Augmentation
from training.data.device_augmentation import augmented

NOTHING = Augmentation(0, 0, 0, mirror=0, light=0, grey=0, low_resolution=0, blur=0, jpeg=0, occlusion=0)


def faces() -> torch.Tensor:
    """Eight pictures, each brighter on its right, with a bright patch."""
    line = torch.linspace(20, 160, 32).repeat(8, 32, 1)
    line[:, 8:14, 18:26] = 250
    return torch.stack([line, line / 2, line / 3], dim=3).to(torch.uint8)


def altered(how: Augmentation, own: slice = slice(0, 8)) -> torch.Tensor:
    return augmented(faces()[own], how, torch.Generator().manual_seed(5), own, 8)


def test_nothing_asked_nothing_done() -> None:
    assert torch.equal(altered(NOTHING), faces())


def test_a_mirrored_face_is_one() -> None:
    assert torch.equal(altered(dataclasses.replace(NOTHING, mirror=1.0)), faces().flip(2))


def test_grey_is_grey() -> None:
    grey = altered(dataclasses.replace(NOTHING, grey=1.0))
    assert torch.equal(grey[..., 0], grey[..., 1]) and torch.equal(grey[..., 1], grey[..., 2])


@pytest.mark.parametrize(
    "change",
    [
        {"rotation": 20.0},
        {"scale": 0.2},
        {"shift": 0.2},
        {"shear": 15.0},
        {"crop": 0.7},
        {"light": 1.0},
        {"occlusion": 1.0},
        {"blur": 1.0},
        {"low_resolution": 1.0},
    ],
)
def test_each_alteration_alters_and_a_part_of_a_batch_as_the_whole(change: dict[str, float]) -> None:
    how = dataclasses.replace(NOTHING, smallest=4, **change)  # type: ignore[arg-type]
    whole = altered(how)
    assert whole.shape == faces().shape and whole.dtype == torch.uint8
    assert not torch.equal(whole, faces())
    if "low_resolution" not in change:  # one resolution for what is on one device
        assert torch.equal(torch.cat([altered(how, slice(0, 3)), altered(how, slice(3, 8))]), whole)
