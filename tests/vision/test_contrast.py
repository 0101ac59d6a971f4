"""Faces in the dark and in a haze are found, followed and named as they are in good light."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.base.types import Image
from facecam.vision import mtcnn, open_embedder
from facecam.vision.align import align
from facecam.vision.contrast import stretched
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import Mtcnn


def seen_through(image: Image, left: float, haze: float = 0.0) -> Image:
    """With a part of its contrast left, and a sensor's noise."""
    noise = np.random.default_rng(1).normal(0, 1.5, image.shape)
    return np.clip(np.round(image * left + haze + noise), 0, 255).astype(np.uint8)


@pytest.fixture
def group(picture: Callable[[str], Image]) -> Image:
    return picture("multi_face.jpg")


def test_enough_contrast_stays_as_it_is(group: Image) -> None:
    assert stretched(group) is group


@pytest.mark.parametrize("size", [(0, 0), (0, 5), (1, 1), (1, 300), (40, 30)])
def test_a_picture_of_one_value_has_nothing_to_stretch(size: tuple[int, int]) -> None:
    image = np.full((*size, 3), 7, np.uint8)
    assert stretched(image).shape == image.shape
    assert (stretched(image) == 7).all()


@given(arrays(np.uint8, (24, 24, 3)), st.integers(2, 20), st.integers(0, 200))
def test_what_was_brighter_stays_brighter(image: Image, part: int, haze: int) -> None:
    flat = np.clip(image.astype(int) // part + haze, 0, 255).astype(np.uint8)
    before, after = flat.ravel().astype(int), stretched(flat).ravel().astype(int)
    order = np.argsort(before, kind="stable")
    assert (np.diff(after[order]) >= 0).all()


@pytest.mark.parametrize(
    ("left", "haze"),
    [(0.3, 0.0), (0.15, 0.0), (0.1, 0.0), (0.2, 110.0)],
    ids=["evening", "night", "a tenth", "haze"],
)
def test_everyone_is_found_and_known(detector: Mtcnn, group: Image, left: float, haze: float) -> None:
    bright, spoilt = detector.detect(group), seen_through(group, left, haze)
    found = detector.detect(spoilt)
    nearest = iou(np.stack([one.box for one in bright]), np.stack([one.box for one in found])).argmax(axis=1)
    assert len(found) == 5 and sorted(nearest) == [0, 1, 2, 3, 4]
    assert all(detector.follow(spoilt, np.stack([one.box for one in found])))

    embedder = open_embedder(gpu="off")
    known = embedder.embed([align(group, one.points) for one in bright])
    seen = embedder.embed([align(spoilt, found[place].points) for place in nearest])
    assert (np.einsum("ij,ij->i", known, seen) > 0.75).all()


@pytest.mark.parametrize(("left", "haze"), [(0.3, 0.0), (0.35, 90.0)], ids=["evening", "haze"])
def test_p_net_has_learnt_the_dark(
    detector: Mtcnn, group: Image, left: float, haze: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing is stretched, since a bright window is in the picture; the one of before missed some."""
    monkeypatch.setattr(mtcnn, "stretched", lambda image: image)
    assert len(detector.detect(seen_through(group, left, haze))) == 5
