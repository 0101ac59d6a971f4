"""Image quality: how much a face's picture can be trusted, measured on what the embedder gets to see.

The scales were set on some 10,000 aligned faces of research sets (portraits, celebrities, politicians; never LFW)
and on the same faces blurred, reduced and darkened: a clear picture is near 1 in every part, and each kind of
spoiling brings its part down on its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Detection, Image, Quality

Grey: TypeAlias = NDArray[np.uint8]

SIZE = (20.0, 80.0)
"""Width of the face in pixels of the source: worthless, and as good as any."""
SHARPNESS = (-1.2, -0.8)
"""log10 of a fine octave's energy over a coarse one's. Sharp faces: -0.5 to 0.06 (90 % of them; -0.77 to -0.37 in a
crop of 64 pixels); blurred by 1, 1.5, 2 pixels of a crop of 112: -0.86, -1.16, -1.37; enlarged from a crop of 40,
24 pixels: -0.98, -1.24."""
DARK, BRIGHT = (20.0, 60.0), (250.0, 215.0)
"""Mean grey level. Well-lit faces of all skin tones: 77 to 199 (90 % of them)."""
CONTRAST = (5.0, 18.0)
"""Standard deviation of grey levels. Well-lit faces: 22 to 70."""
CLIPPED = (0.6, 0.2)
"""Share of pixels that are black or white."""
YAW, PITCH = (65.0, 25.0), (55.0, 25.0)
"""Degrees away from the camera."""
UPRIGHT = (0.05, 0.6)
"""The judge's score. Of faces that a detector has found 99 % have more than 0.6 (`models/mtcnn.md`)."""
WHOLE = (0.6, 0.9)
"""Share of the face in the frame. Cut off at the brows: 0.8, above them 0.9."""
ENROLLABLE = {"upright": 0.8, "whole": 0.75, "size": 0.35, "light": 0.35, "sharpness": 0.30, "pose": 0.25}
"""The least of each part that a picture needs to become a sample of a person."""

_SIDE = 112
"""Crops of other sizes are measured at the same parts of the face."""
_ROWS, _COLUMNS = (24, 104), (24, 88)
"""What holds skin, not hair and background, in pixels of `_SIDE`."""
_NOSE_FORWARD = 0.42
"""How far the tip of the nose stands before the plane of eyes and mouth, in distances between the eyes (about 26
of 63 mm)."""
_NOSE_HEIGHT = 0.55
"""Where the nose lies between eyes (0) and mouth (1) as the detector sees frontal faces: the median of 2,400."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees, signs as in `types.Quality`; right within about 10 degrees, since noses differ."""

    yaw: float
    pitch: float
    roll: float


def measure(detection: Detection, crop: Image) -> Quality:
    """Size from the face's box in the frame, pose from its points, light and sharpness from its aligned `crop`;
    whether it is a face, and all of it, as the detector saw it."""
    grey: Grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
    turn = pose(detection.points)
    size = _ramp(detection.width, *SIZE)
    sharp = _ramp(sharpness(grey), *SHARPNESS)
    bright = light(grey[_face(len(grey))])
    facing = _ramp(abs(turn.yaw), *YAW) * _ramp(abs(turn.pitch), *PITCH)
    upright, whole = _ramp(detection.upright, *UPRIGHT), _ramp(detection.whole, *WHOLE)
    score = size * sharp * bright * facing * upright * whole
    return Quality(score, size, sharp, bright, facing, turn.yaw, turn.pitch, turn.roll, upright, whole)


def sharpness(grey: Grey) -> float:
    """log10 of the energy finer than 1 pixel over that of 2 to 4 pixels, in a square grey crop; 112 pixels a side.

    A ratio of neighbouring octaves depends on focus and true resolution and hardly on contrast or on whose face it
    is (Laplacian variance does). A face enlarged from few pixels has nothing in its finest octave.
    """
    sharp, face, pixel = grey.astype(np.float32), _face(len(grey)), len(grey) / _SIDE
    one, two, four = (cv2.GaussianBlur(sharp, (0, 0), sigma * pixel) for sigma in (1, 2, 4))
    _, fine = _mean_and_spread(sharp[face] - one[face])
    _, coarse = _mean_and_spread(two[face] - four[face])
    return math.log10((fine**2 + 1e-3) / (coarse**2 + 1))


def light(grey: Grey) -> float:
    """0..1: exposure, contrast and the share of pixels that still say something, of a face's grey levels."""
    mean, spread = _mean_and_spread(grey)
    clipped = 1 - cv2.countNonZero(cv2.inRange(grey, 8, 247)) / grey.size
    exposure = min(_ramp(mean, *DARK), _ramp(mean, *BRIGHT))
    return exposure * _ramp(spread, *CONTRAST) * _ramp(clipped, *CLIPPED)


def _mean_and_spread(values: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[float, float]:
    """Mean and standard deviation in one pass; NumPy's two take ten times as long on so few."""
    mean, spread = cv2.meanStdDev(values)
    return float(mean[0, 0]), float(spread[0, 0])


def pose(points: NDArray[np.float32]) -> Pose:
    """Head pose: where the face looks, from its five points (5, 2).

    The nose stands before the plane of eyes and mouth: turning shifts it along the line of the eyes, nodding
    across it.
    """
    left, right, nose, mouth_left, mouth_right = points.astype(np.float64)
    along = right - left
    eyes = max(float(np.hypot(*along)), 1e-6)
    along = along / eyes
    across = np.array([-along[1], along[0]])
    middle = (left + right) / 2
    to_nose, to_mouth = nose - middle, (mouth_left + mouth_right) / 2 - middle
    height = float(to_mouth @ across)
    if height < 0.1 * eyes:  # the mouth beside or above the eyes: seen from the side, or no face
        return Pose(90.0, 0.0, _degrees(along[1], along[0]))
    part = float(to_nose @ across) / height
    offset = float((to_nose - part * to_mouth) @ along) / eyes
    return Pose(
        _degrees(offset, _NOSE_FORWARD),
        _degrees((_NOSE_HEIGHT - part) * height / eyes, _NOSE_FORWARD),
        _degrees(along[1], along[0]),
    )


def _face(side: int) -> tuple[slice, slice]:
    """Rows and columns of the skin in a crop of `side` pixels."""
    rows, columns = (slice(*(round(end * side / _SIDE) for end in ends)) for ends in (_ROWS, _COLUMNS))
    return rows, columns


def _degrees(y: float, x: float) -> float:
    return float(np.degrees(np.arctan2(y, x)))


def _ramp(value: float, worst: float, best: float) -> float:
    """0 at `worst`, 1 at `best`, linear between; either may be the larger."""
    return min(1.0, max(0.0, (value - worst) / (best - worst)))
