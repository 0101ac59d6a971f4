"""What a camera and a wardrobe do to a face."""

from __future__ import annotations

import dataclasses

import numpy as np

from training.data.augmentation import Augmentation, augmented

STILL = Augmentation(
    rotation=0, scale=0, shift=0, mirror=0, light=0, grey=0, low_resolution=0, blur=0, jpeg=0, occlusion=0
)


def test_masks_and_glasses_cover_mouth_or_eyes_and_leave_the_original_alone() -> None:
    grey = np.full((112, 112, 3), 128, np.uint8)
    how = dataclasses.replace(STILL, worn=1.0)
    covered = {"mouth": 0, "eyes": 0}
    for seed in range(40):
        image = augmented(grey, 112, how, np.random.default_rng(seed))
        changed = (image != grey).any(axis=2)
        mouth, eyes = changed[85:100, 40:72].mean() > 0.7, changed[48:56, 34:42].mean() > 0.7
        assert mouth != eyes, seed
        assert not changed[:25].any(), "hair and forehead are free"
        covered["mouth" if mouth else "eyes"] += 1
    assert min(covered.values()) > 5
    assert (grey == 128).all()


def test_nothing_is_worn_where_the_recipe_says_so() -> None:
    crop = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    image = augmented(crop, 112, STILL, np.random.default_rng(1))
    assert np.array_equal(image, crop)


def test_a_crop_is_mirrored_where_the_recipe_says_so() -> None:
    crop = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    image = augmented(crop, 112, dataclasses.replace(STILL, mirror=1.0), np.random.default_rng(1))
    assert np.array_equal(image, crop[:, ::-1])


def test_a_turned_head_keeps_its_edges_and_the_order_of_its_columns() -> None:
    ramp = np.repeat(np.arange(112, dtype=np.uint8)[None], 112, axis=0)
    crop = np.repeat(ramp[..., None], 3, axis=2) * 2
    ways = set()
    for seed in range(20):
        image = augmented(crop, 112, dataclasses.replace(STILL, turned=1.0), np.random.default_rng(seed))
        middle = image[56, :, 0].astype(int)
        assert (np.diff(middle) >= 0).all() and middle[0] == 0 and middle[-1] == 222
        assert abs(middle[56] - crop[56, 56, 0]) > 10
        ways.add(middle[56] > crop[56, 56, 0])
    assert ways == {True, False}
