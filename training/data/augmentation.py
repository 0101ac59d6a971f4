"""Data augmentation as by a camera: crops altered at random, made straight at the training resolution."""

from __future__ import annotations

from typing import Annotated, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from training.core.recipe import STRICT
from training.data.faces import SIDE

Image = NDArray[Any]
"""uint8 BGR [h, w, 3]; OpenCV's stubs know no more of its results than that they are arrays."""


@dataclass(frozen=True, config=STRICT)
class Augmentation:
    """Ranges (+-) and probabilities. The defaults follow the pilot, with a camera's defects added."""

    rotation: float = 7.0
    """degrees"""
    scale: float = 0.10
    shift: float = 0.06
    """of the crop's side"""
    shear: float = 0.0
    """degrees"""
    crop: Annotated[float, Field(gt=0, le=1)] = 1.0
    """the part of the crop's side that a window anywhere in it keeps"""
    mirror: float = 0.5
    """probability; 0 for a student that guesses maps of a teacher who sees the picture as it is"""
    light: float = 0.7
    """probability of changed brightness, contrast, gamma and colour temperature"""
    grey: float = 0.10
    low_resolution: float = 0.20
    smallest: int = 20
    """pixels across the crop that low resolution leaves at least"""
    blur: float = 0.08
    jpeg: float = 0.12
    occlusion: float = 0.15
    """probability of a patch anywhere"""
    worn: float = 0.0
    """probability of a mask or dark glasses"""
    on_device: bool = False
    """altered by the device that learns (`device_augmentation`), which knows neither jpeg nor worn nor turned"""
    turned: float = 0.0
    """probability of a head that looks as if it were turned to a side"""


def augmented(crop: Image, side: int, how: Augmentation, rng: np.random.Generator) -> Image:
    """uint8 BGR [h, h, 3] -> the same face as another shot of it might look, [side, side, 3]."""
    chance = rng.random(8)
    if chance[7] < how.turned:
        crop = _turned(crop, rng)
    if chance[6] < how.worn:
        crop = _dressed(resized(crop, SIDE), rng)
    image = _moved(crop, side, how, rng)
    if chance[0] < how.low_resolution:
        image = _coarse(image, how.smallest, rng)
    if chance[1] < how.blur:
        image = _blurred(image, rng)
    if chance[2] < how.light:
        image = _lit(image, rng)
    if chance[3] < how.grey:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if chance[4] < how.occlusion:
        _cover(image, rng)
    if chance[5] < how.jpeg:
        image = _compressed(image, int(rng.integers(25, 85)))
    return image


def resized(crop: Image, side: int) -> Image:
    """The crop as it is, at another resolution: what validation sees."""
    return crop if side == len(crop) else cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)


def _moved(crop: Image, side: int, how: Augmentation, rng: np.random.Generator) -> Image:
    """Flip, rotation, scale, shift, shear, crop and the new resolution in one warp: a second would blur again."""
    turn, grow, dx, dy = rng.uniform(-1, 1, 4)
    if how.crop < 1:  # what a window anywhere keeps: nearer by as much, and moved by what there is room for
        grow_by, room = 1 / how.crop, (1 / how.crop - 1) / 2
        off = room * rng.uniform(-1, 1, 2)
    else:
        grow_by, off = 1.0, np.zeros(2)
    slant = np.tan(np.deg2rad(how.shear * rng.uniform(-1, 1))) if how.shear else 0.0
    angle = np.deg2rad(how.rotation * turn)
    scale = (1 + how.scale * grow) * grow_by * side / len(crop)
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    mirror = -1.0 if rng.random() < how.mirror else 1.0
    matrix = np.array([[mirror * cos, -sin, 0.0], [mirror * sin, cos, 0.0]])
    matrix[:, 1] += slant * matrix[:, 0]
    # The crop's centre goes to the new centre, moved by the shift (pixel centres: half a pixel in both).
    centre = np.array([(len(crop) - 1) / 2] * 2)
    matrix[:, 2] = (side - 1) / 2 + side * (how.shift * np.array([dx, dy]) + off) - matrix[:, :2] @ centre
    border = cv2.BORDER_CONSTANT if rng.random() < 0.5 else cv2.BORDER_REPLICATE
    return cv2.warpAffine(crop, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=border)


