"""The answers of a backbone that does not learn: asked once for each picture as it is shown, and kept.

Each picture is altered `repeats` times, once and for all, as where altered pictures are written to a disk before
training begins: an epoch shows the same again, and costs what the head costs.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.data.augmentation import augmented, resized
from training.data.faces import Faces
from training.data.heldout import Rows
from training.networks.face_network import FaceNetwork
from training.supervised.recipe import TrainRecipe

CLEAN = -1
"""In place of the number of an alteration: the picture as it is."""


class FrozenAnswers:
    """Any thread may ask."""

    def __init__(self, network: FaceNetwork, recipe: TrainRecipe, faces: Faces, device: torch.device) -> None:
        self._network = copy.deepcopy(network).eval().requires_grad_(False)
        self._recipe, self._faces, self._device = recipe, faces, device
        self._kept: dict[tuple[int, int], Tensor] = {}

    def of(self, rows: Rows, alterations: NDArray[np.int64], batch: int = 64) -> Tensor:
        """What the backbone answers to these faces, each altered in the way of that number, on the device."""
        keys = list(zip(rows.tolist(), alterations.tolist(), strict=True))
        missing = [key for key in dict.fromkeys(keys) if key not in self._kept]
        for start in range(0, len(missing), batch):
            part = missing[start : start + batch]
            for key, answer in zip(part, self._asked(part), strict=True):
                self._kept[key] = answer
        return torch.stack([self._kept[key] for key in keys]).to(self._device).float()

    @torch.no_grad()
    def _asked(self, keys: list[tuple[int, int]]) -> Tensor:
        crops = torch.from_numpy(np.stack([self._crop(row, number) for row, number in keys])).to(self._device)
        return self._network.features(self._network.pixels(crops)).half().cpu()

    def _crop(self, row: int, number: int) -> NDArray[np.uint8]:
        recipe, pixels = self._recipe, self._faces.pixels[row]
        if number == CLEAN:
            return resized(pixels, recipe.side)
        return augmented(pixels, recipe.side, recipe.augment, np.random.default_rng([recipe.seed, row, number, 2]))
