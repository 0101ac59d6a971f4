"""Views of a picture: nearer, farther, leaning, cut by the border, blurred, and with masks drawn on.

A view is the picture seen through a similarity, with what is marked in it carried along. A face in a view that was
turned by a quarter or more is no face: the detector answers for upright ones, and turns a still if there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Image
from facecam.vision.align import similarity, template
from facecam.vision.geometry import Floats, areas, intersections

WHOLE, GONE = 0.6, 0.2
"""Share of a face that is in the picture: from here it is one, up to here it is none."""
DIM, DIMMEST = 0.35, 0.06
"""Share of the views that lie in the dark or in a haze, and the least contrast that is left there."""
_MASK = np.array(
    [(20, 60), (40, 64), (56, 58), (72, 64), (92, 60), (90, 92), (72, 113), (40, 113), (22, 92)], np.float64
)
"""The outline of a mask on the aligned face of 112 pixels."""


@dataclass(frozen=True)
class View:
    """image: BGR. faces [n, 4], points [n, 5, 2] and trust [n] of the points: faces. unsure [m, 4]: what is neither
    a face nor none. turned: whether what were faces are none, because they lie on their side or their head."""

    image: Image
    faces: Floats
    points: Floats
    trust: Floats
    unsure: Floats
    turned: bool = False


def unmarked(image: Image) -> View:
    """A picture without a face."""
    nothing = np.empty(0, np.float32)
    boxes = nothing.reshape(0, 4)
    return View(image, boxes, nothing.reshape(0, 5, 2), nothing, boxes)


def whole(view: View, random: np.random.Generator, turn: float = 0.0) -> View:
    """All of the picture at another scale, leaning a little, or turned by `turn` degrees."""
    scale = float(np.exp(random.uniform(np.log(0.55), np.log(1.25))))
    lean = turn or float(random.choice([0.0, random.normal(0, 8), random.normal(0, 20)], p=[0.5, 0.35, 0.15]))
    height, width = view.image.shape[:2]
    cos, sin = abs(np.cos(np.radians(lean))), abs(np.sin(np.radians(lean)))
    size = (max(width * cos + height * sin, 30) * scale, max(width * sin + height * cos, 30) * scale)
    if abs(turn) < 45:  # corners may go: no black wedges around most pictures
        size = (max(width, 30) * scale, max(height, 30) * scale)
    centre = np.array([width / 2, height / 2])
    matrix = _matrix(centre, np.array(size) / 2, scale, lean)
    return _through(view, matrix, (round(size[0]), round(size[1])), turned=abs(turn) >= 45)


def tight(view: View, face: int, random: np.random.Generator) -> View:
    """One face that fills half of the picture or more than all of it, often cut and with black around."""
    box = view.faces[face]
    side = float((box[2:] - box[:2]).max())
    window = side / random.uniform(0.55, 1.05)
    inner = float(np.clip(random.uniform(0.6, 1.3) * window, 40, 260))
    scale = inner / window
    lean = float(random.choice([0.0, random.normal(0, 10), random.normal(0, 25)], p=[0.5, 0.3, 0.2]))
    aspect = float(np.exp(random.normal(0, 0.15)))
    width, height = inner * np.sqrt(aspect), inner / np.sqrt(aspect)
    centre = (box[:2] + box[2:]) / 2 + random.normal(0, 0.1, 2) * window
    border = int(random.uniform(0, 0.35) * inner) if random.random() < 0.45 else 0
    matrix = _matrix(centre, np.array([width, height]) / 2, scale, lean)
    inside = _through(view, matrix, (round(width), round(height)))
    if not border:
        return inside
    image = cv2.copyMakeBorder(inside.image, border, border, border, border, cv2.BORDER_CONSTANT)
    return View(
        np.asarray(image, np.uint8), inside.faces + border, inside.points + border, inside.trust,
        inside.unsure + border,
    )  # fmt: skip


def spoilt(view: View, random: np.random.Generator) -> View:
    """Other light, often little of it or a haze, and then with a sensor's noise; now and then grey, blurred, of
    fewer pixels or packed hard."""
    image = view.image.astype(np.float32)
    if random.random() < 0.6:
        image = 255 * (image / 255) ** np.exp(random.normal(0, 0.25)) * random.uniform(0.75, 1.2)
        image = image * random.uniform(0.93, 1.07, 3).astype(np.float32)
    if random.random() < DIM:
        left = np.exp(random.uniform(np.log(DIMMEST), 0))
        haze = random.choice([0, random.uniform(0, 255 * (1 - left))], p=[0.7, 0.3])
        noise = random.normal(0, random.uniform(0, 3), image.shape).astype(np.float32)
        image = image * np.float32(left) + np.float32(haze) + noise
    if random.random() < 0.1:
        image = np.repeat(image.mean(axis=2, keepdims=True), 3, axis=2)
    spoilt = np.clip(image, 0, 255).astype(np.uint8)
    if random.random() < 0.2:
        spoilt = np.asarray(cv2.GaussianBlur(spoilt, (0, 0), random.uniform(0.5, 2.5)), np.uint8)
    if random.random() < 0.2:
        part = random.uniform(0.3, 0.8)
        small = cv2.resize(spoilt, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
        spoilt = np.asarray(cv2.resize(small, spoilt.shape[1::-1]), np.uint8)
    if random.random() < 0.3:
        packed = cv2.imencode(".jpg", spoilt, [cv2.IMWRITE_JPEG_QUALITY, int(random.uniform(25, 80))])[1]
        spoilt = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return View(spoilt, view.faces, view.points, view.trust, view.unsure, view.turned)


def masked(view: View, faces: NDArray[np.intp], random: np.random.Generator) -> View:
    """Masks drawn on these faces, of cloth and paper in all colours, a little askew."""
    image = view.image
    for face in faces:
        outline = _MASK + random.normal(0, 2.5, _MASK.shape) + random.normal(0, 3, 2)
        outline[2, 1] -= random.uniform(-10, 6)
        back = cv2.invertAffineTransform(similarity(view.points[face], template()))
        image = _covered(image, outline @ back[:, :2].T + back[:, 2], random)
    return View(image, view.faces, view.points, view.trust, view.unsure, view.turned)


def _covered(image: Image, outline: NDArray[np.floating], random: np.random.Generator) -> Image:
    """A cloth over what lies in the outline (n, 2), with folds, and with the light that lay there before."""
    cover = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(cover, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    if not cover.any():
        return image
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    level = max(float(grey[cover > 0].mean()), 20.0)
    width, height = np.ptp(outline, axis=0)
    shade = cv2.GaussianBlur(grey, (0, 0), max(float(width) / 12, 1.0)) / level
    folds = 1 + 0.08 * np.sin(np.arange(len(image)) / max(height / random.uniform(15, 30), 0.5))
    cloth = _colour(random) * np.clip(shade, 0.5, 1.4)[..., None] * folds[:, None, None]
    cloth *= np.clip(level / 130, 0.35, 1.2)
    share = cover[..., None].astype(np.float32) / 255
    return np.asarray(np.clip(image * (1 - share) + cloth * share, 0, 255), np.uint8)


def _colour(random: np.random.Generator) -> NDArray[np.float32]:
    """BGR: surgical blue, white, black, or anything."""
    choices = [(205, 190, 150), (235, 235, 235), (40, 40, 40), tuple(random.uniform(20, 240, 3))]
    colour = np.array(choices[random.choice(4, p=[0.35, 0.25, 0.2, 0.2])], np.float32)
    return np.clip(colour + random.normal(0, 12, 3), 5, 255).astype(np.float32)


def _matrix(
    centre: NDArray[np.floating], middle: NDArray[np.floating], scale: float, lean: float
) -> NDArray[np.float64]:
    """(2, 3): `centre` of the picture goes to `middle` of the view."""
    angle = np.radians(lean)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.column_stack([linear, middle - linear @ centre])


def _through(view: View, matrix: NDArray[np.float64], size: tuple[int, int], turned: bool = False) -> View:
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    image = view.image
    if scale < 0.7:  # what linear sampling would skip is blurred away first
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.35 / scale), np.uint8)
    image = np.asarray(cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
    points = (view.points.reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2]).reshape(-1, 5, 2).astype(np.float32)
    faces, unsure = _carried(view.faces, matrix, scale), _carried(view.unsure, matrix, scale)
    frame = np.array([[0, 0, *size]], np.float32)
    visible = intersections(faces, frame)[:, 0] / np.maximum(areas(faces), 1)
    whole, cut = visible >= WHOLE, (visible < WHOLE) & (visible > GONE)
    return View(image, faces[whole], points[whole], view.trust[whole], np.concatenate([unsure, faces[cut]]), turned)


def _carried(boxes: Floats, matrix: NDArray[np.float64], scale: float) -> Floats:
    """Boxes keep their sides and go with their centres: a head that leans is as large as one that does not."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * scale
    carried: Floats = np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)
    return carried
