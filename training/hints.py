"""Inside the teacher: its maps, guessed from the student's own.

A vector of 512 numbers says little about a picture of 37,000; the maps before it say at every place what the
teacher saw there ("FitNets: Hints for Thin Deep Nets", Romero et al. 2015). What guesses them (one 1x1 convolution
a map) is thrown away after the training.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.networks import Student

Shape = tuple[int, int, int]
"""Channels, height, width of a teacher's map."""


class Hints(nn.Module):
    """Guesses the teacher's maps from the student's: the share of their variance that is missed."""

    def __init__(self, student: Student, shapes: Sequence[Shape]) -> None:
        super().__init__()
        levels: list[dict[str, Any]] = student.backbone.feature_info[-len(shapes) :]  # type: ignore[index, assignment]
        self._shapes, self._seen = shapes, [torch.empty(0)] * len(shapes)
        self.guess = nn.ModuleList(
            nn.Conv2d(level["num_chs"], shape[0], 1, bias=False)
            for level, shape in zip(levels, shapes, strict=True)
        )
        # A teacher's few loud channels would drown the others: each counts by its own variance.
        self.norm = nn.ModuleList(nn.BatchNorm2d(shape[0], affine=False) for shape in shapes)
        self.mine = nn.ModuleList(nn.BatchNorm2d(level["num_chs"], affine=False) for level in levels)
        for place, level in enumerate(levels):
            student.get_submodule(f"backbone.{level['module']}").register_forward_hook(self._keeper(place))

    def _keeper(self, place: int) -> Callable[[nn.Module, object, Tensor], None]:
        def keep(_module: nn.Module, _inputs: object, output: Tensor) -> None:
            self._seen[place] = output

        return keep

    def forward(self, maps: Tensor) -> Tensor:
        """The loss for the batch that the student saw last; `maps`: float [N, K], the teacher's laid end to end."""
        flat = torch.split(maps, [c * h * w for c, h, w in self._shapes], dim=1)
        losses = []
        for seen, guess, norm, mine, part, shape in zip(
            self._seen, self.guess, self.norm, self.mine, flat, self._shapes, strict=True
        ):
            wanted = F.interpolate(part.view(-1, *shape).float(), seen.shape[-2:], mode="area")
            losses.append(F.mse_loss(guess(mine(seen)), norm(wanted)))
        return torch.stack(losses).mean()
