"""The sentence after an enrolment: who lies among many alike, or has one sample, is told that more help."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.base.types import Vector
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.tasks.enrolment import Pose, Taken
from ui.enrol.verdict import ENOUGH, judge

CURVE = Calibration([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [-0.3, -1.0, -2.0, -3.0, -4.5, -6.0])
D = 8


def vector(*values: float) -> Vector:
    made = np.zeros(D, np.float32)
    made[: len(values)] = values
    return made / np.linalg.norm(made)


CHILDREN = Neighbourhood(np.stack([vector(1), vector(1, 0.1), vector(1, 0, 0.1)]), 2, 0.4, 1.25)
"""Many faces are like the first direction."""


def said(samples: int, neighbourhood: Neighbourhood, *others: Vector) -> str:
    names = {at: f"Child {at}" for at in range(len(others))}
    rows = np.stack(others) if others else np.empty((0, D), np.float32)
    gallery = Gallery(rows, np.arange(len(others)), names, "space", neighbourhood=neighbourhood)
    poses = tuple(Pose)
    taken = [
        Taken(vector(1, 0, 0, 0.2 * at), np.zeros((8, 8, 3), np.uint8), 0.8, poses[at % len(poses)], "x.jpg")
        for at in range(samples)
    ]
    return judge(Matcher(gallery, CURVE, 1e-3), taken, "Anna", None).sentence


@pytest.mark.parametrize("samples", [1, 3, ENOUGH - 1])
def test_among_many_alike_more_pictures_help(samples: int) -> None:
    assert "Many faces are like this one" in said(samples, CHILDREN)
    assert "more pictures would help" in said(samples, CHILDREN, vector(0, 0, 1))


def test_with_enough_of_them_or_where_nobody_is_alike_nothing_is_asked_for() -> None:
    assert "Many faces" not in said(ENOUGH, CHILDREN) + said(3, EVEN)
    assert said(3, EVEN) == "Anna is known from now on. Nobody else is enrolled yet."
    assert "1 good picture is few: more would help" in said(1, EVEN)


@pytest.mark.parametrize(("likeness", "words"), [(0.9, "More samples would help"), (0.29, "two more samples")])
def test_one_who_is_like_another_is_told_so(likeness: float, words: str) -> None:
    assert words in said(1, EVEN, vector(likeness, np.sqrt(1 - likeness**2)))


def test_a_child_who_is_like_another_is_told_so_by_what_is_left_of_the_likeness() -> None:
    assert "two more samples would help" in said(1, CHILDREN, vector(1, 0.05)), "nearly the same face"
    assert "Many faces are like this one" in said(1, CHILDREN, vector(0.8, 0.6)), "a cosine of 0.8 is far, here"