def _turned(crop: Image, rng: np.random.Generator) -> Image:
    """A head turned about its own axis, as a bulge: what is in the middle moves most, and one side shrinks."""
    side = len(crop)
    across = np.linspace(-1, 1, side, dtype=np.float32)
    strength = rng.uniform(0.15, 0.42) * rng.choice((-1, 1))  # at 0.5 the columns would change their order
    columns = (across + strength * (1 - across**2) + 1) * (side - 1) / 2
    nearer = rng.uniform(0, 0.12) * np.sign(strength)
    rows = (across[:, None] * (1 + nearer * across) + 1) * (side - 1) / 2
    sources = np.broadcast_to(columns, (side, side)).astype(np.float32), rows.astype(np.float32)
    return cv2.remap(crop, *sources, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _coarse(image: Image, smallest: int, rng: np.random.Generator) -> Image:
    """A face far away: fewer pixels, then blown up again as the aligner would."""
    side = len(image)
    small = int(rng.integers(min(smallest, side - 1), side))
    up = cv2.INTER_LINEAR if rng.random() < 0.5 else cv2.INTER_CUBIC
    return cv2.resize(
        cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA), (side, side), interpolation=up
    )


def _blurred(image: Image, rng: np.random.Generator) -> Image:
    """Out of focus, or moved while the shutter was open; the extent follows the resolution."""
    unit = len(image) / SIDE
    if rng.random() < 0.5:
        return cv2.GaussianBlur(image, (0, 0), unit * rng.uniform(0.5, 2.0))
    length = max(3, round(unit * rng.uniform(3, 9)))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = (length - 1) / 2 * np.array([np.cos(angle), np.sin(angle)])
    middle = np.array([(length - 1) / 2] * 2)
    start, end = np.rint(middle - reach).astype(int), np.rint(middle + reach).astype(int)
    cv2.line(kernel, start.tolist(), end.tolist(), 1.0)
    return cv2.filter2D(image, -1, kernel / kernel.sum())


def _lit(image: Image, rng: np.random.Generator) -> Image:
    """Brightness, contrast, gamma and a tint, as one table a channel."""
    values = np.arange(256, dtype=np.float32)[:, None] / 255
    gamma = np.exp(rng.uniform(-0.45, 0.45))
    contrast, brightness = rng.uniform(0.7, 1.3), rng.uniform(-0.15, 0.15)
    tint = rng.uniform(0.92, 1.08, 3)
    table = ((values**gamma - 0.5) * contrast + 0.5 + brightness) * tint
    return cv2.LUT(image, np.clip(table * 255, 0, 255).astype(np.uint8)[:, None])


def _compressed(image: Image, quality: int) -> Image:
    """Through JPEG and back."""
    decoded = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded


def _cover(image: Image, rng: np.random.Generator) -> None:
    """A patch of one colour or of noise over a part of the face, in place."""
    side = len(image)
    height, width = (side * rng.uniform(0.12, 0.38, 2)).astype(int)
    top, left = rng.integers(0, side - height), rng.integers(0, side - width)
    patch = image[top : top + height, left : left + width]
    patch[:] = rng.integers(0, 256, 3) if rng.random() < 0.5 else rng.integers(0, 256, patch.shape)


def _dressed(crop: Image, rng: np.random.Generator) -> Image:
    """A copy with a mask or dark glasses where an aligned crop has mouth and eyes, each a little elsewhere."""
    drawn = crop.copy()
    colour = rng.integers(0, 256, 3).tolist()
    if rng.random() < 0.5:
        outline = np.array([[12, 68], [56, 62], [100, 68], [94, 98], [56, 114], [18, 98]])
        cv2.fillPoly(drawn, [_jittered(outline, rng)], colour, cv2.LINE_AA)
    else:
        dark = (np.array(colour) // 4).tolist()
        for centre in (38, 74):
            axes = (int(rng.integers(12, 18)), int(rng.integers(8, 14)))
            place = _jittered(np.array([[centre, 52]]), rng)[0].tolist()
            cv2.ellipse(drawn, place, axes, 0, 0, 360, dark, cv2.FILLED, cv2.LINE_AA)
        cv2.line(drawn, (38, 49), (74, 49), dark, 2, cv2.LINE_AA)
    return drawn


def _jittered(points: NDArray[Any], rng: np.random.Generator) -> NDArray[np.int32]:
    return (points + rng.normal(0, 3, points.shape)).astype(np.int32)
