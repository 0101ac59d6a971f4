"""Feature maps, inside the teacher: a student whose blocks stand for the teacher's learns its maps, too.

A vector of 512 numbers says little about a picture of 37,000; the maps before it say at every place what the
teacher saw there ("FitNets: Hints for Thin Deep Nets", Romero et al. 2015). Better still, each block can learn
alone: it is given the teacher's own map and asked for the next one ("Blockwisely Supervised Neural Architecture
Search with Knowledge Distillation", Li et al. 2020). No block then waits for those before it to come right, and a
block alone is a far easier thing to learn than a network: a minute where the whole takes hours (EXPERIMENTS.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facecam.base.errors import ModelError
from training.networks.face_network import FaceNetwork
from training.networks.facenext import FaceNeXt

Shape = tuple[int, int, int]
"""Channels, height, width of a teacher's map."""

PLACES = 8192
"""A part alone takes so many places of the batch's maps: a few faces have enough of the first, large ones."""


class FeatureMaps(nn.Module):
    """A student, cut into the parts between the maps that it has in common with its teacher.

    The teacher's channels differ in loudness by a factor of a thousand. The student's are its channels divided by
    one number each, alike throughout a stage, so that what a block adds to the map keeps its meaning.
    """

    def __init__(self, student: FaceNetwork, shapes: Sequence[Shape], sample: Tensor) -> None:
        """shapes: of the teacher's maps, one for each of the student's. sample: some of them, float [n, K].

        Raises `ModelError` where the maps do not lie as the student's do.
        """
        super().__init__()
        if not isinstance(student.backbone, FaceNeXt):
            raise ModelError(
                "{backbone} has no feature maps in common with a teacher",
                "Leave out [feature_maps]",
                backbone=student.description.backbone,
            )
        # Not registered: they belong to the student.
        self._student, layers, heard = [student], student.backbone.layers, student.backbone.HEARD
        self._parts = [layers[a:b] for a, b in itertools.pairwise([0, *(layer + 1 for layer in heard)])]
        mine = self._shapes_of_mine()
        if list(shapes) != mine:
            raise ModelError(
                "The teacher's feature maps are {theirs}, and {backbone} has {mine}",
                "Name one tensor of the teacher in [feature_maps] for each",
                theirs=str([*shapes]),
                backbone=student.description.backbone,
                mine=str(mine),
            )
        self._sizes = [channels * height * width for channels, height, width in shapes]
        self._shapes = tuple(shapes)
        for place, wanted in enumerate(self._split(sample)):
            spread = wanted.std(dim=(0, 2, 3), keepdim=True)
            self.register_buffer(f"spread{place}", spread.clamp_min(1e-6 * float(spread.max())))
        for place, shape in enumerate(shapes):
            stage = [self._spread(other) for other, its in enumerate(shapes) if its == shape]
            self.register_buffer(f"unit{place}", torch.stack(stage).log().mean(dim=0).exp())

    def forward(self, crops: Tensor, maps: Tensor, *, blockwise: bool) -> tuple[Tensor, Tensor]:
        """The student's unit vectors [N, D] of `crops`, and the share of each map's variance that it misses.

        maps: the teacher's for the same crops, laid end to end, [N, K]. blockwise: each part is given the teacher's
        map instead of the one that the part before it made.
        """
        student = self._student[0]
        x, missed = student.pixels(crops), []
        for place, (part, wanted) in enumerate(zip(self._parts, self._split(maps), strict=True)):
            unit, spread = self._unit(place), self._spread(place)
            enough = -(-PLACES // wanted[0, 0].numel()) if blockwise else None
            x = part(x[:enough])
            missed.append((((x * unit - wanted[:enough]) / spread) ** 2).mean())
            if blockwise:
                x = wanted / unit
        return F.normalize(student.head(x)), torch.stack(missed)

    def _split(self, maps: Tensor) -> list[Tensor]:
        parts = torch.split(maps, self._sizes, dim=1)
        return [
            part.view(-1, *shape).float().contiguous(memory_format=torch.channels_last)
            for part, shape in zip(parts, self._shapes, strict=True)
        ]

    def _spread(self, place: int) -> Tensor:
        return self.get_buffer(f"spread{place}")

    def _unit(self, place: int) -> Tensor:
        return self.get_buffer(f"unit{place}")

    @torch.no_grad()
    def _shapes_of_mine(self) -> list[Shape]:
        student = self._student[0].eval()
        x, shapes = student.mean.new_zeros(1, 3, student.side, student.side), []
        for part in self._parts:
            x = part(x)
            shapes.append((x.shape[1], x.shape[2], x.shape[3]))
        student.train()
        return shapes
