"""Mixed samples (mixup): two crops made into one, altered, and answered by the teachers themselves.

A student that sees 70,000 faces twenty times learns them by heart, and its answers for new faces stop getting
better. Teachers are functions: they answer for any picture, a blend of two people too, and a student that agrees
with them on blends has to learn the function ("Knowledge distillation: a good teacher is patient and
consistent", Beyer et al. 2022, who mix pictures for the same reason; "mixup", Zhang et al. 2018, mixes labels too,
which nobody needs here). Aligned crops blend well, because eyes and mouth lie at the same places.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from dataclasses import field
from typing import Annotated, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from training.core.recipe import STRICT
from training.data.augmentation import Augmentation, augmented
from training.data.faces import SIDE

Image = NDArray[Any]
Answer = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float16]]]
"""uint8 BGR [N, 112, 112, 3] -> unit targets float32 [N, D], the teacher's maps end to end [N, K] (K may be 0)."""


Chance = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, config=STRICT)
class MixedSamples:
    """How samples are mixed. `reuse` 0: none are; the target of an altered crop is the answer for the clean one."""

    reuse: Annotated[int, Field(ge=0)] = 0
    """batches that a sample is in, on the average"""
    window: Annotated[int, Field(ge=1)] = 8192
    """samples kept by each process"""
    blend: Chance = 0.35
    """probability of two faces laid over each other"""
    seam: Chance = 0.35
    """probability of two faces joined at a soft line"""
    augment: Augmentation = field(default_factory=Augmentation)
    """what teacher and student both see"""


def mixed(pixels: NDArray[np.uint8], rows: NDArray[np.int64], how: MixedSamples, rng: np.random.Generator) -> Image:
    """One new face [112, 112, 3] from the faces `rows` of `pixels` (uint8 BGR [n, 112, 112, 3])."""
    first, second = (pixels[row] for row in rng.choice(rows, 2))
    chance = rng.random()
    if chance < how.blend:
        part = rng.uniform(0.25, 0.75)
        image: Image = cv2.addWeighted(first, part, second, 1 - part, 0)
    elif chance < how.blend + how.seam:
        image = joined(first, second, rng)
    else:
        image = first
    return augmented(image, SIDE, how.augment, rng)


def joined(first: Image, second: Image, rng: np.random.Generator) -> Image:
    """`first` on one side of a soft line through the middle of the face, `second` on the other."""
    angle = rng.uniform(0, 2 * np.pi)
    softness = rng.uniform(1, 10)  # pixels
    axis = np.arange(SIDE, dtype=np.float32) - SIDE / 2
    beyond = axis[None, :] * np.cos(angle) + axis[:, None] * np.sin(angle) - rng.normal(0, SIDE / 12)
    mask = (1 / (1 + np.exp(np.clip(-beyond / softness, -30, 30)))).astype(np.float32)
    return cv2.blendLinear(first, second, mask, 1 - mask)


class Pool:
    """The latest `window` mixed samples of one process with their answers, a part of them new in each batch.

    `fresh` of `batch` faces are new each time, the others are drawn from the window. Everything depends on the
    seed (of the run and the process) and the number of the batch alone, so a run that is resumed goes on as if it
    had not been stopped.
    """

    def __init__(
        self,
        pixels: NDArray[np.uint8],
        rows: NDArray[np.int64],
        how: MixedSamples,
        answer: Answer,
        *,
        batch: int,
        seed: tuple[int, int],
    ) -> None:
        self._pixels, self._rows, self._how, self._answer = pixels, rows, how, answer
        self._batch, self._seed = batch, seed
        self.fresh = max(1, round(batch / how.reuse))
        self._kept = max(how.window // self.fresh, 1)  # batches' worth

    def batches(
        self, first: int
    ) -> Generator[tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float16]], None, None]:
        """Samples [batch, 112, 112, 3], targets [batch, D] and maps [batch, K], from batch number `first` on.

        The window begins as the batches before `first` would have left it; the very first one finds it filled too.
        """
        size = self._kept * self.fresh
        samples = np.zeros((size, SIDE, SIDE, 3), np.uint8)
        targets, maps = (np.empty((size, answer.shape[1]), answer.dtype) for answer in self._answer(samples[:1]))
        for number in itertools.count(first - self._kept):
            new = number % self._kept * self.fresh + np.arange(self.fresh)
            samples[new], targets[new], maps[new] = self._make(number)
            if number >= first:
                rng = np.random.default_rng([*self._seed, number, 4])
                chosen = np.concatenate([new, rng.integers(0, size, self._batch - self.fresh)])
                yield samples[chosen], targets[chosen], maps[chosen]

    def _make(self, number: int) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float16]]:
        """The fresh samples of one batch; those before batch 0 have negative numbers."""
        rng = np.random.default_rng([*self._seed, number + 2**40, 3])
        made = np.stack([mixed(self._pixels, self._rows, self._how, rng) for _ in range(self.fresh)])
        return made, *self._answer(made)
