"""Crops altered on the device that learns from them: a processor that only decodes feeds a GPU far better.

The same alterations as `augmentation.augmented` has on the processor, for whole batches, but for JPEG's artefacts,
drawn masks and turned heads. Where a share of a batch is altered, it is altered as in the whole.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.augmentation import Augmentation

BLUR = 5
"""Pixels across the kernel of a blur at 112 pixels."""
DICE = 24
"""Random numbers of a face."""
GREY = (0.114, 0.587, 0.299)
"""Of blue, green and red."""


def augmented(crops: Tensor, how: Augmentation, dice: torch.Generator, own: slice, batch: int) -> Tensor:
    """uint8 BGR [n, side, side, 3] on any device -> the same, as other shots of the faces might look.

    dice: of the whole batch, on the processor; `own` are this part's places among its `batch` faces.
    """
    device, side = crops.device, crops.shape[1]
    drawn = torch.rand(batch, DICE, generator=dice)[own].to(device)
    chance, amount = drawn[:, :8], 2 * drawn[:, 8:] - 1
    image = crops.permute(0, 3, 1, 2).float()
    image = _moved(image, how, chance[:, 0], amount)
    image = _when(chance[:, 1] < how.low_resolution, image, lambda part: _coarse(part, how.smallest, drawn[:, 20]))
    image = _when(chance[:, 2] < how.blur, image, lambda part: _blurred(part, side))
    lit = _lit(image, amount)
    image = torch.where(_wide(chance[:, 3] < how.light), lit, image)
    grey = (image * image.new_tensor(GREY).view(1, 3, 1, 1)).sum(dim=1, keepdim=True).expand_as(image)
    image = torch.where(_wide(chance[:, 4] < how.grey), grey, image)
    image = torch.where(_wide(chance[:, 5] < how.occlusion) & _patch(drawn, side), 255 * _wide(drawn[:, 23]), image)
    return image.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)


def _wide(values: Tensor) -> Tensor:
    return values.view(-1, 1, 1, 1)


def _when(chosen: Tensor, image: Tensor, change: object) -> Tensor:
    """All of them changed, the chosen ones taken: a device has no time to sort them out."""
    assert callable(change)
    changed: Tensor = change(image)
    return torch.where(_wide(chosen), changed, image)


def _moved(image: Tensor, how: Augmentation, mirror: Tensor, amount: Tensor) -> Tensor:
    """Flip, rotation, scale, shift, shear and crop in one warp."""
    angle = math.radians(how.rotation) * amount[:, 0]
    scale = how.crop / (1 + how.scale * amount[:, 1])
    slant = torch.tan(math.radians(how.shear) * amount[:, 2])
    flip = torch.where(mirror < how.mirror, -1.0, 1.0)
    room = 1 - how.crop
    dx, dy = (2 * how.shift * amount[:, 3 + axis] + room * amount[:, 5 + axis] for axis in (0, 1))
    cos, sin = scale * torch.cos(angle), scale * torch.sin(angle)
    rows = torch.stack(
        [
            torch.stack([flip * cos, flip * (slant * cos - sin), dx], 1),
            torch.stack([sin, slant * sin + cos, dy], 1),
        ],
        1,
    )
    grid = F.affine_grid(rows, list(image.shape), align_corners=False)
    return F.grid_sample(image, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _coarse(image: Tensor, smallest: int, drawn: Tensor) -> Tensor:
    """Fewer pixels, then blown up again; one resolution for the batch, drawn anew each time."""
    side = image.shape[-1]
    small = int(min(smallest, side - 1) + float(drawn[0]) * (side - min(smallest, side - 1)))
    less = F.interpolate(image, (small, small), mode="area")
    return F.interpolate(less, (side, side), mode="bilinear", align_corners=False)


def _blurred(image: Tensor, side: int) -> Tensor:
    """Out of focus, by a Gaussian of a fixed width."""
    reach = torch.arange(BLUR, device=image.device) - BLUR // 2
    line = torch.exp(-(reach.float() ** 2) / (2 * (1.2 * side / 112) ** 2))
    line = (line / line.sum()).expand(3, 1, 1, BLUR)
    padded = F.pad(image, [BLUR // 2] * 4, mode="replicate")
    return F.conv2d(F.conv2d(padded, line, groups=3), line.mT, groups=3)


def _lit(image: Tensor, amount: Tensor) -> Tensor:
    """Brightness, contrast, gamma and a tint."""
    gamma, contrast = torch.exp(0.45 * amount[:, 7]), 1 + 0.3 * amount[:, 8]
    bright, tint = 0.15 * amount[:, 9], 1 + 0.08 * amount[:, 10:13]
    values = (image / 255).clamp_min(1e-6) ** _wide(gamma)
    values = (values - 0.5) * _wide(contrast) + 0.5 + _wide(bright)
    return (values * tint.view(-1, 3, 1, 1) * 255).clamp(0, 255)


def _patch(drawn: Tensor, side: int) -> Tensor:
    """A rectangle anywhere, [n, 1, side, side]."""
    height, width = (side * (0.12 + 0.26 * drawn[:, 21 + axis]) for axis in (0, 1))
    top, left = drawn[:, 16] * (side - height), drawn[:, 17] * (side - width)
    along = torch.arange(side, device=drawn.device).view(1, -1)
    rows = (along >= top[:, None]) & (along < (top + height)[:, None])
    columns = (along >= left[:, None]) & (along < (left + width)[:, None])
    return (rows[:, :, None] & columns[:, None, :])[:, None]
